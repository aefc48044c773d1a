"""Who is a neighbour of whom: contiguity, nearest neighbours, distance bands, as sparse weights.

Every function returns binary weights, a CSR matrix of shape (n, n) with a zero
diagonal and ascending column numbers in each row. A row without neighbours is
an island: it stays in the matrix as an empty row, and `islands` names it.
"""

from typing import TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array, eye_array
from scipy.spatial import cKDTree

from riskmap.errors import ScoringError
from riskmap.messages import Message

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]
Geometries = NDArray[np.object_]
Weights: TypeAlias = "csr_array[np.float64, tuple[int, int]]"

_ROWS = 20_000
# A bound on memory: so many pairs take some 300 MB.
_MOST_PAIRS = 20_000_000
# Where two corners meet, both borders lie within the gap for about its length on either side.
_CORNER = 4.0


def queen_weights(polygons: Geometries, *, gap: float = 0.0) -> Weights:
    """Return which polygons share a border or a corner; overlapping ones are neighbours too.

    Parameters
    ----------
    polygons
        Shape (n,), in any one coordinate system; missing and empty ones are
        islands.
    gap
        Polygons at this distance or nearer touch, in the unit of the
        coordinates: for borders drawn twice, with slivers between them.
    """
    one, other = _touching(polygons, gap)
    return _symmetric(one, other, len(polygons))


def rook_weights(polygons: Geometries, *, gap: float = 0.0) -> Weights:
    """Return which polygons share a stretch of border; a corner alone is not enough.

    Parameters
    ----------
    polygons
        As for `queen_weights`.
    gap
        As for `queen_weights`; the stretch must then be longer than a mere
        corner makes it, which is four times the gap.
    """
    one, other = _touching(polygons, gap)
    shared = np.empty(len(one))
    for start in range(0, len(one), _ROWS):
        part = slice(start, start + _ROWS)
        left, right = polygons[one[part]], polygons[other[part]]
        if gap > 0:
            left, right = shapely.boundary(left), shapely.buffer(right, gap)
        # Of a border the length; of an overlap its outline, which is longer than nothing too.
        shared[part] = shapely.length(shapely.intersection(left, right))
    kept = shared > _CORNER * gap
    return _symmetric(one[kept], other[kept], len(polygons))


def nearest_weights(points_xy: Floats, count: int) -> Weights:
    """Return the nearest neighbours of every point; not symmetric.

    Of points at the same distance any may be taken, always the same ones.

    Parameters
    ----------
    points_xy
        Shape (n, 2), projected coordinates, no NaN.
    count
        Neighbours of every point, from 1 to n - 1.

    Raises
    ------
    ScoringError
        When there are no more than `count` points, or all lie on one spot.
    """
    places = len(points_xy)
    if not 1 <= count < places:
        raise ScoringError(
            Message(
                "{count} nearest neighbours cannot be found among {places} places.",
                count=count,
                places=places,
            ),
            Message("Ask for at least 1 neighbour and fewer neighbours than there are places."),
        )
    if not np.ptp(points_xy, axis=0).any():
        raise ScoringError(
            Message(
                "All {count} places lie on one spot: none is nearer than another.", count=places
            ),
            Message("Look at the columns with the coordinates."),
        )
    found = np.asarray(cKDTree(points_xy).query(points_xy, k=count + 1)[1])
    own = np.arange(places)[:, None]
    # Among points on one spot a point may not be its own first neighbour, or not be found at all.
    extra = found == own
    extra[~extra.any(axis=1), -1] = True
    others = found[~extra].reshape(places, count)
    return _csr(np.repeat(np.arange(places), count), others.ravel(), places)


def distance_weights(points_xy: Floats, distance: float) -> Weights:
    """Return which points lie at `distance` or nearer.

    Parameters
    ----------
    points_xy
        Shape (n, 2), projected coordinates, no NaN.
    distance
        In the unit of the coordinates; points on one spot are neighbours.

    Raises
    ------
    ScoringError
        When the distance is not positive, or so large that the pairs do not
        fit in memory.
    """
    if not distance > 0:
        raise ScoringError(
            Message("A distance of {distance} makes no neighbours.", distance=distance),
            Message("Give a distance above 0."),
        )
    tree = cKDTree(points_xy)
    pairs = (int(tree.count_neighbors(tree, distance)) - len(points_xy)) // 2
    if pairs > _MOST_PAIRS:
        raise ScoringError(
            Message(
                "Within {distance} a place has {mean} neighbours on average: too many to hold.",
                distance=distance,
                mean=round(2 * pairs / len(points_xy)),
            ),
            Message("Give a smaller distance, or use nearest neighbours."),
        )
    found = tree.query_pairs(distance, output_type="ndarray")
    return _symmetric(found[:, 0], found[:, 1], len(points_xy))


def with_self(weights: Weights) -> Weights:
    """Return binary weights in which every row, islands too, has itself as a neighbour."""
    size = weights.shape[0]
    return csr_array(weights + eye_array(size, dtype=np.float64, format="csr"))


def row_standardised(weights: Weights) -> Weights:
    """Return weights of which every row adds up to 1; an island's row stays 0."""
    totals = np.asarray(weights.sum(axis=1), dtype=np.float64)
    factor = np.divide(1.0, totals, out=np.zeros_like(totals), where=totals > 0)
    data = weights.data * np.repeat(factor, np.diff(weights.indptr))
    return csr_array((data, weights.indices, weights.indptr), shape=weights.shape)


def islands(weights: Weights) -> Indices:
    """Return the numbers of the rows without a neighbour, in ascending order."""
    return np.flatnonzero(np.diff(weights.indptr) == 0)


def without_rows(weights: Weights, kept: NDArray[np.bool_]) -> Weights:
    """Return the weights among the kept rows only; shape (k, k)."""
    rows = np.flatnonzero(kept)
    return csr_array(weights[rows][:, rows])


def _touching(polygons: Geometries, gap: float) -> tuple[Indices, Indices]:
    """Return every pair that touches once, the lower number first."""
    if not gap >= 0:
        raise ScoringError(
            Message("A gap of {gap} between polygons does not exist.", gap=gap),
            Message("Give a gap of 0 or more."),
        )
    polygons = np.asarray(polygons, dtype=object)
    tree = shapely.STRtree(polygons)
    found: list[tuple[Indices, Indices]] = [(np.empty(0, np.intp), np.empty(0, np.intp))]
    for start in range(0, len(polygons), _ROWS):
        part = polygons[start : start + _ROWS]
        if gap > 0:
            one, other = tree.query(part, predicate="dwithin", distance=gap)
        else:
            one, other = tree.query(part, predicate="intersects")
        one = one + start
        later = one < other
        found.append((one[later], other[later]))
    return np.concatenate([o for o, _ in found]), np.concatenate([o for _, o in found])


def _symmetric(one: Indices, other: Indices, size: int) -> Weights:
    return _csr(np.concatenate([one, other]), np.concatenate([other, one]), size)


def _csr(rows: Indices, columns: Indices, size: int) -> Weights:
    made = csr_array((np.ones(len(rows)), (rows, columns)), shape=(size, size))
    made.sort_indices()
    return made
