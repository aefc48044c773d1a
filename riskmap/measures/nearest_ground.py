"""Which ground lies nearer to one shape than to all others."""

import numpy as np
import shapely

from riskmap.measures.arrays import Geometries, Indices, geometry_array

_STEP_M = 1.0
_STRIP_M = 1_000.0
_SHAPES = 500
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
    runs within a metre of it. Neighbouring shapes go together, with all that
    is near enough to take ground from them: that bounds the memory.
    """
    shapes, everyone = geometry_array(shapes), geometry_array(np.concatenate([shapes, rivals]))
    tree = shapely.STRtree(everyone)
    result = np.empty(len(shapes), dtype=object)
    order = _along_strips(shapes)
    for begin in range(0, len(shapes), _SHAPES):
        some = np.sort(order[begin : begin + _SHAPES])
        # Ground within reach of a shape is nearer to no other than those in twice the reach.
        near = tree.query(shapes[some], predicate="dwithin", distance=2 * reach_m)[1]
        present = np.union1d(some, near)
        asked = np.searchsorted(present, some)
        result[some] = _nearest_of(everyone[present], asked, reach_m)
    return result


def _along_strips(shapes: Geometries) -> Indices:
    """Return the order of shapes from west to east, strip by strip."""
    west, south = shapely.bounds(shapes)[:, :2].T
    return np.lexsort((west, np.floor(south / _STRIP_M)))


def _nearest_of(everyone: Geometries, asked: Indices, reach_m: float) -> Geometries:
    """Return the ground of the shapes asked for, between all that are near."""
    shapes = everyone[asked]
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
    row = np.full(len(everyone), -1, np.intp)
    row[asked] = np.arange(len(asked))
    own = row[owner[point]]
    order = np.argsort(own, kind="stable")
    order = order[own[order] >= 0]
    own, cells = own[order], cells[cell[order]]
    groups = np.full(len(shapes), shapely.GeometryCollection(), dtype=object)
    shapely.geometrycollections(cells, indices=own, out=groups)
    ground = shapely.coverage_union_all(groups[:, None], axis=1)
    ground = shapely.transform(ground, lambda near: near + origin)
    ground = shapely.union(ground, shapes)
    within: Geometries = shapely.intersection(ground, reach)
    return within
