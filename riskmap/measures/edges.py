"""How far inside or outside an area a place lies."""

import numpy as np
import shapely

from riskmap.measures.arrays import Floats, Geometries, geometry_array, usable
from riskmap.measures.containing import containing_polygon
from riskmap.measures.nearest import nearest_distance


def signed_distance(points_xy: Floats, areas: Geometries) -> Floats:
    """Return the distance from points to the edge of the areas together.

    Parameters
    ----------
    points_xy
        Shape (n, 2), metres in EPSG:28992.
    areas
        Shape (m,): polygons in EPSG:28992. Areas that overlap or adjoin are
        one: the edge is that of their union. Missing and empty ones are none.

    Returns
    -------
    Shape (n,), metres: positive outside, negative inside, 0 on the edge; NaN
    for a point that is NaN, and everywhere when there is no area.
    """
    points_xy = np.asarray(points_xy, dtype=float).reshape(-1, 2)
    areas = geometry_array(areas)
    areas = areas[usable(areas)]
    result = np.full(len(points_xy), np.nan)
    known = np.flatnonzero(np.isfinite(points_xy).all(axis=1))
    if not (len(areas) and len(known)):
        return result
    edge = shapely.get_parts(shapely.boundary(shapely.union_all(areas)))
    inside = containing_polygon(points_xy[known], areas) >= 0
    metres = nearest_distance(shapely.points(points_xy[known]), edge)
    result[known] = np.where(inside, -metres, metres)
    return result
