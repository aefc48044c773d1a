"""Estimation from visits that did not all have the same chance of being made.

A visit with selection probability p stands for 1/p places (Horvitz and
Thompson 1952). Places whose probability is 0 under the design are stood for by
nobody: no estimator here speaks about them.
"""

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from riskmap.statistics.proportions import risk_ratio, wilson

Floats = NDArray[np.float64]

# A probability this close to 1 is certainty: what is missing is rounding.
_CERTAIN = 1 - 1e-9


class Weighted(NamedTuple):
    """A weighted mean, and the estimated variance of it."""

    value: float
    variance: float


class Estimate(NamedTuple):
    """A value with its interval, and how many equally likely visits it is worth."""

    value: float
    low: float
    high: float
    effective: float


def horvitz_thompson(
    found: Floats,
    probability: Floats,
    population: float,
    design: Literal["poisson", "with_replacement"] = "poisson",
) -> Weighted:
    r"""Estimate the mean of a population whose size is known.

    Estimand: :math:`\bar Y = N^{-1}\sum_{i=1}^N y_i`. Estimator:
    :math:`N^{-1}\sum_{i\in s} y_i/\pi_i`, without bias for every design in
    which all :math:`\pi_i > 0`. Its variance needs the chances of pairs of
    places, which nobody has written down; two approximations are offered.
    ``poisson`` takes every place to have been drawn by itself,
    :math:`N^{-2}\sum (1-\pi_i)\pi_i^{-2} y_i^2` (certain places then carry no
    uncertainty; too large for a draw of fixed size). ``with_replacement``
    takes the n draws to be alike, the variance of the mean of
    :math:`n y_i/(N\pi_i)`; too large where much of the population was drawn.

    Parameters
    ----------
    found
        What each visit found, shape (n,).
    probability
        Chance that the visit was made, 0 < p <= 1, shape (n,).
    population
        Number of places N the visits were drawn from.

    References
    ----------
    Horvitz and Thompson 1952, JASA 47, 663-685; Hansen and Hurwitz 1943.
    """
    expanded = found / probability / population
    value = float(expanded.sum())
    if design == "poisson":
        return Weighted(value, float(((1 - probability) * expanded**2).sum()))
    count = len(found)
    if count < 2:  # noqa: PLR2004 (one draw shows no spread)
        return Weighted(value, float("nan"))
    return Weighted(value, float(np.var(expanded * count, ddof=1) / count))


def hajek(found: Floats, probability: Floats, *, finite: bool = True) -> Weighted:
    r"""Estimate a mean by the ratio of two Horvitz-Thompson totals.

    Estimand: the population's mean, its size being unknown. Estimator
    :math:`\hat p = \sum w_i y_i / \sum w_i`, :math:`w_i = 1/\pi_i`, with a bias
    of order 1/n; steadier than Horvitz-Thompson where :math:`y` and
    :math:`\pi` have little to do with each other. Variance by linearisation
    under Poisson sampling:
    :math:`\sum (1-\pi_i) w_i^2 (y_i-\hat p)^2 / (\sum w_i)^2`; without the factor
    :math:`1-\pi_i` (`finite` False) for the mean of the process that made the
    population, of which the population itself is a sample.

    References
    ----------
    Hajek 1971, in Godambe and Sprott (eds), Foundations of Statistical
    Inference; Sarndal, Swensson and Wretman 1992, section 5.7.
    """
    weight = 1 / probability
    total = weight.sum()
    value = float((weight * found).sum() / total)
    left = 1 - probability if finite else np.ones_like(probability)
    return Weighted(value, float((left * (weight * (found - value)) ** 2).sum() / total**2))


def effective_visits(probability: Floats, *, finite: bool = False) -> float:
    r"""Return how many equally likely visits say as much as these.

    Kish's :math:`(\sum w)^2 / \sum w^2`; with `finite` each square is taken times
    :math:`1-\pi_i`, so that n of N drawn alike are worth :math:`n/(1-n/N)`.

    References
    ----------
    Kish 1965, Survey Sampling, section 11.7; Korn and Graubard 1998.
    """
    weight = 1 / probability
    squares = float((weight**2 * ((1 - probability) if finite else 1.0)).sum())
    return float(weight.sum() ** 2 / squares) if squares > 0 else float("inf")


def selected_rate(
    found: Floats, probability: Floats, *, finite: bool = False, level: float = 0.9
) -> Estimate:
    r"""Estimate the share of places where something is found, from visits of all kinds.

    Estimand: with `finite` the share among the places of the pool as they
    are; without it the chance that a visit to a place of the pool finds
    something. Certain visits (probability 1) are a stratum: they stand for
    themselves. The others get Hajek's estimate and Wilson's interval at their
    effective number (Kish), which stays sensible when hardly anything was
    found; the two intervals are put together by the distances of their
    limits (MOVER), :math:`\hat p - \sqrt{\sum W_h^2(\hat p_h-l_h)^2}`.

    Parameters
    ----------
    found
        1 where the visit found something, else 0; shape (n,).
    probability
        Chance that the visit was made, 0 < p <= 1, shape (n,).

    Returns
    -------
    Estimate
        NaN throughout when no visit was made by chance: certain visits say
        nothing about the places that were left out.

    References
    ----------
    Wilson 1927; Yan and Su 2010, Statistics in Biopharmaceutical Research 2
    (stratified Wilson); Zou and Donner 2008 (MOVER).
    """
    certain = probability >= _CERTAIN
    if certain.all():
        return Estimate(float("nan"), float("nan"), float("nan"), 0.0)
    weight = 1 / np.where(certain, 1.0, probability)
    value, below, above = 0.0, 0.0, 0.0
    for part in (certain, ~certain):
        share = float(weight[part].sum() / weight.sum())
        if share == 0:
            continue
        rate = float((weight[part] * found[part]).sum() / weight[part].sum())
        worth = effective_visits(probability[part], finite=finite)
        low, high = _limits(rate, worth, level)
        value += share * rate
        below += (share * (rate - low)) ** 2
        above += (share * (high - rate)) ** 2
    low, high = max(0.0, value - below**0.5), min(1.0, value + above**0.5)
    return Estimate(value, low, high, effective_visits(probability, finite=finite))


def _limits(rate: float, worth: float, level: float) -> tuple[float, float]:
    """Return Wilson's limits for a share seen in `worth` visits, which need not be whole."""
    if np.isinf(worth):
        return (rate, rate)
    low, high = wilson(rate * worth, worth, level)
    return (float(low), float(high))


def rate_ratio(
    hits: float, visits: float, base_hits: float, base_visits: float, level: float = 0.9
) -> Estimate:
    """Estimate how many times as often visits of one kind find something as others do.

    Estimand: the ratio of two independent shares, such as the hit rate of
    visits by score over that of visits by chance; its interval is that of
    `riskmap.statistics.proportions.risk_ratio`. Without any hit in the base
    its upper limit is infinite.

    Parameters
    ----------
    hits, visits, base_hits, base_visits
        Counts; effective ones need not be whole.
    """
    if visits <= 0 or base_visits <= 0 or hits + base_hits <= 0:
        return Estimate(float("nan"), 0.0, float("inf"), base_visits)
    value = hits * base_visits / (visits * base_hits) if base_hits > 0 else float("inf")
    low, high = risk_ratio((hits, base_hits), (visits, base_visits), level)
    return Estimate(value, low, high, base_visits)


def list_probability(order: Floats, pool: int, drawn: int, by_score: int) -> Floats:
    r"""Return each place's chance of standing on a list that is part chance, part score.

    First `drawn` of `pool` places are drawn with equal chance, then the
    `by_score` best of the others follow. The place with order j comes by
    score when it is not drawn and at least :math:`j - s` of the :math:`j-1`
    better ones are: :math:`\pi_j = f + (1-f) P(H \ge j - s)`, f = drawn/pool,
    H hypergeometric (j - 1 better ones among the other N - 1, `drawn` draws).

    Parameters
    ----------
    order
        1 for the best place; NaN where the place has no order and comes by
        chance only. Shape (n,).
    """
    share = drawn / pool if pool else 0.0
    known = ~np.isnan(order)
    place = np.where(known, order, 1.0)
    needed = place - by_score
    by_luck = stats.hypergeom.sf(
        needed - 1, max(pool - 1, 1), np.minimum(place - 1, pool - 1), drawn
    )
    chance = share + (1 - share) * np.where(needed <= 0, 1.0, by_luck)
    if by_score == 0:
        return np.full(len(order), share)
    return np.where(known, np.minimum(chance, 1.0), share)


def inverse_weights(probability: Floats, largest: float | None = None) -> tuple[Floats, int]:
    """Return weights 1/p with mean 1, and how many were cut to `largest`.

    Parameters
    ----------
    probability
        Chance that each visit was made; NaN where unknown gives weight 0.
    largest
        Largest weight, as a multiple of the mean; None cuts nothing. Cutting
        buys less variance with bias toward what was visited on purpose.

    References
    ----------
    Potter 1990 (trimming of weights).
    """
    weight = np.where(
        np.isnan(probability), 0.0, 1 / np.where(probability > 0, probability, np.nan)
    )
    weight = np.nan_to_num(weight)
    mean = weight[weight > 0].mean() if (weight > 0).any() else 1.0
    weight = weight / mean
    if largest is None:
        return weight, 0
    return np.minimum(weight, largest), int((weight > largest).sum())
