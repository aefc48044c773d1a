"""Attachment to the nearest line against all pairs."""

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from riskmap.measures.attach import nearest_edge


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_a_place_reaches_the_nearest_line_where_it_is_nearest(seed, shapes):
    rng = np.random.default_rng(seed)
    places = np.concatenate(
        [shapes(seed, 8), shapely.points(150_000 + rng.uniform(0, 130, (8, 2)))]
    )
    walks = 150_000 + rng.uniform(0, 100, (9, 1, 2)) + rng.normal(0, 9, (9, 6, 2)).cumsum(1)
    lines = shapely.linestrings(walks)
    number, distance, position = nearest_edge(places, lines)
    every = np.array([[place.distance(line) for line in lines] for place in places])
    np.testing.assert_allclose(distance, every.min(axis=1), rtol=0, atol=1e-9)
    np.testing.assert_allclose(every[np.arange(16), number], distance, rtol=0, atol=1e-9)
    on_line = [line.interpolate(at) for line, at in zip(lines[number], position, strict=True)]
    back = [place.distance(point) for place, point in zip(places, on_line, strict=True)]
    np.testing.assert_allclose(back, distance, rtol=0, atol=1e-6)


def test_equally_near_lines_yield_the_lowest_and_a_line_in_parts_counts_on():
    fork = shapely.linestrings([[[0.0, 0], [0, 100]], [[0, 0], [0, -100]], [[5, 0], [99, 0]]])
    two_parts = shapely.MultiLineString([[(200, 0), (210, 0)], [(210, 0), (260, 0)]])
    lines = np.array([None, *fork, two_parts])
    places = np.array([shapely.Point(-3, 0), shapely.Point(230, 4), shapely.Point()])
    number, distance, position = nearest_edge(places, lines)
    assert number.tolist() == [1, 4, -1]
    np.testing.assert_array_equal(distance, [3, 4, np.nan])
    np.testing.assert_array_equal(position, [0, 30, np.nan])
    assert nearest_edge(places, lines[:1])[0].tolist() == [-1, -1, -1]
