"""What a place is called."""

from collections.abc import Callable

import pandas as pd

from riskmap.layers.layer import Layer, Layers
from riskmap.locations.building import build_buildings
from riskmap.locations.labels import address_order

HOUSE = {"b1": (0, 0, 10, 10)}


def label(layers: Layers) -> str:
    return str(build_buildings(layers).frame["label"].iloc[0])


def test_a_place_is_called_by_its_own_dwelling_before_another_address(
    by_hand: Callable[..., Layers],
) -> None:
    addresses = {"a1": (5, 5, "kantoorfunctie"), "a2": (6, 5, None), "a3": (7, 5, "woonfunctie")}
    assert label(by_hand(HOUSE, addresses)) == "Dorpsstraat a3"
    assert list(address_order(by_hand(HOUSE, addresses)["addresses"].frame)) == [2, 1, 0]


def test_a_place_without_address_is_called_by_the_nearest_one_within_250_m(
    by_hand: Callable[..., Layers],
) -> None:
    near = {"a2": (110, 5, None), "a1": (111, 5, None)}
    assert label(by_hand(HOUSE, near)) == "bij Dorpsstraat a2"
    assert label(by_hand(HOUSE, {"a1": (260, 5, None)})) == "bij Dorpsstraat a1"


def test_further_from_any_address_it_is_called_by_its_parcel_and_else_by_its_place(
    by_hand: Callable[..., Layers],
) -> None:
    far = {"a1": (261, 5, None)}
    assert label(by_hand(HOUSE, far, parcels={"OTL03B2298": (0, 0, 50, 50)})) == "OTL03B2298"
    assert label(by_hand(HOUSE, far)) == "RD 180005 457005"


def test_an_address_without_street_or_number_names_no_place(by_hand: Callable[..., Layers]) -> None:
    layers = by_hand(HOUSE, {"a1": (5, 5, "woonfunctie"), "a2": (6, 5, "kantoorfunctie")})
    frame = layers["addresses"].frame
    frame["street"] = pd.Series([None, "Dorpsstraat"], index=frame.index, dtype="str")
    assert label(layers) == "Dorpsstraat a2"
    bare = Layer("addresses", frame.drop(columns=["street", "number"]), "by hand")
    assert label(Layers({"buildings": layers["buildings"], "addresses": bare})) == (
        "RD 180005 457005"
    )
