"""Yards: clusters of buildings outside town, and what they are called."""

from collections.abc import Callable

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from geopandas.testing import assert_geodataframe_equal

from riskmap.layers.layer import Layer, Layers
from riskmap.locations.yard import build_yards

HOME = "woonfunctie"
WORK = "industriefunctie"


def made_of(layers: Layers, **options: float) -> dict[str, set[str]]:
    """Return yard -> its buildings."""
    rows = build_yards(layers, **options).of_role("building", "outbuilding")
    return {key: set(part["member_id"]) for key, part in rows.groupby("location_id")}


def test_buildings_25_m_apart_form_one_yard_and_further_apart_two(
    by_hand: Callable[..., Layers],
) -> None:
    house, barn = (0, 0, 12, 12), (37, 0, 49, 12)
    addresses = {"a1": (5, 5, HOME)}
    assert made_of(by_hand({"b1": house, "b2": barn}, addresses)) == {"yard:b1": {"b1", "b2"}}
    farther = by_hand({"b1": house, "b2": (37.1, 0, 49, 12)}, addresses)
    assert made_of(farther) == {"yard:b1": {"b1"}, "yard:b2": {"b2"}}


def test_a_chain_of_sheds_is_one_yard_however_long(by_hand: Callable[..., Layers]) -> None:
    sheds = {f"b{i}": (i * 30, 0, i * 30 + 6, 10) for i in range(9)}
    assert made_of(by_hand(sheds, {})) == {"yard:b0": set(sheds)}


def test_a_yard_has_at_least_100_m2_of_footprint(by_hand: Callable[..., Layers]) -> None:
    buildings = {"b1": (0, 0, 10, 9.9), "b2": (200, 0, 205, 10), "b3": (210, 0, 215, 10)}
    assert made_of(by_hand(buildings, {})) == {"yard:b2": {"b2", "b3"}}


def test_buildings_in_town_or_on_a_work_location_make_no_yard(
    by_hand: Callable[..., Layers],
) -> None:
    buildings = {f"b{i}": (i * 100, 0, i * 100 + 20, 20) for i in range(3)}
    layers = by_hand(
        buildings, {}, built_up={"t": (-5, -5, 30, 30)}, business_parks={"p": (195, -5, 230, 30)}
    )
    assert made_of(layers) == {"yard:b1": {"b1"}}


def test_a_missing_layer_that_would_leave_out_buildings_is_told(
    by_hand: Callable[..., Layers],
) -> None:
    layers = by_hand({"b1": (0, 0, 20, 20)}, {}, built_up={"t": (900, 0, 910, 10)})
    told = [note.text() for note in build_yards(layers).notes]
    assert told == [
        "There is no layer business parks, so no building was left out for lying in it."
    ]


@pytest.mark.parametrize(
    ("addresses", "expected"),
    [
        ({}, "yard:b3"),  # no address: the largest building
        ({"a1": (5, 5, WORK)}, "yard:b1"),
        ({"a1": (5, 5, WORK), "a2": (25, 5, HOME)}, "yard:b2"),
        ({"a1": (5, 5, WORK), "a2": (25, 5, None)}, "yard:b2"),  # unknown may be a dwelling
        ({"a1": (5, 5, None), "a2": (25, 5, f"{HOME},{WORK}")}, "yard:b2"),
        ({"a2": (5, 5, HOME), "a1": (25, 5, HOME)}, "yard:b2"),  # the lowest address id
    ],
)
def test_a_yard_is_named_after_the_building_of_its_main_address(
    by_hand: Callable[..., Layers], addresses: dict[str, object], expected: str
) -> None:
    buildings = {"b1": (0, 0, 10, 10), "b2": (20, 0, 30, 10), "b3": (40, 0, 90, 50)}
    assert set(made_of(by_hand(buildings, addresses))) == {expected}


def test_among_equal_buildings_without_address_the_lowest_id_names_the_yard(
    by_hand: Callable[..., Layers],
) -> None:
    buildings = {"b2": (0, 0, 10, 10), "b1": (20, 0, 30, 10)}
    assert set(made_of(by_hand(buildings, {}))) == {"yard:b1"}


def hamlet(by_hand: Callable[..., Layers], use: str | None, homes: int) -> Layers:
    """Return houses in a row 20 m apart, and a barn nearest to the second."""
    houses = {f"h{i}": (i * 30, 0, i * 30 + 10, 12) for i in range(homes)}
    addresses = {f"a{i}": (i * 30 + 5, 5, use) for i in range(homes)}
    return by_hand(houses | {"barn": (30, 20, 40, 40)}, addresses)


def test_three_dwellings_are_one_yard(by_hand: Callable[..., Layers]) -> None:
    assert made_of(hamlet(by_hand, HOME, 3)) == {"yard:h0": {"h0", "h1", "h2", "barn"}}


@pytest.mark.parametrize("use", [HOME, None])
def test_four_dwellings_or_addresses_of_unknown_use_are_split(
    by_hand: Callable[..., Layers], use: str | None
) -> None:
    assert made_of(hamlet(by_hand, use, 4)) == {
        "yard:h0": {"h0"},
        "yard:h1": {"h1", "barn"},
        "yard:h2": {"h2"},
        "yard:h3": {"h3"},
    }


def test_four_workshops_are_no_hamlet(by_hand: Callable[..., Layers]) -> None:
    assert set(made_of(hamlet(by_hand, WORK, 4))) == {"yard:h0"}


def test_a_barn_equally_near_to_two_dwellings_goes_to_the_lowest_id(
    by_hand: Callable[..., Layers],
) -> None:
    houses = {f"h{i}": (i * 30, 0, i * 30 + 10, 12) for i in range(4)}
    addresses = {f"a{i}": (i * 30 + 5, 5, HOME) for i in range(4)}
    layers = by_hand(houses | {"barn": (43, 0, 57, 10)}, addresses)
    assert made_of(layers)["yard:h1"] == {"h1", "barn"}


def test_a_block_of_flats_stays_one_yard(by_hand: Callable[..., Layers]) -> None:
    addresses = {f"a{i}": (5 + i, 5, HOME) for i in range(8)}
    layers = by_hand({"flat": (0, 0, 30, 12), "shed": (40, 0, 45, 5)}, addresses)
    assert made_of(layers) == {"yard:flat": {"flat", "shed"}}


def test_a_building_no_address_lies_in_is_an_outbuilding(by_hand: Callable[..., Layers]) -> None:
    layers = by_hand({"b1": (0, 0, 10, 10), "b2": (20, 0, 60, 10)}, {"a1": (5, 5, HOME)})
    rows = build_yards(layers).members
    assert list(zip(rows["role"], rows["member_id"], rows["share"], strict=True)) == [
        ("address", "a1", 1.0),
        ("building", "b1", 1.0),
        ("outbuilding", "b2", 1.0),
    ]


def test_an_address_in_two_buildings_of_one_yard_belongs_to_it_whole(
    by_hand: Callable[..., Layers],
) -> None:
    buildings = {"b1": (0, 0, 10, 10), "b2": (20, 0, 30, 10), "b3": (500, 0, 510, 10)}
    layers = by_hand(buildings, {"a1": (5, 5, HOME)}, [("a1", "b1"), ("a1", "b2"), ("a1", "b3")])
    rows = build_yards(layers).of_role("address").set_index("location_id")["share"]
    assert rows.round(9).to_dict() == {"yard:b1": 0.666666667, "yard:b3": 0.333333333}


def test_a_yard_at_the_edge_of_the_area_has_all_its_buildings(
    by_hand: Callable[..., Layers],
) -> None:
    layers = by_hand({"b1": (0, 0, 30, 10), "b2": (45, 0, 55, 10)}, {"a1": (5, 5, HOME)})
    half = shapely.box(179_000, 456_000, 180_040, 458_000)
    elsewhere = shapely.box(180_040, 456_000, 181_000, 458_000)
    members = build_yards(layers, area=half).of_role("building", "outbuilding")["member_id"]
    assert list(members) == ["b1", "b2"]
    assert build_yards(layers, area=elsewhere).frame.empty


# ── the real buildings of Otterlo ────────────────────────────────────────────


def slow_clusters(buildings: gpd.GeoDataFrame, gap_m: float) -> list[set[str]]:
    """Cluster by looking at every pair, without an index."""
    left, clusters = set(range(len(buildings))), []
    shapes = buildings.geometry.to_numpy()
    while left:
        found, border = set(), {left.pop()}
        while border:
            found |= border
            rest = np.array(sorted(left), dtype=int)
            near = [rest[shapely.distance(shapes[rest], shapes[one]) <= gap_m] for one in border]
            border = {int(i) for part in near for i in part}
            left -= border
        clusters.append({str(buildings.index[i]) for i in found})
    return clusters


def addresses_in(buildings: gpd.GeoDataFrame, points: gpd.GeoDataFrame) -> dict[str, list[str]]:
    """Return building -> addresses, by distance to every building."""
    lie_in: dict[str, list[str]] = {}
    shapes = buildings.geometry.to_numpy()
    for address, point in zip(points.index, points.geometry, strict=True):
        distance = shapely.distance(shapes, point)
        if distance.min() <= 5:
            home = min(buildings.index[distance == distance.min()])
            lie_in.setdefault(home, []).append(address)
    return lie_in


def test_otterlo_has_about_a_hundred_yards_the_same_as_a_slow_count(otterlo: Layers) -> None:
    buildings = otterlo["buildings"].frame
    town = otterlo["built_up"].frame.union_all()
    outside = buildings[~buildings.geometry.representative_point().intersects(town)]
    lie_in = addresses_in(buildings, otterlo["addresses"].frame)
    expected: dict[str, set[str]] = {}
    for cluster in slow_clusters(outside, 25.0):
        homes = sorted(cluster & set(lie_in))
        whole = sum(len(lie_in[home]) for home in homes) <= 3
        yards = {home: {home} for home in homes} if not whole else {"": cluster}
        for building in cluster - set(homes) if not whole else ():
            gaps = outside.geometry[homes].distance(outside.geometry[building])
            yards[min(gaps.index[gaps == gaps.min()])].add(building)
        for yard in yards.values():
            footprint = outside.geometry[sorted(yard)].area
            if footprint.sum() >= 100:
                own = [(a, home) for home in yard & set(lie_in) for a in lie_in[home]]
                largest = min(footprint.index[footprint == footprint.max()])
                expected[f"yard:{min(own)[1] if own else largest}"] = yard
    assert made_of(otterlo) == expected
    assert 80 <= len(expected) <= 130


def test_the_order_of_the_rows_does_not_matter(
    otterlo: Layers, shuffled: Callable[[Layers], Layers]
) -> None:
    one, other = build_yards(otterlo), build_yards(shuffled(otterlo))
    assert_geodataframe_equal(one.frame, other.frame)
    pd.testing.assert_frame_equal(one.members, other.members)


def test_yards_keep_their_id_when_buildings_elsewhere_are_added(otterlo: Layers) -> None:
    buildings = otterlo["buildings"].frame
    new = buildings.iloc[:200].copy()
    new.index = pd.Index("0" + new.index, name=buildings.index.name)  # sorts before all others
    new.geometry = new.geometry.translate(20_000, 0)
    more = Layer("buildings", pd.concat([buildings, new]).sort_index(), "more")
    grown = Layers({name: otterlo[name] for name in otterlo} | {"buildings": more})
    before, after = made_of(otterlo), made_of(grown)
    assert len(after) > len(before)
    assert {key: after[key] for key in before} == before


def test_every_yard_is_a_polygon_round_its_buildings(otterlo: Layers) -> None:
    yards = build_yards(otterlo)
    assert set(yards.frame.geom_type) == {"Polygon"}
    assert yards.frame.crs.to_epsg() == 28992
    rows = yards.of_role("building", "outbuilding")
    shapes = otterlo["buildings"].frame.geometry.loc[rows["member_id"]].to_numpy()
    hulls = yards.frame.geometry.loc[rows["location_id"]].to_numpy()
    assert (shapely.area(shapely.difference(shapes, hulls)) < 1e-6).all()
    assert not rows["member_id"].duplicated().any()
