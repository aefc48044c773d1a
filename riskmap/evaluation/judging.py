"""The figures of a list and of its baselines: seen once, and in every resample."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from riskmap.evaluation.figures import Outcome, at_areas, at_lengths, curves, over_the_list
from riskmap.evaluation.settings import SHARES, EvaluationSettings
from riskmap.statistics.accuracy import HitCurve, Ordering, hit_curve
from riskmap.statistics.bootstrap import bootstrap, percentile_interval

Floats = NDArray[np.float64]
# Part ("length", "area", "whole", "order NAME", "difference NAME") and figure.
Key = tuple[str, str]
BESIDE = ("hit_rate", "precision", "pai", "auc")
COMPARED = ("hit_rate", "precision", "auc")
_COUNTS = ("visited", "hits", "area")


@dataclass(frozen=True)
class Judged:
    """All figures with their bootstrap intervals.

    Attributes
    ----------
    lengths
        Lengths of the list in places: the capacity, then `SHARES` of the places.
    orders
        Names, the list itself first.
    seen, low, high
        Part and figure -> one value per length (or one).
    """

    lengths: tuple[int, ...]
    orders: tuple[str, ...]
    seen: Mapping[Key, Floats]
    low: Mapping[Key, Floats]
    high: Mapping[Key, Floats]

    def part(self, name: str) -> dict[str, Floats]:
        """Return figure -> values of one part."""
        return {figure: values for (part, figure), values in self.seen.items() if part == name}


def judge(orders: Mapping[str, Ordering], outcome: Outcome, settings: EvaluationSettings) -> Judged:
    """Measure every order, on the places as they are and on resamples of them.

    Parameters
    ----------
    orders
        Name -> order; the list to be judged is ``list``. All are measured on
        the same resamples, so that differences are paired.
    """
    count = len(outcome.found)
    shares = [max(1, round(share * count)) for share in SHARES]
    lengths = (min(settings.capacity, count), *shares)

    def flat(weights: Floats) -> Floats:
        return np.concatenate(list(_measure(orders, outcome, lengths, weights).values()), axis=1)

    seen = {
        key: values[0]
        for key, values in _measure(orders, outcome, lengths, np.ones((1, count))).items()
    }
    drawn = bootstrap(flat, count, settings.draws, settings.seed)
    ends = np.cumsum([len(values) for values in seen.values()])[:-1]
    # Where the list has no figure, resamples that have one speak of other places.
    known = ~np.isnan(np.concatenate(list(seen.values())))
    low, high = (
        dict(zip(seen, np.split(np.where(known, edge, np.nan), ends), strict=True))
        for edge in percentile_interval(drawn, settings.confidence)
    )
    return Judged(lengths, tuple(orders), seen, low, high)


def _measure(
    orders: Mapping[str, Ordering], outcome: Outcome, lengths: Sequence[int], weights: Floats
) -> dict[Key, Floats]:
    """Return part and figure -> shape (resamples, lengths or 1)."""
    made = curves(orders["list"], outcome, weights)
    length = at_lengths(made, lengths, outcome.alpha)
    found: dict[Key, Floats] = {("length", name): values for name, values in length.items()}
    areas = at_areas(made, SHARES, outcome.alpha)
    found |= {("area", name): values for name, values in areas.items()}
    whole = {name: values[:, None] for name, values in over_the_list(made[0]).items()}
    found |= {("whole", name): values for name, values in whole.items()}
    own = {name: values[:, :1] for name, values in length.items()} | {"auc": whole["auc"]}
    by_lot = length["places"][:, :1] / made[0].places[:, -1:]
    lot = {"hit_rate": by_lot, "precision": whole["overall_rate"], "auc": np.full_like(by_lot, 0.5)}
    found |= {("difference random", name): own[name] - lot[name] for name in COMPARED}
    for name, ranked in orders.items():
        beside = own if name == "list" else _beside(ranked, outcome, lengths[0], weights, made[1])
        found |= {("order " + name, figure): beside[figure] for figure in (*BESIDE, *_COUNTS)}
        if name != "list":
            apart = {figure: own[figure] - beside[figure] for figure in COMPARED}
            found |= {("difference " + name, figure): values for figure, values in apart.items()}
    return found


def _beside(
    ranked: Ordering, outcome: Outcome, k: int, weights: Floats, best: HitCurve
) -> dict[str, Floats]:
    """Return the figures that stand beside the list's, of another order."""
    now = hit_curve(ranked, outcome.found, outcome.areas, weights)
    top = at_lengths((now, best), [k], outcome.alpha)
    return dict(top) | {"auc": over_the_list(now)["auc"][:, None]}
