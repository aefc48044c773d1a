"""Counts against all pairs."""

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from riskmap.measures.counts import count_within

SEEDS = st.integers(0, 2**32 - 1)


@settings(max_examples=60, deadline=None)
@given(seed=SEEDS, radius=st.integers(0, 60))
def test_points_exactly_at_the_radius_count(seed, radius):
    # Half-metre coordinates: many distances are whole, and squares are exact.
    rng = np.random.default_rng(seed)
    centres = 450_000 + rng.integers(0, 200, (30, 2)) / 2
    targets = 450_000 + rng.integers(0, 200, (80, 2)) / 2
    own = np.nonzero(rng.random((30, 80)) < 0.2)
    square = ((centres[:, None] - targets[None]) ** 2).sum(axis=2)
    near = square <= radius**2
    near[own] = False
    found = count_within(centres, targets, radius, own)
    np.testing.assert_array_equal(found, near.sum(axis=1))


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS, radius=st.integers(0, 60))
def test_a_polygon_counts_from_its_outline(seed, radius, shapes):
    rng = np.random.default_rng(seed)
    polygons = shapes(seed, 12)
    targets = 150_000 + rng.uniform(-40, 160, (60, 2))
    own = np.nonzero(rng.random((12, 60)) < 0.2)
    expected = np.array(
        [
            sum(
                polygon.distance(shapely.Point(xy)) <= radius
                for j, xy in enumerate(targets)
                if j not in own[1][own[0] == i]
            )
            for i, polygon in enumerate(polygons)
        ]
    )
    np.testing.assert_array_equal(count_within(polygons, targets, radius, own), expected)


def test_a_box_reaches_its_radius_on_every_side():
    polygon = np.array([shapely.box(100, 100, 200, 120)])
    targets = np.array([[250.0, 110], [250.1, 110], [150, 170], [150, 110], [230, 160], [231, 160]])
    assert count_within(polygon, targets, 50).tolist() == [4]


def test_points_as_geometries_and_as_coordinates_count_alike():
    rng = np.random.default_rng(5)
    centres, targets = rng.uniform(0, 100, (20, 2)), rng.uniform(0, 100, (200, 2))
    np.testing.assert_array_equal(
        count_within(shapely.points(centres), targets, 17.0), count_within(centres, targets, 17.0)
    )


def test_the_order_of_rows_does_not_matter(shapes):
    rng = np.random.default_rng(8)
    polygons, targets = shapes(8, 15), 150_000 + rng.uniform(0, 120, (90, 2))
    mixed, shuffled = rng.permutation(15), rng.permutation(90)
    np.testing.assert_array_equal(
        count_within(polygons[mixed], targets[shuffled], 25.0),
        count_within(polygons, targets, 25.0)[mixed],
    )


def test_nothing_there_counts_nothing():
    places = np.array([None, shapely.Polygon(), shapely.box(0, 0, 1, 1)], dtype=object)
    targets = np.array([[0.5, 0.5], [np.nan, 0.5]])
    assert count_within(places, targets, 10.0).tolist() == [0, 0, 1]
    assert count_within(places, np.empty((0, 2)), 10.0).tolist() == [0, 0, 0]
    assert count_within(np.array([[np.nan, 1.0], [0, 0]]), targets, 10.0).tolist() == [0, 1]
    assert count_within(np.empty((0, 2)), targets, 10.0).tolist() == []


def test_slices_do_not_change_the_answer(monkeypatch, shapes):
    polygons = shapes(9, 30)
    targets = 150_000 + np.random.default_rng(9).uniform(0, 120, (200, 2))
    whole = count_within(polygons, targets, 20.0)
    monkeypatch.setattr("riskmap.measures.counts._PAIRS", 150)
    np.testing.assert_array_equal(count_within(polygons, targets, 20.0), whole)
