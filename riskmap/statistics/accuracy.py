"""How much of what was found stands at the top of a list: the hit curve and its indices.

Equal scores have no order among themselves. Every figure here is the average over all
orders in which they could stand, worked out and not drawn: within a group of ties the
curves are straight lines.

Arrays may have a leading axis of resamples, so that one formula serves the figure and
its bootstrap.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_WITHIN = 1e-9


@dataclass(frozen=True)
class Ordering:
    """Places from the first to the last, equal scores together.

    Attributes
    ----------
    order
        Shape (n,): positions of the places, best first. Places without a
        score share the last place.
    starts
        Shape (groups,): where in `order` every group of ties begins.
    """

    order: NDArray[np.intp]
    starts: NDArray[np.intp]

    @property
    def sizes(self) -> NDArray[np.intp]:
        """Places per group of ties, shape (groups,)."""
        return np.diff(np.append(self.starts, len(self.order)))

    def chances(self, k: int) -> Floats:
        """Return every place's chance to stand among the first `k`, over tie orders; shape (n,)."""
        chances = np.empty(len(self.order))
        within = np.clip((k - self.starts) / self.sizes, 0.0, 1.0)
        chances[self.order] = np.repeat(within, self.sizes)
        return chances


def ordering(scores: Floats) -> Ordering:
    """Return the order of places by score, higher first.

    Parameters
    ----------
    scores
        Shape (n,); NaN is not ranked.
    """
    filled = np.where(np.isnan(scores), -np.inf, scores)
    order = np.argsort(-filled, kind="stable")
    ranked = filled[order]
    new = np.concatenate([[True], ranked[1:] != ranked[:-1]]) if len(ranked) else np.zeros(0, bool)
    return Ordering(order, np.flatnonzero(new))


@dataclass(frozen=True)
class HitCurve:
    """Running totals along a list, at the end of every group of ties and before the first.

    Attributes
    ----------
    places
        Places passed, shape (..., groups + 1), from 0.
    visited
        Of those, where somebody looked.
    area
        Their area, of visited places only.
    found
        What was found there.
    hits
        Places where anything was found.
    """

    places: Floats
    visited: Floats
    area: Floats
    found: Floats
    hits: Floats

    def after(self, k: float | Floats) -> "Totals":
        """Return the totals after `k` places; within ties, as expected over their orders."""
        return self._cut(self.places, np.asarray(k, dtype=float))

    def after_area(self, area: Floats) -> "Totals":
        """Return the totals where the list has passed an area.

        The place that crosses the line counts for the part before it.
        """
        return self._cut(self.area, area)

    def _cut(self, along: Floats, at: Floats) -> "Totals":
        at = np.minimum(at, along[..., -1])
        after = _last_below(along, at)
        start, end = (np.take_along_axis(along, (after + i)[..., None], -1)[..., 0] for i in (0, 1))
        with np.errstate(invalid="ignore", divide="ignore"):
            part = np.where(end > start, (at - start) / (end - start), 1.0)
        cut = [
            _between(column, after, part)
            for column in (self.places, self.visited, self.area, self.found, self.hits)
        ]
        return Totals(*cut)


@dataclass(frozen=True)
class Totals:
    """Running totals at one point of a list, or at its end; each a figure per resample."""

    places: Floats
    visited: Floats
    area: Floats
    found: Floats
    hits: Floats


def _last_below(along: Floats, at: Floats) -> NDArray[np.intp]:
    """Return where each rising row passes a figure: the last step that begins below it.

    By halving, for all rows at once: a row may be long, and rows are many.
    """
    low = np.zeros(np.broadcast_shapes(at.shape, along.shape[:-1]), dtype=np.intp)
    high = np.full(low.shape, along.shape[-1] - 1, dtype=np.intp)
    for _ in range(int(along.shape[-1]).bit_length()):
        middle = (low + high) // 2
        below = np.take_along_axis(along, middle[..., None], -1)[..., 0] < at - _WITHIN
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    after: NDArray[np.intp] = np.minimum(low, along.shape[-1] - 2)
    return after


def _between(column: Floats, after: NDArray[np.intp], part: Floats) -> Floats:
    start, end = (np.take_along_axis(column, (after + i)[..., None], -1)[..., 0] for i in (0, 1))
    return np.asarray(start + part * (end - start), dtype=float)


def hit_curve(
    ranked: Ordering, found: Floats, areas: Floats, weights: Floats | None = None
) -> HitCurve:
    """Return the running totals along a list.

    Parameters
    ----------
    ranked
        The order.
    found
        Shape (n,): what was found per place, 0 or 1 or a count; NaN where
        nobody looked, which is neither a hit nor a miss.
    areas
        Shape (n,), any unit, all known.
    weights
        Shape (..., n): how often every place counts, for resamples; once when None.
    """
    looked = ~np.isnan(found)
    filled = np.where(looked, found, 0.0)
    one = (np.ones(len(found)) if weights is None else weights)[..., ranked.order]

    def summed(values: Floats | NDArray[np.bool_]) -> Floats:
        return _running(one * np.asarray(values, float)[ranked.order], ranked)

    # What says the same again is not summed again: resamples are many.
    places = _running(one, ranked)
    visited = places if looked.all() else summed(looked)
    alike = bool((areas == areas[:1]).all())
    area = visited * float(areas[0]) if alike else summed(np.where(looked, areas, 0.0))
    hits = summed(filled > 0)
    binary = bool(np.isin(filled, (0.0, 1.0)).all())
    return HitCurve(places, visited, area, hits if binary else summed(filled), hits)


def _running(values: Floats, ranked: Ordering) -> Floats:
    tied = len(ranked.starts) < len(ranked.order)
    summed = np.add.reduceat(values, ranked.starts, axis=-1) if tied else values
    running = np.zeros((*summed.shape[:-1], summed.shape[-1] + 1))
    np.cumsum(summed, axis=-1, out=running[..., 1:])
    return running


def total(curve: HitCurve) -> Totals:
    """Return the totals of the whole list."""
    columns = (curve.places, curve.visited, curve.area, curve.found, curve.hits)
    return Totals(*(column[..., -1] for column in columns))


def hit_rate(top: Totals, every: Totals) -> Floats:
    """Return the share of everything found that lies in the top, n / N (Chainey et al. 2008).

    NaN where nobody looked at any place of the top: what is there is unknown.
    """
    return _ratio(_seen(top.found, top), every.found)


def precision(top: Totals) -> Floats:
    """Return the share of the visited places in the top where anything was found."""
    return _ratio(top.hits, top.visited)


def recall(top: Totals, every: Totals) -> Floats:
    """Return the share of the places where anything was found that lies in the top.

    NaN where nobody looked at any place of the top.
    """
    return _ratio(_seen(top.hits, top), every.hits)


def lift(top: Totals, every: Totals) -> Floats:
    """Return precision over the overall rate: how many times better than choosing by lot."""
    return _ratio(precision(top), _ratio(every.hits, every.visited))


def pai(top: Totals, every: Totals, alpha: float = 1.0) -> Floats:
    """Return the predictive accuracy index, (n / N) / (a / A)^alpha.

    With `alpha` 1 it is the index of Chainey, Tompson and Uhlig 2008, which
    grows without limit as the top gets smaller. Below 1 it is the penalised
    index of Joshi et al. 2021; at 0 it is the hit rate.
    """
    return _ratio(hit_rate(top, every), _ratio(top.area, every.area) ** alpha)


def pei(top: Totals, best: Totals) -> Floats:
    """Return the predictive efficiency index, PAI over that of the best possible choice.

    Parameters
    ----------
    top
        Of the list.
    best
        Of the same places in order of what was found per area (Hunt 2016):
        cut after as many places, or after as much area.
    """
    return _ratio(_ratio(top.found, top.area), _ratio(best.found, best.area))


def rri(top: Totals, every: Totals, before: Totals, every_before: Totals) -> Floats:
    """Return the recapture rate index, (n2 / n1) / (N2 / N1) (Levine 2008).

    It is the PAI of a period over the PAI the same top would have had in the
    period before it; 1 where the concentration stayed as it was.
    """
    return _ratio(hit_rate(top, every), hit_rate(before, every_before))


def auc(curve: HitCurve) -> Floats:
    """Return the chance that a place with a find stands above one without, ties for a half.

    The area under the ROC curve of the visited places (Mann and Whitney 1947);
    NaN where all or none of them had a find.
    """
    hits, misses = np.diff(curve.hits, axis=-1), np.diff(curve.visited - curve.hits, axis=-1)
    above = curve.hits[..., :-1]
    wins = (misses * (above + hits / 2)).sum(axis=-1)
    return _ratio(wins, curve.hits[..., -1] * (curve.visited - curve.hits)[..., -1])


def area_under_hit_curve(curve: HitCurve) -> Floats:
    """Return the area under share found against share of the area passed.

    Not normalised: 0.5 is what an order by lot gives, and a perfect order
    stays below 1 by half the share of the area that is needed to find all.
    """
    steps = np.diff(curve.area, axis=-1)
    heights = (curve.found[..., 1:] + curve.found[..., :-1]) / 2
    return _ratio((steps * heights).sum(axis=-1), curve.area[..., -1] * curve.found[..., -1])


def extremes(ranked: Ordering, found: Floats, k: int) -> tuple[float, float]:
    """Return the least and the most that can stand among the first `k` over all tie orders."""
    filled = np.nan_to_num(found[ranked.order])
    k = min(k, len(filled))
    group = int(np.searchsorted(ranked.starts, k, side="left")) - 1
    start = int(ranked.starts[group])
    tied = np.sort(filled[start : start + int(ranked.sizes[group])])
    sure, taken = float(filled[:start].sum()), k - start
    return sure + float(tied[:taken].sum()), sure + float(tied[len(tied) - taken :].sum())


def _seen(counted: Floats, top: Totals) -> Floats:
    return np.where(np.asarray(top.visited) > 0, counted, np.nan)


def _ratio(over: Floats, under: Floats) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = np.where(np.asarray(under) > 0, over / under, np.nan)
    return np.asarray(ratio, dtype=float)
