"""Regressions against scikit-learn, statsmodels' own likelihoods and plain least squares."""

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import optimize
from sklearn.linear_model import LogisticRegression, PoissonRegressor

from riskmap.errors import ScoringError
from riskmap.statistics.generalised_linear import fit_regression
from riskmap.statistics.nearby_rate import nearby_rate
from riskmap.statistics.residual_moran import residual_moran
from riskmap.statistics.spatial_weights import nearest_weights


@pytest.fixture
def rows():
    """Return predictors of very different size, an outcome of 0 and 1, and counts."""
    generator = np.random.default_rng(4)
    x = generator.normal(size=(400, 3)) * [1, 50, 0.001] + [0, 1000, 5]
    eta = 0.8 * x[:, 0] + 0.02 * (x[:, 1] - 1000) - 0.5
    return x, (generator.random(400) < 1 / (1 + np.exp(-eta))) * 1.0, generator.poisson(np.exp(eta))


def test_logit_of_statsmodels_has_the_same_coefficients(rows):
    x, y, _ = rows
    theirs = sm.Logit(y, sm.add_constant(x)).fit(disp=0, method="newton", tol=1e-8)
    mine = fit_regression("logistic", x, y)
    assert mine.settled
    assert mine.coefficients == pytest.approx(theirs.params, rel=1e-6)
    assert mine.predict(x) == pytest.approx(theirs.predict(), rel=1e-7)


def test_scikit_learn_without_penalty_predicts_the_same(rows):
    x, y, _ = rows
    scaled = (x - x.mean(axis=0)) / x.std(axis=0)
    theirs = LogisticRegression(C=np.inf, solver="newton-cg", tol=1e-10).fit(scaled, y)
    assert fit_regression("logistic", x, y).predict(x) == pytest.approx(
        theirs.predict_proba(scaled)[:, 1], rel=1e-6
    )


def test_ridge_is_at_the_lowest_point_of_its_own_formula(rows):
    x, y, _ = rows
    scaled = (x - x.mean(axis=0)) / x.std(axis=0)

    def cost(b):
        eta = b[0] + scaled @ b[1:]
        return np.logaddexp(0, eta).sum() - y @ eta + 25 / 2 * (b[1:] @ b[1:])

    lowest = optimize.minimize(cost, np.zeros(4), method="BFGS", options={"gtol": 1e-8}).x
    mine = fit_regression("ridge", x, y, penalty=25)
    assert mine.coefficients[1:] * x.std(axis=0) == pytest.approx(lowest[1:], abs=1e-5)


def test_scikit_learn_has_the_same_poisson_regression(rows):
    x, _, counts = rows
    scaled = (x - x.mean(axis=0)) / x.std(axis=0)
    theirs = PoissonRegressor(alpha=0, solver="newton-cholesky", tol=1e-10).fit(scaled, counts)
    mine = fit_regression("poisson", x, counts.astype(float))
    assert mine.predict(x) == pytest.approx(theirs.predict(scaled), rel=1e-6)


def test_linear_is_least_squares(rows):
    x, y, _ = rows
    theirs = sm.OLS(y, sm.add_constant(x)).fit()
    mine = fit_regression("linear", x, y)
    assert mine.coefficients == pytest.approx(theirs.params, rel=1e-6)
    residuals, design = mine.residuals(x, y)
    assert residuals == pytest.approx(theirs.resid, abs=1e-9)
    assert design == pytest.approx(theirs.model.exog)


def test_pearson_residuals_are_those_of_statsmodels(rows):
    x, y, _ = rows
    theirs = sm.GLM(y, sm.add_constant(x), family=sm.families.Binomial()).fit()
    residuals, design = fit_regression("logistic", x, y).residuals(x, y)
    assert residuals == pytest.approx(theirs.resid_pearson, rel=1e-5)
    hat = np.einsum("ij,jk,ik->i", design, np.linalg.inv(design.T @ design), design)
    assert hat == pytest.approx(theirs.get_influence().hat_matrix_diag, rel=1e-5)


def test_constant_and_repeated_predictors_do_no_harm(rows):
    x, y, _ = rows
    plain = fit_regression("logistic", x, y)
    wide = fit_regression("logistic", np.column_stack([x, x[:, 0] * 2, np.full(400, 7.1)]), y)
    assert wide.coefficients[-1] == 0
    more = np.column_stack([x, x[:, 0] * 2, np.full(400, 99.0)])
    assert wide.predict(more) == pytest.approx(plain.predict(x), rel=1e-6)


def test_a_predictor_that_tells_all_apart_is_told():
    x = np.arange(20.0)[:, None]
    assert not fit_regression("logistic", x, (x[:, 0] > 9) * 1.0).settled


@pytest.mark.parametrize(
    ("model", "outcome", "said"),
    [
        ("logistic", [1.0, 1.0, 1.0], "every row"),
        ("logistic", [0.0, 2.0, 1.0], "0 and 1"),
        ("poisson", [0.0, -2.0, 1.0], "below 0"),
    ],
)
def test_an_outcome_the_model_cannot_take_is_refused(model, outcome, said):
    with pytest.raises(ScoringError, match=said):
        fit_regression(model, np.arange(3.0)[:, None], np.array(outcome))


@pytest.mark.long
def test_logistic_residuals_without_a_pattern_are_called_a_pattern_in_one_of_twenty_cases():
    generator = np.random.default_rng(11)
    points = generator.random((150, 2))
    weights = nearest_weights(points, 6)
    called = 0
    for _ in range(600):
        x = np.column_stack([points[:, 0], generator.normal(size=150)])
        y = (generator.random(150) < 1 / (1 + np.exp(-x @ [1, 0.5]))) * 1.0
        fitted = fit_regression("logistic", x, y)
        called += residual_moran(*fitted.residuals(x, y), weights).p < 0.05
    assert 15 <= called <= 45  # 30 expected; three standard deviations are 16


def test_the_nearby_rate_is_the_mean_of_the_nearest_by_a_plain_loop():
    generator = np.random.default_rng(1)
    known, asked, y = generator.random((40, 2)), generator.random((15, 2)), generator.random(40)
    found = nearby_rate(known, y, asked, 3)
    for place, rate in zip(asked, found, strict=True):
        nearest = sorted(range(40), key=lambda i: np.hypot(*(known[i] - place)))[:3]
        assert rate == pytest.approx(sum(y[i] for i in nearest) / 3)
    assert nearby_rate(known[:2], y[:2], asked, 8) == pytest.approx(np.full(15, y[:2].mean()))
