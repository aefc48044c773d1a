"""Shares of small groups, against a simulation with known truth and against integration."""

import numpy as np
import pytest
from scipy import integrate, stats

from riskmap.statistics.shrunken_shares import shrunken_shares


def test_the_prior_behind_simulated_groups_is_found() -> None:
    # 4,000 groups of 3 to 60, shares from a beta distribution (2, 8): strength 10, mean 0.2.
    random = np.random.default_rng(1)
    sizes = random.integers(3, 61, 4_000).astype(float)
    hits = random.binomial(sizes.astype(int), random.beta(2, 8, 4_000)).astype(float)
    found = shrunken_shares(hits, sizes)
    truth = (2 + hits) / (10 + sizes)
    assert np.abs(found.share - truth).max() < 0.015


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    random = np.random.default_rng(2)
    sizes = random.integers(3, 61, 4_000).astype(float)
    shares = random.beta(2, 8, 4_000)
    hits = random.binomial(sizes.astype(int), shares).astype(float)
    found = shrunken_shares(hits, sizes, chance=0.9)
    covered = ((found.low <= shares) & (shares <= found.high)).mean()
    assert covered == pytest.approx(0.9, abs=0.02)


def test_the_interval_is_that_of_the_posterior() -> None:
    hits, sizes = np.array([0.0, 9.0, 3.0, 30.0]), np.array([10.0, 10.0, 30.0, 60.0])
    found = shrunken_shares(hits, sizes)
    # The prior, from the estimates of two groups: (a + y) / (a + b + n) twice.
    first, second = found.share[0], found.share[1]
    strength = 9 / (second - first) - 10  # both groups have ten members
    a = first * (strength + 10)
    for place in range(4):

        def density(share: float, y: float = hits[place], n: float = sizes[place]) -> float:
            return float(stats.beta.pdf(share, a, strength - a) * stats.binom.pmf(y, n, share))

        total = integrate.quad(density, 0, 1)[0]
        below = integrate.quad(density, 0, found.low[place])[0] / total
        upto = integrate.quad(density, 0, found.high[place])[0] / total
        assert (below, upto) == pytest.approx((0.05, 0.95), abs=1e-6)


def test_groups_that_do_not_differ_have_one_share() -> None:
    found = shrunken_shares(np.array([1.0, 2.0, 3.0]), np.array([10.0, 20.0, 30.0]))
    assert found.share == pytest.approx([0.1] * 3)
    assert (found.low < 0.1).all()
    assert (found.high > 0.1).all()


def test_an_empty_group_is_unknown_and_two_of_two_is_not_the_top() -> None:
    hits, sizes = np.array([2.0, 40.0, 5.0, 0.0]), np.array([2.0, 50.0, 100.0, 0.0])
    found = shrunken_shares(hits, sizes)
    assert np.isnan(found.share).tolist() == [False, False, False, True]
    assert found.share[0] < 1.0
    assert found.share[1] == pytest.approx(0.8, abs=0.02)
    assert found.high[0] - found.low[0] > found.high[1] - found.low[1]
