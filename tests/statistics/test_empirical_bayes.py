"""Empirical Bayes rates against esda, scipy, statsmodels and a loop written out here."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, sparse, stats

from riskmap.errors import ScoringError
from riskmap.statistics.empirical_bayes import shrink
from riskmap.statistics.gamma_poisson import gamma_likelihood


@pytest.fixture(scope="module")
def st_louis():
    """Return homicides 1979-1984 and population of 78 counties, and their neighbours (libpysal)."""
    libpysal = pytest.importorskip("libpysal")
    folder = libpysal.examples.load_example("stl")
    rows = pd.read_csv(folder.get_path("stl_hom.csv"))
    file = libpysal.io.open(folder.get_path("stl.gal"))
    neighbours = file.read()
    file.close()
    return rows["HC7984"].to_numpy(float), rows["PO7984"].to_numpy(float), neighbours


def test_global_rates_of_the_saint_louis_counties_are_those_of_esda(st_louis):
    smoothing = pytest.importorskip("esda.smoothing")
    counts, people, _ = st_louis
    expected = smoothing.Empirical_Bayes(counts, people).r.ravel()
    # The first figures of esda's own documentation.
    assert expected[:3] == pytest.approx([2.36718950e-05, 4.54539167e-05, 4.78114019e-05])
    np.testing.assert_allclose(shrink(counts, people).rate, expected, rtol=1e-12)


def test_local_rates_of_the_saint_louis_counties_are_those_of_esda(st_louis):
    smoothing = pytest.importorskip("esda.smoothing")
    counts, people, neighbours = st_louis
    expected = smoothing.Spatial_Empirical_Bayes(counts, people, neighbours).r.ravel()
    found = shrink(counts, people, weights=sparse.csr_array(neighbours.sparse)).rate
    np.testing.assert_allclose(found, expected, rtol=1e-9)


def by_loop(counts, exposure, near):
    """Work out Marshall's local estimator area by area."""
    rates = []
    for i in range(len(counts)):
        inside = [i, *(j for j in range(len(counts)) if near[i, j])]
        events = sum(counts[j] for j in inside)
        exposed = sum(exposure[j] for j in inside)
        mean = events / exposed
        squares = sum(exposure[j] * (counts[j] / exposure[j] - mean) ** 2 for j in inside)
        variance = max(0.0, squares / exposed - mean / (exposed / len(inside)))
        weight = variance / (variance + mean / exposure[i]) if variance else 0.0
        rates.append(weight * counts[i] / exposure[i] + (1 - weight) * mean)
    return np.array(rates)


@pytest.mark.parametrize("seed", range(5))
def test_local_rates_are_those_of_a_loop(seed):
    draw = np.random.default_rng(seed)
    exposure = draw.uniform(50, 5_000, 40)
    counts = draw.poisson(exposure * draw.gamma(2, 0.005, 40)).astype(float)
    near = np.triu(draw.random((40, 40)) < 0.1, 1)
    near = near | near.T
    near[0, :] = near[:, 0] = False  # an island is shrunken toward the mean of all
    found = shrink(counts, exposure, weights=sparse.csr_array(near.astype(float)))
    alone = ~near.any(axis=1)
    expected = np.where(alone, shrink(counts, exposure).rate, by_loop(counts, exposure, near))
    np.testing.assert_allclose(found.rate, expected, rtol=1e-9)


def test_the_interval_is_that_of_the_gamma_posterior():
    counts, exposure = np.array([0.0, 4, 30, 100, 7]), np.array([10.0, 500, 900, 2_000, 90])
    found = shrink(counts, exposure, chance=0.8)
    mean, variance = found.mean[0], found.variance[0]
    assert variance > 0
    posterior = stats.gamma(mean**2 / variance + counts, scale=1 / (mean / variance + exposure))
    np.testing.assert_allclose(found.low, posterior.ppf(0.1), rtol=1e-9)
    np.testing.assert_allclose(found.high, posterior.ppf(0.9), rtol=1e-9)
    np.testing.assert_allclose(found.rate, posterior.mean(), rtol=1e-12)


def test_areas_that_differ_no_more_than_by_chance_get_one_rate_and_its_own_interval():
    found = shrink(np.array([10.0, 10, 10]), np.array([100.0, 100, 100]))
    assert found.rate == pytest.approx([0.1] * 3)
    assert found.weight.tolist() == [0, 0, 0]
    assert found.low == pytest.approx([stats.gamma.ppf(0.05, 30.5, scale=1 / 300)] * 3)
    assert found.high == pytest.approx([stats.gamma.ppf(0.95, 30.5, scale=1 / 300)] * 3)


def test_a_small_count_gives_the_mean_of_all_that_it_can_be():
    """Integrate the posterior of `count < 5` by brute force."""
    counts, exposure = np.array([2.0, 40, 12, 90, 7]), np.array([60.0, 500, 900, 2_000, 90])
    found = shrink(counts, exposure, min_count=5)
    assert found.below.tolist() == [True, False, False, False, False]
    mean, variance = found.mean[0], found.variance[0]
    prior = stats.gamma(mean**2 / variance, scale=variance / mean)

    def chance(rate):
        return prior.pdf(rate) * stats.poisson.cdf(4, rate * 60)

    top = prior.ppf(1 - 1e-12)
    whole = integrate.quad(chance, 0, top, limit=500)[0]
    expected = integrate.quad(lambda rate: rate * chance(rate), 0, top, limit=500)[0] / whole
    assert found.rate[0] == pytest.approx(expected, rel=1e-6)
    for bound, tail in ((found.low[0], 0.05), (found.high[0], 0.95)):
        assert integrate.quad(chance, 0, bound, limit=500)[0] / whole == pytest.approx(
            tail, abs=1e-6
        )


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(0, 4), min_size=4, max_size=4), st.booleans())
def test_nothing_tells_which_of_the_small_counts_it_was(small, local):
    exposure = np.array([50.0, 80, 10, 400, 300, 900, 2_000, 700])
    near = sparse.csr_array(np.eye(8, k=1) + np.eye(8, k=-1)) if local else None

    def found(values):
        counts = np.array([*values, 9, 30, 25, 12], dtype=float)
        return shrink(counts, exposure, weights=near, min_count=5)

    one, other = found(small), found([0, 0, 0, 0])
    for name in ("rate", "low", "high", "weight", "mean", "variance"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))


def test_small_counts_left_out_hardly_move_the_mean():
    draw = np.random.default_rng(3)
    exposure = draw.uniform(100, 3_000, 400)
    counts = draw.poisson(exposure * draw.gamma(3, 0.003, 400)).astype(float)
    every, some = shrink(counts, exposure), shrink(counts, exposure, min_count=5)
    assert 0.05 < some.below.mean() < 0.5
    assert some.mean[0] == pytest.approx(every.mean[0], rel=0.02)
    assert some.variance[0] == pytest.approx(every.variance[0], rel=0.15)


def test_maximum_likelihood_is_that_of_statsmodels():
    statsmodels = pytest.importorskip("statsmodels.api")
    draw = np.random.default_rng(5)
    exposure = draw.uniform(100, 3_000, 150)
    counts = draw.poisson(exposure * draw.gamma(3, 0.003, 150))
    model = statsmodels.NegativeBinomial(counts, np.ones(150), exposure=exposure)
    fitted = model.fit(disp=False, maxiter=500)
    mean, variance = gamma_likelihood(counts, exposure)
    assert mean == pytest.approx(np.exp(fitted.params[0]), rel=1e-5)
    assert variance / mean**2 == pytest.approx(fitted.params[1], rel=1e-4)


def test_maximum_likelihood_with_small_counts_is_the_best_of_a_grid():
    draw = np.random.default_rng(6)
    exposure = draw.uniform(100, 2_000, 80)
    counts = draw.poisson(exposure * draw.gamma(3, 0.003, 80))
    mean, variance = gamma_likelihood(counts, exposure, min_count=5)

    def log_likelihood(mean, variance):
        shape = mean**2 / variance
        success = (mean / variance) / (mean / variance + exposure)
        logs = np.where(
            counts < 5,
            stats.nbinom.logcdf(4, shape, success),
            stats.nbinom.logpmf(counts, shape, success),
        )
        return logs.sum()

    best = log_likelihood(mean, variance)
    for up, wide in itertools.product((0.98, 1, 1.02), (0.9, 1, 1.1)):
        assert log_likelihood(mean * up, variance * wide) <= best + 1e-9


def test_a_prior_from_elsewhere_is_used_as_it_is():
    counts, exposure = np.array([1.0, 30.0]), np.array([10.0, 900.0])
    found = shrink(counts, exposure, prior=(0.02, 0.0004))
    assert found.rate == pytest.approx([(1 + 1) / (50 + 10), (1 + 30) / (50 + 900)])


def test_unknown_stays_unknown_and_moves_nobody_else():
    counts, exposure = np.array([3.0, np.nan, 30, 9]), np.array([40.0, 90, 700, np.nan])
    found = shrink(counts, exposure)
    assert np.isnan(found.rate).tolist() == [False, True, False, True]
    np.testing.assert_allclose(found.rate[[0, 2]], shrink(counts[[0, 2]], exposure[[0, 2]]).rate)


@pytest.mark.parametrize(
    ("counts", "exposure", "words"),
    [
        ([1.5, 2], [1, 1], "whole numbers"),
        ([-1, 2], [1, 1], "whole numbers"),
        ([1, 9], [0, 1], "not above 0"),
        ([np.nan, 9], [1, np.nan], "No area has a count"),
        ([1, 4], [1, 1], "5 or more"),
    ],
)
def test_what_cannot_be_shrunken_is_said(counts, exposure, words):
    with pytest.raises(ScoringError, match=words):
        shrink(np.array(counts, float), np.array(exposure, float), min_count=5)


@pytest.mark.long
@pytest.mark.parametrize("min_count", [0, 5])
def test_ninety_percent_intervals_hold_the_true_rate_in_ninety_percent(min_count):
    """Estimand: the rate of one area, drawn from a gamma; 200 simulations of 100 areas."""
    draw = np.random.default_rng(1)
    inside = []
    for _ in range(200):
        exposure = draw.uniform(100, 3_000, 100)
        true = draw.gamma(3, 0.003, 100)
        found = shrink(draw.poisson(exposure * true).astype(float), exposure, min_count=min_count)
        inside.append((found.low <= true) & (true <= found.high))
    assert 0.87 <= np.mean(inside) <= 0.93


def test_small_counts_widen_the_variance_by_what_is_not_known_of_them():
    """At the estimates themselves: the squares of Marshall, expected over what a count can be."""
    draw = np.random.default_rng(4)
    exposure = draw.uniform(20, 200, 120)
    counts = draw.poisson(exposure * draw.gamma(4, 0.02, 120)).astype(float)
    found = shrink(counts, exposure, min_count=5)
    mean, variance = found.mean[0], found.variance[0]
    squares = 0.0
    for y, n in zip(counts, exposure, strict=True):
        beta = mean / variance
        can_be = np.arange(5.0) if y < 5 else np.array([y])
        chance = stats.nbinom.pmf(can_be, mean * beta, beta / (beta + n))
        squares += n * np.average((can_be / n - mean) ** 2, weights=chance)
    expected = squares / exposure.sum() - mean / exposure.mean()
    assert variance == pytest.approx(expected, rel=1e-6)
    assert (np.isnan(found.weight) == (counts < 5)).all()
