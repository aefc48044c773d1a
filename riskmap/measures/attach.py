"""Which line is nearest, and where along it: how a place reaches the network."""

import numpy as np
import shapely

from riskmap.measures.arrays import (
    Floats,
    Geometries,
    Indices,
    geometry_array,
    in_slices,
    usable,
)
from riskmap.measures.pieces import line_pieces

_ROWS = 4_000


def nearest_edge(geometries: Geometries, lines: Geometries) -> tuple[Indices, Floats, Floats]:
    """Return the nearest line of each geometry, and the place on it.

    Parameters
    ----------
    geometries
        Shape (n,): points, lines or polygons in EPSG:28992.
    lines
        Shape (m,): lines in EPSG:28992; missing and empty ones are passed over.

    Returns
    -------
    Number of the line, shape (n,), -1 for none, the lowest of equally near
    ones; distance, shape (n,), metres; and the place, shape (n,), metres from
    the start along the line (its parts one after the other). NaN for none.
    """
    geometries, lines = geometry_array(geometries), geometry_array(lines)
    number = np.full(len(geometries), -1, np.intp)
    distance, position = np.full(len(geometries), np.nan), np.full(len(geometries), np.nan)
    rows, kept = np.flatnonzero(usable(geometries)), np.flatnonzero(usable(lines))
    if not (len(rows) and len(kept)):
        return number, distance, position
    pieces, owner = line_pieces(lines[kept])
    tree = shapely.STRtree(pieces)
    chosen = geometries[rows]

    def nearest(part: slice) -> tuple[Indices, Floats]:
        (row, piece), far = tree.query_nearest(chosen[part], return_distance=True)
        lowest = np.full(part.stop - part.start, len(kept), np.intp)
        np.minimum.at(lowest, row, owner[piece])
        gap = np.empty(len(lowest))
        gap[row] = far
        return kept[lowest], gap

    found = in_slices(nearest, len(rows), _ROWS)
    number[rows] = np.concatenate([one for one, _ in found])
    distance[rows] = np.concatenate([gap for _, gap in found])
    line = lines[number[rows]]
    touch = shapely.get_point(shapely.shortest_line(line, chosen), 0)
    position[rows] = shapely.line_locate_point(line, touch)
    return number, distance, position
