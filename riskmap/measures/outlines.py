"""Outlines of polygons on a grid: their edges, cut at the borders of its cells."""

import numpy as np
import shapely
from affine import Affine

from riskmap.measures.arrays import Floats, Geometries, Indices, ranges


def edges_of(
    polygons: Geometries, to_pixels: Affine
) -> tuple[Floats, Floats, Floats, Floats, Indices]:
    """Return the edges of all rings in (column, row) coordinates, and whose they are.

    Parameters
    ----------
    polygons
        Shape (n,): polygons, none of them missing.
    to_pixels
        From coordinates to (column, row).

    Returns
    -------
    Column and row of the start and of the end of every edge, and the number of
    the polygon, shape (edges,) each.
    """
    parts, owner = shapely.get_parts(polygons, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    # From a near origin: RD coordinates would cost digits in the surface.
    u = to_pixels.a * xy[:, 0] + to_pixels.b * xy[:, 1] + to_pixels.c
    v = to_pixels.d * xy[:, 0] + to_pixels.e * xy[:, 1] + to_pixels.f
    edge = np.flatnonzero(ring[1:] == ring[:-1])
    return u[edge], v[edge], u[edge + 1], v[edge + 1], owner[part[ring[edge]]]


def cut(
    a0: Floats, b0: Floats, a1: Floats, b1: Floats, size: int
) -> tuple[Indices, Indices, Floats, Floats, Floats, Floats]:
    """Cut stretches from (a0, b0) to (a1, b1), a0 <= a1, at the whole numbers 0..size of a.

    Returns
    -------
    The stretch each piece comes from, the cell of a it lies in (below
    0 or `size` when outside), and its ends in a and in b.
    """
    line = np.maximum(np.floor(a0) + 1, 0)
    lines = np.maximum(np.minimum(np.ceil(a1) - 1, size) - line + 1, 0).astype(np.intp)
    stretch = np.repeat(np.arange(len(a0)), lines + 1)
    step = ranges(np.zeros(len(a0), np.intp), lines + 1)
    cell = np.where(lines > 0, line - 1, np.clip(np.floor(a0), -1, size))[stretch] + step
    span = a1 - a0
    slope = np.divide(b1 - b0, span, out=np.zeros(len(a0)), where=span > 0)
    begin = np.where(step == 0, a0[stretch], cell)
    end = np.where(step == lines[stretch], a1[stretch], cell + 1)
    b_begin = b0[stretch] + (begin - a0[stretch]) * slope[stretch]
    b_end = b0[stretch] + (end - a0[stretch]) * slope[stretch]
    return stretch, cell.astype(np.intp), begin, end, b_begin, b_end
