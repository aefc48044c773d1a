"""Shuffles, against scikit-learn and what a fair shuffle must give."""

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from riskmap.statistics.negative_control import (
    lift_and_auc,
    share_as_good,
    shifted_outcomes,
    shuffled_labels,
    shuffled_places,
)


def test_auc_is_that_of_scikit_learn_and_lift_that_of_a_count():
    generator = np.random.Generator(np.random.PCG64(3))
    score = generator.integers(0, 9, 60).astype(float)
    found = (generator.random((4, 60)) < 0.3).astype(float)
    lift, auc = lift_and_auc(score, found, 60)
    assert auc == pytest.approx([roc_auc_score(row, score) for row in found])
    assert lift == pytest.approx(np.ones(4))
    strict = generator.permutation(60).astype(float)
    lift, _ = lift_and_auc(strict, found, 10)
    best = np.argsort(-strict)[:10]
    assert lift == pytest.approx([row[best].mean() / row.mean() for row in found])


@pytest.fixture(scope="module")
def planted():
    """Return a clustered pattern that the score sees."""
    generator = np.random.Generator(np.random.PCG64(8))
    xy = generator.random((800, 2)) * 1000
    near = np.exp(-(((xy - [300, 700]) ** 2).sum(axis=1)) / 2 / 150**2)
    found = (generator.random(800) < 0.05 + 0.6 * near).astype(float)
    return near + 0.1 * generator.random(800), found, xy


def test_no_shuffle_has_a_lift_and_the_list_has(planted):
    score, found, _ = planted
    own = float(lift_and_auc(score, found[None], 50).lift[0])
    assert own > 2
    for shuffles in (
        shuffled_labels(score, found, 50, repeats=200, seed=1),
        shuffled_places(score, found, 50, repeats=200, seed=1),
    ):
        error = shuffles.lift.std(ddof=1) / 200**0.5
        assert abs(shuffles.lift.mean() - 1) < 3.5 * error
        assert abs(shuffles.auc.mean() - 0.5) < 3.5 * shuffles.auc.std(ddof=1) / 200**0.5
        assert share_as_good(own, shuffles.lift) == pytest.approx(1 / 201)


def test_a_pattern_that_stays_together_spreads_wider_than_single_labels(planted):
    """What makes the shift worth having: chance is kinder to clusters than shuffling shows."""
    score, found, xy = planted
    moved = shifted_outcomes(score, found, xy, 50, repeats=200, seed=1)
    single = shuffled_labels(score, found, 50, repeats=200, seed=1)
    assert moved.lift.std() > 1.5 * single.lift.std()
    assert abs(moved.lift.mean() - 1) < moved.lift.std()


def test_a_shift_over_a_lattice_only_moves_the_labels():
    """On a full grid every shift is a relabelling: the number of hits stays."""
    side = np.arange(6.0)
    xy = np.array([(x, y) for x in side for y in side])
    found = np.zeros(36)
    found[[0, 7, 8, 30]] = 1
    shuffles = shifted_outcomes(np.arange(36.0), found, xy, 36, repeats=50, seed=1)
    assert shuffles.lift == pytest.approx(np.ones(50))


def test_places_on_one_line_or_one_point_do_not_stop_it():
    found = np.array([1.0, 0, 0, 1])
    line = np.array([[0.0, 5], [1, 5], [2, 5], [3, 5]])
    assert len(shifted_outcomes(np.arange(4.0), found, line, 2, repeats=5, seed=1).lift) == 5
    assert (
        len(shifted_outcomes(np.arange(4.0), found, np.zeros((4, 2)), 2, repeats=5, seed=1).lift)
        == 5
    )


def test_the_same_seed_gives_the_same_shuffles(planted):
    score, found, xy = planted
    first, again = (shifted_outcomes(score, found, xy, 20, repeats=5, seed=4) for _ in range(2))
    assert np.array_equal(first.lift, again.lift)


def test_the_p_value_counts_itself_and_is_never_zero():
    assert share_as_good(3.0, np.array([1.0, 2.0, 3.0, np.nan])) == pytest.approx(2 / 4)
    assert share_as_good(9.0, np.ones(199)) == pytest.approx(1 / 200)
