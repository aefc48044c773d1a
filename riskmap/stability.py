"""How much of the top of a map stays when the weights move, or one indicator rules alone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from riskmap.maps import ScoredMap
from riskmap.scaling import ValueFunction, rising
from riskmap.weighing import Weighting, factors, ranks, weigh


@dataclass(frozen=True)
class Overlap:
    """One change and the share of the top that stays.

    Attributes
    ----------
    name
        Family or criterion that was changed.
    factor
        What its weight was multiplied with; NaN when it ruled alone.
    share
        Part of the top `k` that is still in the top `k` (0..1).
    """

    name: str
    factor: float
    share: float


def top(scored: ScoredMap, k: int) -> set[str]:
    """Return the ids of the `k` best ranked locations of the opportunity map."""
    chosen = scored.frame[scored.frame["rank"] <= k]
    return set(chosen["location_id"])


def moved_weights(scored: ScoredMap, k: int, step: float = 0.25) -> list[Overlap]:
    """Return how much of the top `k` stays when each family's weight moves by `step`.

    Every family is moved up and down alone; the share is the overlap of the
    old and the new top `k`, divided by `k`.
    """
    weighting, scores, applies = parts_of(scored)
    lowered = lowered_families(scored)
    counting = list(scored.description.counting())
    now = top(scored, k)
    overlaps = []
    scored_families = {weighting.criteria[name][0] for name in counting}
    for family, weight in weighting.families.items():
        if family not in scored_families:
            continue
        for factor in (1 - step, 1 + step):
            moved = replace(
                weighting, families=dict(weighting.families) | {family: weight * factor}
            )
            frame = weigh(scores, applies, counting, moved, lowered)
            then = set(frame.index[frame["rank"] <= k])
            overlaps.append(Overlap(family, factor, len(now & then) / max(len(now), 1)))
    return overlaps


def single_criterion(scored: ScoredMap, k: int) -> list[Overlap]:
    """Return how much of the top `k` one criterion alone would have found.

    This is the simplest rival of a weighted map: sorting on one column.
    """
    _, scores, _ = parts_of(scored)
    eligible = scored.frame.set_index("location_id")["rank"].notna()
    now = top(scored, k)
    overlaps = []
    for name in scored.description.counting():
        alone = ranks(scores[name], eligible)
        then = set(alone.index[(alone <= k).fillna(value=False)])
        overlaps.append(Overlap(name, float("nan"), len(now & then) / max(len(now), 1)))
    return overlaps


def by_chance(scored: ScoredMap, k: int) -> float:
    """Return the share of the top `k` that a random order is expected to find."""
    ranked = int(scored.frame["rank"].notna().sum())
    return min(1.0, k / ranked) if ranked else float("nan")


def possible_range(scored: ScoredMap, location_id: str) -> tuple[float, float]:
    """Return the lowest and highest opportunity a location has, whatever its unknowns are.

    Opportunity rises with every score, so all unknown scores at 0, and all
    at 1, give the limits.
    """
    one = scored.frame[scored.frame["location_id"] == location_id]
    one_map = replace(scored, frame=one)
    weighting, scores, applies = parts_of(one_map)
    lowered = lowered_families(one_map)
    counting = list(scored.description.counting())
    unknown = scores.isna() & applies
    low, high = (
        float(
            weigh(scores.mask(unknown, filled), applies, counting, weighting, lowered)[
                "opportunity"
            ].iloc[0]
        )
        for filled in (0.0, 1.0)
    )
    return (low, high)


def lowered_families(scored: ScoredMap) -> dict[str, "pd.Series[float]"]:
    """Return family -> the factor that lowers it at each location, from the map's columns."""
    family_of = {
        name: family
        for family, card in scored.description.families.items()
        for name, criterion in card.criteria.items()
        if criterion.status == "lowers"
    }
    frame = scored.frame.set_index("location_id")
    scores = frame[[f"{name}__score" for name in family_of]].set_axis(list(family_of), axis=1)
    return factors(scores, family_of)


def applicable(frame: pd.DataFrame, criteria: Sequence[str]) -> pd.DataFrame:
    """Tell at which rows of a map's frame which criteria apply, one column per criterion."""
    everywhere = pd.Series("", index=frame.index)
    aside = frame.get("not_applicable", everywhere).str.split(";")
    return pd.DataFrame(
        {name: [name not in names for names in aside] for name in criteria}, index=frame.index
    )


def parts_of(scored: ScoredMap) -> tuple[Weighting, pd.DataFrame, pd.DataFrame]:
    """Take the map apart into weights, scores and what applies, straight from its columns.

    Scores and flags have one row per location and one column per criterion
    that counts.
    """
    frame = scored.frame.set_index("location_id")
    description = scored.description
    counting = list(description.counting())
    scores = frame[[f"{name}__score" for name in counting]].set_axis(counting, axis=1)
    applies = applicable(frame, counting)
    anything: ValueFunction = rising(0, 1)
    criteria = {
        name: (family, family_card.criteria[name].weight, anything)
        for family, family_card in description.families.items()
        for name in family_card.criteria
        if name in counting
    }
    families = {name: card.weight for name, card in description.families.items()}
    weighting = Weighting(families, criteria, description.min_coverage, description.min_families)
    return weighting, scores.astype(np.float64), applies
