"""Shares and means against shapely, polygon by polygon."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from riskmap.measures.share import area_weighted_mean, largest_overlap, share_covered

SEEDS = st.integers(0, 2**32 - 1)
SIZES = st.sampled_from([0.3, 1.0, 4.0])


def sized(polygons, factor):
    """Make covers smaller or larger than what they cover: either side may be prepared."""
    middle = np.array([150_060.0, 150_060.0])
    return shapely.transform(polygons, lambda xy: middle + (xy - middle) * factor)


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS, factor=SIZES)
def test_overlapping_covers_count_the_ground_once(seed, factor, shapes):
    polygons, covers = shapes(seed, 12), sized(shapes(seed + 1, 15), factor)
    union = shapely.union_all(covers)
    expected = [one.intersection(union).area / one.area for one in polygons]
    np.testing.assert_allclose(share_covered(polygons, covers), expected, rtol=0, atol=1e-9)


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS, factor=SIZES)
def test_the_mean_weighs_every_area_by_its_common_surface(seed, factor, shapes):
    polygons, areas = shapes(seed, 10), sized(shapes(seed + 1, 9), factor)
    values = np.random.default_rng(seed).normal(size=9)
    values[::4] = np.nan
    known = ~np.isnan(values)
    common = np.array([[one.intersection(area).area for area in areas] for one in polygons])
    weight = common[:, known].sum(axis=1)
    mean, share = area_weighted_mean(polygons, areas, values)
    np.testing.assert_array_equal(np.isnan(mean), weight == 0)
    there = weight > 1e-6
    expected = (common[:, known] @ values[known])[there] / weight[there]
    np.testing.assert_allclose(mean[there], expected, rtol=0, atol=1e-6)
    surface = np.array([one.area for one in polygons])
    np.testing.assert_allclose(share, np.minimum(weight / surface, 1), rtol=0, atol=1e-9)


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS, factor=SIZES)
def test_the_largest_overlap_is_the_largest_of_all_pairs(seed, factor, shapes):
    polygons, areas = shapes(seed, 10), sized(shapes(seed + 1, 9), factor)
    common = np.array([[one.intersection(area).area for area in areas] for one in polygons])
    found = largest_overlap(polygons, areas)
    np.testing.assert_array_equal(found == -1, common.max(axis=1) == 0)
    chosen = common[np.arange(10), found]
    np.testing.assert_allclose(chosen[found >= 0], common.max(axis=1)[found >= 0], atol=1e-8)


def test_equal_overlaps_go_to_the_lowest_number():
    place = np.array([shapely.box(0, 0, 10, 10)])
    halves = np.array([shapely.box(5, 0, 15, 10), shapely.box(-5, 0, 5, 10)])
    assert largest_overlap(place, halves).tolist() == [0]
    assert largest_overlap(place, halves[::-1]).tolist() == [0]


@settings(max_examples=20, deadline=None)
@given(seed=SEEDS)
def test_the_order_of_rows_does_not_matter(seed, shapes):
    rng = np.random.default_rng(seed)
    polygons, areas, values = shapes(seed, 12), shapes(seed + 1, 12), rng.normal(size=12)
    mixed, shuffled = rng.permutation(12), rng.permutation(12)
    for plain, moved in zip(
        area_weighted_mean(polygons, areas, values),
        area_weighted_mean(polygons[mixed], areas[shuffled], values[shuffled]),
        strict=True,
    ):
        np.testing.assert_array_equal(moved, plain[mixed])
    np.testing.assert_allclose(
        share_covered(polygons[mixed], areas[shuffled]),
        share_covered(polygons, areas)[mixed],
        rtol=1e-13,
    )


def test_touching_covers_nothing_and_whole_covers_all():
    place = np.array([shapely.box(0, 0, 10, 10)])
    assert share_covered(place, np.array([shapely.box(10, 0, 20, 10)])).tolist() == [0]
    assert share_covered(place, np.array([shapely.box(-1, -1, 11, 11)] * 2)).tolist() == [1]
    quarters = np.array(
        [shapely.box(0, 0, 5, 5), shapely.box(2, 0, 5, 5), shapely.box(5, 5, 10, 10)]
    )
    assert share_covered(place, quarters).tolist() == [0.5]


def test_what_has_no_surface_has_no_share():
    places = np.array([None, shapely.Polygon(), shapely.Point(1, 1), shapely.box(0, 0, 2, 2)])
    area = np.array([shapely.box(0, 0, 1, 2)])
    np.testing.assert_array_equal(share_covered(places, area), [np.nan] * 3 + [0.5])
    mean, share = area_weighted_mean(places, area, np.array([7.0]))
    np.testing.assert_array_equal(mean, [np.nan] * 3 + [7])
    np.testing.assert_array_equal(share, [np.nan] * 3 + [0.5])
    assert largest_overlap(places, area).tolist() == [-1, -1, -1, 0]


@pytest.mark.parametrize("areas", [[], [None], [shapely.Polygon()]])
def test_without_areas_nothing_is_covered_and_nothing_known(areas):
    place = np.array([shapely.box(0, 0, 1, 1)])
    array = np.empty(len(areas), dtype=object)
    array[:] = areas
    assert share_covered(place, array).tolist() == [0]
    mean, share = area_weighted_mean(place, array, np.zeros(len(areas)))
    assert np.isnan(mean).all()
    assert share.tolist() == [0]
    assert largest_overlap(place, array).tolist() == [-1]


def test_an_unknown_value_is_left_out_of_the_mean_not_counted_as_zero():
    place = np.array([shapely.box(0, 0, 4, 1)])
    areas = np.array([shapely.box(0, 0, 1, 1), shapely.box(1, 0, 4, 1)])
    mean, share = area_weighted_mean(place, areas, np.array([8.0, np.nan]))
    assert (mean.tolist(), share.tolist()) == ([8.0], [0.25])


def test_slices_do_not_change_the_answer(monkeypatch, shapes):
    polygons, covers = shapes(14, 40), shapes(15, 40)
    whole = share_covered(polygons, covers)
    monkeypatch.setattr("riskmap.measures.overlap._PAIRS", 11)
    monkeypatch.setattr("riskmap.measures.united._GROUPS", 4)
    np.testing.assert_array_equal(share_covered(polygons, covers), whole)
