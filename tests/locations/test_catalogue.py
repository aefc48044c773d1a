"""Locations by the name of their kind."""

from collections.abc import Callable
from typing import get_args

import pytest
import shapely

from riskmap.errors import LayerError, ProjectError
from riskmap.layers.layer import Layers
from riskmap.locations.catalogue import KINDS, build, kind_of
from riskmap.locations.locations import Kind

FARM = {"b1": (0, 0, 10, 10), "b2": (30, 0, 60, 30)}


@pytest.fixture
def everything(by_hand: Callable[..., Layers]) -> Layers:
    boxes = {f"c{i}": (i * 5, 900, i * 5 + 4, 906) for i in range(9)}
    return by_hand(
        FARM | boxes,
        {"a1": (5, 5, "woonfunctie")},
        business_parks={"p1": (0, 890, 100, 920)},
        recreation_parks={"r1": (0, 0, 50, 50)},
        parcels={"k1": (0, 0, 100, 100)},
    )


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_gives_what_locations_promise(
    kind: str, everything: Layers, shuffled: Callable[[Layers], Layers]
) -> None:
    found = build(kind, everything, None)
    assert found.kind == kind
    assert found.frame.index.name == "location_id"
    assert found.frame.index.is_monotonic_increasing
    assert found.frame.index.is_unique
    assert found.frame.index.str.startswith(f"{kind}:").all()
    assert list(found.frame.columns) == ["label", "municipality", "parcels", "geometry"]
    assert found.frame["label"].notna().all()
    assert found.frame.crs.to_epsg() == 28992
    assert list(found.members.columns) == ["location_id", "role", "member_id", "share"]
    assert found.members["location_id"].isin(found.frame.index).all()
    assert found.members["share"].between(0, 1).all()
    assert not found.members.duplicated(["location_id", "role", "member_id"]).any()
    again = build(kind, shuffled(everything), None)
    assert again.frame.equals(found.frame)
    assert again.members.equals(found.members)


def test_kinds_are_kinds_of_the_contract() -> None:
    assert set(KINDS) <= set(get_args(Kind))
    assert all(record.name == name for name, record in KINDS.items())


def test_inputs_are_not_changed(everything: Layers) -> None:
    before = {name: everything[name].frame.copy() for name in everything}
    for kind in KINDS:
        build(kind, everything, shapely.box(179_000, 456_000, 181_000, 459_000))
    assert all(everything[name].frame.equals(frame) for name, frame in before.items())


def test_options_reach_the_builder(everything: Layers) -> None:
    assert len(build("yard", everything, None, gap_m=5.0).frame) > len(
        build("yard", everything, None).frame
    )


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"gap": 5.0}, r"no option gap\..*gap_m, min_footprint_m2, most_dwellings"),
        ({"area": 5.0}, "no option area"),
        ({"gap_m": -1.0}, "Option gap_m of kind yard must be above 0"),
        ({"gap_m": float("nan")}, "must be above 0"),
    ],
)
def test_a_wrong_option_is_told(
    everything: Layers, options: dict[str, float], problem: str
) -> None:
    with pytest.raises(ProjectError, match=problem):
        build("yard", everything, None, **options)


def test_an_unknown_kind_is_told_with_the_nearest() -> None:
    with pytest.raises(ProjectError, match=r"no kind of location yrad.*nearest is yard"):
        kind_of("yrad")


def test_a_missing_layer_is_named_with_the_next_step(by_hand: Callable[..., Layers]) -> None:
    with pytest.raises(LayerError, match=r"kind yard need a layer addresses.*\[layers.addresses\]"):
        build("yard", by_hand(FARM), None)


def test_no_location_in_the_area_is_an_error(everything: Layers) -> None:
    with pytest.raises(LayerError, match="No location of kind yard lies in the area"):
        build("yard", everything, shapely.box(0, 0, 1, 1))
