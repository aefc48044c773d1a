"""Value functions: from a measurement in its own unit to a score from 0 to 1.

Piecewise-linear value functions of multi-attribute value theory (Malczewski
1999, chapter 4). Their break points are part of the result: `percentile`
depends on the data, so its reference values are stored and can be used again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Shape = Literal["rising", "falling", "log_rising", "trapezoid", "steps", "percentile"]


@dataclass(frozen=True)
class ValueFunction:
    """One value function with its break points.

    Attributes
    ----------
    shape
        Which function.
    points
        Break points: 2 for rising, falling, log_rising and percentile (which
        takes shares of the run, 0..1), 4 for trapezoid, none for steps.
    steps
        For `steps`: measurement -> score.
    reference
        For `percentile`: the sorted known measurements the ranks are taken
        in; empty until fitted.
    """

    shape: Shape
    points: tuple[float, ...] = ()
    steps: Mapping[float, float] | None = None
    reference: tuple[float, ...] = ()
