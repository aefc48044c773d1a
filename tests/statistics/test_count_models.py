"""Models of counts, against likelihoods written out here, statsmodels, glum and scikit-learn.

riskmap fits with the GLM of statsmodels on rows put together, and the
dispersion by itself; the oracles are its discrete models, which maximise all
at once over the rows as they are, and engines that share no code with it.
"""

import numpy as np
import pytest
import statsmodels.api as sm
from glum import GeneralizedLinearRegressor
from scipy.optimize import minimize
from scipy.special import gammaln
from scipy.stats import nbinom, poisson
from sklearn.linear_model import PoissonRegressor

from riskmap.statistics.count_models import fit_counts, poisson_deviance


@pytest.fixture(scope="module")
def data():
    draw = np.random.Generator(np.random.PCG64(7))
    columns = np.column_stack((draw.random((900, 2)) < 0.3, draw.uniform(0, 1, 900))).astype(float)
    offset = np.log(draw.choice([0.25, 0.5, 1.0], 900))
    mean = np.exp(offset + 0.3 + columns @ [0.9, -0.4, 0.6])
    counts = draw.poisson(mean * draw.gamma(1 / 0.7, 0.7, 900)).astype(float)
    return counts, columns, offset


def test_poisson_is_where_the_likelihood_written_out_is_highest(data) -> None:
    counts, columns, offset = data
    design = np.column_stack((np.ones(len(counts)), columns))

    def loss(b):
        return -poisson.logpmf(counts, np.exp(offset + design @ b)).sum()

    best = minimize(loss, np.zeros(4), method="BFGS", options={"gtol": 1e-7})
    model = fit_counts(counts, columns, offset)
    assert [model.intercept, *model.coefficients] == pytest.approx(best.x, abs=1e-5)
    assert model.log_likelihood == pytest.approx(-best.fun, abs=1e-8)


def test_poisson_agrees_with_glum_and_scikit_learn_without_penalty(data) -> None:
    counts, columns, offset = data
    model = fit_counts(counts, columns, offset)
    other = GeneralizedLinearRegressor(family="poisson", alpha=0, gradient_tol=1e-10)
    other.fit(columns, counts, offset=offset)
    assert model.coefficients == pytest.approx(other.coef_, abs=1e-6)
    assert model.intercept == pytest.approx(other.intercept_, abs=1e-6)
    # scikit-learn knows no offset: a rate with the exposure as weight has the same likelihood
    third = PoissonRegressor(alpha=0, tol=1e-10, max_iter=1000)
    third.fit(columns, counts / np.exp(offset), sample_weight=np.exp(offset))
    assert model.coefficients == pytest.approx(third.coef_, abs=1e-5)


def test_negative_binomial_is_where_the_likelihood_written_out_is_highest(data) -> None:
    counts, columns, offset = data
    design = np.column_stack((np.ones(len(counts)), columns))

    def loss(b):
        mean, size = np.exp(offset + design @ b[:4]), np.exp(-b[4])
        return -nbinom.logpmf(counts, size, size / (size + mean)).sum()

    best = minimize(loss, np.zeros(5), method="BFGS", options={"gtol": 1e-6})
    model = fit_counts(counts, columns, offset, "negative_binomial")
    assert [model.intercept, *model.coefficients] == pytest.approx(best.x[:4], abs=1e-4)
    assert np.log(model.dispersion) == pytest.approx(best.x[4], abs=1e-4)
    assert model.log_likelihood == pytest.approx(-best.fun, abs=1e-7)


def test_both_agree_with_the_discrete_models_of_statsmodels(data) -> None:
    counts, columns, offset = data
    design = sm.add_constant(columns)
    first = sm.Poisson(counts, design, offset=offset).fit(disp=0)
    model = fit_counts(counts, columns, offset)
    assert model.bic == pytest.approx(first.bic, abs=1e-6)
    assert model.standard_errors == pytest.approx(first.bse[1:], rel=1e-5)
    second = sm.NegativeBinomial(counts, design, offset=offset).fit(disp=0, maxiter=500, gtol=1e-9)
    model = fit_counts(counts, columns, offset, "negative_binomial")
    assert model.coefficients == pytest.approx(second.params[1:-1], abs=1e-4)
    assert model.dispersion == pytest.approx(second.params[-1], rel=1e-3)
    assert model.bic == pytest.approx(second.bic, abs=1e-5)
    assert model.standard_errors == pytest.approx(second.bse[1:-1], rel=0.05)


def test_bic_by_hand() -> None:
    counts, nothing = np.array([0.0, 1.0, 2.0, 5.0]), np.empty((4, 0))
    # mean 2: lnL = sum y ln 2 - 2 - ln y!
    by_hand = 8 * np.log(2) - 8 - (np.log(2) + np.log(120))
    model = fit_counts(counts, nothing, np.zeros(4))
    assert model.bic == pytest.approx(np.log(4) - 2 * by_hand)
    wider = fit_counts(counts, nothing, np.zeros(4), "negative_binomial")
    assert wider.parameters == 2  # intercept and dispersion
    assert wider.bic == pytest.approx(2 * np.log(4) - 2 * wider.log_likelihood)


def test_equal_rows_put_together_change_nothing(data) -> None:
    counts, columns, offset = data
    flags = columns[:, :2]
    design = np.column_stack((np.ones(len(counts)), flags))
    model = fit_counts(counts, flags, offset)
    mean = np.exp(offset + design @ [model.intercept, *model.coefficients])
    # the score equations hold over the rows as they were given
    assert design.T @ (counts - mean) == pytest.approx([0, 0, 0], abs=1e-6)
    assert model.expected(flags, offset) == pytest.approx(mean)
    written_out = np.sum(counts * np.log(mean) - mean - gammaln(counts + 1))
    assert model.log_likelihood == pytest.approx(written_out)


def test_the_deviance_is_the_one_of_statsmodels(data) -> None:
    counts, columns, offset = data
    fitted = sm.GLM(counts, sm.add_constant(columns), family=sm.families.Poisson(), offset=offset).fit()  # noqa: E501  # fmt: skip
    model = fit_counts(counts, columns, offset)
    assert poisson_deviance(counts, model.expected(columns, offset)) == pytest.approx(
        fitted.deviance
    )


def test_counts_without_overdispersion_have_none() -> None:
    draw = np.random.Generator(np.random.PCG64(3))
    counts = draw.binomial(10, 0.3, 500).astype(float)  # less spread than Poisson
    nothing, offset = np.empty((500, 0)), np.zeros(500)
    model = fit_counts(counts, nothing, offset, "negative_binomial")
    assert model.dispersion < 1e-4
    assert model.bic == pytest.approx(fit_counts(counts, nothing, offset).bic + np.log(500), abs=0.05)  # noqa: E501  # fmt: skip


def test_a_column_without_any_outcome_is_not_settled() -> None:
    flag = np.repeat([0.0, 1.0], 50)[:, None]
    counts = np.concatenate((np.ones(50), np.zeros(50)))
    assert not fit_counts(counts, flag, np.zeros(100)).settled
