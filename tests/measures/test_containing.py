"""Points in polygons against asking every polygon."""

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from riskmap.measures.containing import containing_polygon


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_a_point_goes_to_the_first_polygon_that_holds_it(seed, shapes):
    polygons = shapes(seed, 15)
    rng = np.random.default_rng(seed)
    points = np.r_[150_000 + rng.integers(0, 130, (60, 2)), shapely.get_coordinates(polygons)]
    expected = [
        next((k for k, one in enumerate(polygons) if one.intersects(shapely.Point(xy))), -1)
        for xy in points
    ]
    assert containing_polygon(points, polygons).tolist() == expected


def test_points_without_a_place_and_missing_polygons_hold_nothing():
    polygons = np.array([None, shapely.Polygon(), shapely.box(0, 0, 2, 2)], dtype=object)
    points = np.array([[1.0, 1.0], [np.nan, 1.0], [3.0, 3.0]])
    assert containing_polygon(points, polygons).tolist() == [2, -1, -1]
    assert containing_polygon(points, polygons[:0]).tolist() == [-1, -1, -1]
