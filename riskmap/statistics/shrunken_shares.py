"""Shares of small groups, shrunken toward the share of all."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Floats = NDArray[np.float64]

_LEAST_STRENGTH = 2.0


@dataclass(frozen=True)
class ShrunkenShares:
    """Shares with their intervals, shape (n,) each; NaN for a group without members.

    Attributes
    ----------
    share
        Posterior mean.
    low, high
        Bounds of the posterior interval.
    """

    share: Floats
    low: Floats
    high: Floats


def shrunken_shares(hits: Floats, sizes: Floats, *, chance: float = 0.9) -> ShrunkenShares:
    """Return empirical Bayes estimates of shares under a beta-binomial model.

    With m the share of all, N members in K groups and S = sum n (r - m)^2,
    the correlation within groups is rho = (S / (m (1 - m)) - (K - 1)) / (N -
    sum n^2 / N - (K - 1)), and never below 0 (Kleinman 1973). The prior is a
    beta distribution with mean m and strength 1 / rho - 1, so that a group's
    estimate is (strength m + hits) / (strength + n). The strength is at least
    2, that of a flat prior: few groups that differ widely do not make a group
    of two a certainty.

    Parameters
    ----------
    hits, sizes
        Shape (n,): members that count, and all members.
    chance
        Of the interval, 0..1.
    """
    there = sizes > 0
    y, n = hits[there], sizes[there]
    result = [np.full(len(sizes), np.nan) for _ in range(3)]
    if len(n):
        mean = y.sum() / n.sum()
        strength = _strength(y, n, mean)
        # Where groups do not differ, what is uncertain is the share they have in common.
        alike = not np.isfinite(strength)
        a = np.full(len(n), y.sum() + 0.5) if alike else strength * mean + y
        b = np.full(len(n), (n - y).sum() + 0.5) if alike else strength * (1 - mean) + n - y
        tails = ((1 - chance) / 2, (1 + chance) / 2)
        result[0][there] = mean if alike else a / (a + b)
        for bound, tail in zip(result[1:], tails, strict=True):
            bound[there] = stats.beta.ppf(tail, a, b)
    return ShrunkenShares(*result)


def _strength(y: Floats, n: Floats, mean: float) -> float:
    """Return how many members the prior is worth; infinite where groups do not differ."""
    total, groups = n.sum(), len(n)
    between = total - (n**2).sum() / total - (groups - 1)
    if not 0 < mean < 1 or not between > 0:
        return np.inf
    squares = (n * (y / n - mean) ** 2).sum() / (mean * (1 - mean))
    rho = (squares - (groups - 1)) / between
    return max(_LEAST_STRENGTH, float(1 / rho - 1)) if rho > 0 else np.inf
