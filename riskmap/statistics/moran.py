"""Moran's I: do high values lie with high ones, over a whole map and place by place."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from riskmap.errors import ScoringError
from riskmap.messages import Message
from riskmap.statistics.spatial_weights import Weights, row_standardised
from riskmap.statistics.subset_sums import Floats, subset_sum_test

LEAST_PLACES = 4
_ROUNDING = 1e-12
# Values of the permutations in memory at once.
_ELEMENTS = 4_000_000


@dataclass(frozen=True)
class Moran:
    """Global Moran's I with three tests.

    Attributes
    ----------
    statistic, expected
        I, and -1 / (n - 1).
    z_normality, p_normality
        As if the values were drawn from one normal distribution; p two-sided.
    z_randomisation, p_randomisation
        As if the values there are were laid out at random; p two-sided.
    p_permutation
        Two-sided: twice the smaller tail over the permutations.
    p_pseudo
        One-sided in the direction found, (m + 1) / (permutations + 1): the
        pseudo p that is mostly published.
    permutations
        How many were drawn.
    """

    statistic: float
    expected: float
    z_normality: float
    p_normality: float
    z_randomisation: float
    p_randomisation: float
    p_permutation: float
    p_pseudo: float
    permutations: int


@dataclass(frozen=True)
class LocalMoran:
    """Local Moran's I with its conditional permutation test.

    Attributes
    ----------
    statistic
        Shape (n,): (n - 1) z_i sum_j w_ij z_j / sum z^2 with rows of w adding
        up to 1; NaN for islands.
    z
        Shape (n,): (I_i - E) / sd under conditional permutation.
    p
        Shape (n,): two-sided conditional permutation p.
    p_normal
        Shape (n,): two-sided, from `z`.
    quadrant
        Shape (n,): 1 high among high, 2 low among high, 3 low among low, 4
        high among low, 0 for islands.
    draws
        Permutations behind `p`.
    """

    statistic: Floats
    z: Floats
    p: Floats
    p_normal: Floats
    quadrant: NDArray[np.int8]
    draws: int


def moran(values: Floats, weights: Weights, *, permutations: int, seed: int) -> Moran:
    """Return global Moran's I (Cliff and Ord 1981) of values on weights as they are.

    Parameters
    ----------
    values
        Shape (n,), no NaN.
    weights
        Shape (n, n), zero diagonal; row-standardised by custom.
    permutations
        How often the values are laid out anew.
    seed
        Of the permutations.

    Raises
    ------
    ScoringError
        For fewer than four places, all values the same, or no neighbours at
        all.
    """
    centred = _centred(values, weights)
    count = len(centred)
    s0 = float(np.asarray(weights.data).sum())
    scale = count / s0 / float(centred @ centred)
    statistic = scale * float(centred @ np.asarray(weights @ centred))
    expected = -1.0 / (count - 1)
    by_normality, by_randomisation = _variances(centred, weights, s0)
    if not min(by_normality, by_randomisation) > _ROUNDING:
        raise ScoringError(
            Message("Every place is a neighbour of every other: no layout differs from another."),
            Message("Take fewer nearest neighbours, or a smaller distance."),
        )
    z_normality = (statistic - expected) / by_normality**0.5
    z_randomisation = (statistic - expected) / by_randomisation**0.5
    above, below = _permuted(centred, weights, statistic / scale, permutations, seed)
    smaller = min(above, below) + 1
    return Moran(
        statistic=statistic,
        expected=expected,
        z_normality=z_normality,
        p_normality=float(2 * stats.norm.sf(abs(z_normality))),
        z_randomisation=z_randomisation,
        p_randomisation=float(2 * stats.norm.sf(abs(z_randomisation))),
        p_permutation=min(1.0, 2 * smaller / (permutations + 1)),
        p_pseudo=min(1.0, smaller / (permutations + 1)),
        permutations=permutations,
    )


def local_moran(values: Floats, neighbours: Weights, *, draws: int, seed: int) -> LocalMoran:
    """Return local Moran's I of every place (Anselin 1995).

    Parameters
    ----------
    values
        Shape (n,), no NaN.
    neighbours
        Binary, shape (n, n), zero diagonal.
    draws
        Permutations, see `riskmap.statistics.subset_sums.needed_draws`.
    seed
        Of the permutations.

    Raises
    ------
    ScoringError
        As for `moran`.
    """
    centred = _centred(values, neighbours)
    sizes = np.diff(neighbours.indptr).astype(np.intp)
    lag = np.asarray(row_standardised(neighbours) @ centred)
    alone = sizes == 0
    statistic = (len(values) - 1) * centred * lag / float(centred @ centred)
    statistic[alone] = np.nan
    sums = np.asarray(neighbours @ centred)
    test = subset_sum_test(centred, sizes, sums, draws=draws, seed=seed, own_excluded=True)
    # The place keeps its value: its statistic is its lag, turned around where it is low itself.
    z = test.z * np.sign(centred)
    quadrant = np.select(
        [alone, (centred > 0) & (lag > 0), (centred <= 0) & (lag > 0), centred <= 0],
        [0, 1, 2, 3],
        4,
    )
    p_normal = np.asarray(2 * stats.norm.sf(np.abs(test.z)), dtype=np.float64)
    return LocalMoran(statistic, z, test.p, p_normal, quadrant.astype(np.int8), draws)


def too_few(count: int) -> ScoringError:
    """Return the error for fewer places than a pattern needs."""
    return ScoringError(
        Message("{count} places are too few to say what lies together.", count=count),
        Message("Give at least {least} places with a value.", least=LEAST_PLACES),
    )


def _variances(centred: Floats, weights: Weights, s0: float) -> tuple[float, float]:
    """Return the variance of I under normality and under randomisation (Cliff and Ord 1981)."""
    n = float(len(centred))
    both = weights + weights.T
    s1 = float(both.power(2).sum()) / 2
    s2 = float(((np.asarray(weights.sum(axis=1)) + np.asarray(weights.sum(axis=0))) ** 2).sum())
    expected = -1 / (n - 1)
    normality = (n**2 * s1 - n * s2 + 3 * s0**2) / ((n**2 - 1) * s0**2) - expected**2
    kurtosis = float((centred**4).mean() / (centred**2).mean() ** 2)
    first = n * ((n**2 - 3 * n + 3) * s1 - n * s2 + 3 * s0**2)
    second = kurtosis * ((n**2 - n) * s1 - 2 * n * s2 + 6 * s0**2)
    randomisation = (first - second) / ((n - 1) * (n - 2) * (n - 3) * s0**2) - expected**2
    return normality, randomisation


def _permuted(
    centred: Floats, weights: Weights, observed: float, permutations: int, seed: int
) -> tuple[int, int]:
    """Return in how many permutations the cross-product is at least, and at most, the observed."""
    generator = np.random.Generator(np.random.PCG64(seed))
    rounding = 1e-12 * float(centred @ centred) * len(centred)
    size = max(1, _ELEMENTS // len(centred))
    above = below = 0
    for start in range(0, permutations, size):
        rows = np.tile(centred, (min(size, permutations - start), 1))
        shuffled = np.ascontiguousarray(generator.permuted(rows, axis=1).T)
        products = (shuffled * (weights @ shuffled)).sum(axis=0)
        above += int((products >= observed - rounding).sum())
        below += int((products <= observed + rounding).sum())
    return above, below


def _centred(values: Floats, weights: Weights) -> Floats:
    if len(values) < LEAST_PLACES:
        raise too_few(len(values))
    if not np.ptp(values) > 0:
        raise ScoringError(
            Message("All {count} values are the same.", count=len(values)),
            Message("Without differences there are no hot spots; choose another column."),
        )
    if not weights.nnz:
        raise ScoringError(
            Message("None of the {count} places has a neighbour.", count=len(values)),
            Message("Take nearest neighbours, a larger distance, or bridge gaps between polygons."),
        )
    return np.asarray(values - values.mean())
