"""The places of a risk terrain model: a grid over an area, ready places, or those of a map."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from riskmap.errors import InputError
from riskmap.geo import WGS84
from riskmap.layers.values import as_number
from riskmap.messages import Message
from riskmap.outcomes.areas import areas, unit_of
from riskmap.outcomes.foreign_files import ForeignTable, ids, open_table, read_columns
from riskmap.outcomes.recognising import listed
from riskmap.outputs.map_files import read_map
from riskmap.reading import read_metadata
from riskmap.statistics.grids import square_grid

_POLYGONS = (3, 6)
# Systems whose metres are no metres.
_STRETCHED = (3857, 3395, 900913)
_LOOKS_LIKE_DEGREES = 400.0


@dataclass(frozen=True)
class Places:
    """Places to count outcomes at.

    Attributes
    ----------
    frame
        Indexed by ``place_id``: ``area_m2`` (NaN for points) and geometry, in metres.
    area
        The ground they lie on; None for points.
    source
        Name of the file.
    cell_m
        Side of the cells; None where the places were ready.
    notes
        What was done.
    """

    frame: gpd.GeoDataFrame
    area: BaseGeometry | None
    source: str
    cell_m: float | None
    notes: tuple[Message, ...]


def read_fitting_places(
    path: Path,
    *,
    cell_m: float = 100.0,
    ready: bool = False,
    id_column: str | None = None,
    area_column: str | None = None,
    table: str | None = None,
    crs: str | None = None,
) -> Places:
    """Return cells over the polygons of a file, or the places it holds.

    Polygons are a study area, and are laid under a grid; points, a map of
    riskmap, and polygons with `ready` or an id column are places themselves.

    Parameters
    ----------
    cell_m
        Side of a cell (m).
    ready
        The polygons are the places.
    id_column, area_column
        Columns of ready places.
    table, crs
        As in `riskmap.outcomes.read_places`.

    Raises
    ------
    InputError
        When the file holds neither points nor polygons.
    """
    if "riskmap" in read_metadata(path):
        scored = read_map(path).frame
        frame = gpd.GeoDataFrame(
            index=scored["location_id"].astype("str").rename("place_id"),
            geometry=scored.geometry.to_numpy(),
            crs=scored.crs,
        )
        return _ready(frame, path.name, ())
    opened = open_table(path, table)
    wanted = [column for column in (id_column, area_column) if column is not None]
    _check_columns(opened, wanted)
    raw = read_columns(opened, wanted, crs=crs, asked=wanted)
    raw = raw[raw.geometry.notna()]
    kinds = shapely.get_type_id(raw.geometry.to_numpy())
    drawn = np.isin(kinds, _POLYGONS)
    if not len(raw) or not (drawn.all() or (kinds == 0).all()):
        raise InputError(
            Message("{file} holds no places, or not only polygons or only points.", file=path.name),
            Message("Give a study area as polygons, or places as points or polygons."),
        )
    raw, notes = in_metres(raw, path.name)
    if drawn.all() and not ready and id_column is None:
        return _gridded(raw, path.name, cell_m, notes)
    frame = _named(raw, id_column, path)
    told: NDArray[np.floating[Any]] | None = None
    if area_column is not None:
        told = as_number(raw[area_column]).to_numpy(dtype=np.float64) * unit_of(area_column)
    return _ready(frame, path.name, notes, told)


def _named(raw: gpd.GeoDataFrame, id_column: str | None, path: Path) -> gpd.GeoDataFrame:
    """Return the places indexed by their ids, or by their rows."""
    names = raw.index.astype("str") if id_column is None else ids(raw[id_column], id_column, path)
    frame = gpd.GeoDataFrame(index=pd.Index(names, name="place_id"), geometry=raw.geometry.array, crs=raw.crs)  # noqa: E501  # fmt: skip
    if frame.index.has_duplicates or frame.index.isna().any():
        raise InputError(
            Message("Column {column} of {file} does not name every place once.", column=id_column, file=path.name),  # noqa: E501
            Message("Give every place an id of its own with --id."),
        )  # fmt: skip
    return frame


def in_metres(frame: gpd.GeoDataFrame, source: str) -> tuple[gpd.GeoDataFrame, tuple[Message, ...]]:
    """Return a frame in a system of metres: its own, else the UTM zone it lies in.

    Raises
    ------
    InputError
        When no system is declared and the coordinates look like degrees.
    """
    if frame.crs is None:
        if np.abs(frame.total_bounds).max() < _LOOKS_LIKE_DEGREES:
            raise InputError(
                Message("{file} declares no system, and its coordinates look like degrees.", file=source),  # noqa: E501
                Message("Name it with --crs, for example --crs EPSG:4326."),
            )  # fmt: skip
        said = Message("{file} declares no system: its coordinates are taken for metres.", file=source)  # noqa: E501  # fmt: skip
        return frame, (said,)
    system = CRS.from_user_input(frame.crs)
    unit = 1.0 if system.is_geographic else system.axis_info[0].unit_conversion_factor
    if not system.is_geographic and unit == 1.0 and system.to_epsg() not in _STRETCHED:
        return frame, ()
    there = frame.to_crs(WGS84)
    zone = there.estimate_utm_crs()
    said = Message(
        "The coordinates of {file} ({crs}) are no metres: everything was projected to {zone}.",
        file=source,
        crs=f"EPSG:{system.to_epsg()}" if system.to_epsg() else system.name,
        zone=zone.to_string(),
    )
    return frame.to_crs(zone), (said,)


def _gridded(
    raw: gpd.GeoDataFrame, source: str, cell_m: float, notes: tuple[Message, ...]
) -> Places:
    area = shapely.union_all(shapely.make_valid(raw.geometry.to_numpy()))
    grid = square_grid(area, cell_m)
    names = [f"c{x}r{y}" for x, y in zip(grid.columns, grid.rows, strict=True)]
    frame = gpd.GeoDataFrame(
        {"area_m2": shapely.area(grid.shapes)},
        index=pd.Index(names, name="place_id", dtype="str"),
        geometry=grid.shapes,
        crs=raw.crs,
    )
    clipped = int((frame["area_m2"] < cell_m**2 * (1 - 1e-9)).sum())
    said = Message(
        "A grid of {count} cells of {size:g} m was laid over {file}; {clipped} cells at its border "
        "are clipped and count by their area.",
        count=len(frame),
        size=cell_m,
        file=source,
        clipped=clipped,
    )
    several = (
        Message(
            "{file} holds {count} polygons, taken together as one area. If they are the places "
            "themselves, add --ready or name their ids with --id.",
            file=source,
            count=len(raw),
        ),
    )
    return Places(frame, area, source, cell_m, (*notes, said, *(several if len(raw) > 1 else ())))


def _ready(
    frame: gpd.GeoDataFrame,
    source: str,
    notes: tuple[Message, ...],
    told: NDArray[np.floating[Any]] | None = None,
) -> Places:
    frame = frame[frame.geometry.notna()]
    frame["area_m2"] = areas(frame.geometry) if told is None else np.where(told > 0, told, np.nan)
    shapes = frame.geometry.to_numpy()
    drawn = np.isin(shapely.get_type_id(shapes), _POLYGONS)
    area = shapely.union_all(shapely.make_valid(shapes)) if drawn.all() else None
    said = Message("The {count} places of {file} are the units.", count=len(frame), file=source)
    return Places(frame.sort_index(), area, source, None, (*notes, said))


def _check_columns(opened: ForeignTable, wanted: list[str]) -> None:
    missing = [column for column in wanted if column not in opened.columns]
    if missing:
        raise InputError(
            Message("{file} has no column {column}.", file=opened.path.name, column=missing[0]),
            Message("It has: {columns}.", columns=listed(opened.columns) or "-"),
        )


def shapes_near(
    path: Path, like: gpd.GeoDataFrame, margin: float
) -> tuple[NDArray[np.object_], tuple[Message, ...]]:
    """Return the features of a file within a margin of places, in their system; geometry only.

    Of a file with several tables the name after ``#`` is taken: ``top10nl.gpkg#water``.

    Raises
    ------
    InputError
        When the file holds no features, or none anywhere near.
    """
    named, hash_sign, table = str(path).rpartition("#")
    if hash_sign and not path.exists():
        path = Path(named)
    else:
        table = ""
    frame = read_columns(open_table(path, table or None), [], crs=None)
    frame = frame[frame.geometry.notna()]
    notes: tuple[Message, ...] = ()
    if frame.empty:
        raise InputError(
            Message("{file} holds no features on the map.", file=path.name),
            Message("Give a file with points, lines or polygons."),
        )
    if frame.crs is None and like.crs is not None:
        said = Message("{file} declares no system: that of the places was taken.", file=path.name)
        notes = (said,)
    elif like.crs is not None and frame.crs != like.crs:
        frame = frame.to_crs(like.crs)
    west, south, east, north = like.total_bounds
    box = shapely.box(west - margin, south - margin, east + margin, north + margin)
    shapes = frame.geometry.to_numpy()
    wrong = ~shapely.is_valid(shapes)
    shapes[wrong] = shapely.make_valid(shapes[wrong])
    near = shapes[shapely.intersects(shapes, box)]
    if not len(near):
        raise InputError(
            Message("No feature of {file} lies within {margin:g} m of the places.", file=path.name, margin=margin),  # noqa: E501
            Message("Check the coordinate system of both files, or leave this factor out."),
        )  # fmt: skip
    return near, notes
