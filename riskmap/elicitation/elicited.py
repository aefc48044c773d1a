"""What came out of asking experts, and what it means on a map."""

from dataclasses import dataclass

import pandas as pd

from riskmap.elicitation.attitudes import Attitudes
from riskmap.elicitation.weights import GroupWeights


@dataclass(frozen=True)
class Elicited:
    """Weights, and what they mean on a map.

    Attributes
    ----------
    groups
        Weights of every group of things that were weighed; empty when no
        file was given.
    correlations
        See `riskmap.elicitation.double_counting.correlations`; None without
        a map.
    attitudes
        What other attitudes to trade-offs do to the top; None without a map.
    stays
        Which part of the map's top stays under the new weights (0..1); None
        without a map or without weights.
    k
        Length of the top.
    """

    groups: tuple[GroupWeights, ...]
    correlations: pd.DataFrame | None
    attitudes: Attitudes | None
    stays: float | None
    k: int
