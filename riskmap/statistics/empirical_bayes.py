"""Empirical Bayes estimates of rates: counts with an exposure, shrunken toward a mean.

For area i with count y, exposure n and rate r = y / n, shrunken toward the
mean rate m with the variance A of the true rates:

    theta = B r + (1 - B) m,    B = A / (A + m / n)

This is the mean of a gamma posterior with shape m^2 / A + y and rate
m / A + n. The variance is that of the method of moments, weighted by
exposure: A = sum n (r - m)^2 / sum n - m / mean(n), and never below 0.

Counts below `min_count` take no part: such an area enters with what is
expected of it when all that is known is that its count lies below. So no
result can tell which of the small counts it was.

References
----------
Marshall, R. M. (1991). Mapping disease and mortality rates using empirical
Bayes estimators. Applied Statistics 40(2), 283-294.

Clayton, D. and Kaldor, J. (1987). Empirical Bayes estimates of
age-standardized relative risks for use in disease mapping. Biometrics 43(3),
671-681.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv

from riskmap.errors import ScoringError
from riskmap.messages import Message
from riskmap.statistics.gamma_poisson import mixed_quantile, small_chances
from riskmap.statistics.spatial_weights import Weights, with_self, without_rows

Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]

_ROUNDS = 500
_SETTLED = 1e-12
_ROUNDING = 1e-12


@dataclass(frozen=True)
class Shrunken:
    """Shrunken rates, shape (n,) each; NaN where count or exposure is unknown.

    Attributes
    ----------
    rate
        Events per unit of exposure.
    low, high
        Bounds between which the rate lies with the chance asked for, given
        mean and variance.
    weight
        B: how much of the area's own rate is in its estimate (0..1); NaN for
        areas below the smallest count.
    below
        Areas whose count was below the smallest count and took no part.
    mean, variance
        m and A the area was shrunken with.
    """

    rate: Floats
    low: Floats
    high: Floats
    weight: Floats
    below: Flags
    mean: Floats
    variance: Floats


@dataclass(frozen=True)
class _Areas:
    """What is used of the known areas: counts, the small ones as expected, and their variance."""

    y: Floats
    n: Floats
    below: Flags
    min_count: int
    uncertain: Floats


@dataclass(frozen=True)
class _Prior:
    """Mean and variance of the rates around every area, and the events and exposure there."""

    mean: Floats
    variance: Floats
    events: Floats
    exposure: Floats


def shrink(
    counts: Floats,
    exposure: Floats,
    *,
    weights: "Weights | None" = None,
    prior: tuple[float, float] | None = None,
    min_count: int = 0,
    chance: float = 0.9,
) -> Shrunken:
    """Return shrunken rates with their intervals.

    Parameters
    ----------
    counts
        Shape (n,): whole numbers from 0, NaN unknown.
    exposure
        Shape (n,): above 0 in any unit, such as addresses or hectares times
        years; NaN unknown.
    weights
        Binary neighbours, shape (n, n): every area is shrunken toward the
        mean of itself and its neighbours. Without them, and for areas without
        a neighbour, toward the mean of all.
    prior
        Mean and variance of the rates where they come from elsewhere, such as
        `gamma_likelihood`; without it the moments of these areas.
    min_count
        Counts below it take no part.
    chance
        Of the interval, 0..1.

    Raises
    ------
    ScoringError
        When a count is negative or no whole number, an exposure is not above
        0, or no area has both and at least `min_count` events.
    """
    counts, exposure = np.asarray(counts, dtype=float), np.asarray(exposure, dtype=float)
    known = np.isfinite(counts) & np.isfinite(exposure)
    _check(counts[known], exposure[known], min_count)
    areas, mean, variance = _moments(counts[known], exposure[known], min_count)
    if prior is not None:
        mean, variance = prior
    size = len(areas.n)
    around = _Prior(
        np.full(size, mean),
        np.full(size, variance),
        np.full(size, areas.y.sum()),
        np.full(size, areas.n.sum()),
    )
    if weights is not None:
        around = _local(areas, around, with_self(without_rows(weights, known)))
    rate, low, high, weight = (_placed(part, known) for part in _posterior(areas, around, chance))
    below = np.zeros(len(known), dtype=bool)
    below[known] = areas.below
    mean_of, variance_of = _placed(around.mean, known), _placed(around.variance, known)
    return Shrunken(rate, low, high, weight, below, mean_of, variance_of)


def _check(y: Floats, n: Floats, min_count: int) -> None:
    if not len(y):
        raise ScoringError(
            Message("No area has a count and an exposure."),
            Message("Check the columns with the count and what it is divided by."),
        )
    if (y < 0).any() or (y % 1 != 0).any():
        raise ScoringError(
            Message("Counts are whole numbers from 0, and some of these are not."),
            Message("Rates cannot be shrunken without the counts they were made of."),
        )
    if (n <= 0).any():
        raise ScoringError(
            Message("An exposure is not above 0."),
            Message("Leave such areas out: a count on nothing is no rate."),
        )
    if (y < min_count).all():
        raise ScoringError(
            Message("No area has a count of {count} or more.", count=min_count),
            Message("Ask for larger areas or a longer period; so few events say nothing."),
        )


def _moments(counts: Floats, n: Floats, min_count: int) -> tuple[_Areas, float, float]:
    """Return the areas as they are used, and m and A of all of them.

    Small counts start in the middle of what they can be; mean, variance and
    what is expected of them are then worked out in turn until they agree.
    """
    below = counts < min_count
    y, uncertain = np.where(below, (min_count - 1) / 2, counts), np.zeros(len(n))
    mean = variance = np.nan
    for _ in range(_ROUNDS):
        before = (mean, variance)
        mean = float(y.sum() / n.sum())
        squares = n * (y / n - mean) ** 2 + uncertain / n
        variance = max(0.0, float(squares.sum() / n.sum() - mean / n.mean()))
        if not below.any() or np.allclose(before, (mean, variance), rtol=_SETTLED, atol=0):
            break
        chances = small_chances(n[below], mean, variance, min_count)
        each = np.arange(min_count)
        y[below] = chances @ each
        uncertain[below] = chances @ each**2 - y[below] ** 2
    return _Areas(y, n, below, min_count, uncertain), mean, variance


def _local(areas: _Areas, everywhere: _Prior, near: "Weights") -> _Prior:
    """Return m and A of every area with its neighbours (Marshall's local estimator)."""
    y, n = areas.y, areas.n
    rates = y / n
    events, exposure = _sums(near, y), _sums(near, n)
    mean = events / exposure
    # sum n (r - m)^2, written out, so that no pair of areas is held
    squares = _sums(near, n * rates**2 + areas.uncertain / n) - mean**2 * exposure
    neighbours = np.diff(near.indptr)
    variance = (squares - mean * neighbours) / exposure
    # what is left of two sums that are equal is rounding, no variance
    variance[variance < _ROUNDING * mean**2] = 0.0
    alone = neighbours == 1
    return _Prior(
        np.where(alone, everywhere.mean, mean),
        np.where(alone, everywhere.variance, variance),
        np.where(alone, everywhere.events, events),
        np.where(alone, everywhere.exposure, exposure),
    )


def _posterior(
    areas: _Areas, prior: _Prior, chance: float
) -> tuple[Floats, Floats, Floats, Floats]:
    """Return rate, low, high and weight of every area."""
    y, n, below = areas.y, areas.n, areas.below
    mean, wide = prior.mean, prior.variance > 0
    beta = np.divide(mean, prior.variance, out=np.full(len(n), np.inf), where=wide)
    weight = np.divide(n, n + beta, out=np.zeros(len(n)), where=wide)
    rate = np.where(wide, weight * (y / n) + (1 - weight) * mean, mean)
    tails = ((1 - chance) / 2, (1 + chance) / 2)
    # Where areas do not differ their common rate is what is uncertain (Jeffreys' prior).
    bounds = [gammaincinv(prior.events + 0.5, tail) / prior.exposure for tail in tails]
    own, hidden = np.flatnonzero(wide & ~below), np.flatnonzero(wide & below)
    shapes = mean[own] * beta[own] + y[own]
    for bound, tail in zip(bounds, tails, strict=True):
        bound[own] = gammaincinv(shapes, tail) / (beta[own] + n[own])
    if len(hidden):
        exposed = beta[hidden] + n[hidden]
        chances = small_chances(n[hidden], mean[hidden], prior.variance[hidden], areas.min_count)
        shapes = (mean[hidden] * beta[hidden])[:, np.newaxis] + np.arange(areas.min_count)
        rate[hidden] = (chances * shapes).sum(axis=1) / exposed
        for bound, tail in zip(bounds, tails, strict=True):
            bound[hidden] = mixed_quantile(tail, chances, shapes) / exposed
    weight[below] = np.nan
    return rate, bounds[0], bounds[1], weight


def _sums(near: "Weights", values: Floats) -> Floats:
    return np.asarray(near @ values, dtype=np.float64)


def _placed(part: Floats, known: Flags) -> Floats:
    whole = np.full(len(known), np.nan)
    whole[known] = part
    return whole
