"""Getis and Ord's local G: where high or low values lie together."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from riskmap.errors import ScoringError
from riskmap.messages import Message
from riskmap.statistics.spatial_weights import Weights, with_self
from riskmap.statistics.subset_sums import Floats, subset_sum_test


@dataclass(frozen=True)
class LocalG:
    """A local G with its tests.

    Attributes
    ----------
    z
        Shape (n,): the standardised statistic, NaN where it cannot vary.
    p
        Shape (n,): two-sided, by permutation: right whatever the
        distribution of the values.
    p_normal
        Shape (n,): two-sided, from the normal distribution: too small in the
        upper tail of skewed values with few neighbours.
    draws
        Permutations behind `p`.
    """

    z: Floats
    p: Floats
    p_normal: Floats
    draws: int


def getis_ord_star(values: Floats, weights: Weights) -> Floats:
    """Return Gi* of every place, as a z-score (Ord and Getis 1995).

    (sum_j w_ij x_j - xbar sum_j w_ij) / (S sqrt((n sum_j w_ij^2 - (sum_j
    w_ij)^2) / (n - 1))) over all n places, the place itself included, with
    S^2 = sum x^2 / n - xbar^2. Multiplying the weights of a place by one
    number changes nothing.

    Parameters
    ----------
    values
        Shape (n,), no NaN.
    weights
        Shape (n, n), not negative, w_ii > 0: see
        `riskmap.statistics.spatial_weights.with_self`.

    Raises
    ------
    ScoringError
        When all values are the same.
    """
    count = len(values)
    centred = _centred(values)
    spread = float(np.sqrt((centred**2).mean()))
    total, squares = _row_sums(weights), _row_sums(weights.power(2))
    variance = (count * squares - total**2) / (count - 1)
    return _ratio(np.asarray(weights @ centred), spread * np.sqrt(np.clip(variance, 0.0, None)))


def getis_ord(values: Floats, weights: Weights) -> Floats:
    """Return Gi of every place, as a z-score: the place itself left out (Ord and Getis 1995).

    Parameters
    ----------
    values
        Shape (n,), no NaN.
    weights
        Shape (n, n), not negative, zero diagonal.

    Raises
    ------
    ScoringError
        When all values are the same.
    """
    others = len(values) - 1
    centred = _centred(values)
    mean = -centred / others
    spread = np.sqrt(np.clip(((centred**2).sum() - centred**2) / others - mean**2, 0.0, None))
    total, squares = _row_sums(weights), _row_sums(weights.power(2))
    variance = np.clip((others * squares - total**2) / max(others - 1, 1), 0.0, None)
    return _ratio(np.asarray(weights @ centred) - mean * total, spread * np.sqrt(variance))


def local_g(
    values: Floats, neighbours: Weights, *, draws: int, seed: int, star: bool = True
) -> LocalG:
    """Return Gi* (or Gi) of every place with its permutation test.

    Parameters
    ----------
    values
        Shape (n,), no NaN.
    neighbours
        Binary, shape (n, n), zero diagonal; Gi* adds the place itself.
    draws
        Permutations, see `riskmap.statistics.subset_sums.needed_draws`.
    seed
        Of the permutations.
    star
        Gi* when true, else Gi.

    Raises
    ------
    ScoringError
        When all values are the same.
    """
    weights = with_self(neighbours) if star else neighbours
    z = getis_ord_star(values, weights) if star else getis_ord(values, weights)
    sizes = np.diff(weights.indptr).astype(np.intp)
    sums = np.asarray(weights @ values)
    test = subset_sum_test(values, sizes, sums, draws=draws, seed=seed, own_excluded=not star)
    return LocalG(z, test.p, normal_p(z), draws)


def normal_p(z: Floats) -> Floats:
    """Return the two-sided p of z-scores under the normal distribution."""
    return np.asarray(2 * stats.norm.sf(np.abs(z)), dtype=np.float64)


def _centred(values: NDArray[np.float64]) -> Floats:
    centred = values - values.mean()
    if not np.ptp(values) > 0:
        raise ScoringError(
            Message("All {count} values are the same.", count=len(values)),
            Message("Without differences there are no hot spots; choose another column."),
        )
    return np.asarray(centred)


def _row_sums(weights: Weights) -> Floats:
    return np.asarray(weights.sum(axis=1), dtype=np.float64)


def _ratio(above: Floats, below: Floats) -> Floats:
    # A sum over all places does not vary; rounding leaves a little.
    varies = below > np.abs(below).max(initial=0.0) * 1e-9
    result: Floats = np.divide(above, below, out=np.full(len(above), np.nan), where=varies)
    return result
