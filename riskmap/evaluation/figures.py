"""All figures of one order at several lengths of the list, for the list and its resamples alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from riskmap.statistics import accuracy
from riskmap.statistics.accuracy import HitCurve, Ordering, Totals

Floats = NDArray[np.float64]

AT_LENGTH = (
    *("hit_rate", "precision", "recall", "lift", "pai", "penalised_pai", "pei", "pei_same_area"),
    *("found_per_visited_place", "rri"),
)
WHOLE = ("overall_rate", "auc", "gini", "area_under_hit_curve")


@dataclass(frozen=True)
class Outcome:
    """What an order is held against.

    Attributes
    ----------
    found
        Shape (n,): NaN where nobody looked.
    areas
        Shape (n,), all known.
    before
        Shape (n,): what was found in the period before; None when unknown.
    alpha
        Exponent of the area in the penalised PAI.
    """

    found: Floats
    areas: Floats
    before: Floats | None
    alpha: float

    @cached_property
    def best(self) -> Ordering:
        """The best possible order: by what was found per area, of equals the smallest first."""
        density = np.nan_to_num(self.found / self.areas, nan=-np.inf)
        order = np.lexsort((self.areas, -density))
        both = np.stack([density[order], self.areas[order]])
        new = (both[:, 1:] != both[:, :-1]).any(axis=0)
        return Ordering(order, np.flatnonzero(np.append(True, new)))


def curves(ranked: Ordering, outcome: Outcome, weights: Floats | None) -> tuple[HitCurve, ...]:
    """Return the curve of an order, of the best order, and of the order in the period before."""
    now = accuracy.hit_curve(ranked, outcome.found, outcome.areas, weights)
    best = accuracy.hit_curve(outcome.best, outcome.found, outcome.areas, weights)
    if outcome.before is None:
        return now, best
    return now, best, accuracy.hit_curve(ranked, outcome.before, outcome.areas, weights)


def at_lengths(
    made: tuple[HitCurve, ...], lengths: Sequence[float], alpha: float
) -> Mapping[str, Floats]:
    """Return name -> figures of shape (..., lengths), at lengths in places."""
    tops = [made[0].after(length) for length in lengths]
    befores = [one.after(length) for one in made[2:] for length in lengths]
    return _stacked(made, tops, befores, alpha)


def at_areas(
    made: tuple[HitCurve, ...], shares: Sequence[float], alpha: float
) -> Mapping[str, Floats]:
    """Return name -> figures of shape (..., shares), at shares of the area."""
    whole = made[0].area[..., -1]
    tops = [made[0].after_area(share * whole) for share in shares]
    befores = [one.after(top.places) for one in made[2:] for top in tops]
    return _stacked(made, tops, befores, alpha)


def _stacked(
    made: tuple[HitCurve, ...],
    tops: Sequence[Totals],
    befores: Sequence[Totals],
    alpha: float,
) -> Mapping[str, Floats]:
    every = accuracy.total(made[0])
    rows = []
    for index, top in enumerate(tops):
        before = None if not befores else (befores[index], accuracy.total(made[2]))
        rows.append(_figures(top, every, made[1], before, alpha))
    return {name: np.stack([row[name] for row in rows], axis=-1) for name in rows[0]}


def _figures(
    top: Totals,
    every: Totals,
    best: HitCurve,
    before: tuple[Totals, Totals] | None,
    alpha: float,
) -> Mapping[str, Floats]:
    nothing = np.full(np.shape(top.found), np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        per_place = np.where(top.visited > 0, top.found / top.visited, np.nan)
    return {
        "hit_rate": accuracy.hit_rate(top, every),
        "precision": accuracy.precision(top),
        "recall": accuracy.recall(top, every),
        "lift": accuracy.lift(top, every),
        "pai": accuracy.pai(top, every),
        "penalised_pai": accuracy.pai(top, every, alpha),
        # As many visited places: where nobody looked, the best choice finds nothing either.
        "pei": accuracy.pei(top, best.after(top.visited)),
        "pei_same_area": accuracy.pei(top, best.after_area(top.area)),
        "found_per_visited_place": per_place,
        "rri": nothing if before is None else accuracy.rri(top, every, *before),
        "places": top.places,
        "visited": top.visited,
        "area": top.area,
        "found": top.found,
        "hits": top.hits,
    }


def over_the_list(curve: HitCurve) -> Mapping[str, Floats]:
    """Return name -> figures of the whole order, one per resample."""
    every, area = accuracy.total(curve), accuracy.auc(curve)
    return {
        "overall_rate": accuracy.precision(every),
        "auc": area,
        "gini": 2 * area - 1,
        "area_under_hit_curve": accuracy.area_under_hit_curve(curve),
    }
