"""Scores of a map with the thresholds of its value functions moved.

All break points of a criterion move together, by one factor: the function
keeps its shape, as if the indicator were measured with another yardstick.
What depends on the data (percentile) or is a class (steps) has no threshold
of an expert, and stays.
"""

from collections.abc import Mapping

import numpy as np

from riskmap.maps import ScoredMap, ValueDescription
from riskmap.scaling import ValueFunction
from riskmap.statistics.weighted_means import Floats

_MOVABLE = ("rising", "falling", "log_rising", "trapezoid")


def with_thresholds(scored: ScoredMap) -> dict[str, ValueDescription]:
    """Return the criteria that count and have thresholds an expert set."""
    counting = scored.description.counting()
    return {name: card.value for name, card in counting.items() if card.value.shape in _MOVABLE}


def moved_scores(scored: ScoredMap, factors: Mapping[str, float]) -> dict[str, Floats]:
    """Return the scores of criteria whose break points are multiplied, shape (n,) each.

    They are computed again from the measurements in the map.

    Parameters
    ----------
    factors
        Criterion -> what its break points are multiplied with.
    """
    cards = with_thresholds(scored)
    found = {}
    for name, factor in factors.items():
        card = cards[name]
        moved = ValueFunction(card.shape, tuple(point * factor for point in card.points))
        values = scored.frame[f"{name}__value"].to_numpy(dtype=np.float64, na_value=np.nan)
        # What had no score keeps none, whatever its measurement.
        known = scored.frame[f"{name}__score"].notna().to_numpy()
        found[name] = np.where(known, moved.scores(values), np.nan)
    return found
