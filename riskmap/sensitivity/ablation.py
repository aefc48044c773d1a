"""How much of the top of a map stays without a part of it, or with one number changed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd

from riskmap.decomposition import lowered_families, parts_of
from riskmap.maps import ScoredMap
from riskmap.sensitivity.certainty import list_ordering, ranked_rows
from riskmap.sensitivity.thresholds import moved_scores, with_thresholds
from riskmap.statistics.acceptability import Ordering
from riskmap.statistics.weighted_means import Floats
from riskmap.weighing import Weighting, ranks, weigh

Change = Literal[
    "without_family", "without_layer", "open_data", "family_weight", "criterion_weight",
    "threshold", "alone",
]  # fmt: skip

POLICE_LAYER = "risk"
_STEP = 0.25


@dataclass(frozen=True)
class Overlap:
    """One change and the share of the top that stays.

    Attributes
    ----------
    change
        What was done: a family or a layer left out, all layers but the open
        ones left out, a weight or the thresholds of a criterion multiplied,
        or a criterion that rules alone.
    name
        The family, layer or criterion.
    factor
        What was multiplied with; NaN where nothing was.
    share
        Part of the top `k` that is still in the top `k` (0..1).
    """

    change: Change
    name: str
    factor: float
    share: float


class _Top:
    """The top of a map, before and after a change; the same places are ranked in both."""

    def __init__(self, scored: ScoredMap, k: int, ordering: Ordering | None) -> None:
        self._k, self._ordering = k, ordering
        self.weighting, self._scores, self._applies = parts_of(scored)
        self._lowered = lowered_families(scored)
        self._ranked = ranked_rows(scored)
        self.counting = list(scored.description.counting())
        self._now = self._first(self._weighed(self.weighting, self.counting, {}))

    def overlap(
        self,
        *,
        weighting: Weighting | None = None,
        counting: list[str] | None = None,
        scores: Mapping[str, Floats] | None = None,
        ordering: bool = True,
    ) -> float:
        """Return the part of the top that stays under these changes."""
        names = self.counting if counting is None else counting
        opportunity = self._weighed(weighting or self.weighting, names, scores or {})
        return self.shared(self._first(opportunity, ordering=ordering))

    def shared(self, then: set[str]) -> float:
        """Return the part of the top that is in another one too."""
        return len(self._now & then) / max(len(self._now), 1)

    def alone(self, criterion: str) -> float:
        """Return the part of the top that sorting on one criterion finds."""
        return self.shared(self._first(self._scores[criterion], ordering=False))

    def _weighed(
        self, weighting: Weighting, names: list[str], changed: Mapping[str, Floats]
    ) -> "pd.Series[float]":
        index = self._scores.index
        scores = self._scores.assign(**{n: pd.Series(v, index=index) for n, v in changed.items()})
        frame = weigh(scores, self._applies, names, weighting, self._lowered)
        return frame["opportunity"]

    def _first(self, values: "pd.Series[float]", *, ordering: bool = True) -> set[str]:
        values = values[self._ranked]
        if ordering and self._ordering is not None:
            row = self._ordering(np.asarray(values, dtype=np.float64)[np.newaxis, :])[0]
            values = pd.Series(row, index=values.index).where(values.notna())
        placed = ranks(values, values.notna())
        return set(placed.index[(placed <= self._k).fillna(value=False)])


def moved_weights(scored: ScoredMap, k: int, step: float = _STEP) -> list[Overlap]:
    """Return how much of the top `k` by opportunity stays when a family's weight moves.

    Every family is moved up and down by `step` alone; the share is the
    overlap of the old and the new top `k`, divided by `k`.
    """
    return _families_moved(_Top(scored, k, None), step)


def single_criterion(scored: ScoredMap, k: int) -> list[Overlap]:
    """Return how much of the top `k` by opportunity one criterion alone would have found.

    This is the simplest rival of a weighted map: sorting on one column.
    """
    top = _Top(scored, k, None)
    return [Overlap("alone", name, np.nan, top.alone(name)) for name in top.counting]


def by_chance(scored: ScoredMap, k: int) -> float:
    """Return the share of the top `k` that a random order is expected to find."""
    ranked = int(scored.frame["rank"].notna().sum())
    return min(1.0, k / ranked) if ranked else float("nan")


def ablation(
    scored: ScoredMap, k: int, *, step: float = _STEP, ordering: Ordering | None = None
) -> list[Overlap]:
    """Return how much of the top `k` of the list stays under one change after another.

    Without every family; without every layer that is not open, and without
    all of them; with every weight and the thresholds of every criterion a
    part `step` lower and higher.

    Parameters
    ----------
    ordering
        As in `rank_certainty`.
    """
    top = _Top(scored, k, list_ordering(scored, ordering))
    return [
        *_without_families(top),
        *_without_layers(scored, top, combined=ordering is not None),
        *_families_moved(top, step),
        *_criteria_moved(top, step),
        *_thresholds_moved(scored, top, step),
    ]


def _without_families(top: _Top) -> list[Overlap]:
    family_of = {name: top.weighting.criteria[name][0] for name in top.counting}
    found = []
    for family in dict.fromkeys(family_of.values()):
        left = [name for name in top.counting if family_of[name] != family]
        share = top.overlap(counting=left) if left else 0.0
        found.append(Overlap("without_family", family, np.nan, share))
    return found


def _without_layers(scored: ScoredMap, top: _Top, *, combined: bool) -> list[Overlap]:
    """Leave out what is not open, to see what the open data alone find."""
    description = scored.description
    needs = {name: card.layers for name, card in description.counting().items()}
    closed = [name for name, layer in description.layers.items() if layer.access != "open"]
    used = [name for name in closed if any(name in layers for layers in needs.values())]
    found = []
    for layer in used:
        left = [name for name in top.counting if layer not in needs[name]]
        found.append(Overlap("without_layer", layer, np.nan, top.overlap(counting=left)))
    if combined:
        share = top.overlap(ordering=False)
        found.append(Overlap("without_layer", POLICE_LAYER, np.nan, share))
    if len(found) > 1:
        left = [name for name in top.counting if not set(closed) & set(needs[name])]
        share = top.overlap(counting=left, ordering=not combined)
        found.append(Overlap("open_data", "", np.nan, share))
    return found


def _families_moved(top: _Top, step: float) -> list[Overlap]:
    used = {top.weighting.criteria[name][0] for name in top.counting}
    found = []
    for family, weight in top.weighting.families.items():
        for factor in (1 - step, 1 + step) if family in used else ():
            families = dict(top.weighting.families) | {family: weight * factor}
            share = top.overlap(weighting=replace(top.weighting, families=families))
            found.append(Overlap("family_weight", family, factor, share))
    return found


def _criteria_moved(top: _Top, step: float) -> list[Overlap]:
    """Move the weights of criteria; one that is alone in its family cannot move."""
    family_of = {name: top.weighting.criteria[name][0] for name in top.counting}
    found = []
    for name, family in family_of.items():
        if list(family_of.values()).count(family) == 1:
            continue
        _, weight, value = top.weighting.criteria[name]
        for factor in (1 - step, 1 + step):
            criteria = dict(top.weighting.criteria) | {name: (family, weight * factor, value)}
            share = top.overlap(weighting=replace(top.weighting, criteria=criteria))
            found.append(Overlap("criterion_weight", name, factor, share))
    return found


def _thresholds_moved(scored: ScoredMap, top: _Top, step: float) -> list[Overlap]:
    return [
        Overlap("threshold", name, factor, top.overlap(scores=moved_scores(scored, {name: factor})))
        for name in with_thresholds(scored)
        for factor in (1 - step, 1 + step)
    ]
