"""Business parks as locations."""

from collections.abc import Callable

from riskmap.layers.layer import Layer, Layers
from riskmap.locations.business_park import build_business_parks


def test_a_park_has_the_buildings_and_addresses_that_stand_in_it(
    by_hand: Callable[..., Layers],
) -> None:
    layers = by_hand(
        {"in": (10, 10, 20, 20), "half": (95, 0, 105, 10), "hardly": (99.5, 50, 110, 60)},
        {"a1": (15, 15, None), "a2": (200, 0, None)},
        business_parks={"p1": (0, 0, 100, 100)},
    )
    rows = build_business_parks(layers).members
    assert rows.to_numpy().tolist() == [
        ["business_park:p1", "address", "a1", 1.0],
        ["business_park:p1", "building", "in", 1.0],
        ["business_park:p1", "outbuilding", "half", 0.5],
    ]


def test_without_addresses_no_building_is_called_an_outbuilding(
    by_hand: Callable[..., Layers],
) -> None:
    layers = by_hand({"b1": (10, 10, 20, 20)}, business_parks={"p1": (0, 0, 100, 100)})
    assert list(build_business_parks(layers).members["role"]) == ["building"]


def test_a_park_is_called_by_its_name_and_else_by_its_id(by_hand: Callable[..., Layers]) -> None:
    parks = by_hand(business_parks={"p1": (0, 0, 9, 9), "p2": (20, 0, 29, 9)})["business_parks"]
    named = Layer("business_parks", parks.frame.assign(name=["De Oude Haven", None]), "by hand")
    found = build_business_parks(Layers({"business_parks": named}))
    assert found.frame["label"].to_list() == ["De Oude Haven", "p2"]
