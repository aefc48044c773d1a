"""How many points lie within a distance: exact, own points left out."""

import numpy as np
import shapely
from scipy.spatial import cKDTree

from riskmap.measures.arrays import (
    Flags,
    Floats,
    Geometries,
    Indices,
    Pairs,
    geometry_array,
    usable,
)
from riskmap.measures.own import OwnPairs

_PAIRS = 1_000_000


def count_within(
    xy_or_geometries: Floats | Geometries,
    targets_xy: Floats,
    radius_m: float,
    own: Pairs | None = None,
) -> Indices:
    """Count the target points within a distance of each origin.

    Parameters
    ----------
    xy_or_geometries
        Origins: coordinates, shape (n, 2), or geometries, shape (n,), from
        whose outline the distance counts (0 inside a polygon).
    targets_xy
        Shape (m, 2), metres in EPSG:28992; rows with NaN are no targets.
    radius_m
        Metres; a point at exactly this distance counts.
    own
        Origin numbers and target numbers, shape (k,) each: pairs that do not
        count.

    Returns
    -------
    Shape (n,): counts; 0 for an origin that is missing, empty or NaN.

    Notes
    -----
    A k-d tree counts whole branches at once. For a geometry, points within
    the radius of one of its own points are in, points further than the radius
    beyond its furthest vertex are out; only those between are measured.
    """
    targets_xy = np.asarray(targets_xy, dtype=float).reshape(-1, 2)
    kept: Flags = np.isfinite(targets_xy[:, 0] + targets_xy[:, 1])
    ends = targets_xy[kept]
    pairs = OwnPairs.of(own, len(xy_or_geometries), kept)
    points = _point_coordinates(xy_or_geometries)
    if points is not None:
        counts = _count_from_points(points, ends, radius_m)
        owner, target = pairs.pairs()
        near = ((points[owner] - ends[target]) ** 2).sum(axis=1) <= radius_m**2
    else:
        geometries = geometry_array(np.asarray(xy_or_geometries, object))
        counts = _count_from_outlines(geometries, ends, radius_m)
        owner, target = pairs.pairs()
        near = shapely.distance(geometries[owner], shapely.points(ends[target])) <= radius_m
    return counts - np.bincount(owner[near], minlength=len(counts)).astype(np.intp)


def _point_coordinates(origins: Floats | Geometries) -> Floats | None:
    """Return coordinates, shape (n, 2), where all origins are points."""
    given = np.asarray(origins)
    if given.ndim > 1:
        return given.astype(float)
    if (shapely.get_type_id(given) != shapely.GeometryType.POINT).any():
        return None
    points: Floats = np.column_stack([shapely.get_x(given), shapely.get_y(given)])
    return points


def _count_from_points(points: Floats, ends: Floats, radius_m: float) -> Indices:
    counts = np.zeros(len(points), np.intp)
    rows = np.flatnonzero(np.isfinite(points[:, 0] + points[:, 1]))
    counts[rows] = _count_balls(cKDTree(ends), points[rows], radius_m)
    return counts


def _count_balls(tree: cKDTree, centres: Floats, radius_m: float | Floats) -> Indices:
    counts = tree.query_ball_point(centres, radius_m, return_length=True, workers=-1)
    return np.asarray(counts, np.intp)


def _count_from_outlines(origins: Geometries, ends: Floats, radius_m: float) -> Indices:
    counts = np.zeros(len(origins), np.intp)
    rows = np.flatnonzero(usable(origins))
    geometries = origins[rows]
    tree = cKDTree(ends)
    vertices, owner = shapely.get_coordinates(geometries, return_index=True)
    # An own point of the geometry, near its middle so that little is left to measure.
    centres: Floats = shapely.get_coordinates(shapely.point_on_surface(geometries))
    extent = np.zeros(len(rows))
    np.maximum.at(extent, owner, np.hypot(*(vertices - centres[owner]).T))
    reach = (radius_m + extent) * (1 + 1e-12)
    sure = _count_balls(tree, centres, radius_m)
    possible = _count_balls(tree, centres, reach)
    unsure = np.flatnonzero(possible > sure)
    slots = np.cumsum(possible[unsure]) // _PAIRS
    for slot in np.unique(slots):
        part = unsure[slots == slot]
        found = tree.query_ball_point(centres[part], reach[part], workers=-1)
        row, point = np.repeat(part, possible[part]), np.concatenate(list(found)).astype(np.intp)
        beyond = ((centres[row] - ends[point]) ** 2).sum(axis=1) > radius_m**2
        row, point = row[beyond], point[beyond]
        near = shapely.distance(geometries[row], shapely.points(ends[point])) <= radius_m
        sure += np.bincount(row[near], minlength=len(rows)).astype(np.intp)
    counts[rows] = sure
    return counts
