"""Which ground lies nearer to one shape than to all others."""

import numpy as np
import shapely

from riskmap.measures.arrays import Geometries, geometry_array

_STEP_M = 1.0
_SAME_M = 3  # decimals of a metre


def nearest_ground(shapes: Geometries, rivals: Geometries, reach_m: float) -> Geometries:
    """Return the ground that lies nearer to each shape than to any other or any rival.

    Parameters
    ----------
    shapes, rivals
        Shapes (n,) and (m,): polygons in EPSG:28992, none missing or empty.
    reach_m
        Metres; no ground further from the shape than this is given.

    Returns
    -------
    Shape (n,): polygons, the shape itself included.

    Notes
    -----
    Voronoi cells of points on the outlines, a metre apart at most, put
    together per shape. A border between two shapes is off by less than half
    that step where they are at least a metre apart; along a shared wall it
    runs within a metre of it.
    """
    shapes, everyone = geometry_array(shapes), np.concatenate([shapes, rivals])
    reach: Geometries = shapely.buffer(shapes, reach_m)
    if len(everyone) < 2:  # noqa: PLR2004 - one shape has all ground to itself
        return reach
    outlines = shapely.segmentize(shapely.boundary(everyone), _STEP_M)
    xy, owner = shapely.get_coordinates(outlines, return_index=True)
    # From a near origin: RD coordinates would cost digits in the cells.
    origin = np.floor(xy.mean(axis=0))
    _, first = np.unique(np.round(xy - origin, _SAME_M), axis=0, return_index=True)
    points, owner = shapely.points(xy[first] - origin), owner[first]
    bounds = shapely.total_bounds(reach) - np.tile(origin, 2)
    cells = shapely.get_parts(
        shapely.voronoi_polygons(shapely.multipoints(points), extend_to=shapely.box(*bounds))
    )
    point, cell = shapely.STRtree(cells).query(points, predicate="intersects")
    asked = owner[point] < len(shapes)
    point, cell = point[asked], cell[asked]
    order = np.argsort(owner[point], kind="stable")
    own, cells = owner[point[order]], cells[cell[order]]
    groups = np.full(len(shapes), shapely.GeometryCollection(), dtype=object)
    shapely.geometrycollections(cells, indices=own, out=groups)
    ground = shapely.coverage_union_all(groups[:, None], axis=1)
    ground = shapely.transform(ground, lambda near: near + origin)
    ground = shapely.union(ground, shapes)
    within: Geometries = shapely.intersection(ground, reach)
    return within
