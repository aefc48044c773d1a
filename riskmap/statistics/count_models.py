"""Counts per place explained by columns: Poisson and negative binomial, with the area as offset."""

import warnings
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.special import gammaln
from statsmodels.genmod import families
from statsmodels.genmod.generalized_linear_model import GLM
from statsmodels.tools.sm_exceptions import (
    ConvergenceWarning,
    DomainWarning,
    PerfectSeparationWarning,
)

Floats = NDArray[np.float64]
Family = Literal["poisson", "negative_binomial"]

# ln of the dispersion: below, the negative binomial cannot be told from the Poisson.
_LOG_DISPERSION = (-10.0, 6.0)
_ROUNDS = 100
_SETTLED = 1e-10
_LARGEST = 15.0  # a coefficient beyond this runs off: some combination of columns has no outcome


@dataclass(frozen=True, eq=False)
class CountModel:
    """A fitted model ``ln E[y] = ln a + b0 + sum_k b_k x_k``.

    Attributes
    ----------
    family
        Poisson, or the negative binomial whose variance is ``mu + dispersion mu^2`` (NB2).
    intercept, coefficients
        b0 and b, shape (k,).
    standard_errors
        Of the coefficients, as if nobody had chosen the columns by the same counts.
    dispersion
        0 for Poisson.
    log_likelihood
        With all constants.
    places
        n.
    settled
        Whether the fit converged on finite coefficients.
    """

    family: Family
    intercept: float
    coefficients: Floats
    standard_errors: Floats
    dispersion: float
    log_likelihood: float
    places: int
    settled: bool

    @property
    def parameters(self) -> int:
        """Intercept, coefficients and, for the negative binomial, the dispersion."""
        return 1 + len(self.coefficients) + (self.family == "negative_binomial")

    @property
    def bic(self) -> float:
        """``k ln n - 2 lnL`` (Schwarz 1978); the dispersion counts in k."""
        return float(self.parameters * np.log(self.places) - 2 * self.log_likelihood)

    def expected(self, columns: Floats, log_exposure: Floats) -> Floats:
        """Return the expected count at places, shape (n,)."""
        return np.asarray(np.exp(log_exposure + self.intercept + columns @ self.coefficients))


def fit_counts(
    counts: Floats,
    columns: Floats,
    log_exposure: Floats,
    family: Family = "poisson",
) -> CountModel:
    """Fit counts on columns by maximum likelihood.

    Equal rows are fitted once with their number as frequency, which changes
    nothing in the likelihood. For the negative binomial the coefficients and
    the dispersion are maximised in turn until the likelihood stays (Venables
    and Ripley 2002, section 7.4; Cameron and Trivedi 2013, section 3.3).

    Parameters
    ----------
    counts
        y, shape (n,).
    columns
        x without the constant, shape (n, k); k may be 0.
    log_exposure
        ln of the area of each place, shape (n,).
    """
    y, x, offset, weight = _distinct(counts, columns, log_exposure)
    design = np.column_stack((np.ones(len(y)), x))
    dispersion, before = 0.0, -np.inf
    fitted = _weighted_fit(y, design, offset, weight, families.Poisson())
    settled = fitted.settled
    if family == "negative_binomial":
        settled = False
        for _ in range(_ROUNDS):
            dispersion = _best_dispersion(y, fitted.mean, weight)
            kind = families.NegativeBinomial(alpha=dispersion)
            fitted = _weighted_fit(y, design, offset, weight, kind, start=fitted.estimates)
            settled = fitted.log_likelihood - before < _SETTLED * abs(fitted.log_likelihood)
            before = fitted.log_likelihood
            if settled:
                settled = fitted.settled
                break
    return CountModel(
        family=family,
        intercept=float(fitted.estimates[0]),
        coefficients=fitted.estimates[1:],
        standard_errors=fitted.standard_errors[1:],
        dispersion=dispersion,
        log_likelihood=fitted.log_likelihood,
        places=len(counts),
        settled=bool(settled) and bool((np.abs(fitted.estimates[1:]) < _LARGEST).all()),
    )


def poisson_deviance(counts: Floats, expected: Floats) -> float:
    """Return ``2 sum (y ln(y / mu) - (y - mu))``."""
    ratio = np.where(counts > 0, counts, 1.0) / expected
    return float(2 * np.sum(np.where(counts > 0, counts * np.log(ratio), 0.0) - counts + expected))


@dataclass(frozen=True, eq=False)
class _Fit:
    estimates: Floats
    standard_errors: Floats
    mean: Floats
    log_likelihood: float
    settled: bool


def _weighted_fit(
    y: Floats,
    design: Floats,
    offset: Floats,
    weight: Floats,
    family: families.Family,
    *,
    start: Floats | None = None,
) -> _Fit:
    with warnings.catch_warnings():
        # What these say is in `settled`: whoever asked for the fit decides.
        for category in (ConvergenceWarning, DomainWarning, PerfectSeparationWarning):
            warnings.simplefilter("ignore", category)
        model = GLM(y, design, family=family, offset=offset, freq_weights=weight)
        with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
            fitted = model.fit(start_params=start, tol=1e-10, maxiter=100)
    estimates = np.asarray(fitted.params, dtype=np.float64)
    return _Fit(
        estimates,
        np.sqrt(np.maximum(np.diag(fitted.cov_params()), 0.0)),
        np.asarray(fitted.fittedvalues, dtype=np.float64),
        float(fitted.llf),
        bool(fitted.converged) and bool(np.isfinite(estimates).all()),
    )


def _best_dispersion(y: Floats, mean: Floats, weight: Floats) -> float:
    """Return the dispersion with the highest likelihood for these means."""

    def loss(log_dispersion: float) -> float:
        a = np.exp(log_dispersion)
        terms = gammaln(y + 1 / a) - gammaln(1 / a) + y * np.log(a * mean)
        return float(-np.sum(weight * (terms - (y + 1 / a) * np.log1p(a * mean))))

    best = minimize_scalar(loss, bounds=_LOG_DISPERSION, method="bounded", options={"xatol": 1e-9})
    return float(np.exp(best.x))


def _distinct(
    counts: Floats, columns: Floats, log_exposure: Floats
) -> tuple[Floats, Floats, Floats, Floats]:
    """Return every different row once, with how often it is there."""
    rows = np.column_stack((counts, log_exposure, columns))
    order = np.lexsort(rows.T)
    ordered = rows[order]
    new = np.concatenate(([True], (ordered[1:] != ordered[:-1]).any(axis=1)))
    weight = np.diff(np.append(np.flatnonzero(new), len(ordered))).astype(np.float64)
    kept = ordered[new]
    return kept[:, 0], kept[:, 2:], kept[:, 1], weight
