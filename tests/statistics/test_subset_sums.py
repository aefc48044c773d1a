"""The permutation test of local statistics: enough draws, shared draws, bounded time."""

import numpy as np
import pytest
from scipy.stats import hypergeom, norm

from riskmap.errors import ScoringError
from riskmap.statistics.subset_sums import needed_draws, subset_sum_test


def test_one_place_can_always_pass_the_correction() -> None:
    # The smallest two-sided p of m permutations is 2 / (m + 1).
    for places in (10, 500, 5_000, 50_000):
        assert 2 / (needed_draws(places, 0.05) + 1) < 0.05 / places
    with pytest.raises(ScoringError, match="normal approximation"):
        needed_draws(50_000, 1e-4)


@pytest.mark.parametrize("own_excluded", [True, False])
def test_zeros_and_ones_follow_the_hypergeometric(*, own_excluded: bool) -> None:
    # How many ones among k neighbours has a distribution of its own.
    random = np.random.default_rng(2)
    values = (random.uniform(size=60) < 0.3).astype(float)
    sizes = np.full(60, 6)
    sums = random.integers(0, 6, 60).astype(float)
    found = subset_sum_test(values, sizes, sums, draws=99_999, seed=1, own_excluded=own_excluded)
    ones = values.sum() - values * own_excluded
    all_of_them = 60 - own_excluded
    above = hypergeom.sf(sums - 1, all_of_them, ones, 6)
    below = hypergeom.cdf(sums, all_of_them, ones, 6)
    expected = np.minimum(1, 2 * np.minimum(above, below))
    assert found.p == pytest.approx(expected, abs=0.012)


def test_an_extreme_place_gets_a_p_that_small() -> None:
    # Six ones among ten, in 2,000 places with 100 ones.
    values = np.zeros(2_000)
    values[:100] = 1
    sums = np.full(2_000, 0.0)
    sums[-1] = 6.0
    found = subset_sum_test(
        values, np.full(2_000, 10), sums, draws=2_000_000, seed=1, own_excluded=True
    )
    exact = 2 * hypergeom.sf(5, 1_999, 100, 10)
    assert exact < 1e-5
    assert found.p[-1] == pytest.approx(exact, rel=0.7)
    assert found.p[0] > 0.5


def test_large_neighbourhoods_share_a_sample() -> None:
    # Sizes 200 and 203 are within 5 %: their p must follow their own size all the same.
    random = np.random.default_rng(4)
    values = random.exponential(size=3_000)
    sizes = np.where(np.arange(3_000) % 2, 200, 203)
    expected_z = random.normal(size=3_000)
    spread = np.sqrt(sizes * (3_000 - sizes) / 2_999 * values.var())
    sums = sizes * values.mean() + expected_z * spread
    found = subset_sum_test(values, sizes, sums, draws=99_999, seed=1, own_excluded=False)
    assert found.z == pytest.approx(expected_z, abs=1e-9)
    assert found.p == pytest.approx(2 * norm.sf(np.abs(expected_z)), abs=0.08)


def test_the_same_seed_gives_the_same_p() -> None:
    values = np.random.default_rng(1).normal(size=100)
    runs = [
        subset_sum_test(
            values, np.full(100, 4), values * 2, draws=9_999, seed=seed, own_excluded=True
        ).p
        for seed in (1, 1, 2)
    ]
    assert np.array_equal(runs[0], runs[1])
    assert not np.array_equal(runs[0], runs[2])
