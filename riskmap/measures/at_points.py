"""The cell of a grid under a point."""

import numpy as np
from affine import Affine
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def values_at_points(values: Floats, transform: Affine, points: Floats) -> Floats:
    """Return the value of the cell every point lies in, shape (n,); NaN outside the grid.

    A point on a border belongs to the cell south or east of it.

    Parameters
    ----------
    values
        Shape (rows, columns), first row in the north; NaN unknown.
    transform
        From column and row to coordinates; not rotated.
    points
        Shape (n, 2), in the system of the grid; NaN where unknown.
    """
    rows, columns = values.shape
    column = np.floor((points[:, 0] - transform.c) / transform.a)
    row = np.floor((points[:, 1] - transform.f) / transform.e)
    inside = (column >= 0) & (column < columns) & (row >= 0) & (row < rows)
    found = np.full(len(points), np.nan)
    found[inside] = values[row[inside].astype(np.intp), column[inside].astype(np.intp)]
    return found
