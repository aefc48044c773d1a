"""Nearest distances against all pairs."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from riskmap.measures.nearest import nearest_distance, nearest_within

SEEDS = st.integers(0, 2**32 - 1)
KINDS = st.sampled_from(["points", "lines", "polygons", "mixed"])


def as_array(geometries):
    result = np.empty(len(geometries), dtype=object)
    result[:] = geometries
    return result


def some(kind, count, seed, shapes):
    rng = np.random.default_rng(seed)
    points = shapely.points(150_000 + rng.integers(0, 240, (count, 2)) / 2)
    walks = (
        150_000 + rng.integers(0, 100, (count, 1, 2)) + rng.normal(0, 9, (count, 7, 2)).cumsum(1)
    )
    lines = shapely.linestrings(walks)
    polygons = shapes(seed, count)
    if kind == "mixed":
        return as_array([(points, lines, polygons)[k % 3][k] for k in range(count)])
    return {"points": points, "lines": lines, "polygons": polygons}[kind]


def one_by_one(origins, targets, own):
    pairs = set(zip(*map(np.ndarray.tolist, own), strict=True))
    answers = []
    for i, origin in enumerate(origins):
        distances = [
            origin.distance(target)
            for j, target in enumerate(targets)
            if (i, j) not in pairs and not target.is_empty
        ]
        answers.append(min(distances, default=np.nan))
    return np.array(answers)


@settings(max_examples=60, deadline=None)
@given(seed=SEEDS, origin_kind=KINDS, target_kind=KINDS, density=st.sampled_from([0, 0.1, 0.6, 1]))
def test_every_distance_is_the_least_of_all_pairs_that_are_not_own(
    seed, origin_kind, target_kind, density, shapes
):
    origins = some(origin_kind, 12, seed, shapes)
    targets = some(target_kind, 9, seed + 1, shapes)
    own = np.nonzero(np.random.default_rng(seed).random((12, 9)) < density)
    found = nearest_distance(origins, targets, own)
    np.testing.assert_allclose(found, one_by_one(origins, targets, own), rtol=0, atol=1e-9)


@settings(max_examples=20, deadline=None)
@given(seed=SEEDS, kind=KINDS)
def test_the_order_of_rows_does_not_matter(seed, kind, shapes):
    rng = np.random.default_rng(seed)
    origins, targets = some("polygons", 10, seed, shapes), some(kind, 8, seed + 1, shapes)
    own = np.nonzero(rng.random((10, 8)) < 0.3)
    mixed, shuffled = rng.permutation(10), rng.permutation(8)
    moved_own = (np.argsort(mixed)[own[0]], np.argsort(shuffled)[own[1]])
    np.testing.assert_array_equal(
        nearest_distance(origins[mixed], targets[shuffled], moved_own),
        nearest_distance(origins, targets, own)[mixed],
    )


def test_many_addresses_of_its_own_do_not_hide_the_neighbour():
    own_flat = shapely.points(np.c_[np.full(300, 150_000.0), np.linspace(460_000, 460_020, 300)])
    neighbour = shapely.points([[150_090.0, 460_000.0]])
    targets = np.concatenate([own_flat, neighbour])
    origins = as_array([shapely.box(149_990, 460_000, 150_010, 460_030), own_flat[0]])
    own = (np.repeat([0, 1], 300), np.tile(np.arange(300), 2))
    np.testing.assert_allclose(nearest_distance(origins, targets, own), [80, 90])


def test_a_long_line_is_measured_between_its_vertices():
    road = shapely.linestrings([np.c_[np.arange(0, 5000, 10.0), np.zeros(500)]])
    origins = shapely.points([[1234.5, 70.0], [-30.0, 40.0]])
    np.testing.assert_array_equal(nearest_distance(origins, road), [70, 50])


def test_inside_a_polygon_the_distance_is_zero_and_in_its_hole_it_is_not():
    ring = shapely.box(0, 0, 90, 90) - shapely.box(30, 30, 60, 60)
    origins = shapely.points([[10.0, 10.0], [45.0, 45.0]])
    np.testing.assert_array_equal(nearest_distance(origins, as_array([ring])), [0, 15])


@pytest.mark.parametrize("targets", [[], [None], [shapely.Point()]])
def test_without_targets_the_distance_is_unknown(targets):
    origins = shapely.points([[0.0, 0.0], [1.0, 1.0]])
    assert np.isnan(nearest_distance(origins, as_array(targets))).all()


def test_without_a_place_the_distance_is_unknown():
    origins = as_array([None, shapely.Polygon(), shapely.Point(0, 3)])
    found = nearest_distance(origins, shapely.points([[4.0, 0.0]]))
    np.testing.assert_array_equal(found, [np.nan, np.nan, 5])


def test_geometry_prepared_by_the_caller_is_safe_in_threads(shapes):
    origins = np.tile(shapes(3, 500), 20)
    roads = shapely.linestrings(150_000 + np.random.default_rng(0).uniform(0, 500, (50, 30, 2)))
    expected = nearest_distance(origins, roads)
    shapely.prepare(origins)
    shapely.prepare(roads)
    np.testing.assert_array_equal(nearest_distance(origins, roads), expected)


@pytest.mark.parametrize("kind", ["points", "polygons"])
def test_slices_do_not_change_the_answer(monkeypatch, kind, shapes):
    origins, targets = some(kind, 40, 1, shapes), some(kind, 20, 2, shapes)
    own = np.nonzero(np.random.default_rng(1).random((40, 20)) < 0.3)
    whole = nearest_distance(origins, targets, own)
    monkeypatch.setattr("riskmap.measures.nearest._ROWS", 3)
    monkeypatch.setattr("riskmap.measures.nearest._NEIGHBOURS", 40)
    np.testing.assert_array_equal(nearest_distance(origins, targets, own), whole)


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS, kind=KINDS, most=st.sampled_from([0.0, 0.5, 3.0, 40.0]))
def test_the_nearest_that_is_near_enough_is_that_of_all_pairs(shapes, seed, kind, most):
    origins, targets = some("points", 15, seed, shapes), some(kind, 9, seed + 1, shapes)
    targets = as_array([*targets, None, *targets[:2]])  # a missing one, and twins further on
    wanted = []
    for origin in origins:
        far = [(origin.distance(t), j) for j, t in enumerate(targets) if t is not None]
        gap, number = min(far)
        wanted.append(number if gap <= most else -1)
    assert nearest_within(origins, targets, most).tolist() == wanted


def test_near_enough_includes_the_boundary_and_nothing_is_near_nothing():
    origins, targets = shapely.points([[3, 4], [0, 6]]), shapely.points([[0, 0]])
    assert nearest_within(origins, targets, 5.0).tolist() == [0, -1]
    assert nearest_within(origins, targets[:0], 5.0).tolist() == [-1, -1]
