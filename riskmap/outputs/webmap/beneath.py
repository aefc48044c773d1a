"""What is drawn beneath the places: the project's own layers, no more than the eye needs."""

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from riskmap.errors import OutputError
from riskmap.messages import Message
from riskmap.outputs.webmap.packing import Sections
from riskmap.outputs.webmap.shapes import add_shapes, drawn_as

CONTEXT_LAYERS = ("built_up", "water", "buildings", "roads", "borders", "places")
"""Layers that may be drawn beneath, in drawing order."""

_TOLERANCE_M = {"buildings": 0.8}
_OTHERS_M = 2.0
_MARGIN = 0.2  # of the width of all places: what is still seen around them at first sight
_LEAST_MARGIN_M = 1000.0
_MOST_BUILDINGS = 30_000  # about 1 MB in the page


def add_context(
    sections: Sections, context: Mapping[str, gpd.GeoDataFrame], places: gpd.GeoSeries
) -> list[dict[str, object]]:
    """Add what is drawn beneath, and return what the page says about each layer.

    Only what lies near `places` is taken, whole; lines that meet are joined.

    Raises
    ------
    OutputError
        When a layer has no place on the map.
    """
    unknown = sorted(set(context) - set(CONTEXT_LAYERS))
    if unknown:
        raise OutputError(
            Message("The map has no layer {name} to draw beneath.", name=unknown[0]),
            Message("Choose from {names}.", names=", ".join(CONTEXT_LAYERS)),
        )
    found: list[dict[str, object]] = []
    for name in CONTEXT_LAYERS:
        near = _near(context[name], places) if name in context else None
        if near is None or near.empty or (name == "buildings" and len(near) > _MOST_BUILDINGS):
            continue
        found.append({"name": name, **_add(sections, name, near)})
    return found


def _add(sections: Sections, name: str, frame: gpd.GeoDataFrame) -> dict[str, object]:
    shapes, kind = frame.geometry, drawn_as(frame.geometry)
    named = name == "places" and "name" in frame
    if named:
        names = frame["name"].astype("object")
        sections.add_texts(f"context.{name}.name", ["" if pd.isna(n) else str(n) for n in names])
    elif kind == "lines":
        shapes = _joined(shapes)
    add_shapes(sections, f"context.{name}", shapes, _TOLERANCE_M.get(name, _OTHERS_M))
    return {"drawn_as": kind, "named": named}


def _near(frame: gpd.GeoDataFrame, places: gpd.GeoSeries) -> gpd.GeoDataFrame:
    """Return the rows that touch the box of all places, with a margin around it."""
    left, bottom, right, top = places.total_bounds
    if np.isnan(left):
        return frame
    margin = max(_LEAST_MARGIN_M, _MARGIN * max(right - left, top - bottom))
    box = shapely.box(left - margin, bottom - margin, right + margin, top + margin)
    return frame[frame.geometry.intersects(box)]


def _joined(lines: gpd.GeoSeries) -> gpd.GeoSeries:
    """Return lines in which segments between two crossings are one, and twins are once."""
    plain = shapely.force_2d(np.asarray(lines.array, dtype=object))
    pieces = shapely.get_parts(plain[shapely.get_dimensions(plain) == 1])
    once = np.unique(shapely.to_wkb(shapely.normalize(pieces)).astype(object))
    whole = shapely.line_merge(shapely.multilinestrings(shapely.from_wkb(once)))
    return gpd.GeoSeries(shapely.get_parts(whole), crs=lines.crs)
