"""Weights from pairwise comparisons: the principal eigenvector and its consistency."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# Mean consistency index of random judgements on 1/9..9, for 1 to 15 things (Saaty 1980).
RANDOM_INDEX = (0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59)  # fmt: skip # noqa: E501
MOST_COMPARED = len(RANDOM_INDEX)
_CONSISTENT = 2  # two things cannot contradict each other


@dataclass(frozen=True)
class Priorities:
    """Weights that follow from comparisons.

    Attributes
    ----------
    weights
        Shape (n,), adding up to 1.
    largest_eigenvalue
        n when the judgements do not contradict each other, more otherwise.
    consistency_index, consistency_ratio
        CI = (largest eigenvalue - n) / (n - 1); CR = CI / RI.
    strain
        Shape (n, n): a_ij w_j / w_i, 1 where a judgement fits the weights.
    """

    weights: Floats
    largest_eigenvalue: float
    consistency_index: float
    consistency_ratio: float
    strain: Floats


def priorities(judgements: Floats) -> Priorities:
    """Return the weights of an analytic hierarchy process with their consistency (Saaty 1980).

    Parameters
    ----------
    judgements
        Shape (n, n), positive and reciprocal: entry (i, j) says how many times
        as important i is as j. At most `MOST_COMPARED` things.
    """
    count = len(judgements)
    values, vectors = np.linalg.eig(judgements)
    largest = int(np.argmax(values.real))
    direction = np.abs(vectors[:, largest].real)
    weights = direction / direction.sum()
    eigenvalue = float(values[largest].real)
    index = (eigenvalue - count) / (count - 1) if count > _CONSISTENT else 0.0
    # Rounding may leave a consistent matrix a hair below n.
    index = max(index, 0.0)
    ratio = index / RANDOM_INDEX[count - 1] if count > _CONSISTENT else 0.0
    strain = judgements * weights[None, :] / weights[:, None]
    return Priorities(weights, eigenvalue, index, ratio, strain)


def joint_judgements(several: list[Floats]) -> Floats:
    """Return the geometric mean of several judges' comparisons (Aczel and Saaty 1983).

    It is the one mean that keeps the comparisons reciprocal.
    """
    logs = np.mean([np.log(one) for one in several], axis=0)
    return np.asarray(np.exp(logs), dtype=np.float64)
