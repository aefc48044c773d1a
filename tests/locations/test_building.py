"""Buildings as locations."""

from collections.abc import Callable

import shapely

from riskmap.layers.layer import Layers
from riskmap.locations.building import build_buildings


def test_every_building_is_a_location_with_its_own_outline(weesp: Layers) -> None:
    buildings = weesp["buildings"].frame
    found = build_buildings(weesp)
    assert list(found.frame.index) == ["building:" + key for key in buildings.index]
    assert shapely.equals(found.frame.geometry.to_numpy(), buildings.geometry.to_numpy()).all()
    counts = found.of_role("address").groupby("location_id").size()
    assert (counts >= 3).sum() == 426


def test_a_location_names_its_addresses_and_whether_it_is_an_outbuilding(
    by_hand: Callable[..., Layers],
) -> None:
    buildings = {"b1": (0, 0, 10, 10), "b2": (20, 0, 30, 10)}
    layers = by_hand(buildings, {"a1": (5, 5, None)}, [("a1", "b1")])
    rows = build_buildings(layers).members
    assert rows.to_numpy().tolist() == [
        ["building:b1", "address", "a1", 1.0],
        ["building:b1", "building", "b1", 1.0],
        ["building:b2", "outbuilding", "b2", 1.0],
    ]


def test_only_buildings_in_the_area_are_kept(by_hand: Callable[..., Layers]) -> None:
    layers = by_hand({"b1": (0, 0, 10, 10), "b2": (20, 0, 30, 10)}, {"a1": (5, 5, None)})
    area = shapely.box(180_012, 457_000, 180_100, 457_100)
    found = build_buildings(layers, area=area)
    assert list(found.frame.index) == ["building:b2"]
    assert set(found.members["location_id"]) == {"building:b2"}
    assert found.frame["label"].to_list() == ["bij Dorpsstraat a1"]
