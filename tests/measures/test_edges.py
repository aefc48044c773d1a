"""Distance to an edge, against one point and one union at a time."""

import numpy as np
import pytest
import shapely

from riskmap.measures.edges import signed_distance


def one_by_one(points_xy, areas):
    whole = shapely.union_all(areas)
    answer = []
    for x, y in points_xy:
        point = shapely.Point(x, y)
        far = whole.boundary.distance(point)
        answer.append(-far if whole.contains(point) else far)
    return answer


@pytest.mark.parametrize("seed", range(5))
def test_it_is_the_distance_to_the_union_of_shapes_by_chance(shapes, seed):
    areas = shapes(seed, 25)
    points = np.random.default_rng(seed).uniform(149_960, 150_180, (300, 2))
    found = signed_distance(points, areas)
    assert found == pytest.approx(one_by_one(points, areas), abs=1e-9)
    assert (found < 0).any()
    assert (found > 0).any()


def test_the_line_between_two_adjoining_areas_is_no_edge():
    halves = np.array([shapely.box(0, 0, 50, 100), shapely.box(50, 0, 100, 100)])
    assert signed_distance(np.array([[50.0, 50.0], [49.0, 50.0]]), halves).tolist() == [-50, -49]


def test_a_hole_is_outside():
    ring = shapely.box(0, 0, 100, 100).difference(shapely.box(40, 40, 60, 60))
    assert signed_distance(np.array([[50.0, 50.0]]), np.array([ring])).tolist() == [10.0]


def test_without_an_area_or_a_place_it_is_unknown():
    square = np.array([shapely.box(0, 0, 1, 1)])
    nothing = np.array([None, shapely.Polygon()], dtype=object)
    assert np.isnan(signed_distance(np.array([[0.5, 0.5]]), nothing)).all()
    assert np.isnan(signed_distance(np.array([[np.nan, 0.5]]), square)).all()
    assert signed_distance(np.empty((0, 2)), square).shape == (0,)
