"""Raster means against exactextract and against every pixel as a polygon."""

import numpy as np
import pytest
import shapely
from affine import Affine
from exactextract import exact_extract
from exactextract.raster import NumPyRasterSource
from hypothesis import given, settings
from hypothesis import strategies as st

from riskmap.measures.zonal import zonal_mean

SEEDS = st.integers(0, 2**32 - 1)
NORTH_UP = Affine(7, 0, 150_010, 0, -7, 150_110)
TRANSFORMS = st.sampled_from(
    [
        NORTH_UP,
        Affine(10, 0, 149_970, 0, 10, 149_980),  # south-up
        Affine(3, 0, 150_020, 0, -11, 150_120),  # long pixels
        NORTH_UP @ Affine.rotation(30),
    ]
)


def raster(seed, unknown):
    rng = np.random.default_rng(seed)
    values = rng.normal(size=(12, 14))
    values[rng.random(values.shape) < unknown] = np.nan
    return values


def pixel_by_pixel(polygons, values, transform):
    """Intersect every polygon with every pixel as a polygon of its own."""
    total, weight = np.zeros(len(polygons)), np.zeros(len(polygons))
    for (row, column), value in np.ndenumerate(values):
        corners = [(column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1)]
        pixel = shapely.Polygon([transform @ corner for corner in corners])
        if not np.isnan(value):
            common = shapely.area(shapely.intersection(polygons, pixel))
            total += common * value
            weight += common
    there = weight > 1e-6
    mean = np.divide(total, weight, out=np.full(len(total), np.nan), where=there)
    return mean, weight / shapely.area(polygons)


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS, transform=TRANSFORMS, unknown=st.sampled_from([0, 0.3, 1]))
def test_every_pixel_weighs_by_the_part_of_it_inside(seed, transform, unknown, shapes):
    polygons, values = shapes(seed, 12), raster(seed, unknown)
    expected_mean, expected_share = pixel_by_pixel(polygons, values, transform)
    mean, share = zonal_mean(polygons, values, transform)
    there = ~np.isnan(expected_mean)
    np.testing.assert_allclose(mean[there], expected_mean[there], rtol=0, atol=1e-6)
    np.testing.assert_allclose(share, expected_share, rtol=0, atol=1e-9)
    assert np.isnan(mean[expected_share == 0]).all()


@pytest.mark.parametrize("unknown", [0, 0.3])
def test_the_mean_is_that_of_exactextract(unknown, shapes):
    polygons, values = shapes(11, 400), raster(11, unknown)
    source = NumPyRasterSource(
        values,
        xmin=150_010,
        xmax=150_010 + 7 * 14,
        ymin=150_110 - 7 * 12,
        ymax=150_110,
        nodata=np.nan,
    )
    features = [
        {"type": "Feature", "geometry": shapely.geometry.mapping(one), "properties": {"id": k}}
        for k, one in enumerate(polygons)
    ]
    answers = exact_extract(source, features, ["mean", "count"])
    expected = np.array([one["properties"]["mean"] for one in answers], dtype=float)
    weight = np.array([one["properties"]["count"] for one in answers], dtype=float) * 49
    mean, share = zonal_mean(polygons, values, NORTH_UP)
    there = weight > 1e-3
    np.testing.assert_allclose(mean[there], expected[there], rtol=0, atol=1e-6)
    np.testing.assert_allclose(share, weight / shapely.area(polygons), rtol=0, atol=1e-6)


def test_the_answer_does_not_depend_on_other_rows_or_on_winding(shapes):
    polygons, values = shapes(4, 60), raster(4, 0.2)
    mixed = np.random.default_rng(4).permutation(60)
    for plain, moved in zip(
        zonal_mean(polygons, values, NORTH_UP),
        zonal_mean(shapely.reverse(polygons[mixed]), values, NORTH_UP),
        strict=True,
    ):
        np.testing.assert_array_equal(moved, plain[mixed])


def test_a_large_offset_costs_no_digits(shapes):
    polygons, values = shapes(6, 50), raster(6, 0)
    plain, _ = zonal_mean(polygons, values, NORTH_UP)
    offset, _ = zonal_mean(polygons, values + 1e9, NORTH_UP)
    np.testing.assert_allclose(offset - 1e9, plain, rtol=0, atol=1e-6)


def test_whole_pixels_halves_and_the_world_outside():
    values = np.array([[1.0, 2.0], [3.0, np.nan]])
    places = np.array(
        [
            shapely.box(0, 10, 10, 20),  # the pixel of 1
            shapely.box(5, 10, 15, 20),  # half of 1, half of 2
            shapely.box(0, 0, 20, 10),  # 3 and unknown
            shapely.box(-30, -30, 50, 50),  # all, and far around
            shapely.box(100, 100, 120, 120),  # beside the raster
            None,
            shapely.Polygon(),
            shapely.LineString([(0, 0), (9, 9)]),
        ]
    )
    mean, share = zonal_mean(places, values, Affine(10, 0, 0, 0, -10, 20))
    np.testing.assert_allclose(mean, [1, 1.5, 3, 2] + [np.nan] * 4, atol=1e-12)
    np.testing.assert_allclose(share, [1, 1, 0.5, 300 / 6400, 0] + [np.nan] * 3, atol=1e-12)


def test_slices_do_not_change_the_answer(monkeypatch, shapes):
    polygons, values = shapes(13, 40), raster(13, 0.2)
    whole = zonal_mean(polygons, values, NORTH_UP)
    monkeypatch.setattr("riskmap.measures.zonal._STRETCHES", 100)
    np.testing.assert_array_equal(zonal_mean(polygons, values, NORTH_UP), whole)


def test_an_infinite_value_is_unknown():
    values = np.array([[np.inf, 2.0]])
    mean, share = zonal_mean(np.array([shapely.box(0, 0, 2, 1)]), values, Affine(1, 0, 0, 0, -1, 1))
    assert (mean.tolist(), share.tolist()) == ([2.0], [0.5])
