"""Columns of a factor, against loops written out here and against scipy's own distances."""

import math

import numpy as np
import pytest
import shapely
from scipy.spatial.distance import cdist

from riskmap.statistics import operationalisation as made


@pytest.fixture
def places(draw):
    return draw.uniform(0, 1000, (60, 2))


@pytest.fixture
def draw():
    return np.random.Generator(np.random.PCG64(1))


def test_the_nearest_of_points_is_the_least_of_all_distances(places, draw) -> None:
    factor = draw.uniform(-200, 1200, (15, 2))
    found = made.nearest_distances(places, shapely.points(factor))
    assert found == pytest.approx(cdist(places, factor).min(axis=1))


def test_lines_polygons_and_points_together_have_their_own_distances(places) -> None:
    square, line, point = shapely.box(0, 0, 500, 500), "LINESTRING (600 0, 600 1000)", (900, 100)
    shapes = np.array([square, shapely.from_wkt(line), shapely.Point(point)])

    def by_hand(x: float, y: float) -> float:
        to_square = math.hypot(max(0 - x, 0, x - 500), max(0 - y, 0, y - 500))
        to_line = math.hypot(x - 600, max(0 - y, 0, y - 1000))
        return min(to_square, to_line, math.hypot(x - point[0], y - point[1]))

    expected = [by_hand(x, y) for x, y in places]
    assert made.nearest_distances(places, shapes) == pytest.approx(expected)


def test_without_a_factor_everything_is_infinitely_far(places) -> None:
    shapes = np.array([None, shapely.Point()], dtype=object)
    far = made.nearest_distances(places, shapes)
    assert np.isinf(far).all()
    assert made.proximity(far, 1e9).sum() == 0
    assert made.exponential(far, 100.0).sum() == 0
    assert made.bisquare(far, 100.0).sum() == 0


def test_proximity_takes_in_its_own_limit() -> None:
    distances = np.array([0.0, 199.9, 200.0, 200.1])
    assert made.proximity(distances, 200.0).tolist() == [1, 1, 1, 0]


def test_smooth_kernels_have_the_figures_of_their_formulas() -> None:
    distances = np.array([0.0, 100.0, 200.0, 300.0])
    assert made.exponential(distances, 200.0) == pytest.approx([1, 0.60653066, 0.36787944, 0.2231301])  # noqa: E501  # fmt: skip
    # (1 - 0.25)^2 = 0.5625
    assert made.bisquare(distances, 200.0) == pytest.approx([1, 0.5625, 0, 0])


def test_the_density_is_the_sum_of_quartic_kernels(places, draw) -> None:
    at, weights = draw.uniform(0, 1000, (200, 2)), draw.uniform(0, 3, 200)
    expected = []
    for place in places:
        total = 0.0
        for where, weight in zip(at, weights, strict=True):
            u = math.dist(place, where) / 150
            total += weight * 3 / (math.pi * 150**2) * (1 - u * u) ** 2 if u < 1 else 0.0
        expected.append(total)
    assert made.kernel_density(places, at, weights, 150.0) == pytest.approx(expected)


def test_a_density_adds_up_to_what_it_is_the_density_of() -> None:
    x, y = np.meshgrid(np.arange(-300, 300, 5.0), np.arange(-300, 300, 5.0))
    net = np.column_stack((x.ravel(), y.ravel()))
    density = made.kernel_density(net, np.array([[3.0, 1.0], [0.0, 0.0]]), np.array([1, 2.0]), 250)
    assert density.sum() * 25 == pytest.approx(3.0, rel=1e-4)


def test_dense_is_two_standard_deviations_above_the_mean() -> None:
    density = np.array([0.0] * 18 + [4.0, 10.0])  # mean 0.7, sd sqrt(5.8 - 0.49) = 2.3043
    assert made.at_high_density(density).tolist() == [0.0] * 19 + [1.0]
    assert made.at_high_density(np.full(5, 0.3)).sum() == 0


def test_a_line_weighs_its_length_and_a_polygon_its_area() -> None:
    line = shapely.from_wkt("LINESTRING (0 0, 70 0, 70 25)")
    at, weights = made.masses(np.array([line]), 10.0)
    assert weights.sum() == pytest.approx(95)
    assert weights.max() <= 10
    # the middle of mass of a line: (70 * 35 + 25 * 70) / 95, 25 * 12.5 / 95
    assert np.average(at, axis=0, weights=weights) == pytest.approx([4200 / 95, 312.5 / 95])
    ring = shapely.box(0, 0, 200, 100).difference(shapely.box(50, 25, 150, 75))
    at, weights = made.masses(np.array([ring, shapely.box(301, 1, 302, 2)]), 10.0)
    assert weights.sum() == pytest.approx(15_000 + 1)
    assert not shapely.contains_properly(shapely.box(50, 25, 150, 75), shapely.points(at)).any()
    assert weights[at[:, 0] > 300] == pytest.approx([1.0])  # too small for the net, still there


def test_parts_of_a_multipoint_are_points_of_their_own() -> None:
    at, weights = made.masses(np.array([shapely.MultiPoint([(0, 0), (5, 5)]), None]), 10.0)
    assert at.tolist() == [[0, 0], [5, 5]]
    assert weights.tolist() == [1, 1]
