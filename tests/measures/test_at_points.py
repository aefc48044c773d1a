"""The cell under a point, against a plain loop over all cells."""

import numpy as np
from affine import Affine

from riskmap.measures.at_points import values_at_points


def test_cells_are_found_by_a_plain_loop_and_outside_is_unknown():
    values = np.arange(12.0).reshape(3, 4)
    transform = Affine(2, 0, 100, 0, -5, 50)
    points = np.array([[100, 50], [101.9, 45.1], [107.9, 35.1], [108, 40], [104, 34], [99.9, 49]])
    found = values_at_points(values, transform, points)
    for (x, y), value in zip(points, found, strict=True):
        inside = [
            values[row, column]
            for row in range(3) for column in range(4)
            if 100 + 2 * column <= x < 102 + 2 * column and 45 - 5 * row < y <= 50 - 5 * row
        ]  # fmt: skip
        assert (np.isnan(value) and not inside) or value == inside[0]
