"""Square cells laid over an area, clipped at its border, and refused where they cannot be."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from riskmap.errors import ProjectError
from riskmap.messages import Message

MOST_CELLS = 250_000
_FEWEST_CELLS = 2
_BOX = 16
_SLIVER = 1e-9  # part of a cell: rounding at the border, no ground


@dataclass(frozen=True, eq=False)
class SquareGrid:
    """Cells that share ground with an area.

    Attributes
    ----------
    columns, rows
        Number of each cell from the origin of the system, in cells, shape (n,).
    shapes
        The cells, clipped at the border of the area, shape (n,).
    """

    columns: NDArray[np.int64]
    rows: NDArray[np.int64]
    shapes: NDArray[np.object_]


def square_grid(area: BaseGeometry, size: float) -> SquareGrid:
    """Return the squares that share ground with an area, row by row from the south-west.

    Corners are multiples of the size, so that two grids of one size fit on
    each other.

    Parameters
    ----------
    area
        A polygon or several, in metres of a projected system.
    size
        Side of a cell (m).

    Raises
    ------
    ProjectError
        When the size is no length, or it would make fewer than 2 cells or
        more than `MOST_CELLS`.
    """
    if not (np.isfinite(size) and size > 0):
        raise ProjectError(
            Message("A cell of {size:g} m cannot be.", size=size),
            Message("Give a length above 0, for example 100."),
        )
    if area.is_empty or not area.area > 0:
        raise ProjectError(
            Message("The area to lay a grid over has no ground."),
            Message("Give polygons, and look at their system."),
        )
    west, south, east, north = np.asarray(area.bounds) / size
    wide = float(np.ceil(east) - np.floor(west))
    high = float(np.ceil(north) - np.floor(south))
    # The box of a thin area, or of one with a stray part, holds far more cells than the area.
    if area.area / size**2 > MOST_CELLS or wide * high > _BOX * MOST_CELLS:
        raise _too_many(size, wide * high)
    column, row = np.meshgrid(np.arange(wide) + np.floor(west), np.arange(high) + np.floor(south))
    columns, rows = column.ravel(), row.ravel()
    cells = shapely.box(columns * size, rows * size, (columns + 1) * size, (rows + 1) * size)
    shapely.prepare(area)
    inside = shapely.contains(area, cells)
    partly = ~inside & shapely.intersects(area, cells)
    shapes = cells.copy()
    shapes[partly] = shapely.intersection(area, cells[partly])
    kept = inside | (partly & (shapely.area(shapes) > _SLIVER * size**2))
    if int(kept.sum()) < _FEWEST_CELLS:
        raise ProjectError(
            Message("A cell of {size:g} m is as large as the whole area.", size=size),
            Message("Choose smaller cells, or a larger area."),
        )
    return SquareGrid(columns[kept].astype(np.int64), rows[kept].astype(np.int64), shapes[kept])


def _too_many(size: float, count: float) -> ProjectError:
    return ProjectError(
        Message(
            "Cells of {size:g} m would make {count:.0f} cells; the most is {most}.",
            size=size,
            count=count,
            most=MOST_CELLS,
        ),
        Message(
            "Choose larger cells or a smaller area, and look for a stray part far from the rest."
        ),
    )
