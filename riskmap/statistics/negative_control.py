"""What a list would seem to achieve if it knew nothing: labels and places shuffled.

The controls that must give nothing: if they give a lift, the yardstick is
broken; if the list is no better than they are, the list is. Places where
nobody looked (NaN) keep their place on the list and take no part.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import spatial, stats

from riskmap.statistics.accuracy import ordering

Floats = NDArray[np.float64]


class Shuffles(NamedTuple):
    """Lift and AUC over all shuffles of one kind, each of shape (repeats,)."""

    lift: Floats
    auc: Floats


class _Place(NamedTuple):
    """What decides lift and AUC of a score: chance to be at the top, and rank from below."""

    top: Floats
    rank: Floats


def lift_and_auc(score: Floats, found: Floats, k: int) -> Shuffles:
    """Return lift at `k` and AUC of one score against rows of outcomes.

    The top is that of the whole list; what counts in it is where somebody
    looked. Lift is NaN where nobody looked at the top.

    Parameters
    ----------
    score
        Higher stands first, shape (n,).
    found
        0 or 1 per outcome row and place, shape (rows, n); NaN where nobody
        looked, alike in all rows.
    k
        Capacity, at most n.
    """
    known = ~np.isnan(found[0])
    return _measured(_placed(score, known, k), found[:, known])


def _placed(score: Floats, known: NDArray[np.bool_], k: int) -> _Place:
    """Return the places with a known outcome."""
    top = ordering(score).chances(k)[known]
    ranks = stats.rankdata(np.where(np.isnan(score), -np.inf, score)[known])
    with np.errstate(invalid="ignore"):
        return _Place(top / top.sum(), ranks)


def _measured(place: _Place, found: Floats) -> Shuffles:
    count, hits = len(place.top), found.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        lift = (found @ place.top) / (hits / count)
        auc = (found @ place.rank - hits * (hits + 1) / 2) / (hits * (count - hits))
    return Shuffles(lift, auc)


def _each(shuffle: Callable[[], Shuffles], repeats: int) -> Shuffles:
    """Put shuffles together; one at a time, so that no more than one is in memory."""
    drawn = [shuffle() for _ in range(repeats)]
    return Shuffles(*(np.concatenate(part) for part in zip(*drawn, strict=True)))


def shuffled_labels(score: Floats, found: Floats, k: int, *, repeats: int, seed: int) -> Shuffles:
    """Return what the score achieves when outcomes are dealt out to places by lot."""
    generator, known = np.random.Generator(np.random.PCG64(seed)), ~np.isnan(found)
    place, labels = _placed(score, known, k), found[known]
    return _each(lambda: _measured(place, generator.permutation(labels)[None]), repeats)


def shuffled_places(score: Floats, found: Floats, k: int, *, repeats: int, seed: int) -> Shuffles:
    """Return what is achieved when scores are dealt out to places by lot."""
    generator, known = np.random.Generator(np.random.PCG64(seed)), ~np.isnan(found)
    place, labels = _placed(score, known, k), found[known]

    def dealt() -> Shuffles:
        lot = generator.permutation(len(labels))
        return _measured(_Place(place.top[lot], place.rank[lot]), labels[None])

    return _each(dealt, repeats)


def shifted_outcomes(
    score: Floats, found: Floats, xy: Floats, k: int, *, repeats: int, seed: int
) -> Shuffles:
    """Return what is achieved when the whole pattern of outcomes is moved over the map.

    Every place takes the outcome of the place nearest to where it comes to
    stand when the map is moved by a random vector and what leaves it on one side
    comes back on the other (a torus). Outcomes that lie together stay
    together, which shuffling one by one breaks up: where they cluster this is
    the fairer control.

    Parameters
    ----------
    xy
        Coordinates of the places in a plane, shape (n, 2).

    References
    ----------
    Lotwick and Silverman 1982, JRSS B 44, 406-413 (toroidal shifts).
    """
    generator, known = np.random.Generator(np.random.PCG64(seed)), ~np.isnan(found)
    place, labels = _placed(score, known, k), found[known]
    here = xy[known]
    # A map without any width would make a torus without any room.
    size = np.maximum(np.ptp(here, axis=0) * (1 + 1e-9), 1e-9)
    inside = np.mod(here - here.min(axis=0), size)
    tree = spatial.KDTree(inside, boxsize=size)

    def moved() -> Shuffles:
        standing = np.mod(inside + generator.random(2) * size, size)
        return _measured(place, labels[tree.query(standing, workers=-1)[1]][None])

    return _each(moved, repeats)


def share_as_good(observed: float, shuffled: Floats) -> float:
    """Return the one-sided p-value: (1 + shuffles at least as good) / (1 + shuffles).

    References
    ----------
    Phipson and Smyth 2010 (never zero).
    """
    if np.isnan(observed):
        return float("nan")
    known = shuffled[~np.isnan(shuffled)]
    return float((1 + (known >= observed - 1e-12).sum()) / (1 + len(known)))
