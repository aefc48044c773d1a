"""The gate: who is scored at all, and what is said about it."""

from collections.abc import Callable

import pandas as pd
import pytest
from pydantic import ValidationError

from riskmap.errors import LayerError
from riskmap.layers.layer import Layer, Layers
from riskmap.locations.box_row import build_box_rows
from riskmap.locations.building import build_buildings
from riskmap.locations.gate import Gate, apply_gate, needed_layers

PARKS = Gate(
    inside=("business_parks",),
    uses=("industriefunctie", "kantoorfunctie", "winkelfunctie", "overige gebruiksfunctie"),
    fallback=Gate(no_dwellings=True, min_footprint_m2=60),
)
STREET = {f"b{i}": (i * 20, 0, i * 20 + 10, 10) for i in range(6)}
USES = {
    "a1": (25, 5, "industriefunctie"),
    "a2": (45, 5, "woonfunctie,winkelfunctie"),
    "a3": (65, 5, "woonfunctie"),
    "a4": (85, 5, None),
    "a5": (105, 5, "kantoorfunctie"),
    "a6": (106, 5, None),
}


def passing(gate: Gate, layers: Layers) -> tuple[set[str], list[str]]:
    """Return the buildings that pass, and what is said."""
    found, notes = apply_gate(gate, build_buildings(layers), layers)
    return {key[9:] for key in found.index[found]}, [note.text() for note in notes]


def test_an_empty_gate_lets_everything_pass_and_says_so(by_hand: Callable[..., Layers]) -> None:
    passed, said = passing(Gate(), by_hand(STREET, USES))
    assert passed == set(STREET)
    assert said == [
        "Gate: every location of this kind is scored.",
        "6 of 6 locations pass the gate.",
    ]


def test_inside_means_the_middle_or_half_of_the_area(by_hand: Callable[..., Layers]) -> None:
    buildings = {"in": (10, 0, 20, 10), "half": (94, 0, 106, 10), "out": (96, 20, 106, 30)}
    layers = by_hand(buildings, {}, business_parks={"p1": (0, 0, 99, 50), "p2": (99, 0, 100, 50)})
    assert passing(Gate(inside=("business_parks",)), layers)[0] == {"in", "half"}
    assert passing(Gate(outside=("business_parks",)), layers)[0] == {"out"}


def test_half_the_area_is_enough_where_the_middle_lies_outside(
    by_hand: Callable[..., Layers],
) -> None:
    two = {"p1": (0, 0, 4, 10), "p2": (6, 0, 10, 10)}  # the middle lies in the gap
    layers = by_hand({"b1": (0, 0, 10, 10)}, {}, business_parks=two)
    assert passing(Gate(inside=("business_parks",)), layers)[0] == {"b1"}


def test_uses_ask_for_one_address_and_unknown_use_is_counted(
    by_hand: Callable[..., Layers],
) -> None:
    layers = by_hand(STREET, USES, business_parks={"p": (0, 0, 200, 50)})
    passed, said = passing(PARKS, layers)
    assert passed == {"b1", "b2", "b5"}
    assert said == [
        "Gate: inside the layer business parks.",
        f"Gate: at least one address with use {', '.join(PARKS.uses)}.",
        "Locations that did not pass because the use of their addresses is unknown: 1.",
        "3 of 6 locations pass the gate.",
    ]


def test_without_the_layer_the_fallback_decides_and_says_so(by_hand: Callable[..., Layers]) -> None:
    layers = by_hand(STREET | {"small": (0, 20, 5, 30)}, USES)
    passed, said = passing(PARKS, layers)
    assert passed == {"b0", "b1"}
    assert said == [
        "There is no layer business parks, so the gate falls back to another condition.",
        "Gate: footprint of at least 60 m2.",
        "Gate: no dwellings.",
        "Locations that did not pass because the use of their addresses is unknown: 2.",
        "2 of 7 locations pass the gate.",
    ]


def test_without_layer_and_fallback_the_missing_layer_is_named(
    by_hand: Callable[..., Layers],
) -> None:
    with pytest.raises(LayerError, match=r"needs a layer business_parks.*\[layers.business_parks"):
        passing(Gate(inside=("business_parks",)), by_hand(STREET, USES))


def test_an_absent_layer_to_lie_outside_leaves_nothing_out_and_is_told(
    by_hand: Callable[..., Layers],
) -> None:
    passed, said = passing(Gate(outside=("built_up",)), by_hand(STREET, USES))
    assert passed == set(STREET)
    assert said[0] == "There is no layer built-up area, so no location was left out by it."


def test_footprint_and_number_of_addresses_include_both_ends(
    by_hand: Callable[..., Layers],
) -> None:
    layers = by_hand(STREET | {"b9": (0, 20, 30, 30.1)}, USES)
    assert passing(Gate(max_footprint_m2=100), layers)[0] == set(STREET)
    assert passing(Gate(min_footprint_m2=100.1), layers)[0] == {"b9"}
    assert passing(Gate(min_addresses=2), layers)[0] == {"b5"}
    assert passing(Gate(min_addresses=1, max_addresses=1), layers)[0] == {"b1", "b2", "b3", "b4"}


def test_a_box_row_needs_its_boxes(by_hand: Callable[..., Layers]) -> None:
    layers = by_hand({f"b{i}": (i * 5, 0, i * 5 + 4, 6) for i in range(9)}, {})
    rows = build_box_rows(layers)
    assert apply_gate(Gate(min_boxes=9), rows, layers)[0].all()
    assert not apply_gate(Gate(min_boxes=10), rows, layers)[0].any()


def test_weesp_passes_the_gates_as_plain_counting_says(weesp: Layers) -> None:
    buildings, addresses = weesp["buildings"].frame, weesp["addresses"]
    facts = addresses.links.merge(addresses.frame["use"], left_on="address_id", right_index=True)
    facts = facts[facts["building_id"].isin(buildings.index)]
    lived_in = facts["building_id"][facts["use"].str.contains("woonfunctie")]
    expected = buildings.index[(buildings.area >= 60) & ~buildings.index.isin(lived_in)]
    assert passing(PARKS, weesp)[0] == set(expected)
    works = facts["building_id"][facts["use"].str.contains("industriefunctie")]
    halls = buildings.index[(buildings.area >= 1000) & buildings.index.isin(works)]
    gate = Gate(uses=("industriefunctie",), min_footprint_m2=1000)
    assert passing(gate, weesp)[0] == set(halls)


def test_otterlo_passes_no_gate_that_asks_for_a_use(otterlo: Layers) -> None:
    passed, said = passing(Gate(uses=("industriefunctie",)), otterlo)
    with_address = build_buildings(otterlo).of_role("address")["location_id"].nunique()
    assert passed == set()
    assert said[1].endswith(f"use of their addresses is unknown: {with_address}.")


def test_a_gate_names_the_layers_it_looks_at() -> None:
    assert needed_layers(PARKS) == ("business_parks", "addresses", "buildings")
    assert needed_layers(Gate()) == ()


@pytest.mark.parametrize("wrong", [{"insied": ["x"]}, {"min_footprint_m2": -1}, {"min_boxes": 0}])
def test_a_gate_that_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Gate.model_validate(wrong)


def test_a_list_lets_pass_what_is_in_it_and_by_kind_where_kinds_are_asked(
    by_hand: Callable[..., Layers],
) -> None:
    layers = by_hand(STREET, USES)
    table = pd.DataFrame(
        {"kind": ["caf\u00e9", "Autobedrijf", None]},
        index=pd.Index(["a1", "a3", "a5"], dtype="str"),
    )
    layers = Layers({**layers.by_name, "venues": Layer("venues", table, "by hand")})
    assert passing(Gate(listed={"venues": ()}), layers)[0] == {"b1", "b3", "b5"}
    passed, said = passing(Gate(listed={"venues": ("autobedrijf",)}), layers)
    assert (passed, said[0]) == ({"b3"}, "Gate: in the list venues, as autobedrijf.")
    passed, said = passing(
        Gate(listed={"venues": ()}, not_listed={"venues": ("garage", "autobedrijf")}), layers
    )
    assert passed == {"b1", "b5"}
    assert said[:2] == [
        "Gate: in the list venues.",
        "Gate: not in the list venues as garage, autobedrijf.",
    ]


def test_without_the_list_nobody_can_be_in_it(by_hand: Callable[..., Layers]) -> None:
    gate = Gate(listed={"venues": ()}, not_listed={"permits": ()})
    assert needed_layers(gate) == ("venues", "permits")
    with pytest.raises(LayerError, match="venues"):
        passing(gate, by_hand(STREET, USES))
