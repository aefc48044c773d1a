"""From any figure that is higher where the risk is, to a risk from 0 to 1: a stated choice."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from riskmap.messages import Message
from riskmap.project import Normalisation

Floats = NDArray[np.float64]

_QUANTILES = 21

NORMALISATION_TEXTS = {
    "percentile": Message("place in the order of all areas or cells (percentile)"),
    "min_max": Message("from the lowest (0) to the highest (1)"),
    "max": Message("divided by the highest"),
}
"""How each choice makes a risk of a figure."""


@dataclass(frozen=True)
class Normaliser:
    """A choice and what it was fitted to.

    Attributes
    ----------
    rule
        ``percentile``: the part of the known values that is lower, with half
        of those that are equal; ``min_max``: (value - lowest) / (highest -
        lowest); ``max``: value / highest.
    values
        The known values, ascending; at least one.
    """

    rule: Normalisation
    values: Floats

    @classmethod
    def of(cls, rule: Normalisation, values: Floats) -> "Normaliser":
        """Fit to values of any shape; NaN is unknown."""
        return cls(rule, np.sort(values[np.isfinite(values)], axis=None))

    def risk(self, values: Floats) -> Floats:
        """Return values as risks, 0..1; NaN stays NaN. Where all values are equal, 0.5."""
        lowest, highest = self.values[0], self.values[-1]
        if self.rule == "percentile":
            below = np.searchsorted(self.values, values, side="left")
            up_to = np.searchsorted(self.values, values, side="right")
            share = (below + up_to) / (2 * len(self.values))
            return np.where(np.isnan(values), np.nan, share)
        if self.rule == "max":
            share = values / highest if highest > 0 else values * 0.0
        elif highest > lowest:
            share = (values - lowest) / (highest - lowest)
        else:
            share = values * 0.0 + 0.5
        return np.asarray(np.clip(share, 0.0, 1.0))

    @property
    def reference(self) -> tuple[float, ...]:
        """The lowest and highest value, or 21 quantiles at equal steps."""
        if self.rule == "percentile":
            steps = np.linspace(0, 1, min(_QUANTILES, len(self.values)))
            return tuple(np.quantile(self.values, steps).tolist())
        return (float(self.values[0]), float(self.values[-1]))
