"""Cells of the RD grid."""

from collections.abc import Callable

import pytest
import shapely

from riskmap.errors import ProjectError
from riskmap.layers.layer import Layers
from riskmap.locations.cell import build_cells

NOTHING = Layers({})


def test_cells_that_share_ground_with_the_area_are_kept_and_named_after_their_corner() -> None:
    area = shapely.box(180_000, 457_050, 180_150, 457_100)
    found = build_cells(NOTHING, area=area)
    assert list(found.frame.index) == ["cell:E1800N4570", "cell:E1801N4570"]
    assert found.frame.geometry.iloc[1].bounds == (180_100, 457_000, 180_200, 457_100)


def test_a_round_area_leaves_out_the_corners() -> None:
    found = build_cells(NOTHING, area=shapely.Point(180_500, 457_500).buffer(450))
    assert len(found.frame) < 100
    assert "cell:E1800N4570" not in found.frame.index


def test_members_of_a_cell_are_what_lies_in_it(by_hand: Callable[..., Layers]) -> None:
    layers = by_hand({"b1": (90, 0, 130, 10)}, {"a1": (95, 5, None)})
    rows = build_cells(layers, area=shapely.box(180_000, 457_000, 180_200, 457_100)).members
    assert rows.to_numpy().tolist() == [
        ["cell:E1800N4570", "address", "a1", 1.0],
        ["cell:E1800N4570", "building", "b1", 0.25],
        ["cell:E1801N4570", "building", "b1", 0.75],
    ]


def test_a_hall_over_many_cells_is_a_member_of_those_it_fills(
    by_hand: Callable[..., Layers],
) -> None:
    layers = by_hand({"b1": (0, 0, 400, 400)}, {})
    rows = build_cells(layers, area=None, size_m=100.0).members
    assert len(rows) == 16
    assert rows["share"].sum() == pytest.approx(1.0)


def test_too_many_cells_are_refused() -> None:
    with pytest.raises(ProjectError, match=r"would make 4000000 locations; the most is 500000"):
        build_cells(NOTHING, area=shapely.box(0, 400_000, 20_000, 420_000), size_m=10)


def test_a_cell_without_size_is_refused() -> None:
    with pytest.raises(ProjectError, match="A cell of 0 m cannot be"):
        build_cells(NOTHING, area=shapely.box(0, 0, 1, 1), size_m=0)


def test_cells_without_anything_to_cover_are_refused() -> None:
    with pytest.raises(ProjectError, match="Cells need an area"):
        build_cells(NOTHING)
