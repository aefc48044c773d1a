"""Draws of weights, against what is known of the uniform distribution on a simplex."""

import numpy as np
import pytest
from scipy.stats import dirichlet, kstest

from riskmap.errors import ScoringError
from riskmap.statistics.simplex import around, bounded, ordered, uniform


def generator(seed=1):
    return np.random.Generator(np.random.PCG64(seed))


@pytest.mark.parametrize("count", [1, 2, 5])
def test_uniform_weights_add_up_to_one(count):
    weights = uniform(generator(), 500, count)
    assert weights.shape == (500, count)
    assert weights.sum(axis=1) == pytest.approx(np.ones(500))
    assert (weights >= 0).all()


def test_uniform_weights_are_those_of_a_flat_dirichlet():
    weights = uniform(generator(), 20_000, 4)
    # Every margin of Dirichlet(1, 1, 1, 1) is Beta(1, 3).
    for column in weights.T:
        assert kstest(column, "beta", args=(1, 3)).pvalue > 0.001
    assert weights.var(axis=0) == pytest.approx(dirichlet(np.ones(4)).var(), rel=0.05)


def test_ordered_weights_have_the_centre_known_as_rank_order_centroid():
    # Barron and Barrett 1996: of three ordered weights 11/18, 5/18 and 2/18.
    weights = ordered(generator(), 50_000, 3, [2, 0, 1])
    assert weights.mean(axis=0) == pytest.approx([5 / 18, 2 / 18, 11 / 18], abs=0.003)
    assert (weights[:, 2] >= weights[:, 0]).all()
    assert (weights[:, 0] >= weights[:, 1]).all()


def test_weights_outside_the_order_are_free():
    drawn = uniform(generator(2), 200_000, 4)
    kept = drawn[drawn[:, 3] >= drawn[:, 1]]  # by rejection, the plain way
    weights = ordered(generator(), 100_000, 4, [3, 1])
    assert weights.mean(axis=0) == pytest.approx(kept.mean(axis=0), abs=0.004)
    assert weights.std(axis=0) == pytest.approx(kept.std(axis=0), abs=0.004)


def test_weights_between_limits_are_what_rejection_of_plain_draws_keeps():
    low, high = np.array([0.1, 0.0, 0.2]), np.array([0.5, 0.6, 0.7])
    drawn = uniform(generator(2), 300_000, 3)
    kept = drawn[((drawn >= low) & (drawn <= high)).all(axis=1)]
    weights = bounded(generator(), 30_000, low, high)
    assert weights.shape == (30_000, 3)
    assert weights.sum(axis=1) == pytest.approx(np.ones(30_000))
    assert (weights >= low).all()
    assert (weights <= high + 1e-9).all()
    assert weights.mean(axis=0) == pytest.approx(kept.mean(axis=0), abs=0.004)
    assert np.cov(weights.T) == pytest.approx(np.cov(kept.T), abs=0.001)


@pytest.mark.parametrize(
    ("low", "high"),
    [([0.6, 0.6], [1, 1]), ([0, 0], [0.4, 0.4]), ([0.5, 0.2], [0.4, 0.9])],
)
def test_limits_that_nothing_meets_are_refused(low, high):
    with pytest.raises(ScoringError, match="add up to 1"):
        bounded(generator(), 10, np.array(low, float), np.array(high, float))


@pytest.mark.parametrize(
    ("low", "high"), [([-0.5, 0.0], [1.0, 1.0]), ([np.nan, 0.0], [1.0, 1.0]), ([0, 0], [np.nan, 1])]
)
def test_limits_below_0_or_that_are_no_numbers_are_refused(low, high):
    with pytest.raises(ScoringError, match="No weights between these limits"):
        bounded(generator(), 10, np.array(low, float), np.array(high, float))


def test_limits_that_leave_one_choice_give_it():
    exact = np.array([0.1, 0.2, 0.7])  # 0.1 + 0.2 + 0.7 is 1 but for rounding
    for one in (exact, exact[::-1]):
        assert bounded(generator(), 5, one, one) == pytest.approx(np.tile(one, (5, 1)))


def test_limits_next_to_nothing_meets_are_refused_in_time():
    low, high = np.zeros(12), np.full(12, 1 / 12 + 1e-6)
    with pytest.raises(ScoringError, match="Widen"):
        bounded(generator(), 10, low, high)


def test_weights_around_given_ones_keep_their_ratios_within_the_range():
    given = np.array([0.5, 0.3, 0.2, 0.0])
    weights = around(generator(), 5_000, given, 0.25)
    assert weights.sum(axis=1) == pytest.approx(np.ones(5_000))
    assert (weights[:, 3] == 0).all()
    ratio = weights[:, 0] / weights[:, 1]
    assert ratio.min() >= 0.5 * 0.75 / (0.3 * 1.25)
    assert ratio.max() <= 0.5 * 1.25 / (0.3 * 0.75)
    assert ratio.min() < 0.5 / 0.3 * 0.65
    assert weights[:, 0].mean() == pytest.approx(0.5, abs=0.003)


def test_no_range_is_no_draw():
    assert around(generator(), 3, np.array([2.0, 6.0]), 0.0) == pytest.approx(
        np.array([[0.25, 0.75]] * 3)
    )


def test_the_same_seed_gives_the_same_weights():
    assert (uniform(generator(7), 10, 3) == uniform(generator(7), 10, 3)).all()
    assert (uniform(generator(7), 10, 3) != uniform(generator(8), 10, 3)).any()
