"""Gi* and Gi against esda, against the formula written out, and against a book."""

import warnings
from collections.abc import Callable, Iterator
from itertools import combinations

import geopandas as gpd
import numpy as np
import pytest
from esda import G_Local
from libpysal.graph import Graph

from riskmap.errors import ScoringError
from riskmap.statistics.getis_ord import getis_ord, getis_ord_star, local_g
from riskmap.statistics.spatial_weights import (
    distance_weights,
    nearest_weights,
    queen_weights,
    row_standardised,
    with_self,
)

Textbook = Callable[[str], gpd.GeoDataFrame]
MAPS = (
    ("columbus/columbus.shp", "CRIME"),
    ("stl/stl_hom.shp", "HR8893"),
    ("mexico/mexicojoin.shp", "PCGDP1940"),
)


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Let the oracle talk: esda and libpysal warn of their own old names and of islands."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@pytest.mark.parametrize("star", [True, False])
@pytest.mark.parametrize(("file", "column"), MAPS)
def test_local_g_is_that_of_esda(textbook: Textbook, file: str, column: str, *, star: bool) -> None:
    places = textbook(file)
    values = places[column].to_numpy(dtype=float)
    graph = Graph.build_contiguity(places, rook=False)
    expected = G_Local(values, graph, transform="B", star=star, permutations=0)
    neighbours = queen_weights(places.geometry.to_numpy())
    found = local_g(values, neighbours, draws=999, seed=1, star=star)
    assert found.z == pytest.approx(expected.Zs, abs=1e-9)
    # Theirs is one-sided.
    assert found.p_normal == pytest.approx(2 * expected.p_norm, rel=1e-6)


def test_the_six_points_of_the_handbook() -> None:
    # The example in the manual of PySAL: six points, neighbours within 15.
    points = np.array([(10, 10), (20, 10), (40, 10), (15, 20), (30, 20), (30, 30)], dtype=float)
    values = np.array([2, 3, 3.2, 5, 8, 7])
    near = distance_weights(points, 15)
    star = [-1.39727626, -0.28917762, 0.65064964, -0.28917762, 1.23452088, 2.02424331]
    plain = [-1.0136729, -0.04361589, 1.31558703, -0.31412676, 1.15373986, 1.77833941]
    assert getis_ord_star(values, with_self(near)) == pytest.approx(star, abs=1e-8)
    assert getis_ord(values, near) == pytest.approx(plain, abs=1e-8)


def test_the_formula_written_out() -> None:
    random = np.random.default_rng(5)
    values, size = random.gamma(2, size=30), 30
    weights = with_self(nearest_weights(random.uniform(0, 1, (30, 2)), 5))
    found = getis_ord_star(values, weights)
    mean = sum(values) / size
    spread = (sum(x * x for x in values) / size - mean**2) ** 0.5
    for i, row in enumerate(weights.toarray()):
        above = sum(row[j] * values[j] for j in range(size)) - mean * sum(row)
        inside = (size * sum(w * w for w in row) - sum(row) ** 2) / (size - 1)
        assert found[i] == pytest.approx(above / (spread * inside**0.5), abs=1e-9)
    assert getis_ord_star(values, row_standardised(weights)) == pytest.approx(found)


def test_the_permutation_test_holds_every_subset() -> None:
    # Six places in a row: all 20 subsets of three can be counted.
    values = np.array([1.0, 2.0, 4.0, 8.0, 16.0, 32.0])
    xy = np.column_stack([np.arange(6.0), np.zeros(6)])
    found = local_g(values, distance_weights(xy, 1.0), draws=400_000, seed=1)
    sums = np.array([sum(three) for three in combinations(values, 3)])
    for place in (1, 2, 3, 4):
        own = values[place - 1 : place + 2].sum()
        expected = min(1.0, 2 * min((sums >= own).mean(), (sums <= own).mean()))
        assert found.p[place] == pytest.approx(expected, abs=0.005)


def test_a_sum_over_all_places_says_nothing() -> None:
    values = np.arange(5.0)
    xy = np.column_stack([np.arange(5.0), np.zeros(5)])
    found = local_g(values, distance_weights(xy, 10.0), draws=99, seed=1)
    assert np.isnan(found.z).all()
    assert np.isnan(found.p).all()


def test_one_value_everywhere_is_said() -> None:
    near = nearest_weights(np.arange(20.0).reshape(10, 2), 2)
    with pytest.raises(ScoringError, match="All 10 values are the same"):
        local_g(np.full(10, 0.3), near, draws=99, seed=1)
