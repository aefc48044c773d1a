"""What is asked of an evaluation."""

from dataclasses import dataclass

# Where the whole curve is read off: shares of the places, and of the area.
SHARES = (0.01, 0.02, 0.05, 0.10, 0.20, 0.50)


@dataclass(frozen=True)
class EvaluationSettings:
    """How a list is evaluated.

    Attributes
    ----------
    capacity
        Places the team can visit (k).
    confidence
        Of the intervals, between 0 and 1.
    draws
        Resamples of the bootstrap, and draws of a list made by lot.
    seed
        Of both.
    alpha
        Exponent of the area in the penalised PAI, 0..1.
    per_area
        The order is by score per area: for a score that is an expected count.
    rows
        Length of the cumulative table.
    """

    capacity: int = 25
    confidence: float = 0.9
    draws: int = 2000
    seed: int = 1
    alpha: float = 0.5
    per_area: bool = False
    rows: int = 100
