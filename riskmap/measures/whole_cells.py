"""How many cells of a grid lie wholly inside a polygon.

The outline is cut at the borders of the cells. What a piece of it covers in
its own cell, and in all cells to the right of it in the row, adds up to the
exact part of every cell that is inside; between two cells that the outline
passes that part is the same for all, so no cell in the middle is visited.
"""

import numpy as np
import shapely
from affine import Affine

from riskmap.measures.arrays import Floats, Geometries, Indices, geometry_array, in_slices, usable
from riskmap.measures.outlines import cut, edges_of

_POLYGONS = 2_000
_WHOLE = 1.0 - 1e-9  # coordinates of a polygon drawn along the cells are not exact


def whole_cells(geometries: Geometries, transform: Affine) -> Indices:
    """Return how many cells lie wholly inside each polygon.

    Parameters
    ----------
    geometries
        Shape (n,): valid polygons, in the grid's own system.
    transform
        From (column, row) to coordinates; the grid has no edge.

    Returns
    -------
    Shape (n,); 0 for what is missing, empty or has no surface.
    """
    geometries = geometry_array(geometries)
    counts = np.zeros(len(geometries), dtype=np.intp)
    rows = np.flatnonzero(usable(geometries) & (shapely.area(geometries) > 0))
    shapes = shapely.orient_polygons(shapely.force_2d(geometries[rows]))

    def counted(part: slice) -> Indices:
        return _count(shapes[part], ~transform)

    found = in_slices(counted, len(rows), _POLYGONS)
    if found:
        counts[rows] = np.concatenate(found)
    return counts


def _count(polygons: Geometries, to_cells: Affine) -> Indices:
    count = len(polygons)
    u0, v0, u1, v1, owner = edges_of(polygons, to_cells)
    surface = np.bincount(owner, (v1 - v0) * (u0 + u1) / 2, count)
    # From a near origin, above 0: rows and columns are counted from there.
    left, top = np.floor(_least(u0, owner, count)), np.floor(_least(v0, owner, count))
    u0, u1 = u0 - left[owner], u1 - left[owner]
    v0, v1 = v0 - top[owner], v1 - top[owner]
    up = v1 > v0
    first = np.where(up, v0, v1), np.where(up, u0, u1)
    last = np.where(up, v1, v0), np.where(up, u1, u0)
    size = int(max(u0.max(initial=0), v0.max(initial=0))) + 2
    edge, row, v_from, v_to, u_from, u_to = cut(*first, *last, size)
    rises = v_to > v_from
    edge, row, u_from, u_to = edge[rises], row[rises], u_from[rises], u_to[rises]
    rise = (v_to - v_from)[rises] * np.where(up, 1.0, -1.0)[edge]
    low, high, zero = np.minimum(u_from, u_to), np.maximum(u_from, u_to), np.zeros(len(edge))
    piece, column, begin, end, _, _ = cut(low, zero, high, zero, size)
    span = (high - low)[piece]
    part = np.divide(end - begin, span, out=np.ones(len(piece)), where=span > 0) * rise[piece]
    whose = owner[edge[piece]]
    inward = np.where(surface < 0, 1.0, -1.0)[whose]
    right_of = part * inward  # what the piece covers of every cell to its right
    own = right_of * (column + 1 - (begin + end) / 2)
    return _whole((whose, row[piece], column), right_of, own, count)


def _least(values: Floats, owner: Indices, count: int) -> Floats:
    least = np.full(count, np.inf)
    np.minimum.at(least, owner, values)
    return least


def _whole(
    cell: tuple[Indices, Indices, Indices], right_of: Floats, own: Floats, count: int
) -> Indices:
    """Count whole cells from what every piece of an outline covers; polygon, row, column."""
    owner, row, column = cell
    order = np.lexsort((column, row, owner))
    owner, row, column = owner[order], row[order], column[order]
    new_row = np.r_[True, (np.diff(owner) != 0) | (np.diff(row) != 0)]
    new_cell = new_row | np.r_[True, np.diff(column) != 0]
    cells = np.flatnonzero(new_cell)
    owner, column, starts = owner[cells], column[cells], new_row[cells]
    added, inside = np.add.reduceat(right_of[order], cells), np.add.reduceat(own[order], cells)
    running = np.cumsum(added)
    # Within a row: what the cells to the left of this one have added.
    before = running - added
    line = np.cumsum(starts) - 1
    before -= before[np.flatnonzero(starts)][line]
    touched = before + inside >= _WHOLE
    gap = np.where(np.r_[starts[1:], True], 0, np.r_[np.diff(column), 1] - 1)
    between = np.where(before + added >= _WHOLE, gap, 0)
    return np.bincount(owner, touched + between, count).round().astype(np.intp)
