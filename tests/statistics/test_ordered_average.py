"""Ordered weighted averages: by hand, and by a loop over the definition."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from riskmap.statistics.ordered_average import ordered_average, orness

SCORES = arrays(float, (6, 4), elements=st.floats(0, 1))
IMPORTANCE = arrays(float, 4, elements=st.floats(0.1, 5))


def by_definition(row, importance, attitude):
    """Add up one row as Yager wrote it: weights are differences of the quantifier."""
    pairs = sorted(
        ((s, w) for s, w in zip(row, importance, strict=True) if not np.isnan(s)),
        key=lambda pair: -pair[0],
    )
    total = sum(w for _, w in pairs)
    power = (1 - attitude) / attitude
    upto, result = 0.0, 0.0
    for score, weight in pairs:
        before, upto = upto, upto + weight / total
        result += score * (upto**power - before**power)
    return result


@given(SCORES, IMPORTANCE, st.floats(0.05, 0.95))
def test_it_is_what_the_definition_says(scores, importance, attitude):
    scores[0, 1] = np.nan

    found = ordered_average(scores, importance, attitude)

    expected = [by_definition(row, importance, attitude) for row in scores]
    np.testing.assert_allclose(found, expected, atol=1e-9)


@given(SCORES, IMPORTANCE)
def test_the_ends_are_the_lowest_and_the_highest_and_the_middle_is_the_mean(scores, importance):
    np.testing.assert_allclose(ordered_average(scores, importance, 0.0), scores.min(axis=1))
    np.testing.assert_allclose(ordered_average(scores, importance, 1.0), scores.max(axis=1))
    np.testing.assert_allclose(
        ordered_average(scores, importance, 0.5),
        np.average(scores, axis=1, weights=importance),
        atol=1e-9,
    )


def test_what_is_unknown_is_left_out_and_nothing_known_is_unknown():
    scores = np.array([[0.2, np.nan, 0.8], [np.nan, np.nan, np.nan]])

    found = ordered_average(scores, np.array([1.0, 5.0, 1.0]), 0.0)

    np.testing.assert_array_equal(found, [0.2, np.nan])


def test_a_criterion_without_importance_decides_nothing():
    scores = np.array([[0.0, 0.4, 1.0]])

    assert ordered_average(scores, np.array([0.0, 1.0, 0.0]), 0.0) == pytest.approx(0.4)
    assert ordered_average(scores, np.array([0.0, 1.0, 0.0]), 1.0) == pytest.approx(0.4)


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ([1, 0, 0], 1.0),
        ([0, 0, 1], 0.0),
        ([1 / 3, 1 / 3, 1 / 3], 0.5),
        # Yager 1988: (0.4, 0.3, 0.2, 0.1) has orness (3*0.4 + 2*0.3 + 1*0.2) / 3 = 2/3.
        ([0.4, 0.3, 0.2, 0.1], 2 / 3),
    ],
)
def test_orness_of_known_weights(weights, expected):
    assert orness(np.array(weights, dtype=float)) == pytest.approx(expected)


def test_equal_importance_has_the_orness_that_was_asked_for():
    # Scores 1 and 0 of many things: the part of them that is 1 falls to the quantifier's integral.
    count = 4_000
    steps = np.diff(np.linspace(0, 1, count + 1) ** ((1 - 0.3) / 0.3))

    assert orness(steps) == pytest.approx(0.3, abs=1e-3)
