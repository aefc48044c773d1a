"""Ordered weighted averages: how far a high score may make up for a low one."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def orness(order_weights: Floats) -> float:
    """Return the orness of order weights: 1 takes the highest score, 0 the lowest, 0.5 the mean.

    Parameters
    ----------
    order_weights
        Shape (n,), adding up to 1; the first belongs to the highest score
        (Yager 1988).
    """
    count = len(order_weights)
    places = np.arange(count - 1, -1, -1, dtype=np.float64)
    return float(places @ order_weights / (count - 1)) if count > 1 else 0.5


def ordered_average(scores: Floats, importance: Floats, attitude: float) -> Floats:
    """Return the ordered weighted average of every row, shape (n,), NaN where nothing is known.

    Importance says what matters; attitude says how the highest and the lowest
    scores are traded. The quantifier is p^a with a = (1 - attitude) /
    attitude, as in Yager 1996 and Malczewski 2006: attitude 0.5 is the plain
    weighted mean, towards 1 one high score is enough (OR), towards 0 all
    scores must be high (AND).

    Parameters
    ----------
    scores
        Shape (n, m), 0..1, NaN unknown; unknown scores are left out and the
        importance of the others adds up to 1.
    importance
        Shape (m,) or (n, m), not negative.
    attitude
        Between 0 and 1, both included.
    """
    known = ~np.isnan(scores)
    weights = np.where(known, np.broadcast_to(importance, scores.shape), 0.0)
    total = weights.sum(axis=1, keepdims=True)
    weights = np.divide(weights, total, out=np.zeros_like(weights), where=total > 0)
    order = np.argsort(np.where(known, -scores, np.inf), axis=1, kind="stable")
    ordered = np.take_along_axis(np.where(known, scores, 0.0), order, axis=1)
    upto = np.cumsum(np.take_along_axis(weights, order, axis=1), axis=1).clip(0.0, 1.0)
    upto[:, -1] = 1.0
    shares = np.diff(_quantifier(upto, attitude), axis=1, prepend=0.0)
    averages = (shares * ordered).sum(axis=1)
    return np.where(total[:, 0] > 0, averages, np.nan)


def _quantifier(upto: Floats, attitude: float) -> Floats:
    """Return p^a; at the ends the limits: everything to the highest, or to the lowest."""
    if attitude == 0:
        return np.where(upto >= 1 - 1e-12, 1.0, 0.0)
    if attitude == 1:
        return np.where(upto > 0, 1.0, 0.0)
    return np.asarray(upto ** ((1 - attitude) / attitude), dtype=np.float64)
