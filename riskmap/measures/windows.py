"""Mean of a large raster over polygons, read window by window.

A polygon that lies in several windows is measured in each of them; the parts
add up, so that where the windows begin does not matter.
"""

import math
from collections.abc import Callable

import numpy as np
import shapely
from affine import Affine

from riskmap.measures.arrays import Floats, Geometries, Indices, geometry_array, ranges, usable
from riskmap.measures.zonal import zonal_mean

Box = tuple[float, float, float, float]

WINDOW_CELLS = 1_048_576
"""Cells of a window, where nothing else is asked for."""


def windowed_mean(
    geometries: Geometries,
    transform: Affine,
    shape: tuple[int, int],
    read: Callable[[Box], tuple[Floats, Affine]],
    *,
    block: tuple[int, int] = (512, 512),
    window_cells: int = WINDOW_CELLS,
) -> tuple[Floats, Floats]:
    """Return the mean of a raster over each polygon, exact by the part of each cell inside.

    Parameters
    ----------
    geometries
        Shape (n,): valid polygons in the raster's own system; they may cross
        its edge.
    transform, shape
        From (column, row) to coordinates, north up; rows and columns.
    read
        Gives the values of the cells that touch west, south, east, north,
        NaN where unknown, and their transform.
    block
        Rows and columns the file keeps together: where these are whole rows,
        the windows are wide and low.
    window_cells
        About as many cells are read at once.

    Returns
    -------
    See `riskmap.measures.zonal.zonal_mean`. No more than a window is in memory
    at once, whatever the size of the raster and of the polygons.
    """
    geometries = geometry_array(geometries)
    share = np.where(usable(geometries) & (shapely.area(geometries) > 0), 0.0, np.nan)
    total = np.zeros(len(geometries))
    cells = _cells(geometries, transform, shape)
    inside = np.flatnonzero((share == 0) & (cells[0] < cells[1]) & (cells[2] < cells[3]))
    height, width = _window_size(shape, block, window_cells)
    place, tile_row, tile_column = _tiles(cells[:, inside], height, width)
    order = np.lexsort((place, tile_column, tile_row))
    change = np.diff(tile_row[order]) | np.diff(tile_column[order])
    for members in np.split(order, np.flatnonzero(change) + 1):
        if not len(members):
            continue
        rows = inside[place[members]]
        top, left = tile_row[members[0]] * height, tile_column[members[0]] * width
        box = _box(cells[:, rows], (top, top + height, left, left + width), transform)
        part, covered = zonal_mean(geometries[rows], *read(box))
        known = covered > 0
        total[rows[known]] += part[known] * covered[known]
        share[rows[known]] += covered[known]
    mean = np.full(len(geometries), np.nan)
    np.divide(total, share, out=mean, where=share > 0)
    return mean, np.minimum(share, 1.0)


def _cells(geometries: Geometries, transform: Affine, shape: tuple[int, int]) -> Indices:
    """First and last row, first and last column of the cells each polygon touches."""
    bounds = np.nan_to_num(shapely.bounds(geometries), nan=-1e9)
    west, south, east, north = bounds.T
    found = np.array(
        [
            np.clip(np.floor((north - transform.f) / transform.e), 0, shape[0]),
            np.clip(np.ceil((south - transform.f) / transform.e), 0, shape[0]),
            np.clip(np.floor((west - transform.c) / transform.a), 0, shape[1]),
            np.clip(np.ceil((east - transform.c) / transform.a), 0, shape[1]),
        ]
    )
    return found.astype(np.intp)


def _window_size(shape: tuple[int, int], block: tuple[int, int], cells: int) -> tuple[int, int]:
    (rows, columns), side = block, math.isqrt(cells)
    if columns < shape[1] or shape[1] <= side:
        return side, side
    return max(cells // columns // rows * rows, rows), columns


def _tiles(cells: Indices, height: int, width: int) -> tuple[Indices, Indices, Indices]:
    """Pairs of a polygon and a tile that its bounding box touches: polygon, row, column."""
    first_row, last_row = cells[0] // height, (cells[1] - 1) // height
    first_column, last_column = cells[2] // width, (cells[3] - 1) // width
    down, across = last_row - first_row + 1, last_column - first_column + 1
    place = np.repeat(np.arange(cells.shape[1]), down * across)
    nth = ranges(np.zeros(cells.shape[1], np.intp), down * across)
    return (
        place,
        first_row[place] + nth // across[place],
        first_column[place] + nth % across[place],
    )


def _box(cells: Indices, tile: tuple[int, int, int, int], transform: Affine) -> Box:
    """Return the box of the cells that polygons touch in a tile, drawn inside those cells."""
    first, last = max(int(cells[0].min()), tile[0]), min(int(cells[1].max()), tile[1])
    left, right = max(int(cells[2].min()), tile[2]), min(int(cells[3].max()), tile[3])
    west, east = (transform.c + transform.a * column for column in (left + 0.25, right - 0.25))
    north, south = (transform.f + transform.e * row for row in (first + 0.25, last - 0.25))
    return (west, south, east, north)
