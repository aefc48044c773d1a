"""In which polygon does a point lie."""

import numpy as np
import shapely

from riskmap.measures.arrays import Floats, Geometries, Indices, geometry_array, in_slices

_ROWS = 10_000


def containing_polygon(points_xy: Floats, polygons: Geometries) -> Indices:
    """Return the number of the polygon each point lies in.

    Parameters
    ----------
    points_xy
        Shape (n, 2), metres in EPSG:28992.
    polygons
        Shape (m,).

    Returns
    -------
    Shape (n,): number of the polygon, -1 for none; a point on a border or in
    an overlap goes to the lowest number.
    """
    points_xy = np.asarray(points_xy, dtype=float).reshape(-1, 2)
    polygons = geometry_array(polygons)
    none = len(polygons)
    result = np.full(len(points_xy), none, np.intp)
    known = np.flatnonzero(np.isfinite(points_xy).all(axis=1))
    tree = shapely.STRtree(shapely.points(points_xy[known]))

    def inside(part: slice) -> tuple[Indices, Indices]:
        polygon, point = tree.query(polygons[part], predicate="intersects")
        return polygon + part.start, point

    for polygon, point in in_slices(inside, len(polygons), _ROWS):
        np.minimum.at(result, known[point], polygon)
    result[result == none] = -1
    return result
