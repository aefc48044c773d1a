"""Many tests at once: how many stay significant, and at which level."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Discoveries:
    """Which of many tests are significant, before and after correction.

    Attributes
    ----------
    adjusted
        Shape (n,): the lowest false discovery rate at which the test is
        significant, NaN where there was no test.
    significant
        Shape (n,): `adjusted` is at most the level.
    tests
        How many tests there were.
    raw, fdr, bonferroni
        How many are significant without correction, after Benjamini and
        Hochberg, and after Bonferroni.
    """

    adjusted: Floats
    significant: NDArray[np.bool_]
    tests: int
    raw: int
    fdr: int
    bonferroni: int


def discoveries(p: Floats, alpha: float) -> Discoveries:
    """Control the false discovery rate (Benjamini and Hochberg 1995; p_(i) <= i alpha / n).

    For local statistics of neighbouring places, whose tests depend on each
    other positively, see Caldas de Castro and Singer (2006).

    Parameters
    ----------
    p
        Shape (n,), 0..1; NaN where there was no test.
    alpha
        The level, between 0 and 1.
    """
    tested = ~np.isnan(p)
    adjusted = np.full(len(p), np.nan)
    if tested.any():
        adjusted[tested] = stats.false_discovery_control(p[tested], method="bh")
    significant = adjusted <= alpha
    tests = int(tested.sum())
    return Discoveries(
        adjusted=adjusted,
        significant=significant,
        tests=tests,
        raw=int((p <= alpha).sum()),
        fdr=int(significant.sum()),
        bonferroni=int((p * tests <= alpha).sum()),
    )
