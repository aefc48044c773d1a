"""Rates per place that later lists may use without chasing their own tail."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from riskmap.statistics.selection import hajek

Floats = NDArray[np.float64]


class GuardedRates(NamedTuple):
    """Shrunken rates, and what they were shrunken toward."""

    rate: Floats
    visits: Floats
    base_rate: float


def guarded_rates(
    place: NDArray[np.intp],
    found: Floats,
    probability: Floats,
    expected: Floats,
    strength: float = 5.0,
) -> GuardedRates:
    r"""Return what a visit to each place may be expected to find.

    :math:`\theta_i = (\sum_v y_{iv} + A m_i) / (n_i + A)`: hits per visit, never
    hits alone, shrunken toward a prior mean :math:`m_i`. The prior is
    `expected` scaled so that its mean over all places is the base rate by
    inverse selection probability (Hajek), so that visits made because of
    earlier finds do not lift the expectation of places nobody chose. Where no
    visit has a known probability the plain mean serves and the base rate is
    NaN; before any visit `expected` stays as it is. A place's own visits are
    not weighted: given the place, why somebody came does not change what is
    found. A place never visited keeps :math:`m_i`, and one visited in vain
    sinks below its neighbours in the order: both are what ends the loop.

    Parameters
    ----------
    place
        Number of the place of each visit, 0 .. m - 1; shape (n,).
    found
        1 where the visit found something, else 0; shape (n,).
    probability
        Chance that the visit was made; NaN where unknown (a signal): such a
        visit counts for its own place and not for the base rate. Shape (n,).
    expected
        Relative expectation per place before any visit, such as the
        opportunity score; ones where nothing is known. Shape (m,).
    strength
        How many visits the prior counts for (A).

    References
    ----------
    Ensign et al. 2018, PMLR 81 (runaway feedback loops); Lum and Isaac 2016,
    Significance 13; Efron and Morris 1975 (shrinkage).
    """
    count = len(expected)
    visits = np.bincount(place, minlength=count).astype(np.float64)
    hits = np.bincount(place, weights=found, minlength=count)
    known = ~np.isnan(probability)
    base = hajek(found[known], probability[known]).value if known.any() else float("nan")
    plain = float(found.mean()) if len(found) else float(expected.mean())
    level = base if np.isfinite(base) else plain
    prior = np.clip(expected / expected.mean() * level, 0.0, 1.0)
    return GuardedRates((hits + strength * prior) / (visits + strength), visits, base)
