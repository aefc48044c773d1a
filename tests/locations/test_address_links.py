"""Which addresses lie in which buildings."""

from collections.abc import Callable

import pytest

from riskmap.layers.layer import Layers
from riskmap.locations.address_links import address_links

HOUSES = {"b1": (0, 0, 10, 10), "b2": (10, 0, 20, 10), "b3": (40, 0, 50, 10)}


def links_in(layers: Layers) -> dict[str, dict[str, float]]:
    links = address_links(layers["addresses"], layers["buildings"].frame)
    return {
        address: dict(zip(rows["building_id"], rows["share"], strict=True))
        for address, rows in links.groupby("address_id")
    }


def test_an_address_in_two_buildings_has_half_of_itself_in_each(
    by_hand: Callable[..., Layers],
) -> None:
    layers = by_hand(HOUSES, {"a1": (5, 5, None)}, [("a1", "b1"), ("a1", "b3"), ("a1", "b3")])
    assert links_in(layers) == {"a1": {"b1": 0.5, "b3": 0.5}}


def test_an_address_in_a_building_that_is_gone_lies_nowhere(by_hand: Callable[..., Layers]) -> None:
    layers = by_hand(HOUSES, {"a1": (5, 5, None), "a2": (5, 6, None)}, [("a1", "x"), ("a2", "b1")])
    assert links_in(layers) == {"a2": {"b1": 1.0}}


def test_a_dummy_id_links_nothing_and_the_place_decides(by_hand: Callable[..., Layers]) -> None:
    dummy = "0228109999999999"
    layers = by_hand(HOUSES | {dummy: (100, 0, 110, 10)}, {"a1": (45, 5, None)}, [("a1", dummy)])
    assert links_in(layers) == {"a1": {"b3": 1.0}}


def test_an_id_that_two_buildings_share_links_nothing_and_the_place_decides(
    by_hand: Callable[..., Layers],
) -> None:
    layers = by_hand(
        {"b1~north": (0, 0, 10, 10), "b1~south": (40, 0, 50, 10)},
        {"a1": (45, 5, None)},
        [("a1", "b1")],
    )
    layers["buildings"].frame["source_id"] = "b1"
    assert links_in(layers) == {"a1": {"b1~south": 1.0}}


@pytest.mark.parametrize(
    ("x", "expected"),
    [
        (5, {"a1": {"b1": 1.0}}),  # inside
        (10, {"a1": {"b1": 1.0}}),  # on the party wall: the lowest id
        (36, {"a1": {"b3": 1.0}}),  # four metres beside it
        (25, {"a1": {"b2": 1.0}}),  # five metres: just in reach
        (33, {}),  # seven metres: out of reach
    ],
)
def test_without_links_the_place_decides_within_five_metres(
    by_hand: Callable[..., Layers], x: float, expected: dict[str, dict[str, float]]
) -> None:
    assert links_in(by_hand(HOUSES, {"a1": (x, 5, None)})) == expected


def test_weesp_has_426_buildings_with_three_or_more_addresses(weesp: Layers) -> None:
    buildings, addresses = weesp["buildings"].frame, weesp["addresses"]
    links = address_links(addresses, buildings)
    counts = links.groupby("building_id").size()
    dwelling = addresses.frame["use"].str.contains("woonfunctie")
    lived_in = set(links["building_id"][links["address_id"].map(dwelling)])
    assert (len(buildings), len(addresses.frame)) == (10_837, 11_046)
    assert (counts >= 3).sum() == 426
    assert counts[~counts.index.isin(lived_in)].max() == 22
    assert links.groupby("address_id")["share"].sum().round(9).eq(1).all()
