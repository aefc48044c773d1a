"""Addresses as locations."""

from collections.abc import Callable

import pytest
import shapely

from riskmap.layers.layer import Layers
from riskmap.locations.address import build_addresses

CAFE = "bijeenkomstfunctie"
BUILDINGS = {"b1": (0, 0, 10, 10), "b2": (10, 0, 30, 10), "b3": (60, 0, 70, 10)}


@pytest.fixture
def street(by_hand: Callable[..., Layers]) -> Layers:
    """Return two buildings with three addresses, one address in the open, one empty shed."""
    return by_hand(
        BUILDINGS,
        {"a1": (5, 5, CAFE), "a2": (10, 5, CAFE), "a3": (20, 5, None), "a4": (100, 100, CAFE)},
        [("a1", "b1"), ("a2", "b1"), ("a2", "b2"), ("a3", "b2")],
        parcels={"k1": (0, 0, 10, 10), "k2": (10, 0, 30, 10), "k9": (90, 90, 110, 110)},
    )


def test_every_address_knows_its_buildings_and_parcels(street: Layers) -> None:
    rows = build_addresses(street).members
    expected = [
        ("address:a1", "address", "a1", 1.0),
        ("address:a1", "building", "b1", 2 / 3),
        ("address:a1", "parcel", "k1", 1.0),
        ("address:a2", "address", "a2", 1.0),
        ("address:a2", "building", "b1", 1 / 3),
        ("address:a2", "building", "b2", 1 / 3),
        ("address:a2", "parcel", "k1", 1.0),
        ("address:a2", "parcel", "k2", 1.0),
        ("address:a3", "address", "a3", 1.0),
        ("address:a3", "building", "b2", 2 / 3),
        ("address:a3", "parcel", "k2", 1.0),
        ("address:a4", "address", "a4", 1.0),
        ("address:a4", "parcel", "k9", 36 / 400),
    ]
    for row, wanted in zip(rows.itertuples(index=False), expected, strict=True):
        assert tuple(row)[:3] == wanted[:3]
        assert row.share == pytest.approx(wanted[3])


def test_it_is_drawn_as_its_buildings_or_as_a_square_on_its_point(street: Layers) -> None:
    shapes = build_addresses(street).frame.geometry
    west, south = 180_000, 457_000
    drawn = {
        "address:a1": shapely.box(west, south, west + 10, south + 10),
        "address:a2": shapely.box(west, south, west + 30, south + 10),
        "address:a3": shapely.box(west + 10, south, west + 30, south + 10),
        "address:a4": shapely.box(west + 97, south + 97, west + 103, south + 103),
    }
    for place, expected in drawn.items():
        assert shapes[place].equals(expected), place


def test_it_is_called_by_its_street_and_number(street: Layers) -> None:
    assert build_addresses(street).frame["label"].to_list() == [
        f"Dorpsstraat a{number}" for number in (1, 2, 3, 4)
    ]


def test_only_addresses_in_the_area_are_kept(street: Layers) -> None:
    found = build_addresses(street, area=shapely.box(180_090, 457_090, 180_110, 457_110))
    assert list(found.frame.index) == ["address:a4"]
    assert set(found.members["location_id"]) == {"address:a4"}


def test_its_own_id_tells_the_municipality_and_a_building_id_would_not(
    by_hand: Callable[..., Layers],
) -> None:
    ids = ["0457010000000001", "0228100000000002", "0424019999999999"]
    layers = by_hand({}, {key: (50.0 * i, 0.0, CAFE) for i, key in enumerate(ids)})
    municipality = build_addresses(layers).frame["municipality"].dropna()
    assert municipality.to_dict() == {"address:0457010000000001": "0457"}


def test_the_shares_of_every_building_of_weesp_add_up_to_one(weesp: Layers) -> None:
    found = build_addresses(weesp)
    assert list(found.frame.index) == ["address:" + key for key in weesp["addresses"].frame.index]
    said = weesp["addresses"].links
    shares: dict[str, float] = {}
    for row in found.of_role("building").itertuples():
        shares[row.member_id] = shares.get(row.member_id, 0.0) + row.share
    assert set(said["building_id"]) & set(weesp["buildings"].frame.index) <= set(shares)
    assert all(total == pytest.approx(1.0) for total in shares.values())
    one = next(iter(found.frame.index))
    home = said.loc[said["address_id"] == one.split(":")[1], "building_id"].iloc[0]
    assert found.frame.geometry[one].equals(weesp["buildings"].frame.geometry[home])
