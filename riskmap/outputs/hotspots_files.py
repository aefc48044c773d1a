"""Hot spots as a GeoPackage that opens styled: places, cells, areas and what is in them."""

from pathlib import Path

import geopandas as gpd
import pandas as pd

from riskmap.hotspots.hotspots import Hotspots
from riskmap.language import Language
from riskmap.outputs.hotspots_text import class_words, hotspots_json
from riskmap.outputs.json_text import json_text
from riskmap.outputs.styles import hot_spot_style
from riskmap.writing import write_geopackage

_KEY = "riskmap_hotspots"
_CLASSES = ("hot_spot", "cluster")


def write_hotspots(
    found: Hotspots, path: Path, language: Language, *, overwrite: bool = False
) -> None:
    """Write every table of a result; what `hotspots_json` says travels inside.

    Tables: ``places``, and where asked for ``cells``, ``areas`` and
    ``area_places`` (which place of an area comes first).
    """
    tables: dict[str, pd.DataFrame] = {}
    if found.place_clusters is not None or found.areas is not None:
        tables["places"] = _table(found.places, language)
    if found.cells is not None:
        tables["cells"] = _table(found.cells.frame, language)
    if found.areas is not None:
        tables["areas"] = _table(found.areas.frame, language)
        tables["area_places"] = found.areas.members
    styles = {
        name: hot_spot_style(class_words(language), points=_points(table))
        for name, table in tables.items()
        if isinstance(table, gpd.GeoDataFrame) and "hot_spot" in table
    }
    metadata = {_KEY: json_text(hotspots_json(found, language))}
    write_geopackage(tables, path, metadata=metadata, styles=styles, overwrite=overwrite)


def _table(frame: gpd.GeoDataFrame, language: Language) -> gpd.GeoDataFrame:
    """Return the frame as it is written: classes in words, geometry last."""
    words = class_words(language)
    shown = frame.reset_index()
    for name in _CLASSES:
        if name in shown:
            shown[f"{name}_text"] = shown[name].map(words)
    rest = [name for name in shown.columns if name != "geometry"]
    return gpd.GeoDataFrame(shown[[*rest, "geometry"]], geometry="geometry", crs=frame.crs)


def _points(frame: gpd.GeoDataFrame) -> bool:
    return bool((frame.geom_type == "Point").all())
