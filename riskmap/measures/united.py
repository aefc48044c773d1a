"""The ground a polygon has in common with several areas together."""

import numpy as np
import shapely

from riskmap.measures.arrays import Geometries, Indices
from riskmap.measures.overlap import Overlaps

_GROUPS = 5_000


def united(
    geometries: Geometries, covers: Geometries, pairs: Overlaps, rows: Indices
) -> Geometries:
    """Return the union of the covered parts of some geometries.

    Parameters
    ----------
    geometries, covers
        Shapes (n,) and (m,): polygons in EPSG:28992.
    pairs
        Their overlaps.
    rows
        Shape (r,): numbers of the geometries asked for.

    Returns
    -------
    Shape (r,); an empty collection where nothing is covered.
    """
    result = np.full(len(rows), shapely.GeometryCollection(), dtype=object)
    counts = np.bincount(pairs.geometry, minlength=len(geometries))[rows]
    starts = np.searchsorted(pairs.geometry, rows)
    # Rows with about as many covers together, so that little of the block is empty.
    order = np.argsort(counts, kind="stable")
    for begin in range(0, len(rows), _GROUPS):
        group = order[begin : begin + _GROUPS]
        column = np.arange(counts[group].max())
        filled = column < counts[group, None]
        pair = np.where(filled, starts[group, None] + column, 0)
        parts = np.full(pair.shape, None, dtype=object)
        parts[filled] = shapely.intersection(
            geometries[pairs.geometry[pair[filled]]], covers[pairs.area[pair[filled]]]
        )
        result[group] = shapely.union_all(parts, axis=1)
    return result
