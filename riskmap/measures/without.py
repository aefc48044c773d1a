"""What is left of geometries when others are taken away."""

import numpy as np
import shapely

from riskmap.measures.arrays import Geometries, Indices, geometry_array, in_slices, usable

_ROWS = 2_000


def without(geometries: Geometries, taken: Geometries) -> Geometries:
    """Return each geometry less everything that is taken away.

    Parameters
    ----------
    geometries
        Shape (n,): lines or polygons in EPSG:28992.
    taken
        Shape (m,): polygons in EPSG:28992; they may overlap each other.

    Returns
    -------
    Shape (n,); missing stays missing.
    """
    left, taken = geometry_array(geometries).copy(), geometry_array(taken)
    there = taken[usable(taken)]
    row, other = shapely.STRtree(there).query(left, predicate="intersects")
    return less(left, row, there, other)


def once(geometries: Geometries) -> Geometries:
    """Return the geometries without the ground that one before them covers too.

    Parameters
    ----------
    geometries
        Shape (n,): polygons in EPSG:28992.

    Returns
    -------
    Shape (n,): together they cover the same ground, and no ground twice;
    missing stays missing.
    """
    shapes = geometry_array(geometries)
    row, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    earlier = other < row
    return less(shapes.copy(), row[earlier], shapes, other[earlier])


def less(left: Geometries, row: Indices, taken: Geometries, other: Indices) -> Geometries:
    """Take from `left`, in place, at each row the geometries that go with it.

    Parameters
    ----------
    left, taken
        Shapes (n,) and (m,), in EPSG:28992.
    row, other
        Shape (p,) each: numbers in `left` and in `taken`, a row as often as
        something is taken from it.

    Returns
    -------
    `left`.
    """
    order = np.lexsort((other, row))
    other = other[order]
    rows, count = np.unique(row, return_counts=True)
    first = np.cumsum(count) - count

    def cut(part: slice) -> Geometries:
        return _cut(left[rows[part]], taken, other, first[part], count[part])

    for begin, rest in zip(
        range(0, len(rows), _ROWS), in_slices(cut, len(rows), _ROWS), strict=True
    ):
        left[rows[begin : begin + _ROWS]] = rest
    return left


def _cut(
    left: Geometries, taken: Geometries, other: Indices, first: Indices, count: Indices
) -> Geometries:
    """Take one after the other away, all rows at once."""
    for turn in range(count.max(initial=0)):
        open_rows = np.flatnonzero(count > turn)
        away = taken[other[first[open_rows] + turn]]
        left[open_rows] = shapely.difference(left[open_rows], away)
    return left
