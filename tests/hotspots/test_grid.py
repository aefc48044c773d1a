"""Grids, and the accidents they have."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from riskmap.errors import ScoringError
from riskmap.hotspots.grid import MOST_CELLS, lay_grid


def points(count: int = 200, *, crs: str | None = "EPSG:28992", seed: int = 1) -> gpd.GeoSeries:
    xy = np.random.default_rng(seed).uniform((150_000, 460_000), (152_000, 462_000), (count, 2))
    index = [f"yard:{number}" for number in range(count)]
    return gpd.GeoSeries(shapely.points(xy), index=index, crs=crs)


@given(side=st.floats(90, 900), shape=st.sampled_from(["square", "hexagon"]))
def test_every_point_lies_in_the_cell_it_is_given(side: float, shape: str) -> None:
    placed = points(60)
    grid = lay_grid(placed, side, shape)
    assert grid.cell.notna().all()
    cells = grid.cells.geometry.reindex(grid.cell).to_numpy()
    assert (shapely.distance(cells, placed.to_numpy()) < side * 1e-6).all()
    assert grid.cells.index.is_unique


@pytest.mark.parametrize("shape", ["square", "hexagon"])
def test_cells_cover_without_gaps_and_without_overlap(shape: str) -> None:
    grid = lay_grid(points(), 250.0, shape)
    total = shapely.area(grid.cells.geometry.to_numpy()).sum()
    one = 250.0**2 * (1 if shape == "square" else np.sqrt(3) / 2)
    assert total == pytest.approx(len(grid.cells) * one)
    assert shapely.union_all(grid.cells.geometry.to_numpy()).area == pytest.approx(total, rel=1e-6)


def test_lines_lie_at_multiples_of_the_side() -> None:
    first, second = lay_grid(points(seed=1), 250.0), lay_grid(points(seed=2), 250.0)
    assert (first.cells.bounds.to_numpy() % 250 == 0).all()
    both = first.cells.index.intersection(second.cells.index)
    assert len(both) > 30
    assert first.cells.loc[both].geom_equals(second.cells.loc[both]).all()


def test_empty_corners_are_no_cells_and_a_hole_is() -> None:
    # A ring: the middle has no points and lies inside; the corners lie outside.
    turn = np.linspace(0, 2 * np.pi, 400, endpoint=False)
    ring = shapely.points(1000 * np.cos(turn) + 5000, 1000 * np.sin(turn) + 5000)
    grid = lay_grid(gpd.GeoSeries(ring, crs="EPSG:28992"), 100.0)
    assert "c50r50" in grid.cells.index
    assert "c40r40" not in grid.cells.index


def test_a_boundary_says_what_is_studied() -> None:
    placed = points()
    part = shapely.box(150_000, 460_000, 151_000, 461_000)
    grid = lay_grid(placed, 250.0, "square", part)
    inside = shapely.contains(part, placed.to_numpy())
    assert grid.cell.notna().tolist() == inside.tolist()
    assert len(grid.cells) == 16


def test_a_stray_point_is_named() -> None:
    placed = points()
    placed.iloc[17] = shapely.Point(0, 0)
    with pytest.raises(ScoringError, match=r"yard:17 lies at \(0, 0\), .* times as far out"):
        lay_grid(placed, 100.0)
    few = points(12)
    few.iloc[3] = shapely.Point(15_000_000, 460_000)
    with pytest.raises(ScoringError, match="yard:3 lies at"):
        lay_grid(few, 100.0)
    # Inside a boundary it does no harm.
    boundary = shapely.box(150_000, 460_000, 152_000, 462_000)
    assert lay_grid(placed, 100.0, "square", boundary).cell.isna().sum() == 1


def test_two_villages_are_no_stray_points() -> None:
    near, far = points(150), points(50, seed=2)
    both = gpd.GeoSeries(
        np.concatenate([near, shapely.transform(far.to_numpy(), lambda xy: xy + 12_000)]),
        crs=near.crs,
    )
    assert len(lay_grid(both, 500.0).cells) > 50


@pytest.mark.parametrize("side", [0.0, -100.0, float("nan"), float("inf")])
def test_a_side_must_be_above_nothing(side: float) -> None:
    with pytest.raises(ScoringError, match="makes no grid"):
        lay_grid(points(), side)


def test_degrees_make_no_grid() -> None:
    with pytest.raises(ScoringError, match="longitude and latitude") as told:
        lay_grid(points().to_crs("EPSG:4326"), 0.01)
    assert "EPSG:32631" in str(told.value)


def test_too_many_cells_say_what_fits() -> None:
    with pytest.raises(ScoringError, match="and 250000 are the most") as told:
        lay_grid(points(), 1.0)
    fits = float(told.value.next_step.facts["side"])
    assert 1 < len(lay_grid(points(), fits).cells) <= MOST_CELLS
    with pytest.raises(ScoringError, match="too few"):
        lay_grid(points(), 50_000.0)


def test_a_boundary_elsewhere_is_said() -> None:
    with pytest.raises(ScoringError, match="No place lies in the boundary"):
        lay_grid(points(), 100.0, "square", shapely.box(5.0, 52.0, 5.1, 52.1))
