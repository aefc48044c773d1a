"""Weighted means in two levels over what is known, for many draws of weights at once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Draws:
    """Weights of some draws and the measurements they are laid over.

    Attributes
    ----------
    values
        Shape (n, criteria), 0..1 and NaN where unknown; the same for all of
        these draws.
    families
        Shape (draws, families).
    inside
        Weights of criteria inside their families, shape (draws, criteria).
    """

    values: Floats
    families: Floats
    inside: Floats


class KnownAlike:
    """Alternatives grouped by what is known of them: a group shares one matrix product."""

    known: NDArray[np.bool_]
    patterns: NDArray[np.bool_]
    order: Integers
    back: Integers
    ends: list[int]

    def __init__(self, values: Floats, like: "KnownAlike | None" = None) -> None:
        """Group the alternatives; as `like` did where the same values are known."""
        self.known = ~np.isnan(values)
        if like is not None and np.array_equal(self.known, like.known):
            self.patterns, self.order = like.patterns, like.order
            self.back, self.ends = like.back, like.ends
        else:
            packed = np.packbits(self.known, axis=1)
            found, group = np.unique(packed, axis=0, return_inverse=True)
            self.patterns = np.unpackbits(found, axis=1, count=values.shape[1]).astype(bool)
            self.order = np.argsort(group.ravel(), kind="stable")
            self.back = np.argsort(self.order, kind="stable")
            self.ends = np.cumsum(np.bincount(group.ravel())).tolist()
        self._filled = np.ascontiguousarray(np.nan_to_num(values)[self.order].T)

    def means(self, draws: Draws, family_of: Integers) -> Floats:
        """Return the weighted means of one block of draws, shape (draws, n)."""
        means = np.empty((len(draws.families), self._filled.shape[1]))
        start = 0
        for pattern, end in zip(self.patterns, self.ends, strict=True):
            weights = _effective(draws, family_of, pattern)
            means[:, start:end] = weights @ self._filled[:, start:end]
            start = end
        return means if len(self.ends) == 1 else means[:, self.back]


def weighted_means(draws: Draws, family_of: Integers) -> Floats:
    """Return the weighted means over what is known, shape (draws, n).

    Criteria inside families, families among each other, each over what is
    known; NaN where nothing is.

    Parameters
    ----------
    family_of
        Shape (criteria,): number of the family a criterion belongs to.
    """
    return KnownAlike(draws.values).means(draws, family_of)


def _effective(draws: Draws, family_of: Integers, known: NDArray[np.bool_]) -> Floats:
    """Return the weight each criterion has where these are known, shape (draws, criteria)."""
    member = np.zeros((len(family_of), draws.families.shape[1]))
    member[np.arange(len(family_of)), family_of] = 1.0
    inside = draws.inside * known
    sums = inside @ member
    there = sums > 0
    families = draws.families * there
    total = families.sum(axis=1, keepdims=True)
    share = np.divide(
        families, sums * total, out=np.zeros_like(families), where=there & (total > 0)
    )
    weights: Floats = inside * (share @ member.T)
    weights[total[:, 0] == 0] = np.nan
    return weights
