"""Lists that are ordered by two things in turn, in every draw: one score with the same order."""

import numpy as np
from numpy.typing import NDArray

from riskmap.statistics.weighted_means import Floats

_SAME_DIGITS = 12


def in_turn(first: Floats, second: Floats) -> Floats:
    """Return scores 0..1 that order by `first`, and by `second` where that is equal.

    Equal in both is equal still; all of shape (draws, n), higher first.
    """
    pairs = zip(np.round(first, _SAME_DIGITS), np.round(second, _SAME_DIGITS), strict=True)
    return np.stack([_one(*pair) for pair in pairs])


def by_group(scores: Floats, groups: NDArray[np.int64]) -> Floats:
    """Return scores 0..1 that take the best of every group first, shape (draws, n).

    The part of its group above a place counts first, its score second, as in
    `riskmap.ordering.list_order`.

    Parameters
    ----------
    scores
        0..1, shape (draws, n).
    groups
        Number of the group of every place, shape (n,).
    """
    rounded = np.round(scores, _SAME_DIGITS)
    sizes = np.bincount(groups)[groups]
    return in_turn(np.stack([-_ahead(row, groups) / sizes for row in rounded]), rounded)


def _one(first: Floats, second: Floats) -> Floats:
    order = np.lexsort((-second, -first))
    new = (np.diff(first[order]) != 0) | (np.diff(second[order]) != 0)
    listed = np.empty(len(first))
    listed[order] = 1.0 - np.concatenate([[0], np.cumsum(new)]) / len(first)
    return listed


def _ahead(scores: Floats, groups: NDArray[np.int64]) -> NDArray[np.int64]:
    """Count the places of the same group with a higher score."""
    order = np.lexsort((-scores, groups))
    new = np.concatenate([[True], np.diff(groups[order]) != 0])
    lower = new | np.concatenate([[True], np.diff(scores[order]) != 0])
    numbers = np.arange(len(order))
    start = np.maximum.accumulate(np.where(new, numbers, 0))
    first = np.maximum.accumulate(np.where(lower, numbers, 0))
    ahead = np.empty(len(scores), dtype=np.int64)
    ahead[order] = first - start
    return ahead
