"""Moran's I of the residuals of a regression, with its residual moments.

Residuals are no plain sample: they add up to nothing along every predictor,
which pulls their autocorrelation below zero by itself. The moments therefore
come from the hat matrix of the regression (Cliff and Ord 1981, *Spatial
Processes*, section 8.3; Anselin 1988). The moments of a plain Moran's I would
call too few residual patterns a pattern.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse, stats

from riskmap.errors import ScoringError
from riskmap.messages import Message
from riskmap.statistics.spatial_weights import Weights, islands

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class ResidualMoran:
    """Moran's I of residuals.

    Attributes
    ----------
    value
        ``(n / S0) e'We / e'e``.
    expected, variance
        Under normal errors without autocorrelation, given the predictors.
    z
        ``(value - expected) / sqrt(variance)``.
    p
        Two-sided, from the normal distribution.
    without_neighbours
        How many places have no neighbour at all; they say nothing about
        autocorrelation.
    """

    value: float
    expected: float
    variance: float
    z: float
    p: float
    without_neighbours: int


def residual_moran(residuals: Floats, design: Floats, weights: Weights) -> ResidualMoran:
    """Return Moran's I of residuals with the moments of Cliff and Ord (1981).

    With ``M = I - X (X'X)^-1 X'``, ``S = (W + W') / 2`` and ``k`` the rank of
    ``X``: ``E[I] = (n / S0) tr(MS) / (n - k)`` and ``E[I^2] = (n / S0)^2
    (2 tr(MSMS) + tr(MS)^2) / ((n - k)(n - k + 2))``. No matrix of n by n is
    made: both traces follow from ``X'SX`` and ``X'SSX``.

    Parameters
    ----------
    residuals
        Shape (n,). Of a logistic or Poisson regression the Pearson residuals,
        with the design multiplied by the root of the working weights: the
        moments then hold to a first approximation.
    design
        Shape (n, k), with the column of ones where the regression has one.
        Columns that repeat each other are allowed.
    weights
        Shape (n, n); row-standardised or not, zeros on the diagonal.

    Raises
    ------
    ScoringError
        When there are no neighbours, no residuals that differ, or fewer
        places than coefficients.
    """
    count = len(residuals)
    total = float(weights.sum())
    squares = float(residuals @ residuals)
    basis = _basis(design)
    free = count - basis.shape[1]
    scale = float(np.abs(residuals).max(initial=0.0))
    if total <= 0 or free < 1 or squares <= 0 or scale == 0:
        raise ScoringError(
            Message("The residuals of {count} places show no pattern to test.", count=count),
            Message("It takes more places than predictors, neighbours, and an imperfect fit."),
        )
    both = _mean_of_directions(weights)
    lagged: Floats = np.asarray(both @ basis)
    inner = basis.T @ lagged
    trace = float(both.diagonal().sum()) - float(np.trace(inner))
    square = float((both.multiply(both)).sum()) - 2 * float((lagged * lagged).sum())
    square += float((inner * inner).sum())
    factor = count / total
    expected = factor * trace / free
    second = factor**2 * (2 * square + trace**2) / (free * (free + 2))
    variance = second - expected**2
    value = factor * float(residuals @ np.asarray(both @ residuals)) / squares
    z = (value - expected) / float(np.sqrt(variance)) if variance > 0 else float("nan")
    p = float(2 * stats.norm.sf(abs(z)))
    return ResidualMoran(value, expected, variance, z, p, len(islands(both)))


def _basis(design: Floats) -> Floats:
    """Return orthonormal columns that span the design: the hat matrix is ``Q Q'``."""
    left, sizes, _ = np.linalg.svd(np.asarray(design, dtype=float), full_matrices=False)
    kept = sizes > sizes.max(initial=0.0) * max(design.shape) * np.finfo(float).eps
    return np.ascontiguousarray(left[:, kept])


def _mean_of_directions(weights: Weights) -> Weights:
    """Return ``(W + W') / 2``: the residuals, squared, see no difference."""
    turned: Weights = sparse.csr_array(weights.T)
    both: Weights = sparse.csr_array(weights + turned)
    both.data *= 0.5
    return both
