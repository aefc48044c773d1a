"""Pairwise comparisons: Saaty's own examples, with the figures he printed, and pymcdm."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from riskmap.statistics.pairwise import joint_judgements, priorities

# Saaty 1980: distances from Philadelphia (Cairo, Tokyo, Chicago, San Francisco, London, Montreal).
DISTANCES = [
    [1, 1 / 3, 8, 3, 3, 7],
    [3, 1, 9, 3, 3, 9],
    [1 / 8, 1 / 9, 1, 1 / 6, 1 / 5, 2],
    [1 / 3, 1 / 3, 6, 1, 1 / 3, 6],
    [1 / 3, 1 / 3, 5, 3, 1, 6],
    [1 / 7, 1 / 9, 1 / 2, 1 / 6, 1 / 6, 1],
]
# Saaty: which drink is drunk most (coffee, wine, tea, beer, sodas, milk, water).
DRINKS = [
    [1, 9, 5, 2, 1, 1, 1 / 2],
    [1 / 9, 1, 1 / 3, 1 / 9, 1 / 9, 1 / 9, 1 / 9],
    [1 / 5, 3, 1, 1 / 3, 1 / 4, 1 / 3, 1 / 9],
    [1 / 2, 9, 3, 1, 1 / 2, 1, 1 / 3],
    [1, 9, 4, 2, 1, 2, 1 / 2],
    [1, 9, 3, 1, 1 / 2, 1, 1 / 3],
    [2, 9, 9, 3, 2, 3, 1],
]
# Saaty: buying a house, eight criteria; too inconsistent to use.
HOUSE = [
    [1, 5, 3, 7, 6, 6, 1 / 3, 1 / 4],
    [1 / 5, 1, 1 / 3, 5, 3, 3, 1 / 5, 1 / 7],
    [1 / 3, 3, 1, 6, 3, 4, 6, 1 / 5],
    [1 / 7, 1 / 5, 1 / 6, 1, 1 / 3, 1 / 4, 1 / 7, 1 / 8],
    [1 / 6, 1 / 3, 1 / 3, 3, 1, 1 / 2, 1 / 5, 1 / 6],
    [1 / 6, 1 / 3, 1 / 4, 4, 2, 1, 1 / 5, 1 / 6],
    [3, 5, 1 / 6, 7, 5, 5, 1, 1 / 2],
    [4, 7, 5, 8, 6, 6, 2, 1],
]
PUBLISHED = [
    (DISTANCES, [0.263, 0.397, 0.033, 0.116, 0.164, 0.027], 6.45, 0.07),
    (DRINKS, [0.177, 0.019, 0.042, 0.116, 0.190, 0.129, 0.327], None, 0.022),
    (HOUSE, [0.173, 0.054, 0.188, 0.018, 0.031, 0.036, 0.167, 0.333], 9.669, 0.17),
]


@pytest.mark.parametrize(("judgements", "weights", "eigenvalue", "ratio"), PUBLISHED)
def test_the_published_examples_come_out(judgements, weights, eigenvalue, ratio):
    found = priorities(np.array(judgements, dtype=float))

    # He rounded on the way: the third digit may be one off.
    np.testing.assert_allclose(found.weights, weights, atol=0.0015)
    if eigenvalue is not None:
        assert found.largest_eigenvalue == pytest.approx(eigenvalue, abs=0.005)
    assert found.consistency_ratio == pytest.approx(ratio, abs=0.005)


@pytest.mark.parametrize("judgements", [DISTANCES, DRINKS, HOUSE])
def test_pymcdm_agrees_on_the_weights(judgements):
    pymcdm = pytest.importorskip("pymcdm.weights.subjective")
    matrix = np.array(judgements, dtype=float)

    theirs = pymcdm.AHP(matrix=matrix)()

    np.testing.assert_allclose(priorities(matrix).weights, theirs, atol=1e-6)


@given(arrays(float, st.integers(2, 12), elements=st.floats(0.05, 20)))
def test_judgements_that_follow_from_weights_give_those_weights_back(weights):
    found = priorities(weights[:, None] / weights[None, :])

    np.testing.assert_allclose(found.weights, weights / weights.sum(), rtol=1e-6)
    assert found.consistency_ratio == pytest.approx(0, abs=1e-9)
    np.testing.assert_allclose(found.strain, 1, rtol=1e-6)


def test_the_mean_of_judges_is_geometric_and_stays_reciprocal():
    first = np.array([[1.0, 2.0], [0.5, 1.0]])
    second = np.array([[1.0, 8.0], [0.125, 1.0]])

    joint = joint_judgements([first, second])

    np.testing.assert_allclose(joint, [[1, 4], [0.25, 1]])
