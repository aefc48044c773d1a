"""Shapes as registers hold them, awkward ones among them, from one seed."""

from collections.abc import Callable

import numpy as np
import pytest
import shapely
from shapely import affinity

Shapes = Callable[[int, int], np.ndarray]


def _star(rng: np.random.Generator, *, hole: bool) -> shapely.Polygon:
    """Return a concave polygon round (0, 0), about 20 m wide, with or without a hole."""
    turns = np.sort(rng.uniform(0, 2 * np.pi, rng.integers(4, 11)))
    while np.diff(np.r_[turns, turns[0] + 2 * np.pi]).max() > 3:
        turns = np.sort(rng.uniform(0, 2 * np.pi, 8))
    far = rng.uniform(4, 14, len(turns))
    shell = np.c_[far * np.cos(turns), far * np.sin(turns)]
    return shapely.Polygon(shell, [shell * 0.4] if hole else None)


def _shape(rng: np.random.Generator) -> shapely.Geometry:
    kind = rng.integers(0, 5)
    if kind == 0:
        corner = rng.integers(-10, 10, 2)
        shape = shapely.box(*corner, *(corner + rng.integers(1, 20, 2)))  # touching others
    elif kind == 1:
        one, other = _star(rng, hole=False), _star(rng, hole=True)
        shape = shapely.MultiPolygon([one, affinity.translate(other, 40, 7)])
    else:
        shape = _star(rng, hole=bool(kind == 2))
    return affinity.translate(shape, *(150_000 + rng.integers(0, 120, 2)))


@pytest.fixture(scope="session")
def shapes() -> Shapes:
    """Return ``shapes(seed, count)``: valid polygons, concave, holed, in parts, touching."""

    def made(seed: int, count: int) -> np.ndarray:
        rng = np.random.default_rng(seed)
        result = np.empty(count, dtype=object)
        result[:] = [_shape(rng) for _ in range(count)]
        assert shapely.is_valid(result).all()
        return result

    return made
