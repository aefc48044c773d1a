"""A raster read window by window gives what reading it whole gives."""

import numpy as np
import pytest
import shapely
from affine import Affine
from exactextract import exact_extract
from exactextract.raster import NumPyRasterSource

from riskmap.measures.windows import windowed_mean

PLACED = Affine(2.0, 0.0, 100_000.0, 0.0, -2.0, 400_000.0)
SHAPE = (300, 420)


@pytest.fixture(scope="module")
def values():
    """Return cells of which a third is unknown."""
    chance = np.random.default_rng(4)
    cells = chance.normal(5, 2, SHAPE)
    cells[chance.random(SHAPE) < 0.3] = np.nan
    return cells


@pytest.fixture(scope="module")
def places():
    """Return places small and large, across the edge, beyond it, and none at all."""
    chance = np.random.default_rng(5)
    xy = chance.uniform((99_950, 399_350), (100_900, 400_050), (120, 2))
    shapes = shapely.buffer(shapely.points(xy), chance.uniform(0.4, 150, 120), quad_segs=3)
    odd = [None, shapely.Polygon(), shapely.Point(100_100, 399_900), shapely.box(0, 0, 9, 9)]
    return np.array([*shapes, *odd], dtype=object)


def reader(values, asked):
    """Return a reader of windows, also beyond the edge, that notes what it is asked."""
    rows, columns = values.shape

    def read(box):
        left, right = ((x - PLACED.c) / PLACED.a for x in (box[0], box[2]))
        first, last = ((y - PLACED.f) / PLACED.e for y in (box[3], box[1]))
        top, low = int(np.floor(first)), int(np.ceil(last))
        west, east = int(np.floor(left)), int(np.ceil(right))
        assert 0 <= top < low <= rows
        assert 0 <= west < east <= columns
        asked.append((low - top) * (east - west))
        corner = PLACED.c + PLACED.a * west, PLACED.f + PLACED.e * top
        placed = Affine(PLACED.a, 0, corner[0], 0, PLACED.e, corner[1])
        return values[top:low, west:east], placed

    return read


def oracle(values, places):
    """Return mean and known share as exactextract and plain areas give them."""
    west, north = PLACED.c, PLACED.f
    south, east = north + PLACED.e * SHAPE[0], west + PLACED.a * SHAPE[1]
    source = NumPyRasterSource(values, xmin=west, ymin=south, xmax=east, ymax=north)
    features = [
        {"type": "Feature", "geometry": shapely.geometry.mapping(shape), "properties": {}}
        for shape in places
    ]
    found = exact_extract(source, features, ["mean", "count"])
    mean = [one["properties"]["mean"] for one in found]
    count = [one["properties"]["count"] for one in found]
    return np.array(mean, dtype=float), np.array(count) * 4.0 / shapely.area(places)


@pytest.mark.parametrize("block", [(512, 512), (16, 16), (1, 420), (4, 420)])
@pytest.mark.parametrize("cells", [1_000_000, 3_000, 400])
def test_it_equals_exactextract_however_it_is_cut(values, places, block, cells):
    asked = []
    mean, share = windowed_mean(
        places, PLACED, SHAPE, reader(values, asked), block=block, window_cells=cells
    )
    wanted, covered = oracle(values, places[:120])
    np.testing.assert_allclose(mean[:120], wanted, rtol=1e-6)  # its parts are 32 bits
    np.testing.assert_allclose(share[:120], covered, atol=1e-6)
    assert np.isnan(mean[120:]).all()
    np.testing.assert_array_equal(share[120:], [np.nan, np.nan, np.nan, 0])
    assert max(asked) <= max(cells, block[0] * SHAPE[1] if block[1] >= SHAPE[1] else 0)


def test_what_no_place_needs_is_not_read(values, places):
    asked = []
    windowed_mean(places[-1:], PLACED, SHAPE, reader(values, asked))
    assert asked == []
    small = np.array([shapely.box(100_100.5, 399_800.5, 100_103.5, 399_803.5)], dtype=object)
    windowed_mean(small, PLACED, SHAPE, reader(values, asked))
    assert asked == [4]
