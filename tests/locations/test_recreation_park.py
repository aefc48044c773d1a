"""Recreation parks as locations: the park, never a unit."""

from collections.abc import Callable

import pytest
import shapely

from riskmap.layers.layer import Layer, Layers
from riskmap.locations.recreation_park import build_recreation_parks

CHALETS = {f"c{i}": (5 + 12 * i, 5, 11 + 12 * i, 10) for i in range(6)}
HOMES = {f"h{i}": (8 + 12 * i, 7, "logiesfunctie") for i in range(6)}


@pytest.fixture
def park(by_hand: Callable[..., Layers]) -> Layers:
    """Return a park with six chalets, on two parcels, and one farm outside."""
    return by_hand(
        CHALETS | {"farm": (500, 5, 520, 25)},
        HOMES | {"farmhouse": (505, 10, "woonfunctie")},
        recreation_parks={"r1": (0, 0, 100, 50)},
        parcels={"k1": (0, 0, 40, 50), "k2": (40, 0, 100, 50), "k3": (480, 0, 600, 50)},
    )


def test_the_park_is_one_location_and_its_units_are_members(park: Layers) -> None:
    found = build_recreation_parks(park)
    assert list(found.frame.index) == ["recreation_park:r1"]
    members = found.members.groupby("role")["member_id"].apply(sorted).to_dict()
    assert members == {
        "building": sorted(CHALETS),
        "address": sorted(HOMES),
        "parcel": ["k1", "k2"],
    }
    assert found.frame["parcels"].to_list() == ["k2;k1"]


def test_parts_with_one_id_are_one_park(by_hand: Callable[..., Layers]) -> None:
    layers = by_hand(
        {"left": (5, 5, 10, 10), "right": (205, 5, 210, 10), "between": (105, 5, 110, 10)},
        recreation_parks={"east": (200, 0, 300, 50), "west": (0, 0, 100, 50)},
    )
    parts = layers["recreation_parks"].frame.assign(name=["Zonneveld", None])
    parts.index = parts.index.map({"east": "r1", "west": "r1"}).rename("park_id")
    named = Layers(
        {
            "buildings": layers["buildings"],
            "recreation_parks": Layer("recreation_parks", parts, "by hand"),
        }
    )
    found = build_recreation_parks(named)
    assert list(found.frame.index) == ["recreation_park:r1"]
    assert found.frame.geometry.iloc[0].area == 100 * 50 * 2
    assert found.frame["label"].to_list() == ["Zonneveld"]
    assert sorted(found.members["member_id"]) == ["left", "right"]


def test_a_park_without_a_name_goes_by_its_id(park: Layers) -> None:
    assert build_recreation_parks(park).frame["label"].to_list() == ["r1"]


def test_only_parks_in_the_area_are_kept(park: Layers) -> None:
    assert build_recreation_parks(park, area=shapely.box(0, 0, 9, 9)).frame.empty


def test_a_park_none_of_whose_chalets_is_registered_is_a_location_all_the_same(
    by_hand: Callable[..., Layers],
) -> None:
    found = build_recreation_parks(by_hand(recreation_parks={"r1": (0, 0, 100, 50)}))
    assert list(found.frame.index) == ["recreation_park:r1"]
    assert found.members.empty
