"""From the places of a factor to a column: near, dense, or smoothly less with distance."""

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

Floats = NDArray[np.float64]
Shapes = NDArray[np.object_]

_POINT, _MULTIPOINT = 0, 4
_LINES = (1, 2, 5)
_AT_ONCE = 2_000  # points whose neighbours are held at the same time
_MOST_NODES = 4_000_000


def usable(shapes: Shapes) -> Shapes:
    """Return the shapes that stand somewhere, shape (m,), every part of several by itself."""
    there: Shapes = np.asarray(shapes, dtype=object)
    there = there[~(shapely.is_missing(there) | shapely.is_empty(there))]
    parts: Shapes = shapely.get_parts(there)
    return parts


def nearest_distances(points: Floats, shapes: Shapes) -> Floats:
    """Return the straight distance from every point to the nearest shape (m), shape (n,).

    Parameters
    ----------
    points
        x and y (m), shape (n, 2).
    shapes
        Points, lines or polygons, shape (m,); inside a polygon the distance is 0.

    Returns
    -------
    Infinite where there is no shape at all.
    """
    places = usable(shapes)
    if not len(places) or not len(points):
        return np.full(len(points), np.inf)
    if (shapely.get_type_id(places) == _POINT).all():
        found, _ = cKDTree(shapely.get_coordinates(places)).query(points)
        return np.asarray(found, dtype=np.float64)
    tree = shapely.STRtree(places)
    (rows, _), found = tree.query_nearest(
        shapely.points(points), all_matches=False, return_distance=True
    )
    distances = np.full(len(points), np.inf)
    distances[rows] = found
    return distances


def proximity(distances: Floats, reach: float) -> Floats:
    """Return ``1[d <= reach]``, shape (n,) (Caplan, Kennedy and Miller 2011).

    Parameters
    ----------
    distances
        To the nearest place of the factor (m).
    reach
        A number of half blocks (m).
    """
    return (distances <= reach).astype(np.float64)


def exponential(distances: Floats, scale: float) -> Floats:
    """Return ``exp(-d / scale)``, shape (n,): 1 at the factor, 0 where there is none."""
    return np.exp(-distances / scale)


def bisquare(distances: Floats, reach: float) -> Floats:
    """Return ``(1 - (d / reach)^2)^2`` up to `reach` and 0 beyond it, shape (n,)."""
    near = np.minimum(distances / reach, 1.0)
    return np.asarray((1 - near**2) ** 2, dtype=np.float64)


def masses(shapes: Shapes, spacing: float) -> tuple[Floats, Floats]:
    """Return points that stand for the shapes in a density, and what each weighs.

    A point weighs 1. A line is cut into equal pieces no longer than `spacing`
    that weigh their length (m). A polygon is filled with the nodes of a square
    net, which share its area (m2); one that no node meets is one point on it.
    Points, lines and polygons in one file keep these different units: do not
    mix them where a density is asked for.

    Returns
    -------
    Coordinates, shape (k, 2), and weights, shape (k,).
    """
    places = usable(shapes)
    kinds = shapely.get_type_id(places)
    points = shapely.get_coordinates(places[kinds == _POINT])
    found = [
        (points, np.ones(len(points))),
        _pieces(places[np.isin(kinds, _LINES)], spacing),
        _nodes(places[~np.isin(kinds, (_POINT, *_LINES))], spacing),
    ]
    return np.concatenate([at for at, _ in found]), np.concatenate([one for _, one in found])


def kernel_density(points: Floats, at: Floats, weights: Floats, reach: float) -> Floats:
    """Return the density of weighted points at other points with the quartic kernel, shape (n,).

    ``sum_j w_j 3 / (pi h^2) (1 - (d_j / h)^2)^2`` over the points nearer than
    h, computed exactly and not on a raster (Silverman 1986, equation 4.5).

    Parameters
    ----------
    points
        Where the density is asked for, shape (n, 2).
    at, weights
        The points it is the density of, shape (k, 2) and (k,).
    reach
        Bandwidth h (m).

    Returns
    -------
    Weight per m2.
    """
    density = np.zeros(len(points))
    if not len(at):
        return density
    tree = cKDTree(at)
    for start in range(0, len(points), _AT_ONCE):
        some = points[start : start + _AT_ONCE]
        pairs = cKDTree(some).sparse_distance_matrix(tree, reach, output_type="ndarray")
        kernel = weights[pairs["j"]] * (1 - (pairs["v"] / reach) ** 2) ** 2
        density[start : start + len(some)] = np.bincount(
            pairs["i"], weights=kernel, minlength=len(some)
        )
    return np.asarray(density * 3 / (np.pi * reach**2), dtype=np.float64)


def at_high_density(density: Floats, deviations: float = 2.0) -> Floats:
    """Return ``1[density >= mean + 2 sd]`` over the places, shape (n,) (Caplan et al. 2015).

    The standard deviation is that of these places (divided by n). Where the
    density is the same everywhere no place stands out.
    """
    if not len(density) or np.ptp(density) == 0:
        return np.zeros(len(density))
    limit = density.mean() + deviations * density.std()
    high: Floats = (density >= limit).astype(np.float64)
    return high


def _pieces(lines: Shapes, spacing: float) -> tuple[Floats, Floats]:
    cut = shapely.segmentize(lines, spacing)
    corners, owner = shapely.get_coordinates(cut, return_index=True)
    if not len(corners):
        return np.empty((0, 2)), np.empty(0)
    same = owner[1:] == owner[:-1]
    first, second = corners[:-1][same], corners[1:][same]
    lengths: Floats = np.hypot(*(second - first).T)
    return (first + second) / 2, lengths


def _nodes(polygons: Shapes, spacing: float) -> tuple[Floats, Floats]:
    if not len(polygons):
        return np.empty((0, 2)), np.empty(0)
    west, south, east, north = shapely.total_bounds(polygons)
    # A net over a whole country would not fit: its nodes then stand further apart.
    step = max(spacing, float(np.sqrt((east - west) * (north - south) / _MOST_NODES)))
    x, y = np.meshgrid(np.arange(west + step / 2, east, step), np.arange(south + step / 2, north, step))  # noqa: E501  # fmt: skip
    net = np.column_stack((x.ravel(), y.ravel()))
    owner, node = shapely.STRtree(shapely.points(net)).query(polygons, predicate="intersects")
    missed = np.setdiff1d(np.arange(len(polygons)), owner)
    owner = np.concatenate((owner, missed))
    spots = shapely.get_coordinates(shapely.point_on_surface(polygons[missed]))
    at = np.concatenate((net[node], spots.reshape(-1, 2)))
    shared = np.bincount(owner, minlength=len(polygons))
    ground: Floats = shapely.area(polygons)
    return at, ground[owner] / shared[owner]
