"""Moran's I, over a map and place by place, against esda and against slow permutations."""

import warnings
from collections.abc import Callable, Iterator

import geopandas as gpd
import numpy as np
import pytest
from esda import Moran, Moran_Local, Moran_Rate
from esda.smoothing import assuncao_rate
from libpysal.graph import Graph
from scipy.sparse import csr_array

from riskmap.errors import ScoringError
from riskmap.statistics.moran import local_moran, moran
from riskmap.statistics.spatial_weights import (
    distance_weights,
    nearest_weights,
    queen_weights,
    rook_weights,
    row_standardised,
)
from riskmap.statistics.standardised_rates import standardised_rates

Textbook = Callable[[str], gpd.GeoDataFrame]
MAPS = (
    ("columbus/columbus.shp", "CRIME"),
    ("stl/stl_hom.shp", "HR8893"),
    ("mexico/mexicojoin.shp", "PCGDP1940"),
    ("sids2/sids2.shp", "SIDR74"),
)


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Let the oracle talk: esda and libpysal warn of their own old names and of islands."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@pytest.mark.parametrize(("file", "column"), MAPS)
def test_global_moran_is_that_of_esda(textbook: Textbook, file: str, column: str) -> None:
    places = textbook(file)
    values = places[column].to_numpy(dtype=float)
    expected = Moran(values, Graph.build_contiguity(places, rook=False), permutations=0)
    weights = row_standardised(queen_weights(places.geometry.to_numpy()))
    found = moran(values, weights, permutations=199, seed=1)
    assert found.statistic == pytest.approx(expected.I, abs=1e-9)
    assert found.z_normality == pytest.approx(expected.z_norm, abs=1e-9)
    assert found.z_randomisation == pytest.approx(expected.z_rand, abs=1e-9)
    assert found.p_normality == pytest.approx(expected.p_norm, rel=1e-6)
    assert found.p_randomisation == pytest.approx(expected.p_rand, rel=1e-6)


def test_columbus_crime_has_its_published_value(textbook: Textbook) -> None:
    # Anselin's neighbourhoods of Columbus, queen contiguity, rows adding up to 1: I = 0.5002.
    places = textbook("columbus/columbus.shp")
    weights = row_standardised(queen_weights(places.geometry.to_numpy()))
    found = moran(places["CRIME"].to_numpy(), weights, permutations=999, seed=1)
    assert round(found.statistic, 4) == 0.5002
    assert found.expected == pytest.approx(-1 / 48)
    assert found.p_pseudo == 0.001
    assert found.p_permutation == 0.002


def test_homicides_round_saint_louis_have_their_published_value(textbook: Textbook) -> None:
    # The manual of PySAL: 78 counties, neighbours over a border, HR8893: I = 0.244.
    places = textbook("stl/stl_hom.shp")
    weights = row_standardised(rook_weights(places.geometry.to_numpy()))
    found = moran(places["HR8893"].to_numpy(dtype=float), weights, permutations=999, seed=1)
    assert round(found.statistic, 3) == 0.244
    assert found.expected == pytest.approx(-0.012987012987)
    assert found.p_normality == pytest.approx(0.00027147862770937614, rel=1e-9)


def test_the_permutation_p_is_that_of_a_loop(textbook: Textbook) -> None:
    places = textbook("stl/stl_hom.shp")
    values = places["HC7984"].to_numpy(dtype=float)
    weights = row_standardised(queen_weights(places.geometry.to_numpy()))
    found = moran(values, weights, permutations=4999, seed=1)
    dense, random = weights.toarray(), np.random.default_rng(7)

    def statistic(laid: np.ndarray) -> float:
        z = laid - laid.mean()
        return float(z @ dense @ z)

    drawn = [statistic(random.permutation(values)) for _ in range(4999)]
    expected = (1 + sum(one >= statistic(values) for one in drawn)) / 5000
    assert found.p_pseudo == pytest.approx(expected, abs=0.01)


def test_rates_are_standardised_as_esda_does(textbook: Textbook) -> None:
    places = textbook("sids2/sids2.shp")
    counts, births = places["SID74"].to_numpy(dtype=float), places["BIR74"].to_numpy(dtype=float)
    found = standardised_rates(counts, births)
    assert found == pytest.approx(assuncao_rate(counts, births), abs=1e-12)
    expected = Moran_Rate(
        counts, births, Graph.build_contiguity(places, rook=False), permutations=0
    )
    weights = row_standardised(queen_weights(places.geometry.to_numpy()))
    adjusted = moran(found, weights, permutations=9, seed=1)
    assert adjusted.statistic == pytest.approx(expected.I, abs=1e-9)


def test_unknown_rates_stay_unknown() -> None:
    counts = np.array([3.0, np.nan, 0.0, 4.0])
    found = standardised_rates(counts, np.array([100.0, 100.0, 0.0, 400.0]))
    assert np.isnan(found).tolist() == [False, True, True, False]
    with pytest.raises(ScoringError, match="Row 2 has a negative"):
        standardised_rates(np.array([1.0, -1.0]), np.array([1.0, 1.0]))
    with pytest.raises(ScoringError, match="No place has both"):
        standardised_rates(np.array([0.0, 1.0]), np.array([1.0, 0.0]))


@pytest.mark.parametrize(("file", "column"), MAPS[:3])
def test_local_moran_is_that_of_esda(textbook: Textbook, file: str, column: str) -> None:
    places = textbook(file)
    values = places[column].to_numpy(dtype=float)
    graph = Graph.build_contiguity(places, rook=False)
    expected = Moran_Local(values, graph, permutations=9999, seed=1, n_jobs=1)
    weights = queen_weights(places.geometry.to_numpy())
    found = local_moran(values, weights, draws=99_999, seed=1)
    assert found.statistic == pytest.approx(expected.Is, abs=1e-9)
    assert found.quadrant.tolist() == expected.q.tolist()
    # Theirs is one-sided, of 9,999 permutations: three standard errors of it. Of one neighbour
    # the p is how many others are as extreme, which rounding hides in theirs.
    sizes = np.diff(weights.indptr)
    twice = np.minimum(1, 2 * expected.p_sim)
    assert np.abs(found.p - twice)[sizes > 1].max() < 2 * 3.5 * (0.25 / 9999) ** 0.5
    for place in np.flatnonzero(sizes == 1):
        others, near = np.delete(values, place), values[weights[[place], :].indices[0]]
        exact = 2 * min((others >= near).mean(), (others <= near).mean())
        assert found.p[place] == pytest.approx(min(1, exact), abs=0.005)


def test_an_outlier_is_compared_with_the_others_only() -> None:
    # One value a thousand times the rest: it is in its neighbours' sums, never in its own.
    random = np.random.default_rng(3)
    values = random.uniform(0, 1, 40)
    values[0] = 1000.0
    weights = nearest_weights(random.uniform(0, 10, (40, 2)), 4)
    found = local_moran(values, weights, draws=99_999, seed=1)
    near = np.flatnonzero(weights.toarray()[0])
    sums = np.array([random.permutation(values[1:])[:4].sum() for _ in range(20_000)])
    observed = values[near].sum()
    expected = 2 * min((sums >= observed).mean(), (sums <= observed).mean())
    assert found.p[0] == pytest.approx(expected, abs=0.02)


def test_islands_are_unknown(textbook: Textbook) -> None:
    places = textbook("columbus/columbus.shp")
    shapes = places.geometry.to_numpy().copy()
    shapes[5] = None
    found = local_moran(places["CRIME"].to_numpy(), queen_weights(shapes), draws=999, seed=1)
    assert np.flatnonzero(np.isnan(found.p)).tolist() == [5]
    assert np.isnan(found.statistic[5])
    assert found.quadrant[5] == 0


def test_what_has_no_pattern_is_said() -> None:
    xy = np.arange(20.0).reshape(10, 2)
    weights = nearest_weights(xy, 2)
    with pytest.raises(ScoringError, match="All 10 values are the same"):
        moran(np.ones(10), weights, permutations=9, seed=1)
    with pytest.raises(ScoringError, match="3 places are too few"):
        moran(np.arange(3.0), nearest_weights(xy[:3], 1), permutations=9, seed=1)
    with pytest.raises(ScoringError, match="Every place is a neighbour of every other"):
        moran(np.arange(10.0), distance_weights(xy, 100), permutations=9, seed=1)
    with pytest.raises(ScoringError, match="None of the 10 places has a neighbour"):
        local_moran(np.arange(10.0), distance_weights(xy, 0.1), draws=9, seed=1)


def test_layouts_as_good_as_the_observed_one_count_on_both_sides() -> None:
    # One high value on a row of four: at an end or in the middle, each in half of the layouts.
    row = csr_array(np.diag(np.ones(3), 1) + np.diag(np.ones(3), -1))
    found = moran(np.array([1.0, 0.0, 0.0, 0.0]), row, permutations=999, seed=1)
    assert found.p_permutation == pytest.approx(1.0, abs=0.1)
    assert found.p_pseudo == pytest.approx(0.5, abs=0.05)


def test_low_among_low_lies_above_chance_as_high_among_high_does() -> None:
    count = 40
    row = csr_array(np.diag(np.ones(count - 1), 1) + np.diag(np.ones(count - 1), -1))
    found = local_moran(np.linspace(0.0, 1.0, count), row, draws=999, seed=1)
    assert set(found.quadrant[:10]) == {3}
    assert set(found.quadrant[-10:]) == {1}
    assert (found.z[:10] > 0).all()
    assert (found.z[-10:] > 0).all()
