"""Parcels as locations, and the parcels under other locations."""

from collections.abc import Callable

import pytest

from riskmap.layers.layer import Layers
from riskmap.locations.building import build_buildings
from riskmap.locations.parcel import build_parcels
from riskmap.locations.yard import build_yards

PARCELS = {"p1": (0, 0, 50, 100), "p2": (50, 0, 100, 100)}


def test_a_parcel_has_itself_and_the_parts_of_buildings_on_it(
    by_hand: Callable[..., Layers],
) -> None:
    layers = by_hand({"b1": (40, 0, 60, 10)}, {"a1": (45, 5, None)}, parcels=PARCELS)
    found = build_parcels(layers)
    assert found.members.to_numpy().tolist() == [
        ["parcel:p1", "address", "a1", 1.0],
        ["parcel:p1", "building", "b1", 0.5],
        ["parcel:p1", "parcel", "p1", 1.0],
        ["parcel:p2", "building", "b1", 0.5],
        ["parcel:p2", "parcel", "p2", 1.0],
    ]
    assert found.frame["parcels"].to_list() == ["p1", "p2"]


def test_an_address_on_a_border_lies_on_one_parcel(by_hand: Callable[..., Layers]) -> None:
    rows = build_parcels(by_hand({}, {"a1": (50, 5, None)}, parcels=PARCELS)).of_role("address")
    assert rows["location_id"].to_list() == ["parcel:p1"]


def test_parcels_under_a_yard_come_with_most_ground_first(by_hand: Callable[..., Layers]) -> None:
    layers = by_hand(
        {"b1": (45, 0, 55, 20), "b2": (60, 0, 80, 20)}, {"a1": (50, 5, None)}, parcels=PARCELS
    )
    found = build_yards(layers)
    assert found.frame["parcels"].to_list() == ["p2;p1"]
    shares = found.of_role("parcel").set_index("member_id")["share"]
    assert shares.to_dict() == pytest.approx({"p1": 100 / 5000, "p2": 500 / 5000})


def test_ground_under_two_buildings_of_a_yard_counts_once(by_hand: Callable[..., Layers]) -> None:
    buildings = {"b1": (0, 0, 10, 10), "b2": (5, 0, 15, 10)}
    found = build_yards(by_hand(buildings, {}, parcels=PARCELS))
    assert found.of_role("parcel")["share"].to_list() == pytest.approx([150 / 5000])


def test_a_wall_drawn_over_the_border_is_no_stand(by_hand: Callable[..., Layers]) -> None:
    layers = by_hand({"b1": (30, 0, 51, 10), "b2": (40, 20, 51.2, 30)}, {}, parcels=PARCELS)
    assert build_buildings(layers).frame["parcels"].to_list() == ["p1", "p1;p2"]


def test_a_small_shed_on_a_large_parcel_of_its_own_is_found(by_hand: Callable[..., Layers]) -> None:
    layers = by_hand({"b1": (0, 0, 40, 90), "b2": (60, 0, 65, 5)}, {}, parcels=PARCELS)
    assert build_yards(layers).frame["parcels"].to_list() == ["p1;p2"]


def test_without_parcels_nothing_is_said_about_them(by_hand: Callable[..., Layers]) -> None:
    found = build_buildings(by_hand({"b1": (0, 0, 10, 10)}, {}))
    assert found.frame["parcels"].isna().all()
    assert found.of_role("parcel").empty


def test_otterlo_has_eleven_buildings_on_its_known_parcels_as_a_slow_overlay_finds(
    otterlo: Layers,
) -> None:
    buildings, parcels = otterlo["buildings"].frame, otterlo["parcels"].frame
    expected = {}
    for parcel, ground in parcels.geometry.items():
        shared = buildings.geometry.intersection(ground).area
        stands = (shared >= 0.1 * buildings.area) | (shared >= 0.1 * ground.area)
        for building in buildings.index[stands]:
            expected[f"building:{building}", parcel] = shared[building] / ground.area
    rows = build_buildings(otterlo).of_role("parcel").set_index(["location_id", "member_id"])
    assert rows["share"].to_dict() == pytest.approx(expected)
    assert len(expected) == 11


def test_otterlo_parcels_hold_the_addresses_that_lie_in_them(otterlo: Layers) -> None:
    points, parcels = otterlo["addresses"].frame, otterlo["parcels"].frame
    expected = {
        (f"parcel:{parcel}", address)
        for parcel, ground in parcels.geometry.items()
        for address in points.index[points.within(ground)]
    }
    found = build_parcels(otterlo)
    rows = found.of_role("address")
    assert set(zip(rows["location_id"], rows["member_id"], strict=True)) == expected
    assert len(found.frame) == 11
    assert found.frame["municipality"].isna().all()  # ids of the BGT tell no municipality
