"""The class in a three-by-three table: the thirds of opportunity and of risk."""

import numpy as np
import pandas as pd

LEVELS = ("low", "medium", "high")
UNKNOWN = "unknown"


def thirds(values: "pd.Series[float]", ranked: "pd.Series[bool]") -> tuple[float, float]:
    """Return the two values that split the known values of ranked places in thirds.

    Low is up to the first, high is above the second. The lowest value is
    always low and the highest always high, however many places share it.

    Parameters
    ----------
    values
        At least one known.
    ranked
        Whose values count; all of them where no ranked place has a known one.
    """
    known = values[ranked].dropna()
    numbers = (values.dropna() if known.empty else known).to_numpy(dtype=float)
    low, high = np.quantile(numbers, [1 / 3, 2 / 3])
    below_highest = numbers[numbers < numbers.max()]
    if below_highest.size:
        high = min(high, below_highest.max())
    return (float(min(low, high)), float(high))


def levels(values: "pd.Series[float]", breaks: tuple[float, float]) -> "pd.Series[str]":
    """Return ``low``, ``medium`` or ``high`` for every value, ``unknown`` where there is none."""
    # A value equal to a break belongs below it, so that many equal low values stay low.
    numbers = np.searchsorted(breaks, values.to_numpy(dtype=float), side="left")
    words = np.array(LEVELS, dtype=object)[np.minimum(numbers, 2)]
    return pd.Series(np.where(values.isna(), UNKNOWN, words), index=values.index, dtype="str")
