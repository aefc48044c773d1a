"""Box rows: rows of boxes, and buildings full of small units."""

from collections import Counter
from collections.abc import Callable

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from geopandas.testing import assert_geodataframe_equal

from riskmap.layers.layer import Layers
from riskmap.locations.box_row import boxes_in, build_box_rows

STORE = "overige gebruiksfunctie"


def row(count: int, gap_m: float = 8.0) -> dict[str, tuple[float, float, float, float]]:
    """Return boxes of 3 by 6 m in a row."""
    step = 3 + gap_m
    return {f"b{i:02}": (i * step, 0, i * step + 3, 6) for i in range(count)}


@pytest.mark.parametrize(
    ("count", "gap_m", "rows"), [(8, 8.0, 1), (7, 8.0, 0), (8, 8.01, 0), (16, 0.0, 1)]
)
def test_eight_boxes_at_most_8_m_apart_are_a_row(
    by_hand: Callable[..., Layers], count: int, gap_m: float, rows: int
) -> None:
    found = build_box_rows(by_hand(row(count, gap_m), {}))
    assert list(found.frame.index) == ["box_row:b00"] * rows
    assert len(found.members) == count * rows


@pytest.mark.parametrize(
    ("use", "rows"), [(STORE, 1), ("woonfunctie", 0), (f"{STORE},woonfunctie", 0), (None, 0)]
)
def test_a_box_may_have_an_address_but_no_dwelling_and_none_of_unknown_use(
    by_hand: Callable[..., Layers], use: str | None, rows: int
) -> None:
    addresses = {f"a{i}": (i * 11 + 1, 3, use) for i in range(8)}
    assert len(build_box_rows(by_hand(row(8), addresses)).frame) == rows


@pytest.mark.parametrize(
    ("width", "rows"), [(1.9, 0), (2.0, 1), (6.6, 1), (6.7, 0)], ids=["11.4", "12", "39.6", "40.2"]
)
def test_a_box_is_12_to_40_m2(by_hand: Callable[..., Layers], width: float, rows: int) -> None:
    boxes = {f"b{i}": (i * 10, 0, i * 10 + width, 6) for i in range(8)}
    assert len(build_box_rows(by_hand(boxes, {})).frame) == rows


@pytest.mark.parametrize(
    ("count", "use", "floor_area_m2", "rows"),
    [
        (10, STORE, 39.0, 1),
        (9, STORE, 39.0, 0),
        (10, STORE, 40.0, 0),
        (10, STORE, float("nan"), 0),
        (10, "woonfunctie", 30.0, 0),
        (10, None, 30.0, 0),
    ],
)
def test_a_building_with_ten_small_non_dwelling_addresses_is_a_location_by_itself(
    by_hand: Callable[..., Layers], count: int, use: str | None, floor_area_m2: float, rows: int
) -> None:
    units = {f"a{i:02}": (i, 5, use) for i in range(count)}
    layers = by_hand({"b1": (0, 0, 20, 10)}, units, floor_area_m2=floor_area_m2)
    found = build_box_rows(layers)
    assert list(found.frame.index) == ["box_row:b1"] * rows
    assert list(boxes_in(found, layers["addresses"].frame)) == [count] * rows


def test_boxes_in_a_row_are_its_buildings(by_hand: Callable[..., Layers]) -> None:
    layers = by_hand(row(12), {"a1": (1, 3, STORE)}, floor_area_m2=18.0)
    found = build_box_rows(layers)
    assert boxes_in(found, layers["addresses"].frame).to_dict() == {"box_row:b00": 12}


def slow_rows(boxes: gpd.GeoDataFrame) -> list[set[str]]:
    """Cluster by the full table of distances."""
    shapes = boxes.geometry.to_numpy()
    near = shapely.distance(shapes[:, None], shapes[None, :]) <= 8.0
    label = np.arange(len(boxes))
    while True:
        lowest = np.where(near, label[None, :], len(boxes)).min(axis=1)
        if (lowest == label).all():
            break
        label = lowest
    sizes = Counter(label)
    return [set(boxes.index[label == one]) for one, n in sizes.items() if n >= 8]


def test_weesp_has_the_rows_and_buildings_a_slow_count_finds(weesp: Layers) -> None:
    buildings, addresses = weesp["buildings"].frame, weesp["addresses"]
    links = addresses.links[addresses.links["building_id"].isin(buildings.index)]
    links = links[links["address_id"].isin(addresses.frame.index)]
    facts = links.join(addresses.frame[["use", "floor_area_m2"]], on="address_id")
    dwelling = facts["use"].str.contains("woonfunctie")
    size = buildings.area
    lived_in = buildings.index.isin(facts["building_id"][dwelling])
    boxes = buildings[(size >= 12) & (size <= 40) & ~lived_in]
    expected = {f"box_row:{min(found)}": found for found in slow_rows(boxes)}
    small = facts[~dwelling & (facts["floor_area_m2"] < 40)].groupby("building_id").size()
    expected |= {f"box_row:{key}": {key} for key in small.index[small >= 10]}
    found = build_box_rows(weesp)
    rows = found.of_role("building", "outbuilding").groupby("location_id")["member_id"].agg(set)
    assert rows.to_dict() == expected
    counts = boxes_in(found, addresses.frame)
    assert counts["box_row:0457100000054140"] == small["0457100000054140"]
    assert counts.min() >= 8


def test_the_order_of_the_rows_does_not_matter(
    weesp: Layers, shuffled: Callable[[Layers], Layers]
) -> None:
    one, other = build_box_rows(weesp), build_box_rows(shuffled(weesp))
    assert_geodataframe_equal(one.frame, other.frame)
    pd.testing.assert_frame_equal(one.members, other.members)
