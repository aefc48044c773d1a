"""Andresen's S: in how many areas do two patterns of events have the same share.

Andresen's own test (2009) resamples one of the patterns, and calls far too many areas
different. Here every area gets a test of two proportions, as Wheeler, Steenbeek and
Andresen 2018 propose, with or without a correction for testing all areas at once.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.stats import false_discovery_control

from riskmap.statistics.proportions import Test, two_proportions

Floats = NDArray[np.float64]
Correction = Literal["none", "bh", "by"]


@dataclass(frozen=True)
class Similarity:
    """How alike two patterns are, area by area.

    Attributes
    ----------
    share_base, share_test
        Shape (n,): the area's part of all events of each pattern.
    p, p_adjusted
        Shape (n,): two-sided, before and after the correction. An area without
        events in both is no test: its p is 1, and it does not count among the
        tests that are corrected for.
    direction
        Shape (n,): +1 where the test pattern has a significantly larger
        share, -1 where it has a smaller one, 0 where they do not differ.
    s
        Share of all areas that do not differ; areas without events in both
        count as alike, as Andresen defines it.
    s_robust
        The same over areas with an event in either pattern: empty areas make
        patterns look alike that are not.
    areas, areas_with_events
        How many there are.
    """

    share_base: Floats
    share_test: Floats
    p: Floats
    p_adjusted: Floats
    direction: NDArray[np.int64]
    s: float
    s_robust: float
    areas: int
    areas_with_events: int


def similarity(
    base: Floats,
    test: Floats,
    *,
    method: Test = "chi2_n1",
    correction: Correction = "none",
    level: float = 0.05,
) -> Similarity:
    """Compare two patterns over the same areas.

    Parameters
    ----------
    base, test
        Events per area, shape (n,); each with at least one event.
    method
        The test of two proportions, see `two_proportions`.
    correction
        ``bh`` (Benjamini and Hochberg 1995) or ``by`` (Benjamini and Yekutieli
        2001, whatever the dependence; shares add up to one, so areas depend
        on each other).
    level
        Areas with a smaller p-value differ.
    """
    totals = float(base.sum()), float(test.sum())
    shares = base / totals[0], test / totals[1]
    p = two_proportions(base, totals[0], test, totals[1], method)
    events = (base + test) > 0
    fixed = p.copy()
    if correction != "none":
        fixed[events] = false_discovery_control(p[events], method=correction)
    differs = fixed < level
    direction = np.where(differs, np.sign(shares[1] - shares[0]), 0).astype(np.int64)
    return Similarity(
        share_base=shares[0],
        share_test=shares[1],
        p=p,
        p_adjusted=np.asarray(fixed, dtype=float),
        direction=direction,
        s=float(np.mean(direction == 0)),
        s_robust=float(np.mean(direction[events] == 0)),
        areas=len(base),
        areas_with_events=int(events.sum()),
    )
