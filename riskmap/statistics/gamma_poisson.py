"""Counts that are Poisson with a gamma distributed rate: negative binomial.

With mean m and variance A of the rates and exposure n, a count has shape
m^2 / A and chance of success b / (b + n) with b = m / A; where A is 0 it is
Poisson with mean m n.

References
----------
Clayton, D. and Kaldor, J. (1987). Empirical Bayes estimates of
age-standardized relative risks for use in disease mapping. Biometrics 43(3),
671-681.
"""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import gammainc, gammaincinv, gammaln, logsumexp, xlogy

Floats: TypeAlias = NDArray[np.float64]

_LARGEST_SHAPE = 1e7  # of a gamma that no data tell from a single rate
_HALVINGS = 200


def gamma_likelihood(
    counts: Floats, exposure: Floats, *, min_count: int = 0
) -> tuple[float, float]:
    """Return mean and variance of the rates by maximum likelihood (Clayton and Kaldor 1987).

    Of a count below `min_count` only that it lies below is used. Where counts
    vary no more than chance makes them the variance is 0.

    Parameters
    ----------
    counts, exposure
        Shape (n,): whole numbers from 0, and above 0 in any unit.
    """
    y, n = np.asarray(counts, dtype=float), np.asarray(exposure, dtype=float)
    below = y < min_count
    rate = float(np.where(below, (min_count - 1) / 2, y).sum() / n.sum())
    if not rate > 0 or below.all():  # nothing to fit to
        return 0.0, 0.0

    def loss(at: Floats) -> float:
        mean, shape = np.exp(at)
        logs = count_logs(y[~below], n[~below], mean, mean**2 / shape)
        small = small_logs(n[below], mean, mean**2 / shape, min_count)
        hidden = logsumexp(small, axis=1).sum() if below.any() else 0.0
        return -float(logs.sum() + hidden)

    best = minimize(
        loss,
        np.array([np.log(rate), 0.0]),
        method="Nelder-Mead",
        options={"xatol": 1e-10, "fatol": 1e-12, "maxiter": 5000, "maxfev": 5000},
    )
    mean, shape = np.exp(best.x)
    return float(mean), 0.0 if shape > _LARGEST_SHAPE else float(mean**2 / shape)


def small_chances(n: Floats, mean: Floats | float, variance: Floats | float, k: int) -> Floats:
    """Return the chance of every count 0..k-1, given that it is one of these; shape (n, k)."""
    logs = small_logs(n, mean, variance, k)
    return np.asarray(np.exp(logs - logsumexp(logs, axis=1, keepdims=True)))


def small_logs(n: Floats, mean: Floats | float, variance: Floats | float, k: int) -> Floats:
    """Return the log of the chance of every count 0..k-1, shape (n, k)."""
    mean = np.broadcast_to(mean, n.shape)[:, np.newaxis]
    variance = np.broadcast_to(variance, n.shape)[:, np.newaxis]
    return count_logs(np.arange(k, dtype=float), n[:, np.newaxis], mean, variance)


def count_logs(
    counts: Floats, exposure: Floats, mean: Floats | float, variance: Floats | float
) -> Floats:
    """Return the log of the chance of counts; all four are broadcast together."""
    y, n, m, a = np.broadcast_arrays(counts, exposure, mean, variance)
    expected = m * n
    logs = np.asarray(xlogy(y, expected) - expected - gammaln(y + 1))
    wide = a > 0
    y, n, beta = y[wide], n[wide], m[wide] / a[wide]
    shape = m[wide] * beta
    logs[wide] = (
        gammaln(y + shape) - gammaln(shape) - gammaln(y + 1)
        + shape * np.log(beta / (beta + n)) + xlogy(y, n / (beta + n))
    )  # fmt: skip
    return logs


def mixed_quantile(chance: float, weights: Floats, shapes: Floats) -> Floats:
    """Return the quantile of a mixture of unit gammas in every row, by bisection.

    Parameters
    ----------
    chance
        0..1.
    weights, shapes
        Shape (n, k): weights of a row add up to 1.
    """
    each = gammaincinv(shapes, chance)
    low, high = each.min(axis=1), each.max(axis=1)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        reached = (weights * gammainc(shapes, middle[:, np.newaxis])).sum(axis=1) >= chance
        low, high = np.where(reached, low, middle), np.where(reached, middle, high)
    return np.asarray((low + high) / 2)
