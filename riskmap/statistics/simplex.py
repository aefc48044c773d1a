"""Draws of weights that add up to 1: from the simplex, with an order, or within limits."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from riskmap.errors import ScoringError
from riskmap.messages import Message

Floats = NDArray[np.float64]

_BLOCK = 4096
# Rejected draws for every one that is wanted before the limits are called too narrow.
_MOST_REJECTED = 5_000
_ROUNDING = 1e-12


def uniform(generator: np.random.Generator, draws: int, count: int) -> Floats:
    """Return draws uniform on the simplex, shape (draws, count): anything is possible.

    The gaps between sorted uniform numbers (Tervonen and Lahdelma 2007).
    """
    cuts = np.sort(generator.random((draws, count - 1)), axis=1)
    edges = np.hstack([np.zeros((draws, 1)), cuts, np.ones((draws, 1))])
    gaps: Floats = np.diff(edges, axis=1)
    return gaps


def ordered(generator: np.random.Generator, draws: int, count: int, order: Sequence[int]) -> Floats:
    """Return draws uniform on the part of the simplex where weights follow an order.

    Sorting the weights of a uniform draw among the ordered places keeps it
    uniform, because those places can be exchanged (Tervonen and Lahdelma 2007).

    Parameters
    ----------
    order
        Numbers of the criteria that are ordered, most important first; the
        others are free.
    """
    weights = uniform(generator, draws, count)
    places = list(order)
    weights[:, places] = np.sort(weights[:, places], axis=1)[:, ::-1]
    return weights


def bounded(generator: np.random.Generator, draws: int, low: Floats, high: Floats) -> Floats:
    """Return draws uniform on the part of the simplex between two limits, both of shape (count,).

    The lower limits are met by shrinking and moving the simplex, the upper
    ones by rejection (Tervonen and Lahdelma 2007).

    Raises
    ------
    ScoringError
        When no weights between the limits add up to 1, or next to none do.
    """
    room = 1.0 - float(low.sum())
    # Asked this way round, so that a limit that is no number is refused too.
    fits = room >= -_ROUNDING and float(high.sum()) >= 1 - _ROUNDING
    if not (fits and bool(((low >= 0) & (low <= high)).all())):
        raise ScoringError(
            Message("No weights between these limits add up to 1."),
            Message(
                "Lower limits are 0 or more, 1 together at most; upper ones 1 together at least."
            ),
        )
    kept: list[Floats] = []
    count = tried = 0
    while count < draws:
        drawn = low + max(room, 0.0) * uniform(generator, _BLOCK, len(low))
        inside = drawn[(drawn <= high + _ROUNDING).all(axis=1)]
        kept.append(inside)
        count, tried = count + len(inside), tried + _BLOCK
        if tried > _MOST_REJECTED * max(count, 20):
            raise ScoringError(
                Message("Next to no weights between these limits add up to 1."),
                Message("Widen the upper limits, or give weights with a range around them."),
            )
    return np.concatenate(kept)[:draws]


def around(generator: np.random.Generator, draws: int, weights: Floats, share: float) -> Floats:
    """Return weights that each move by at most a share of themselves, then add up to 1.

    Every weight is multiplied by its own number, uniform on (1 - share,
    1 + share), and all are divided by their sum. After that division a weight
    may lie a little beyond its range, and the draws are not uniform on a part
    of the simplex: they are what "every weight could be a quarter more or
    less" says.

    Parameters
    ----------
    weights
        Shape (count,), not negative, not all 0; a weight of 0 stays 0.
    share
        0..1.
    """
    moved = weights * (1 + share * (2 * generator.random((draws, len(weights))) - 1))
    total: Floats = moved.sum(axis=1, keepdims=True)
    return np.asarray(moved / total, dtype=np.float64)
