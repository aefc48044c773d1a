"""How far is the nearest other thing: exact distances, own targets left out."""

import numpy as np
import shapely
from scipy.spatial import cKDTree

from riskmap.measures.arrays import (
    Floats,
    Geometries,
    Indices,
    Pairs,
    geometry_array,
    in_slices,
    usable,
)
from riskmap.measures.own import OwnPairs
from riskmap.measures.pieces import line_pieces

_ROWS = 4_000
_NEIGHBOURS = 1_000_000


def nearest_distance(origins: Geometries, targets: Geometries, own: Pairs | None = None) -> Floats:
    """Return the distance from each origin to the nearest target that is not its own.

    Parameters
    ----------
    origins
        Shape (n,): points, lines or polygons in EPSG:28992.
    targets
        Shape (m,): points, lines or polygons in EPSG:28992; missing and empty
        ones are no targets.
    own
        Origin numbers and target numbers, shape (k,) each: pairs that do not
        count, such as the addresses of the origin itself.

    Returns
    -------
    Shape (n,), metres; 0 where they touch, NaN where no target remains or the
    origin is missing or empty.

    Notes
    -----
    Without own targets: branch and bound in an STR tree, long lines cut into
    pieces. With them: among any k + 1 targets one is not own when k are, so
    the nearest of those bounds the search, and everything inside the bound is
    measured.
    """
    origins, targets = geometry_array(origins), geometry_array(targets)
    kept = usable(targets)
    pairs = OwnPairs.of(own, len(origins), kept)
    targets = targets[kept]
    result = np.full(len(origins), np.nan)
    rows = np.flatnonzero(usable(origins) & (pairs.counts < len(targets)))
    if not len(rows):
        return result
    if _only_points(origins[rows]) and _only_points(targets):
        starts, ends = shapely.get_coordinates(origins[rows]), shapely.get_coordinates(targets)
        result[rows], _ = _nearest_points(starts, ends, rows, pairs)
        return result
    free = pairs.counts[rows] == 0
    result[rows[free]] = _nearest_of_all(origins[rows[free]], targets)
    result[rows[~free]] = _nearest_of_others(origins, targets, rows[~free], pairs)
    return result


def nearest_within(origins: Geometries, targets: Geometries, most_m: float) -> Indices:
    """Return the number of the nearest target that is near enough.

    Parameters
    ----------
    origins, targets
        Shapes (n,) and (m,), in EPSG:28992; missing and empty ones are near nothing.
    most_m
        Metres; a target at exactly this distance is near enough.

    Returns
    -------
    Shape (n,): the lowest number of equally near ones, -1 for none.
    """
    origins, targets = geometry_array(origins), geometry_array(targets)
    kept = np.flatnonzero(usable(targets))
    tree = shapely.STRtree(targets[kept])
    rows = np.flatnonzero(usable(origins))
    # A hair further, so that the boundary itself is asked for.
    reach = np.nextafter(most_m, np.inf)
    (row, target), far = tree.query_nearest(origins[rows], max_distance=reach, return_distance=True)
    near = far <= most_m
    result = np.full(len(origins), len(targets), np.intp)
    np.minimum.at(result, rows[row[near]], kept[target[near]])
    result[result == len(targets)] = -1
    return result


def _only_points(geometries: Geometries) -> bool:
    return bool((shapely.get_type_id(geometries) == shapely.GeometryType.POINT).all())


def _nearest_points(
    starts: Floats, ends: Floats, rows: Indices, pairs: OwnPairs
) -> tuple[Floats, Indices]:
    """Distance and number of the nearest end that is not own; shapes (r,)."""
    tree = cKDTree(ends)
    distance, nearest = np.empty(len(rows)), np.empty(len(rows), np.intp)
    wanted = pairs.counts[rows] + 1
    # Rows that need about as many neighbours share one call.
    doublings = np.ceil(np.log2(wanted)).astype(int)
    for doubling in np.unique(doublings):
        count = min(2 ** int(doubling), len(ends))
        group = np.flatnonzero(doublings == doubling)
        size = max(1, _NEIGHBOURS // count)
        for begin in range(0, len(group), size):
            part = group[begin : begin + size]
            found = tree.query(starts[part], k=list(range(1, count + 1)), workers=-1)
            far, number = np.asarray(found[0]), np.asarray(found[1], np.intp)
            first = np.argmin(pairs.hold(rows[part, None], number), axis=1)
            line = np.arange(len(part))
            distance[part], nearest[part] = far[line, first], number[line, first]
    return distance, nearest


def _nearest_of_all(origins: Geometries, targets: Geometries) -> Floats:
    pieces, _ = line_pieces(targets)
    tree = shapely.STRtree(pieces)

    def nearest(part: slice) -> Floats:
        found: tuple[Indices, Floats] = tree.query_nearest(
            origins[part], return_distance=True, all_matches=False
        )
        return found[1]

    return np.concatenate([np.empty(0), *in_slices(nearest, len(origins), _ROWS)])


def _nearest_of_others(
    origins: Geometries, targets: Geometries, rows: Indices, pairs: OwnPairs
) -> Floats:
    if not len(rows):
        return np.empty(0)
    pieces, owner = line_pieces(targets)
    tree = shapely.STRtree(pieces)
    chosen = origins[rows]
    _, candidate = _nearest_points(_any_vertex(chosen), _any_vertex(targets), rows, pairs)
    bound: Floats = shapely.distance(chosen, targets[candidate])

    def nearest(part: slice) -> Floats:
        best = bound[part].copy()
        open_rows = np.flatnonzero(best > 0)
        boxes = shapely.bounds(chosen[part][open_rows])
        reach = np.nextafter(best[open_rows], np.inf)[:, None]
        boxes[:, :2] -= reach
        boxes[:, 2:] += reach
        row, piece = tree.query(shapely.box(*boxes.T))
        row = open_rows[row]
        other = ~pairs.hold(rows[part][row], owner[piece])
        row, piece = row[other], piece[other]
        np.minimum.at(best, row, shapely.distance(chosen[part][row], pieces[piece]))
        return best

    return np.concatenate(in_slices(nearest, len(rows), _ROWS))


def _any_vertex(geometries: Geometries) -> Floats:
    """Return the first vertex of each geometry, shape (n, 2)."""
    vertices, owner = shapely.get_coordinates(geometries, return_index=True)
    first: Floats = vertices[np.searchsorted(owner, np.arange(len(geometries)))]
    return first
