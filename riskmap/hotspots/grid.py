"""A grid of cells over places, with guards against the accidents grids have."""

import math
from dataclasses import dataclass
from typing import Literal

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from scipy.spatial import cKDTree
from shapely.geometry.base import BaseGeometry

from riskmap.errors import ScoringError
from riskmap.messages import Message

CellShape = Literal["square", "hexagon"]
Floats = NDArray[np.float64]

MOST_CELLS = 250_000
LEAST_CELLS = 4
# A stray point lies this many times farther out than nearly all others.
_FAR = 5.0
_FAR_OF_FEW = 10.0
_FEW = 40
_NEARLY_ALL = 0.95
_STRAY_SHARE = 0.02


@dataclass(frozen=True)
class Grid:
    """Cells, and in which of them each point lies.

    Attributes
    ----------
    cells
        Indexed by ``cell_id`` (column and row of the grid, ``c12r7``), polygons
        in the system of the points.
    cell
        Shape (n,): the cell of each point, NA where it lies in none of them.
    side
        What was asked for: the side of a square, the distance between the
        middles of two hexagons.
    """

    cells: gpd.GeoDataFrame
    cell: "pd.Series[str]"
    side: float


def lay_grid(
    points: gpd.GeoSeries,
    side: float,
    shape: CellShape = "square",
    boundary: BaseGeometry | None = None,
) -> Grid:
    """Lay a regular grid over points.

    The lines of the grid lie at multiples of the side, so that two maps get
    the same cells. Kept are the cells that hold a point, and those with their
    middle in the boundary, or without one in the convex hull of the points:
    empty corners of the bounding box are no cells.

    Parameters
    ----------
    points
        Indexed by place, none missing, projected.
    side
        In the unit of the coordinates.
    shape
        ``square`` or ``hexagon``.
    boundary
        The area that is studied, in the same system. Points outside it are in
        no cell.

    Raises
    ------
    ScoringError
        For coordinates in degrees, a side that is not positive, a stray
        point, points outside the boundary, too many cells or too few.
    """
    _check_system(points)
    if not (side > 0 and math.isfinite(side)):
        raise ScoringError(
            Message("A cell size of {side} makes no grid.", side=side),
            Message("Give a size above 0, in the unit of the coordinates."),
        )
    xy = np.column_stack([points.x, points.y])
    inside = np.ones(len(xy), dtype=np.bool_)
    if boundary is not None:
        shapely.prepare(boundary)
        inside = shapely.intersects_xy(boundary, xy[:, 0], xy[:, 1])
        if not inside.any():
            raise _apart(xy, boundary)
    else:
        _check_stray(points.index, xy)
    region = boundary if boundary is not None else shapely.convex_hull(shapely.multipoints(xy))
    _check_count(np.asarray(shapely.bounds(region)), side)
    middles, names = _middles(np.asarray(shapely.bounds(region)), side, shape)
    number = np.full(len(xy), -1)
    number[inside] = _cell_of(xy[inside], middles, side)
    shapely.prepare(region)
    kept = shapely.intersects_xy(region, middles[:, 0], middles[:, 1])
    kept[number[inside]] = True
    if kept.sum() < LEAST_CELLS:
        raise _too_few(side, int(kept.sum()))
    cells = gpd.GeoDataFrame(
        index=pd.Index(names[kept], name="cell_id", dtype="str"),
        geometry=_polygons(middles[kept], side, shape),
        crs=points.crs,
    )
    of_point = pd.Series(np.where(inside, names[number], ""), index=points.index, dtype="str")
    return Grid(cells, of_point.where(inside), side)


def _check_system(points: gpd.GeoSeries) -> None:
    crs = None if points.crs is None else CRS.from_user_input(points.crs)
    if crs is None or not crs.is_geographic:
        return
    raise ScoringError(
        Message(
            "The coordinates are longitude and latitude ({crs}): cells in degrees differ in size "
            "and shape.",
            crs=crs.to_string(),
        ),
        Message(
            "Give the places in a projected system, such as {crs}.",
            crs=points.estimate_utm_crs().to_string(),
        ),
    )


def _check_stray(ids: pd.Index, xy: Floats) -> None:
    """Refuse a few points that lie so far out that the grid would be made of emptiness."""
    middle = np.median(xy, axis=0)
    out = np.hypot(*(xy - middle).T)
    few = len(xy) < _FEW
    usual = float(np.median(out) if few else np.quantile(out, _NEARLY_ALL))
    far = np.flatnonzero(out > (_FAR_OF_FEW if few else _FAR) * usual)
    if not usual > 0 or not 0 < len(far) <= max(1, _STRAY_SHARE * len(xy)):
        return
    first = far[np.argmax(out[far])]
    raise ScoringError(
        Message(
            "{place} lies at ({x}, {y}), {times} times as far out as nearly all other places; so "
            "do {others} more: the grid would be mostly empty.",
            place=ids[first],
            x=f"{xy[first, 0]:.0f}",
            y=f"{xy[first, 1]:.0f}",
            times=round(float(out[first]) / usual),
            others=len(far) - 1,
        ),
        Message("Mend or remove such a place, or give the area that is meant as --boundary."),
    )


def _apart(xy: Floats, boundary: BaseGeometry) -> ScoringError:
    def told(box: Floats) -> str:
        return ", ".join(f"{edge:.0f}" for edge in box)

    return ScoringError(
        Message(
            "No place lies in the boundary: the places lie in ({places}), the boundary in "
            "({boundary}).",
            places=told(np.concatenate([xy.min(axis=0), xy.max(axis=0)])),
            boundary=told(np.asarray(shapely.bounds(boundary))),
        ),
        Message("Give a boundary of the same area, or check the coordinate system of both files."),
    )


def _too_few(side: float, count: int) -> ScoringError:
    return ScoringError(
        Message(
            "Cells of {side} give {count} cells: too few to say what lies together.",
            side=f"{side:g}",
            count=count,
        ),
        Message("Give a smaller cell size."),
    )


def _check_count(box: Floats, side: float) -> None:
    columns = math.floor(box[2] / side) - math.floor(box[0] / side) + 1
    rows = math.floor(box[3] / side) - math.floor(box[1] / side) + 1
    if columns * rows <= MOST_CELLS:
        return
    fits = side * math.sqrt(columns * rows / MOST_CELLS) * 1.01
    step = 10.0 ** math.floor(math.log10(fits))
    rounded = next(part * step for part in (1, 2, 2.5, 5, 10) if part * step >= fits)
    raise ScoringError(
        Message(
            "Cells of {side} give {count} cells, and {most} are the most that fit.",
            side=f"{side:g}",
            count=columns * rows,
            most=MOST_CELLS,
        ),
        Message("Give a cell size of {side} or more.", side=f"{rounded:g}"),
    )


def _middles(box: Floats, side: float, shape: CellShape) -> tuple[Floats, NDArray[np.str_]]:
    """Return the middles of all cells over a box, one more on every side, and their names."""
    height = side if shape == "square" else side * math.sqrt(3) / 2
    first = (math.floor(box[0] / side) - 1, math.floor(box[1] / height) - 1)
    last = (math.floor(box[2] / side) + 1, math.floor(box[3] / height) + 1)
    columns, rows = np.arange(first[0], last[0] + 1), np.arange(first[1], last[1] + 1)
    column, row = (part.ravel() for part in np.meshgrid(columns, rows))
    shift = 0.5 * (row % 2) if shape == "hexagon" else 0.0
    middles = np.column_stack([(column + 0.5 + shift) * side, (row + 0.5) * height])
    numbered = (np.char.mod(sign, part) for sign, part in (("c%d", column), ("r%d", row)))
    return middles, np.char.add(*numbered)


def _cell_of(xy: Floats, middles: Floats, side: float) -> NDArray[np.intp]:
    """Return the cell each point lies in: that with the nearest middle, whatever the shape."""
    # Of middles at the same distance the tree takes any; a hair to the right makes it one rule.
    _, number = cKDTree(middles).query(xy + side * 1e-9)
    return np.asarray(number, dtype=np.intp)


def _polygons(middles: Floats, side: float, shape: CellShape) -> NDArray[np.object_]:
    if shape == "square":
        half = side / 2
        x, y = middles[:, 0], middles[:, 1]
        return np.asarray(shapely.box(x - half, y - half, x + half, y + half))
    turns = np.radians([30, 90, 150, 210, 270, 330])
    corners = np.column_stack([np.cos(turns), np.sin(turns)]) * side / math.sqrt(3)
    return np.asarray(shapely.polygons(middles[:, None, :] + corners[None, :, :]))
