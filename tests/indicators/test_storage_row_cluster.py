"""Boxes in a row, against chaining boxes one by one."""

import numpy as np
import pytest
import shapely

from riskmap.indicators.storage_row_cluster import storage_row_cluster
from riskmap.locations.box_row import build_box_rows

HOME = "woonfunctie"


def row_of_boxes(count, *, gap=1.0, y=0.0, name="box"):
    """Return boxes of 18 m2 beside each other."""
    return {f"{name}{n:02d}": (n * (3 + gap), y, 3, 6, 1975, None, None) for n in range(count)}


def places(buildings):
    """Return members that make every building a location of its own."""
    return [(f"building:{name}", "outbuilding", name, 1.0) for name in buildings]


def slow(made, held):
    """Return the row's size per building by chaining boxes; `held` is building -> addresses."""
    facts = made.frames["addresses"].to_dict("index")
    boxes, units = {}, {}
    for building, shape in made.frames["buildings"].geometry.items():
        own = [facts[address] for address in held.get(building, [])]
        lived_in = [not isinstance(a["use"], str) or HOME in a["use"].split(",") for a in own]
        small = sum(
            not home and a["floor_area_m2"] < 40 for home, a in zip(lived_in, own, strict=True)
        )
        if small >= 10:
            units[building] = small
        elif 12 <= shape.area <= 40 and not any(lived_in):
            boxes[building] = shape
    tree = shapely.STRtree(list(boxes.values()))
    names, size = list(boxes), {}
    for start in range(len(names)):
        if names[start] in size:
            continue
        chain, seen = [start], {start}
        while chain:
            near = tree.query(boxes[names[chain.pop()]].buffer(9))
            for other in near:
                touched = any(boxes[names[other]].distance(boxes[names[s]]) <= 8 for s in seen)
                if other not in seen and touched:
                    seen.add(other)
                    chain.append(other)
        size |= {names[n]: len(seen) if len(seen) >= 8 else 0 for n in seen}
    return size | units


def test_eight_boxes_are_a_row_seven_are_none_and_a_house_is_no_box(make):
    buildings = row_of_boxes(8) | row_of_boxes(7, y=500, name="few")
    buildings["house"] = (0, 30, 10, 10, 1975, None, None)
    made = make(buildings, places(buildings), {"x": (5, 35, HOME, 90, None)}, kind="building")
    count = storage_row_cluster(made.locations, made.frames["buildings"], made.frames["addresses"])
    assert count[[name for name in count.index if "box" in name]].eq(8).all()
    assert count[[name for name in count.index if "box" not in name]].eq(0).all()


def test_a_gap_of_more_than_8_m_ends_the_row(make):
    buildings = row_of_boxes(20, gap=8.0)
    made = make(buildings, places(buildings), {"x": (0, 900, HOME, 90, None)}, kind="building")
    arguments = (made.frames["buildings"], made.frames["addresses"])
    assert storage_row_cluster(made.locations, *arguments).eq(20).all()
    buildings = row_of_boxes(20, gap=8.01)
    made = make(buildings, places(buildings), {"x": (0, 900, HOME, 90, None)}, kind="building")
    arguments = (made.frames["buildings"], made.frames["addresses"])
    assert storage_row_cluster(made.locations, *arguments).eq(0).all()


def test_a_yard_has_the_largest_row_it_shares_a_box_with(make):
    buildings = row_of_boxes(9) | row_of_boxes(12, y=500, name="more")
    members = [("yard:1", "outbuilding", name, 1.0) for name in ("box00", "more00")]
    made = make(buildings, members, {"x": (0, 900, HOME, 90, None)})
    count = storage_row_cluster(made.locations, made.frames["buildings"], made.frames["addresses"])
    assert count.tolist() == [12]


@pytest.mark.parametrize(("use", "expected"), [(HOME, 0), (None, np.nan), ("industriefunctie", 8)])
def test_a_box_with_an_address_of_unknown_use_makes_the_row_unknown(make, use, expected):
    buildings = row_of_boxes(8)
    made = make(buildings, places(buildings), {"x": (1, 1, use, 90, None)}, kind="building")
    count = storage_row_cluster(made.locations, made.frames["buildings"], made.frames["addresses"])
    assert count.to_numpy() == pytest.approx(np.full(8, expected), nan_ok=True)


def test_a_building_full_of_small_units_counts_its_units(make):
    addresses = {
        f"u{n:02d}": (1 + n % 5, 1 + n // 5, "overige gebruiksfunctie", 20, None) for n in range(11)
    }
    addresses["large"] = (8, 8, "overige gebruiksfunctie", 40, None)
    made = make({"a": (0, 0, 10, 10, 1975, None, None)}, places("a"), addresses, kind="building")
    count = storage_row_cluster(made.locations, made.frames["buildings"], made.frames["addresses"])
    assert count.tolist() == [11]


def test_it_equals_chaining_in_weesp_for_buildings_and_for_box_rows(weesp):
    held = {}
    pairs = weesp.locations.of_role("address")
    for row in pairs.itertuples():
        held.setdefault(row.location_id.removeprefix("building:"), []).append(row.member_id)
    expected = slow(weesp, held)
    buildings, addresses = weesp.frames["buildings"], weesp.frames["addresses"]
    count = storage_row_cluster(weesp.locations, buildings, addresses)
    reference = np.array([expected.get(n.removeprefix("building:"), 0) for n in count.index])
    assert count.tolist() == reference.tolist()
    assert (count > 0).sum() == 86
    rows = build_box_rows(weesp.layers())
    by_row = storage_row_cluster(rows, buildings, addresses)
    members = rows.of_role("building", "outbuilding").groupby("location_id")["member_id"].first()
    assert by_row.tolist() == [expected[members[name]] for name in by_row.index]
    assert len(by_row) == 17
