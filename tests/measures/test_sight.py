"""Sight lines against one line and one screen at a time."""

import math

import numpy as np
import pytest
import shapely

from riskmap.measures import sight
from riskmap.measures.sight import (
    Samples,
    points_along,
    risen_above,
    samples_along,
    screened,
    spread_within,
)


@pytest.fixture
def lines():
    """Return winding lines, one in parts, a ring, one missing and one empty."""
    chance = np.random.default_rng(8)
    made = [shapely.LineString(chance.uniform(0, 300, (n, 2))) for n in (2, 5, 9)]
    made += [shapely.MultiLineString([[(0, 0), (7, 0)], [(20, 0), (20, 31)]])]
    made += [shapely.box(50, 50, 90, 70).exterior, None, shapely.LineString()]
    return np.array(made, dtype=object)


def test_points_stand_in_the_middle_of_equal_parts_of_every_line(lines):
    expected = []
    for line in lines[:5]:
        for part in getattr(line, "geoms", [line]):
            count = math.ceil(part.length / 5)
            gap = part.length / count
            expected += [part.interpolate((k + 0.5) * gap).coords[0] for k in range(count)]
    np.testing.assert_allclose(points_along(lines, 5.0), expected)


def test_no_lines_give_no_points():
    assert points_along(np.array([None], dtype=object), 5.0).shape == (0, 2)


def test_chosen_points_are_spread_over_those_within_reach(shapes, lines, monkeypatch):
    monkeypatch.setattr(sight, "_ROWS", 7)  # several slices
    points = points_along(lines, 5.0)
    places = shapely.transform(shapes(3, 30), lambda xy: xy - 150_000)
    expected = []
    for row, place in enumerate(places):
        near = [k for k, xy in enumerate(points) if place.distance(shapely.Point(xy)) <= 18]
        wanted = range(min(len(near), 24))
        expected += [(row, near[int((k + 0.5) * len(near) / len(wanted))]) for k in wanted]
    rows, chosen = spread_within(places, points, 18, 24)
    assert list(zip(rows.tolist(), chosen.tolist(), strict=True)) == expected
    counts = np.bincount(rows)
    assert counts.max() == 24
    assert counts[counts < 24].max() > 0


def test_a_place_that_is_missing_or_far_gets_no_point():
    places = np.array([None, shapely.Point(900, 900), shapely.Point(0, 3)], dtype=object)
    rows, chosen = spread_within(places, np.array([[0.0, 0.0], [0.0, 9.0]]), 3.0, 24)
    assert (rows.tolist(), chosen.tolist()) == ([2], [0])
    rows, chosen = spread_within(places, np.empty((0, 2)), 3.0, 24)
    assert (rows.tolist(), chosen.tolist()) == ([], [])


@pytest.mark.parametrize("seed", range(4))
def test_a_line_is_screened_by_what_it_meets_and_not_by_what_is_its_own(shapes, seed, monkeypatch):
    monkeypatch.setattr(sight, "_LINES", 17)
    chance = np.random.default_rng(seed)
    screens = np.append(shapes(seed, 20), shapes(seed + 50, 9))
    screens[20:] = shapely.boundary(screens[20:])
    screens[3], screens[7] = None, shapely.Polygon()
    start, end = chance.uniform(149_980, 150_150, (2, 120, 2))
    place = np.arange(120) // 6
    own = (chance.integers(0, 22, 90), chance.integers(0, 29, 90))
    mine = set(zip(own[0].tolist(), own[1].tolist(), strict=True))
    expected = [
        any(
            shape is not None
            and (int(place[k]), number) not in mine
            and shapely.LineString([start[k], end[k]]).intersects(shape)
            for number, shape in enumerate(screens)
        )
        for k in range(120)
    ]
    found = screened(start, end, screens, place, own)
    assert found.tolist() == expected
    assert 0 < found.sum() < 120
    assert (screened(start, end, screens) >= found).all()


def test_nothing_to_look_at_and_nothing_in_between():
    none = np.empty((0, 2))
    assert screened(none, none, np.array([shapely.Point(0, 0)])).shape == (0,)
    ends = np.array([[0.0, 0.0]]), np.array([[9.0, 0.0]])
    assert screened(*ends, np.empty(0, dtype=object)).tolist() == [False]


def test_samples_run_from_end_to_end_with_no_gap_above_the_step():
    start, end = np.array([[0.0, 0.0], [5.0, 5.0]]), np.array([[3.0, 4.0], [5.0, 5.0]])
    samples = samples_along(start, end, 2.0)
    assert samples.line.tolist() == [0, 0, 0, 0, 1, 1]
    np.testing.assert_allclose(samples.position_m, [0, 5 / 3, 10 / 3, 5, 0, 0])
    np.testing.assert_allclose(samples.xy[:4], [(0, 0), (1, 4 / 3), (2, 8 / 3), (3, 4)])


def profile(*heights):
    """Return one line with a sample every 10 m."""
    count = len(heights)
    position = 10.0 * np.arange(count)
    samples = Samples(np.zeros((count, 2)), np.zeros(count, np.intp), position)
    return samples, np.array(heights, dtype=float)


@pytest.mark.parametrize(
    ("heights", "hidden"),
    [
        ((0, 0, 2.5, 0, 0), False),  # as high as the limit
        ((0, 0, 2.6, 0, 0), True),
        ((0, 2, 4, 6, 8), False),  # a slope without anything on it
        ((0, 2, 5.6, 6, 8), True),
        ((0, 9, 9, 9, 0), True),  # a hill between is in the way as well
        ((9, 0, 0, 0, 0), True),  # the ground at the start is the lowest near it
        ((math.nan, 1, 3.4, 1, math.nan), False),  # judged from the first known point
        ((math.nan, 1, 3.6, 1, math.nan), True),
        ((math.nan, math.nan, math.nan), False),
        ((4.0,), False),
    ],
)
def test_a_surface_hides_when_it_rises_above_the_line_of_the_ground(heights, hidden):
    samples, surface = profile(*heights)
    found = risen_above(samples, surface, 1, above_m=2.5, foot_m=10.0)
    assert found.tolist() == [hidden]
