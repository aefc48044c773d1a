"""Neighbours, against libpysal and against slow loops."""

import warnings
from collections.abc import Callable, Iterator

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from libpysal.graph import Graph
from libpysal.weights import KNN, DistanceBand

from riskmap.errors import ScoringError
from riskmap.statistics.spatial_weights import (
    distance_weights,
    islands,
    nearest_weights,
    queen_weights,
    rook_weights,
    row_standardised,
    with_self,
    without_rows,
)

Textbook = Callable[[str], gpd.GeoDataFrame]
TEXTBOOK = (
    "columbus/columbus.shp",
    "mexico/mexicojoin.shp",
    "sids2/sids2.shp",
    "stl/stl_hom.shp",
    "10740/10740.shp",
)


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Let the oracle talk: libpysal warns of islands, of components and of its own old names."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def squares(columns: int, rows: int) -> np.ndarray:
    x, y = np.meshgrid(np.arange(columns, dtype=float), np.arange(rows, dtype=float))
    return shapely.box(x.ravel(), y.ravel(), x.ravel() + 1, y.ravel() + 1)


def points(seed: int, count: int) -> np.ndarray:
    return np.random.Generator(np.random.PCG64(seed)).uniform(0, 1000, (count, 2))


@pytest.mark.parametrize("name", TEXTBOOK)
def test_contiguity_is_that_of_libpysal(textbook: Textbook, name: str) -> None:
    places = textbook(name)
    shapes = places.geometry.to_numpy()
    queen = Graph.build_contiguity(places, rook=False).sparse.toarray()
    rook = Graph.build_contiguity(places, rook=True).sparse.toarray()
    assert np.array_equal(queen_weights(shapes).toarray(), queen)
    assert np.array_equal(rook_weights(shapes).toarray(), rook)


def test_nearest_neighbours_are_those_of_libpysal() -> None:
    xy = points(1, 300)
    expected = KNN.from_array(xy, k=8)
    found = nearest_weights(xy, 8).tolil().rows
    assert [sorted(row) for row in found] == [sorted(expected.neighbors[i]) for i in range(300)]


def test_distance_bands_are_those_of_libpysal() -> None:
    xy = points(2, 300)
    expected = DistanceBand.from_array(xy, threshold=40.0, binary=True, silence_warnings=True)
    found = distance_weights(xy, 40.0)
    assert np.array_equal(found.toarray(), expected.sparse.toarray())
    assert islands(found).tolist() == expected.islands


def test_rows_add_up_to_one_with_self_and_without() -> None:
    weights = queen_weights(np.append(squares(4, 3), shapely.box(50, 50, 51, 51)))
    plain = row_standardised(weights).toarray()
    own = row_standardised(with_self(weights)).toarray()
    assert np.allclose(plain.sum(axis=1), [1.0] * 12 + [0.0])
    assert np.allclose(own.sum(axis=1), 1.0)
    assert own[0, [0, 1, 4, 5]].tolist() == [0.25] * 4
    assert own[12, 12] == 1.0
    assert islands(weights).tolist() == [12]


def test_corners_are_queens_and_not_rooks() -> None:
    # In a grid of 5 x 4 every inner cell has 8 neighbours, 4 of them over a border.
    queen, rook = queen_weights(squares(5, 4)), rook_weights(squares(5, 4))
    assert (queen.sum(), rook.sum()) == (2 * (4 * 4 + 5 * 3 + 2 * 4 * 3), 2 * (4 * 4 + 5 * 3))
    assert queen[[6], :].sum() == 8
    assert rook[[6], :].sum() == 4


def test_slivers_are_bridged_when_a_gap_is_given() -> None:
    # The same cells, each shrunk by 4 mm all around.
    apart = shapely.buffer(squares(5, 4), -0.004, join_style="mitre")
    assert queen_weights(apart).nnz == 0
    assert np.array_equal(
        queen_weights(apart, gap=0.02).toarray(), queen_weights(squares(5, 4)).toarray()
    )
    assert np.array_equal(
        rook_weights(apart, gap=0.02).toarray(), rook_weights(squares(5, 4)).toarray()
    )


def test_overlap_and_a_missing_shape() -> None:
    shapes = np.array(
        [shapely.box(0, 0, 2, 2), None, shapely.box(1, 1, 3, 3), shapely.Polygon()], dtype=object
    )
    for weights in (queen_weights(shapes), rook_weights(shapes)):
        assert weights.tolil().rows.tolist() == [[2], [], [0], []]


def test_points_on_one_spot_never_count_themselves() -> None:
    xy = np.repeat(points(3, 4), 5, axis=0)
    weights = nearest_weights(xy, 3)
    assert not weights.diagonal().any()
    assert np.diff(weights.indptr).tolist() == [3] * 20
    # Each spot has five points: all neighbours stand on it.
    assert np.array_equal(weights.indices // 5, np.repeat(np.arange(20) // 5, 3))


@given(
    xy=hnp.arrays(
        np.float64, st.tuples(st.integers(3, 25), st.just(2)), elements=st.integers(0, 9)
    ),
    distance=st.floats(0.5, 9),
)
def test_distance_bands_equal_a_loop(xy: np.ndarray, distance: float) -> None:
    found = distance_weights(xy, distance).toarray()
    for i, one in enumerate(xy):
        for j, other in enumerate(xy):
            near = i != j and bool(np.hypot(*(one - other)) <= distance)
            assert found[i, j] == near


def test_a_part_of_the_places() -> None:
    weights = queen_weights(squares(3, 1))
    kept = np.array([True, False, True])
    assert without_rows(weights, kept).toarray().tolist() == [[0, 0], [0, 0]]


def test_what_cannot_be_is_said() -> None:
    xy = points(4, 5)
    with pytest.raises(ScoringError, match="5 nearest neighbours cannot be found among 5 places"):
        nearest_weights(xy, 5)
    with pytest.raises(ScoringError, match="Give a distance above 0"):
        distance_weights(xy, 0)
    with pytest.raises(ScoringError, match="A gap of -1"):
        queen_weights(squares(2, 2), gap=-1)
    with pytest.raises(ScoringError, match="has 9999 neighbours on average"):
        distance_weights(points(5, 10_000), 5000)


def test_places_on_one_spot_have_no_nearest() -> None:
    with pytest.raises(ScoringError, match="All 5 places lie on one spot"):
        nearest_weights(np.ones((5, 2)), 2)
    assert nearest_weights(np.array([[0.0, 0], [0, 0], [0, 1]]), 1).sum() == 3
