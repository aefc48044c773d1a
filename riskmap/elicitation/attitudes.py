"""What another attitude to trade-offs does to the top: one high score, or all of them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from riskmap.elicitation.criteria_table import CriteriaTable, compensated, first_places
from riskmap.statistics.ordered_average import ordered_average

# From "all must be high" to "one is enough"; 0.5 is the plain weighted mean.
ATTITUDES = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True)
class Attitudes:
    """Scores and ranks under several attitudes.

    Attributes
    ----------
    table
        One row per attitude: ``orness``, and ``stays``: which part of the top
        `k` of the weighted mean stays in the top `k` (0..1).
    scores
        Places by attitude, 0..1.
    k
        Length of the top.
    """

    table: pd.DataFrame
    scores: pd.DataFrame
    k: int


def attitudes(criteria: CriteriaTable, k: int, chosen: Sequence[float] = ATTITUDES) -> Attitudes:
    """Return what each attitude does to the top `k` (Yager 1988; Malczewski 2006).

    Parameters
    ----------
    criteria
        Families are traded against each other; inside a family nothing changes.
    k
        Length of the top.
    chosen
        Orness of each attitude, 0 to 1.
    """
    importance = np.asarray(criteria.importance, dtype=np.float64)
    values = criteria.families.to_numpy(dtype=np.float64)
    scores = pd.DataFrame(
        {level: ordered_average(values, importance, level) for level in chosen},
        index=criteria.families.index,
    )
    usual = first_places(compensated(criteria), criteria.eligible, k)
    stays = [len(usual & first_places(scores[level], criteria.eligible, k)) for level in chosen]
    shares = np.array(stays, dtype=float) / max(len(usual), 1)
    return Attitudes(pd.DataFrame({"orness": list(chosen), "stays": shares}), scores, k)
