"""Logistic, Poisson and linear regression of an outcome on predictors, and their residuals."""

import warnings
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from riskmap.errors import ScoringError
from riskmap.messages import Message

Floats = NDArray[np.float64]
Model = Literal["logistic", "ridge", "poisson", "linear"]

_TIGHT = 1e-10
_MOST_STEPS = 200


@dataclass(frozen=True)
class Regression:
    """A fitted regression.

    Attributes
    ----------
    model
        ``logistic``; ``ridge``: logistic with a penalty on the squares of the
        standardised coefficients; ``poisson``; ``linear``.
    coefficients
        Shape (k + 1,), the intercept first, per unit of each predictor.
    settled
        False where the fit did not settle, mostly because a predictor tells
        found from not found without fail in these rows.
    """

    model: Model
    coefficients: Floats
    settled: bool = True

    def linear(self, predictors: Floats) -> Floats:
        """Return the linear predictor, shape (n,)."""
        eta: Floats = self.coefficients[0] + predictors @ self.coefficients[1:]
        return eta

    def predict(self, predictors: Floats) -> Floats:
        """Return the chance, the expected count or the expected value, shape (n,)."""
        eta = self.linear(predictors)
        if self.model in ("logistic", "ridge"):
            from scipy.special import expit  # noqa: PLC0415

            return np.asarray(expit(eta), dtype=np.float64)
        return np.exp(eta) if self.model == "poisson" else eta

    def residuals(self, predictors: Floats, outcome: Floats) -> tuple[Floats, Floats]:
        """Return residuals and the design they belong to, for `residual_moran`.

        Plain ones of a linear regression; Pearson residuals and a design
        times the root of the working weights of the others.
        """
        design = np.column_stack([np.ones(len(outcome)), predictors])
        expected = self.predict(predictors)
        if self.model == "linear":
            return outcome - expected, design
        binary = self.model != "poisson"
        variance = expected * (1 - expected) if binary else expected
        spread = np.sqrt(np.maximum(variance, np.finfo(float).tiny))
        return (outcome - expected) / spread, design * spread[:, None]


def fit_regression(
    model: Model, predictors: Floats, outcome: Floats, *, penalty: float = 1.0
) -> Regression:
    """Fit a regression by maximum likelihood, or with a ridge penalty.

    Predictors are standardised with the mean and standard deviation of these
    rows and of no others. A predictor that is constant here has coefficient
    0; of predictors that repeat each other the shortest solution is taken.

    Parameters
    ----------
    model
        Which one.
    predictors
        Shape (n, k), nothing unknown.
    outcome
        Shape (n,): 0 or 1 for logistic and ridge, counts for poisson.
    penalty
        For ridge: minimise ``-log likelihood + penalty / 2 * sum b^2``.

    Raises
    ------
    ScoringError
        When the outcome does not vary or is of another kind than the model's.
    """
    _check(model, outcome)
    middle = predictors.mean(axis=0)
    spread = predictors.std(axis=0)
    # Rounding leaves a spread in a constant column: it must not be blown up to 1.
    varies = spread > 1e-12 * np.maximum(np.abs(middle), 1.0)
    scaled = (predictors[:, varies] - middle[varies]) / spread[varies]
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        fitted = _fit(model, scaled, outcome, penalty)
    slopes = np.zeros(predictors.shape[1])
    slopes[varies] = fitted[1:] / spread[varies]
    coefficients = np.concatenate([[fitted[0] - slopes @ middle], slopes])
    return Regression(model, coefficients, settled=not said)


def _fit(model: Model, scaled: Floats, outcome: Floats, penalty: float) -> Floats:
    design = np.column_stack([np.ones(len(outcome)), scaled])
    if model == "linear":
        return np.asarray(np.linalg.lstsq(design, outcome, rcond=None)[0], dtype=np.float64)
    if model == "ridge":
        if not scaled.shape[1]:
            return np.array([np.log(outcome.mean() / (1 - outcome.mean()))])
        from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 (slow to import)

        ridge = LogisticRegression(
            C=1 / penalty, solver="newton-cholesky", tol=_TIGHT, max_iter=_MOST_STEPS
        ).fit(scaled, outcome)
        return np.concatenate([ridge.intercept_, ridge.coef_[0]]).astype(np.float64)
    import statsmodels.api as sm  # noqa: PLC0415 (slow to import)

    family = sm.families.Binomial() if model == "logistic" else sm.families.Poisson()
    fitted = sm.GLM(outcome, design, family=family).fit(tol=_TIGHT, maxiter=_MOST_STEPS)
    return np.asarray(fitted.params, dtype=np.float64)


def _check(model: Model, outcome: Floats) -> None:
    if not np.ptp(outcome) > 0:
        raise ScoringError(
            Message("The outcome is {value:g} in every row that trains.", value=float(outcome[0])),
            Message("A model needs both found and not found: use fewer folds or more rows."),
        )
    if model in ("logistic", "ridge") and not np.isin(outcome, (0.0, 1.0)).all():
        raise ScoringError(
            Message("A {model} model needs an outcome of 0 and 1.", model=model),
            Message("Use --model poisson for counts or --model linear for measurements."),
        )
    if model == "poisson" and (outcome < 0).any():
        raise ScoringError(
            Message("A poisson model needs counts, and some outcomes are below 0."),
            Message("Use --model linear for measurements."),
        )
