"""Grids: every bit of ground once, and clear errors where there can be no grid."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from riskmap.errors import ProjectError
from riskmap.statistics.grids import square_grid


@settings(deadline=None, max_examples=40)
@given(st.floats(-500, 500), st.floats(-500, 500), st.floats(200, 900), st.floats(15, 120))
def test_cells_cover_the_area_once(x, y, radius, size) -> None:
    area = shapely.Point(x, y).buffer(radius).difference(shapely.Point(x, y).buffer(radius / 3))
    grid = square_grid(area, size)
    assert shapely.area(grid.shapes).sum() == pytest.approx(area.area, rel=1e-6)
    assert shapely.union_all(grid.shapes).area == pytest.approx(area.area, rel=1e-6)
    west, south, east, north = shapely.bounds(grid.shapes).T
    assert (west >= grid.columns * size - 1e-6).all()
    assert (east <= (grid.columns + 1) * size + 1e-6).all()
    assert (south >= grid.rows * size - 1e-6).all()
    assert (north <= (grid.rows + 1) * size + 1e-6).all()


def test_whole_cells_stay_squares_and_those_at_the_border_are_clipped() -> None:
    grid = square_grid(shapely.box(0, 0, 250, 200), 100)
    assert shapely.area(grid.shapes).tolist() == [1e4, 1e4, 5e3, 1e4, 1e4, 5e3]
    assert grid.columns.tolist() == [0, 1, 2, 0, 1, 2]


@pytest.mark.parametrize("size", [0, -5, float("nan"), float("inf")])
def test_a_size_that_is_no_length_is_refused(size) -> None:
    with pytest.raises(ProjectError, match="cannot be"):
        square_grid(shapely.box(0, 0, 100, 100), size)


def test_a_stray_part_or_a_tiny_cell_makes_no_millions_of_cells() -> None:
    stray = shapely.union_all(
        [shapely.box(0, 0, 100, 100), shapely.box(9e6, 9e6, 9e6 + 1, 9e6 + 1)]
    )
    with pytest.raises(ProjectError, match="stray"):
        square_grid(stray, 10)
    with pytest.raises(ProjectError, match="most is"):
        square_grid(shapely.box(0, 0, 1e5, 1e5), 10)


def test_one_cell_or_no_ground_is_no_grid() -> None:
    with pytest.raises(ProjectError, match="whole area"):
        square_grid(shapely.box(10, 10, 20, 20), 100)
    with pytest.raises(ProjectError, match="no ground"):
        square_grid(shapely.LineString([(0, 0), (1, 1)]), 100)
    assert np.isfinite(square_grid(shapely.box(0, 0, 20, 10), 10).columns).all()
