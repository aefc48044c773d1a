"""A map taken apart into its weights and scores, so that it can be weighed again."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from riskmap.maps import ScoredMap
from riskmap.scaling import ValueFunction, rising
from riskmap.weighing import Weighting, factors, weigh


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
