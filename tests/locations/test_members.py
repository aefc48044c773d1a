"""What indicators ask about members."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
import shapely

from riskmap.layers.layer import Layers
from riskmap.locations.building import build_buildings
from riskmap.locations.members import (
    anchors,
    dwelling_addresses,
    footprint_m2,
    footprints,
    has_use,
    own_pairs,
)
from riskmap.locations.parcel import build_parcels
from riskmap.locations.yard import build_yards

FARMS = {
    "b1": (0, 0, 10, 12),  # the house
    "b2": (20, 0, 40, 20),  # its largest barn
    "b3": (50, 0, 60, 10),
    "b4": (500, 0, 520, 20),  # another house, without barns
}
PEOPLE = {"a1": (5, 5, "woonfunctie"), "a2": (510, 5, "woonfunctie")}


def test_own_pairs_are_positions_of_locations_and_their_members(
    by_hand: Callable[..., Layers],
) -> None:
    yards = build_yards(by_hand(FARMS, PEOPLE))
    assert list(yards.frame.index) == ["yard:b1", "yard:b4"]
    origins, targets = own_pairs(yards, pd.Index(["a0", "a2", "a1"], dtype="str"))
    assert (origins.tolist(), targets.tolist()) == ([0, 1], [2, 1])
    ids = pd.Index(["b4", "b3", "b2"], dtype="str")
    origins, targets = own_pairs(yards, ids, ("building", "outbuilding"))
    assert (origins.tolist(), targets.tolist()) == ([0, 0, 1], [1, 2, 0])


def test_own_pairs_of_weesp_are_the_link_table(weesp: Layers) -> None:
    buildings = build_buildings(weesp)
    index = weesp["addresses"].frame.index
    origins, targets = own_pairs(buildings, index)
    found = zip(buildings.frame.index[origins].str[9:], index[targets], strict=True)
    links = weesp["addresses"].links
    links = links[links["building_id"].isin(weesp["buildings"].frame.index)]
    links = links[links["address_id"].isin(index)]
    assert set(found) == set(zip(links["building_id"], links["address_id"], strict=True))
    assert (np.diff(origins) >= 0).all()


def test_the_anchor_is_the_largest_outbuilding_and_else_the_largest_building(
    by_hand: Callable[..., Layers],
) -> None:
    layers = by_hand(FARMS, PEOPLE)
    buildings = layers["buildings"].frame
    found = anchors(build_yards(layers), buildings)
    assert shapely.equals(found, buildings.geometry[["b2", "b4"]].to_numpy()).all()


def test_among_equal_outbuildings_the_lowest_id_is_the_anchor(
    by_hand: Callable[..., Layers],
) -> None:
    layers = by_hand({"b3": (0, 0, 10, 10), "b2": (20, 0, 30, 10), "b1": (40, 0, 45, 5)}, {})
    buildings = layers["buildings"].frame
    assert anchors(build_yards(layers), buildings)[0].equals(buildings.geometry["b2"])


def test_a_parcel_without_buildings_is_its_own_anchor_and_has_no_footprint(
    by_hand: Callable[..., Layers],
) -> None:
    parcels = {"p1": (0, 0, 15, 50), "p2": (15, 0, 50, 50), "p3": (50, 50, 90, 90)}
    layers = by_hand({"b1": (10, 0, 20, 10)}, {}, parcels=parcels)
    buildings = layers["buildings"].frame
    found = build_parcels(layers)
    shapes = anchors(found, buildings)
    assert shapes[0].equals(buildings.geometry["b1"])
    assert shapes[2].equals(found.frame.geometry["parcel:p3"])
    assert footprint_m2(found, buildings).to_list() == pytest.approx([50.0, 50.0, 0.0])


def test_footprints_are_told_per_building_and_role(by_hand: Callable[..., Layers]) -> None:
    layers = by_hand(FARMS, PEOPLE)
    rows = footprints(build_yards(layers), layers["buildings"].frame, ("outbuilding",))
    assert rows[["location_id", "member_id", "footprint_m2"]].to_numpy().tolist() == [
        ["yard:b1", "b2", 400.0],
        ["yard:b1", "b3", 100.0],
    ]


def test_mixed_use_counts_as_dwelling_and_unknown_use_stays_unknown() -> None:
    use = ["woonfunctie", "industriefunctie,woonfunctie", "winkelfunctie", None, "geen woonfunctie"]
    found = dwelling_addresses(pd.DataFrame({"use": pd.Series(use, dtype="str")}))
    assert found.isna().to_list() == [False, False, False, True, False]
    assert found.dropna().to_list() == [True, True, False, False]
    assert dwelling_addresses(pd.DataFrame(index=["a1"])).isna().all()


def test_one_of_several_uses_is_enough() -> None:
    frame = pd.DataFrame({"use": ["kantoorfunctie, winkelfunctie", "sportfunctie"]})
    assert has_use(frame, ("winkelfunctie", "celfunctie")).to_list() == [True, False]


def test_weesp_has_as_many_dwellings_as_its_words_say(weesp: Layers) -> None:
    addresses = weesp["addresses"].frame
    expected = sum("woonfunctie" in text.split(",") for text in addresses["use"])
    assert dwelling_addresses(addresses).sum() == expected
    assert expected > 9_000
