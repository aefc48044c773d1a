"""How many visits by chance a base rate needs."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from riskmap.statistics.proportions import wilson

# Beyond this many visits nobody plans; the search stops.
_MOST_VISITS = 1_000_000


def expected_width(rate: float, visits: int, level: float = 0.9) -> float:
    """Return how wide the interval of a base rate will be, on average over what may be found.

    Parameters
    ----------
    rate
        The base rate one expects, 0..1.
    visits
        Number of visits by chance; none leave everything open, width 1.
    """
    if visits == 0:
        return 1.0
    hits = np.arange(visits + 1)
    low, high = wilson(hits, visits, level)
    return float(stats.binom.pmf(hits, visits, rate) @ (high - low))


def visits_needed(rate: float, width: float, level: float = 0.9) -> int:
    """Return how many visits by chance give an interval of at most this width.

    Wilson's interval at `rate` itself, as if exactly the expected number of
    visits found something; found by halving, because the width falls with
    every visit.
    """
    low, high = 0, 1
    while high < _MOST_VISITS and _width(rate, high, level) > width:
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _width(rate, middle, level) > width else (low, middle)
    return high


def random_visits(capacity: int, share: float, rounds: int) -> int:
    """Return how many visits by chance so many lists bring, rounded as `riskmap plan` rounds."""
    return math.floor(capacity * share + 0.5) * rounds


def width_table(
    rates: Sequence[float], visits: Sequence[int], level: float = 0.9
) -> NDArray[np.float64]:
    """Return `expected_width` for every base rate (rows) and number of visits (columns)."""
    return np.array([[expected_width(rate, count, level) for count in visits] for rate in rates])


def gini(counts: NDArray[np.float64]) -> tuple[float, float]:
    r"""Return the Gini of counts per place, and that of the evenest spread there can be.

    :math:`G = \sum_i (2i - n - 1) x_{(i)} / (n \sum x)`: 0 when all have the
    same, near 1 when one has all. With fewer visits than places G is high
    however fair the visits are; the second figure says how high.

    References
    ----------
    Gini 1912; Damgaard and Weiner 2000.
    """
    total, count = float(counts.sum()), len(counts)
    if total == 0 or count == 0:
        return float("nan"), float("nan")
    even = np.full(count, total // count)
    even[: int(total % count)] += 1
    weight = 2 * np.arange(1, count + 1) - count - 1
    found, least = (float(weight @ np.sort(x) / (count * total)) for x in (counts, even))
    return found, least


def _width(rate: float, visits: int, level: float) -> float:
    low, high = wilson(rate * visits, visits, level)
    return float(high - low)
