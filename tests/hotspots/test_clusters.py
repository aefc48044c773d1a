"""Planted clusters are found, random fields stay silent, and the counts are told."""

import numpy as np
import pandas as pd
import pytest
import shapely
from scipy.stats import binom

from riskmap.errors import ScoringError
from riskmap.hotspots.clusters import Clusters, Settings, find_clusters
from riskmap.messages import Message
from riskmap.statistics.spatial_weights import Weights, nearest_weights, queen_weights

SIDE = 20
WHO = Message("places that share a border or a corner")
# Twelve units: three rows of four.
PLANTED = np.array([row * SIDE + column for row in (8, 9, 10) for column in (8, 9, 10, 11)])


def field(seed: int, *, skewed: bool = False) -> np.ndarray:
    random = np.random.Generator(np.random.PCG64(seed))
    size = SIDE * SIDE
    return random.standard_exponential(size) if skewed else random.standard_normal(size)


@pytest.fixture(scope="module")
def weights() -> Weights:
    x, y = (part.ravel() for part in np.meshgrid(np.arange(SIDE), np.arange(SIDE)))
    return queen_weights(shapely.box(x, y, x + 1, y + 1))


def found(values: np.ndarray, weights: Weights, **asked: object) -> Clusters:
    return find_clusters(pd.Series(values), weights, WHO, Settings(permutations=9, **asked))


@pytest.mark.long
def test_a_planted_cluster_of_twelve_is_found_in_95_percent_of_200_seeds(weights: Weights) -> None:
    """Twelve of 400 cells are raised by three standard deviations.

    Found, after the false discovery rate: at least half of the twelve are hot
    spots of Gi*, at least one in four is high among high by local Moran, and
    no more than two significant cells touch none of the twelve.
    """
    near = np.flatnonzero(weights.toarray()[PLANTED].sum(axis=0))
    reach = np.union1d(PLANTED, near)
    hits = 0
    for seed in range(200):
        values = field(seed)
        values[PLANTED] += 3.0
        frame = found(values, weights).frame
        hot, high = frame["hot_spot"] == "hot", frame["cluster"] == "high_high"
        marked = np.flatnonzero(hot | high)
        outside = np.setdiff1d(marked, reach)
        hits += bool(
            hot.iloc[PLANTED].mean() >= 0.5
            and high.iloc[PLANTED].mean() >= 0.25
            and len(outside) <= 2
        )
    assert hits >= 190


@pytest.mark.long
@pytest.mark.parametrize("skewed", [False, True])
def test_random_fields_stay_silent(weights: Weights, *, skewed: bool) -> None:
    """In 600 random fields any significant cell occurs in 5 % of the runs, or hardly less.

    The level of the correction is the chance of any false discovery where
    nothing is there. Neighbouring tests depend on each other, which can only
    make it lower: the upper bound is that of the binomial at 5 %, the lower
    one that at 2.5 %.
    """
    runs = 600
    gi = moran = 0
    for seed in range(runs):
        result = found(field(10_000 + seed, skewed=skewed), weights)
        gi += result.gi_star.fdr > 0
        moran += result.local_moran.fdr > 0
    most = binom.ppf(0.995, runs, 0.05)
    least = binom.ppf(0.005, runs, 0.025)
    assert least <= gi <= most
    assert least <= moran <= most


@pytest.mark.long
def test_the_normal_distribution_does_not_keep_the_level_of_skewed_values(weights: Weights) -> None:
    # Why permutation is the default: one run in five or more cries wolf.
    runs = 100
    false = sum(
        found(field(seed, skewed=True), weights, inference="normal").gi_star.fdr > 0
        for seed in range(runs)
    )
    assert false > 20


def test_a_strong_cluster_is_hot_and_its_hole_is_cold(weights: Weights) -> None:
    values = field(3)
    values[PLANTED] += 4.0
    cold = PLANTED - 5 * SIDE
    values[cold] -= 4.0
    result = found(values, weights)
    frame = result.frame
    # In the middle of it every neighbour is raised too.
    assert (frame["hot_spot"].iloc[[9 * SIDE + 9, 9 * SIDE + 10]] == "hot").all()
    assert (frame["cluster"].iloc[[9 * SIDE + 9, 9 * SIDE + 10]] == "high_high").all()
    assert (frame["hot_spot"].iloc[[4 * SIDE + 9, 4 * SIDE + 10]] == "cold").all()
    assert (frame["cluster"].iloc[[4 * SIDE + 9, 4 * SIDE + 10]] == "low_low").all()
    counted = frame["hot_spot"].value_counts()
    assert result.gi_star.classes == {"hot": counted["hot"], "cold": counted["cold"]}
    assert sum(result.gi_star.classes.values()) == result.gi_star.fdr
    assert result.gi_star.bonferroni <= result.gi_star.fdr <= result.gi_star.raw
    assert result.gi_star.raw == (frame["gi_p"] <= 0.05).sum()
    assert result.gi_star.tests == result.local_moran.tests == SIDE * SIDE


def test_the_correction_that_is_asked_for_decides(weights: Weights) -> None:
    values = field(4)
    values[PLANTED] += 2.0
    kept = {
        correction: found(values, weights, correction=correction)
        for correction in ("fdr", "bonferroni", "none")
    }
    significant = {
        name: int((one.frame["hot_spot"] != "not_significant").sum()) for name, one in kept.items()
    }
    counts = kept["fdr"].gi_star
    assert significant == {
        "fdr": counts.fdr, "bonferroni": counts.bonferroni, "none": counts.raw
    }  # fmt: skip
    for one in kept.values():
        same = (one.gi_star.raw, one.gi_star.fdr, one.gi_star.bonferroni)
        assert same == (counts.raw, counts.fdr, counts.bonferroni)


def test_a_place_without_neighbours_is_in_no_test() -> None:
    x = np.arange(30)
    shapes = shapely.box(x, 0, x + 1, 1)
    shapes[29] = shapely.box(1000, 0, 1001, 1)
    values = np.random.default_rng(5).normal(size=30)
    values[29] = 50.0  # its own value alone would make it the hottest
    result = found(values, queen_weights(shapes))
    assert result.islands == 1
    assert result.gi_star.tests == 29
    assert result.frame.iloc[29][["gi_star", "gi_p", "hot_spot", "cluster"]].isna().all()
    assert result.frame["neighbours"].iloc[29] == 0


def test_one_value_everywhere_is_said(weights: Weights) -> None:
    with pytest.raises(ScoringError, match="All 400 values are the same"):
        found(np.full(SIDE * SIDE, 0.4), weights)


def test_the_same_seed_gives_the_same_result() -> None:
    random = np.random.default_rng(6)
    near = nearest_weights(random.uniform(0, 100, (150, 2)), 8)
    values = random.normal(size=150)
    first, again, other = (found(values, near, seed=seed) for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(first.frame, again.frame)
    assert not first.frame["gi_p"].equals(other.frame["gi_p"])
