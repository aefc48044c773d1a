"""The order of a list that takes the best of every group first, in every draw."""

import numpy as np
from numpy.typing import NDArray

from riskmap.statistics.weighted_means import Floats

_SAME_DIGITS = 12


def list_scores(scores: Floats, groups: NDArray[np.int64]) -> Floats:
    """Return scores whose order is that of a list over groups, shape (draws, n).

    The part of its group above a place counts first, its score second, as in
    `riskmap.ordering.list_order`; equal in both is equal still.

    Parameters
    ----------
    scores
        0..1, shape (draws, n).
    groups
        Number of the group of every place, shape (n,).
    """
    sizes = np.bincount(groups)[groups]
    return np.stack([_one(row, groups, sizes) for row in np.round(scores, _SAME_DIGITS)])


def _one(scores: Floats, groups: NDArray[np.int64], sizes: NDArray[np.int64]) -> Floats:
    above = _ahead(scores, groups) / sizes
    order = np.lexsort((-scores, above))
    new = (np.diff(above[order]) != 0) | (np.diff(scores[order]) != 0)
    steps = np.concatenate([[0], np.cumsum(new)])
    listed = np.empty(len(scores))
    listed[order] = 1.0 - steps / len(scores)
    return listed


def _ahead(scores: Floats, groups: NDArray[np.int64]) -> NDArray[np.int64]:
    """Count the places of the same group with a higher score."""
    order = np.lexsort((-scores, groups))
    new = np.concatenate([[True], np.diff(groups[order]) != 0])
    higher = new | np.concatenate([[True], np.diff(scores[order]) != 0])
    start = np.maximum.accumulate(np.where(new, np.arange(len(order)), 0))
    first = np.maximum.accumulate(np.where(higher, np.arange(len(order)), 0))
    ahead = np.empty(len(scores), dtype=np.int64)
    ahead[order] = first - start
    return ahead
