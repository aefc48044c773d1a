"""What was found near a place: the mean outcome of its nearest known places."""

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

Floats = NDArray[np.float64]


def nearby_rate(known: Floats, outcome: Floats, asked: Floats, neighbours: int) -> Floats:
    """Return the mean outcome of the nearest known places, shape (m,).

    The simplest hot-spot map (k-nearest-neighbour smoothing). A place that is
    itself among the known ones counts itself, so `asked` must hold no place
    whose outcome is to be predicted honestly.

    Parameters
    ----------
    known
        Shape (n, 2), projected; the places whose outcome may be used.
    outcome
        Shape (n,), of the known places.
    asked
        Shape (m, 2), in the same system.
    neighbours
        How many; all of them where there are fewer.
    """
    count = min(neighbours, len(known))
    _, nearest = cKDTree(known).query(asked, k=count)
    return np.asarray(outcome[np.asarray(nearest).reshape(len(asked), count)].mean(axis=1))
