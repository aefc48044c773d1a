"""From source areas to target places: counts are spread, rates are averaged.

A count is extensive: half an area has half of it. A rate is intensive: half an
area has the same. So they are two functions, and totals of counts are kept
(the pycnophylactic property).

With y the count of source s, a the share of target t that lies in s, and z an
ancillary weight of t (1 for area weighting, with a the common surface):

    y_t = sum_s y_s a_st z_t / sum_t' a_st' z_t'

References
----------
Goodchild, M. F. and Lam, N. S.-N. (1980). Areal interpolation: a variant of
the traditional spatial problem. Geo-Processing 1, 297-312.

Mennis, J. (2003). Generating surface models of population using dasymetric
mapping. The Professional Geographer 55(1), 31-42.

Tobler, W. R. (1979). Smooth pycnophylactic interpolation for geographical
regions. Journal of the American Statistical Association 74(367), 519-530.

Wright, J. K. (1936). A method of mapping densities of population. Geographical
Review 26(1), 103-110.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from riskmap.errors import ScoringError
from riskmap.messages import Message

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]


@dataclass(frozen=True)
class Pairs:
    """Which source lies over which target, shape (p,) each.

    Attributes
    ----------
    source, target
        Numbers of the two.
    amount
        What of the target lies in the source: their common surface, or the
        share of the target; above 0.
    sources, targets
        How many there are of each.
    """

    source: Indices
    target: Indices
    amount: Floats
    sources: int
    targets: int


@dataclass(frozen=True)
class Disaggregated:
    """Counts of sources, spread over targets.

    Attributes
    ----------
    counts
        Shape (targets,): NaN where no source with a known count lies over the
        target.
    not_allocated
        Shape (sources,): what of each count found no target with a weight, 0
        where all of it did, NaN where the count is unknown. With the counts of
        the targets it adds up to the total.
    density
        Shape (sources,): count per unit of weighted amount, NaN where there
        is no count or no weight.
    """

    counts: Floats
    not_allocated: Floats
    density: Floats


def disaggregate_counts(
    counts: Floats, pairs: Pairs, weights: Floats | None = None
) -> Disaggregated:
    """Spread counts over targets, totals kept.

    Parameters
    ----------
    counts
        Shape (sources,): from 0, NaN unknown.
    pairs
        See `Pairs`.
    weights
        Shape (targets,): z, from 0; NaN counts as a target without a weight.
        Without it every unit of `Pairs.amount` weighs the same.

    Raises
    ------
    ScoringError
        When a count or a weight is negative.
    """
    counts = np.asarray(counts, dtype=float)
    z = np.ones(pairs.targets) if weights is None else np.asarray(weights, dtype=float)
    if (counts < 0).any() or (z < 0).any():
        raise ScoringError(
            Message("A count or an ancillary weight is below 0."),
            Message("Check the police figures, and what they are spread by."),
        )
    part = pairs.amount * np.nan_to_num(z[pairs.target])
    total = np.bincount(pairs.source, part, pairs.sources)
    known = np.isfinite(counts)
    density = np.full(pairs.sources, np.nan)
    np.divide(counts, total, out=density, where=known & (total > 0))
    given = np.isfinite(density)[pairs.source]
    source, target = pairs.source[given], pairs.target[given]
    spread = np.bincount(target, part[given] * density[source], pairs.targets).astype(float)
    reached = np.bincount(target, minlength=pairs.targets) > 0
    spread[~reached | np.isnan(z)] = np.nan
    return Disaggregated(spread, np.where(known & (total == 0), counts, counts * 0.0), density)


def disaggregate_rates(rates: Floats, pairs: Pairs) -> tuple[Floats, Floats]:
    """Return the mean of the sources' rates over each target, by what lies in each.

    Parameters
    ----------
    rates
        Shape (sources,): NaN is unknown and left out.

    Returns
    -------
    Mean, shape (targets,), NaN where nothing is known; and the amount it rests
    on, shape (targets,).
    """
    rates = np.asarray(rates, dtype=float)
    known = np.isfinite(rates)[pairs.source]
    source, target, amount = pairs.source[known], pairs.target[known], pairs.amount[known]
    rests_on = np.bincount(target, amount, pairs.targets).astype(float)
    total = np.bincount(target, amount * rates[source], pairs.targets)
    mean = np.full(pairs.targets, np.nan)
    np.divide(total, rests_on, out=mean, where=rests_on > 0)
    return mean, rests_on
