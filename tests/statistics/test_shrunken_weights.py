"""Weights between experts and data: against scipy's own maximum and statsmodels' logit."""

import numpy as np
import pytest
import statsmodels.api as sm
from glum import GeneralizedLinearRegressor
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit

from riskmap.statistics.shrunken_weights import shrunken_weights

EXPERTS = np.array([0.4, 0.3, 0.2, 0.1])


def outcomes(seed: int, count: int, truth: list[float], intercept: float = -4.0):
    """Return scores, and finds whose log odds are a sum of those scores."""
    generator = np.random.default_rng(seed)
    scores = generator.uniform(size=(count, len(truth)))
    return scores, generator.uniform(size=count) < expit(intercept + scores @ np.array(truth))


@pytest.mark.parametrize("penalty", [0.1, 1.0, 30.0])
@pytest.mark.parametrize("weighted", [False, True])
def test_the_coefficients_are_those_of_glum(penalty, weighted):
    """Glum knows bounds and ridges around 0, so it is asked for the distance from the target."""
    scores, found = outcomes(3, 300, [0, 5, 3, 0])
    weight = np.random.default_rng(4).uniform(0.5, 4, 300) if weighted else np.ones(300)

    ours = shrunken_weights(scores, found, EXPERTS, penalty, weight)

    target = ours.slope * EXPERTS
    effective = weight.sum() ** 2 / (weight**2).sum()
    theirs = GeneralizedLinearRegressor(
        family="binomial",
        alpha=penalty / effective,
        l1_ratio=0,
        lower_bounds=-target,
        gradient_tol=1e-8,
        max_iter=1_000,
    )
    theirs.fit(scores, found.astype(float), sample_weight=weight, offset=scores @ target)
    np.testing.assert_allclose(ours.coefficients, target + theirs.coef_, atol=1e-3)
    assert ours.intercept == pytest.approx(theirs.intercept_, abs=1e-3)


def test_the_experts_own_slope_is_that_of_statsmodels():
    scores, found = outcomes(5, 400, [4, 3, 2, 1])

    ours = shrunken_weights(scores, found, EXPERTS, np.inf)

    theirs = sm.Logit(found.astype(float), sm.add_constant(scores @ EXPERTS)).fit(disp=0).params
    assert [ours.intercept, ours.slope] == pytest.approx(list(theirs), abs=1e-3)
    np.testing.assert_allclose(ours.shares, EXPERTS)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.lists(st.floats(-6, 6), min_size=4, max_size=4))
def test_no_weight_ever_points_against_the_theme(seed, truth):
    scores, found = outcomes(seed, 120, truth, intercept=-sum(truth) / 2)
    found[:2] = [True, False]

    model = shrunken_weights(scores, found, EXPERTS, 0.1)

    assert (model.coefficients >= 0).all()
    higher = np.minimum(scores + 0.3, 1)
    assert (model.probabilities(higher) >= model.probabilities(scores) - 1e-12).all()


def test_many_outcomes_move_what_few_do_not():
    """The prior stays as strong as it was while outcomes arrive."""
    distance = []
    for count in (40, 4_000):
        scores, found = outcomes(6, count, [0, 6, 6, 0], intercept=-6)
        distance.append(
            np.abs(shrunken_weights(scores, found, EXPERTS, 3.0).shares - EXPERTS).sum()
        )

    assert distance[0] < 0.35
    assert distance[1] > 0.9


def test_where_high_scores_do_not_go_with_finds_the_chance_is_that_of_any_place():
    scores = np.repeat(np.linspace(0, 1, 10)[:, None], 4, axis=1)
    found = np.arange(10) < 3  # only the lowest
    model = shrunken_weights(scores, found, EXPERTS, 1.0)
    assert model.slope == 0
    assert model.shares == pytest.approx(EXPERTS)
    assert model.probabilities(scores) == pytest.approx(np.full(10, 0.3), abs=1e-6)
