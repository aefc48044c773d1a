"""Intervals and tests for shares of visits that found something.

A list is short and finds are few, so the textbook interval (estimate plus or minus so many
standard errors) is not used anywhere: at 25 visits it covers far less than it says. The score
methods below come from inverting a test and keep their word at small counts, zero included.
"""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri
from scipy.stats import chi2, fisher_exact

Floats = NDArray[np.float64]
Test = Literal["chi2_n1", "chi2", "yates", "fisher"]

_HALVINGS = 70
_WIDEST = 1e9


def wilson(hits: ArrayLike, visits: ArrayLike, confidence: float = 0.9) -> tuple[Floats, Floats]:
    """Return the score interval of a share.

    The estimand is the chance that a visit to a place like these finds
    something: the places visited are taken as a sample of all places that
    could have stood there. Used for the overall rate (all places visited) and for
    precision (the visited places at the top of a list).

    Parameters
    ----------
    hits
        Visits that found something; any shape. May be an expectation over tie
        orders, and so need not be whole.
    visits
        Visits made, of a shape that goes with `hits`; NaN comes back where it is 0.
    confidence
        Between 0 and 1.

    References
    ----------
    Wilson 1927; Brown, Cai and DasGupta 2001 (why not the usual one).
    """
    x, n = np.broadcast_arrays(np.asarray(hits, float), np.asarray(visits, float))
    z2 = float(ndtri(0.5 + confidence / 2)) ** 2
    with np.errstate(invalid="ignore", divide="ignore"):
        share = x / n
        middle = (share + z2 / (2 * n)) / (1 + z2 / n)
        half = np.sqrt(z2 * (share * (1 - share) / n + z2 / (4 * n**2))) / (1 + z2 / n)
        low, high = np.maximum(middle - half, 0.0), np.minimum(middle + half, 1.0)
    return np.where(x <= 0, 0.0 * low, low), np.where(x >= n, high * 0.0 + 1.0, high)


def risk_ratio(
    hits: tuple[float, float], visits: tuple[float, float], confidence: float = 0.9
) -> tuple[float, float]:
    """Return the score interval of the ratio of two independent shares.

    The estimand is p1 / p2, both as in `wilson`. The interval holds every
    ratio that a score test with the nuisance share at its constrained maximum
    likelihood does not refuse; it needs no finds in either group.

    Parameters
    ----------
    hits, visits
        Of the first and of the second group.
    confidence
        Between 0 and 1.

    Returns
    -------
    tuple
        Low (0 when the first group has no finds) and high (infinite when the
        second has none); NaN for both when a group has no visits.

    References
    ----------
    Koopman 1984; Miettinen and Nurminen 1985 (without their N/(N-1)).
    """
    (x1, x2), (n1, n2) = hits, visits
    if n1 <= 0 or n2 <= 0:
        return np.nan, np.nan
    z = float(ndtri(0.5 + confidence / 2))
    start = (x1 / n1) / (x2 / n2) if x1 > 0 and x2 > 0 else (0.0 if x2 > 0 else np.inf)
    low = 0.0 if x1 <= 0 else _edge(hits, visits, z, (0.0, min(start, _WIDEST)))
    high = np.inf if x2 <= 0 else _edge(hits, visits, -z, (max(start, 0.0), _WIDEST))
    return low, high


def _edge(
    hits: tuple[float, float],
    visits: tuple[float, float],
    z: float,
    between: tuple[float, float],
) -> float:
    """Return the ratio at which the score statistic is `z`, by halving on a log scale."""
    low, high = np.log(max(between[0], 1 / _WIDEST)), np.log(max(between[1], 1 / _WIDEST))
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        # The statistic falls as the ratio rises.
        if _score(hits, visits, float(np.exp(middle))) > z:
            low = middle
        else:
            high = middle
    return float(np.exp((low + high) / 2))


def _score(hits: tuple[float, float], visits: tuple[float, float], ratio: float) -> float:
    (x1, x2), (n1, n2) = hits, visits
    a, b, c = (n1 + n2) * ratio, -(n1 * ratio + x1 + n2 + x2 * ratio), x1 + x2
    p2 = (-b - np.sqrt(max(b * b - 4 * a * c, 0.0))) / (2 * a)
    p1 = ratio * p2
    variance = p1 * (1 - p1) / n1 + ratio**2 * p2 * (1 - p2) / n2
    distance = x1 / n1 - ratio * x2 / n2
    return (
        float(distance / np.sqrt(variance)) if variance > 0 else float(np.sign(distance)) * np.inf
    )


def lift_interval(
    hits: tuple[float, float], visits: tuple[float, float], confidence: float = 0.9
) -> tuple[float, float]:
    """Return the score interval of the lift of a top over all places.

    The estimand is p1 / (w p1 + (1 - w) p2): the chance of a find at a place
    at the top over the chance at any place of the list, where p1 and p2 are
    the chances at the top and below it and w, the share of the visits that
    were made at the top, is held as it was. Lift rises with p1 / p2, so its
    interval is that of `risk_ratio`, carried over; top and rest are apart,
    which top and all are not. The share of all finds that lies in the top is
    w times the lift, and has this interval times w.

    Parameters
    ----------
    hits
        At the top, and of all visits.
    visits
        At the top, and all of them.
    confidence
        Between 0 and 1.
    """
    (top, every), (visited, visits_all) = hits, visits
    rest = visits_all - visited
    if visited <= 0 or visits_all <= 0:
        return np.nan, np.nan
    if rest <= 0:
        return 1.0, 1.0
    share = visited / visits_all
    edges = risk_ratio((top, max(every - top, 0.0)), (visited, rest), confidence)
    low, high = (1 / share if np.isinf(r) else r / (share * r + 1 - share) for r in edges)
    return float(low), float(high)


def two_proportions(
    first: ArrayLike, first_total: float, second: ArrayLike, second_total: float, test: Test
) -> Floats:
    """Return the p-value, two-sided, that two shares are the same, for every area.

    Parameters
    ----------
    first, second
        Counts per area, shape (n,).
    first_total, second_total
        Sums over all areas: the share of an area is its count over the sum.
    test
        ``chi2_n1`` is Pearson's chi-square times (N-1)/N (Campbell 2007), sound
        down to small counts; ``chi2`` without that factor; ``yates`` with
        continuity correction, as R's ``prop.test``; ``fisher`` exact.

    Returns
    -------
    Floats
        Shape (n,); 1 where neither has any (nothing differs).

    References
    ----------
    Wheeler, Steenbeek and Andresen 2018, Transactions in GIS 22.
    """
    x1, x2 = (np.asarray(counts, dtype=float) for counts in (first, second))
    if test == "fisher":
        pairs = zip(x1, x2, strict=True)
        found = [_fisher(a, b, first_total - a, second_total - b) for a, b in pairs]
        return np.asarray(found, dtype=float)
    n, pooled = first_total + second_total, (x1 + x2) / (first_total + second_total)
    with np.errstate(invalid="ignore", divide="ignore"):
        apart = np.abs(x1 / first_total - x2 / second_total)
        scale = 1 / first_total + 1 / second_total
        if test == "yates":
            apart = apart - np.minimum(0.5 * scale, apart)
        statistic = apart**2 / (pooled * (1 - pooled) * scale)
    if test == "chi2_n1":
        statistic = statistic * (n - 1) / n
    tested = chi2.sf(np.nan_to_num(statistic, nan=0.0), 1)
    return np.asarray(tested, dtype=float)


def _fisher(a: float, b: float, rest_a: float, rest_b: float) -> float:
    table = np.rint([[a, b], [rest_a, rest_b]]).astype(int)
    return float(fisher_exact(table)[1])
