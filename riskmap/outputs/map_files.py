"""Maps as files: written here, read back here, with their description inside."""

from collections.abc import Callable, Mapping
from pathlib import Path

import geopandas as gpd
from pydantic import ValidationError

from riskmap.errors import InputError, LayerError
from riskmap.maps import Description, ScoredMap
from riskmap.messages import Message
from riskmap.outputs.styles import map_style
from riskmap.reading import read_features, read_metadata
from riskmap.writing import write_geopackage, write_parquet

_KEY = "riskmap"
_NEEDED = ("location_id", "opportunity", "coverage", "rank", "not_applicable", "geometry")


def write_map_parquet(scored: ScoredMap, path: Path, *, overwrite: bool = False) -> None:
    """Write a map as GeoParquet, with its description in the metadata."""
    metadata = {_KEY: scored.description.model_dump_json()}
    write_parquet(scored.frame, path, metadata=metadata, overwrite=overwrite)


def write_map_geopackage(scored: ScoredMap, path: Path, *, overwrite: bool = False) -> None:
    """Write a map as GeoPackage that opens styled in QGIS, with its description inside."""
    description = scored.description
    column = "priority" if description.kind == "combined" else "opportunity"
    name = f"{description.theme}_{description.kind}"
    write_geopackage(
        {name: scored.frame},
        path,
        metadata={_KEY: description.model_dump_json()},
        styles={name: map_style(column, description.language)},
        overwrite=overwrite,
    )


WRITERS: Mapping[str, Callable[..., None]] = {
    ".parquet": write_map_parquet,
    ".gpkg": write_map_geopackage,
}


def read_map(path: Path) -> ScoredMap:
    """Read a map that riskmap wrote, on this machine or another.

    Raises
    ------
    LayerError
        When the file is no map of riskmap.
    InputError
        When the file cannot be opened.
    """
    description = read_description(path)
    if description is None:
        raise _no_map(path)
    frame: gpd.GeoDataFrame = read_features(path)
    if not set(_NEEDED) <= set(frame.columns):
        raise _no_map(path)
    frame["rank"] = frame["rank"].astype("Int64")
    for column in ("priority_rank", "group_rank", "group_priority_rank"):
        if column in frame.columns:
            frame[column] = frame[column].astype("Int64")
    return ScoredMap(frame, description)


def read_description(path: Path) -> Description | None:
    """Return what travels inside a map; None when the file is no map of riskmap.

    Raises
    ------
    InputError
        When the file cannot be opened, or its description not be read.
    """
    text = read_metadata(path).get(_KEY)
    if text is None:
        return None
    try:
        return Description.model_validate_json(text)
    except ValidationError:
        raise InputError(
            Message("The description inside {file} is damaged or newer.", file=path.name),
            Message("Make the map again, or use the version of riskmap that made it."),
        ) from None


def _no_map(path: Path) -> LayerError:
    return LayerError(
        Message("{file} is not an opportunity map or combined map of riskmap.", file=path.name),
        Message("Give opportunity.parquet or combined.parquet from the folder of a run."),
    )
