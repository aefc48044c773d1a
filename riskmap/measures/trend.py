"""The trend of many short series at once."""

import numpy as np

from riskmap.measures.arrays import Floats, in_slices

_SERIES = 50_000
_PAIR = 2


def theil_sen(times: Floats, values: Floats) -> Floats:
    """Return the median of the slopes between all pairs of moments.

    Theil (1950), Sen (1968): one strange year does not turn it.

    Parameters
    ----------
    times
        Shape (k,): moments, all different, for example years.
    values
        Shape (n, k): one series per row; NaN is left out.

    Returns
    -------
    Shape (n,), in the unit of `values` per unit of `times`; NaN where fewer
    than two moments are known.
    """
    first, second = np.triu_indices(len(times), 1)
    span = times[second] - times[first]
    if not len(span):
        return np.full(len(values), np.nan)

    def slopes(part: slice) -> Floats:
        rows = values[part]
        return row_median((rows[:, second] - rows[:, first]) / span)

    found = in_slices(slopes, len(values), _SERIES)
    return np.concatenate(found) if found else np.empty(0)


def row_median(values: Floats) -> Floats:
    """Return the median of what is known in each row; NaN where nothing is.

    Parameters
    ----------
    values
        Shape (n, k).

    Returns
    -------
    Shape (n,).
    """
    if values.shape[1] in {1, _PAIR}:  # two images a summer are common, and sorting is slow
        first, last = values[:, 0], values[:, -1]
        one = np.where(np.isfinite(first), first, last)
        other = np.where(np.isfinite(last), last, first)
        return np.where(np.isfinite(one), (one + other) / _PAIR, np.nan)
    ordered = np.sort(values, axis=1)  # NaN comes last
    known = np.isfinite(values).sum(axis=1)
    rows = np.arange(len(values))
    middle = np.maximum(known - 1, 0)
    low, high = ordered[rows, middle // _PAIR], ordered[rows, (middle + 1) // _PAIR]
    median: Floats = np.where(known > 0, (low + high) / _PAIR, np.nan)
    return median
