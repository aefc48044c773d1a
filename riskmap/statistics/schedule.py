"""Visits made in the order of a score, at the capacity every day really had.

The evaluation of the food inspections of Chicago (Schenk et al. 2015): the dates stay, and
so does the number of visits on each of them; only which visit falls on which date changes.
Assumes that a visit would have found the same on any date.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from riskmap.statistics.accuracy import Ordering, ordering

Floats = NDArray[np.float64]
Days = NDArray[np.int64]


@dataclass(frozen=True)
class Rescheduled:
    """What the order of the score would have changed.

    Attributes
    ----------
    days_earlier
        Mean of real minus simulated date over the visits that found
        something, in days; positive is earlier.
    earlier
        Shape (hits,): the same per visit, in the order of the input.
    first_half_real, first_half_simulated
        Share of those visits in the first half: on the days up to which at
        most half of all visits were made.
    share_later, days_later
        Expected share of those visits that would come later than they did,
        and by how many days those would on average.
    share_same
        Expected share that would fall on the same day.
    day
        Shape (d,): the days with visits, days since 1970-01-01.
    visits, hits_real, hits_simulated
        Shape (d,): per day; simulated hits are expectations over tie orders.
    hits
        Visits that found something.
    """

    days_earlier: float
    earlier: Floats
    first_half_real: float
    first_half_simulated: float
    share_later: float
    days_later: float
    share_same: float
    day: Days
    visits: Floats
    hits_real: Floats
    hits_simulated: Floats
    hits: int


def rescheduled(days: Days, scores: Floats, positive: NDArray[np.bool_]) -> Rescheduled:
    """Return what happens when the same visits are made in order of score.

    Parameters
    ----------
    days
        Shape (n,): real date of every visit, in days since 1970-01-01.
    scores
        Shape (n,): higher goes first; equal scores share their dates evenly,
        NaN goes last.
    positive
        Shape (n,): the visit found something.
    """
    slots = np.sort(days)
    ranked = ordering(scores)
    sizes = ranked.sizes
    group = np.empty(len(days), dtype=np.intp)
    group[ranked.order] = np.repeat(np.arange(len(sizes)), sizes)
    first, last = ranked.starts[group[positive]], (ranked.starts + sizes)[group[positive]]
    sums = np.concatenate([[0.0], np.cumsum(slots, dtype=float)])
    real, size = days[positive].astype(float), (last - first).astype(float)
    # The dates of a group of ties are a stretch of the sorted dates: count those after the real.
    beyond = np.clip(np.searchsorted(slots, days[positive], side="right"), first, last)
    upto = np.clip(np.searchsorted(slots, days[positive], side="left"), first, last)
    later = (last - beyond) / size
    late_by = (sums[last] - sums[beyond]) / size - later * real
    day, visits, hits_real, hits_simulated = _per_day(slots, days, positive, ranked)
    early = np.cumsum(visits) <= len(days) / 2
    earlier = real - (sums[last] - sums[first]) / size
    return Rescheduled(
        days_earlier=_mean(earlier),
        earlier=earlier,
        first_half_real=_share(hits_real[early], hits_real),
        first_half_simulated=_share(hits_simulated[early], hits_simulated),
        share_later=_mean(later),
        days_later=float(late_by.sum() / later.sum()) if later.sum() > 0 else 0.0,
        share_same=_mean((beyond - upto) / size),
        day=day,
        visits=visits,
        hits_real=hits_real,
        hits_simulated=hits_simulated,
        hits=int(positive.sum()),
    )


def _per_day(
    slots: Days, days: Days, positive: NDArray[np.bool_], ranked: Ordering
) -> tuple[Days, Floats, Floats, Floats]:
    """Return the days with visits, and per day visits, real hits and simulated hits."""
    day, index, visits = np.unique(slots, return_inverse=True, return_counts=True)
    hits = np.add.reduceat(positive[ranked.order].astype(float), ranked.starts)
    simulated = np.bincount(index, np.repeat(hits / ranked.sizes, ranked.sizes))
    real = np.bincount(np.searchsorted(day, days[positive]), minlength=len(day))
    return day, visits.astype(float), real.astype(float), simulated.astype(float)


def _share(part: Floats, whole: Floats) -> float:
    return float(part.sum() / whole.sum()) if whole.sum() > 0 else np.nan


def _mean(values: Floats) -> float:
    return float(values.mean()) if len(values) else np.nan
