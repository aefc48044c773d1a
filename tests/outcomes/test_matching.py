"""Lists and outcomes beside each other: by id, by place, in a period; unknown is never zero."""

import datetime as dt
import itertools
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point, box

from riskmap.errors import InputError
from riskmap.outcomes import Matched, Outcomes, RankedPlaces, match, read_outcomes, read_places


def csv(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def places(*ids: str, shapes: list[object] | None = None, crs: object = None) -> RankedPlaces:
    """Return a list in the order of the ids, each of one square metre."""
    frame = gpd.GeoDataFrame(
        {"score": np.arange(len(ids), 0, -1.0), "area_m2": 1.0},
        index=pd.Index(ids, name="place_id", dtype="str"),
        geometry=shapes or [None] * len(ids),
        crs=crs,
    )
    return RankedPlaces(frame, "list.csv", "score")


def outcomes(rows: list[tuple[object, ...]], kind: str = "visits", **more: object) -> Outcomes:
    """Return outcomes of (place, found, day, selection, probability)."""
    columns = ["place_id", "found", "date", "selection", "probability"]
    table = pd.DataFrame([(*row, *[None] * (5 - len(row))) for row in rows], columns=columns)
    shapes = more.pop("shapes", [None] * len(table))
    table = table.astype({"place_id": "str", "found": "float", "selection": "str"})
    table["probability"] = table["probability"].astype(float)
    table["date"] = pd.to_datetime(table["date"]).astype("datetime64[us]")
    table["origin"] = pd.Series(None, index=table.index, dtype="str")
    table.index = pd.RangeIndex(1, len(table) + 1)
    frame = gpd.GeoDataFrame(table, geometry=shapes, crs=more.pop("crs", None))
    return Outcomes(frame, kind, "outcomes.csv", **more)


def said(matched: Matched) -> str:
    return " ".join(map(str, matched.notes))


def test_a_place_nobody_visited_is_unknown_and_one_without_incidents_is_zero():
    rows = [("a", 1), ("a", 1), ("b", 0), ("c", np.nan)]
    visited = match(places("a", "b", "c", "d"), outcomes(rows)).frame
    assert visited["found"].to_list() == pytest.approx([2, 0, np.nan, np.nan], nan_ok=True)
    assert visited["visits"].to_list() == [2, 1, 1, 0]
    counted = match(places("a", "b", "c", "d"), outcomes(rows, "incidents")).frame
    assert counted["found"].to_list() == pytest.approx([2, 0, np.nan, 0], nan_ok=True)


def test_outcomes_elsewhere_are_counted():
    found = match(places("a"), outcomes([("a", 1), ("x", 1), (None, 1)]))
    assert found.outside == 2
    assert "fit no place of the list: 2" in said(found)


def test_the_period_the_time_before_and_the_first_days():
    rows = [
        ("a", 1, "2024-06-01", "score"),
        ("a", 0, "2025-02-01", "random", 0.1),
        ("a", 1, "2025-03-01", "score"),
        ("b", 1, "2024-07-01", "score"),
        ("c", 1, "2026-01-01", "signal"),
        ("d", 1, None, "score"),
    ]
    listed, year = places("a", "b", "c", "d"), (dt.date(2025, 1, 1), dt.date(2025, 12, 31))
    found = match(listed, outcomes(rows), since=year[0], until=year[1])
    frame = found.frame
    assert frame["found"].to_list() == pytest.approx([1, np.nan, np.nan, np.nan], nan_ok=True)
    assert frame["visits"].to_list() == [2, 0, 0, 0]
    assert frame["found_before"].to_list() == pytest.approx([1, 1, np.nan, np.nan], nan_ok=True)
    assert str(frame.loc["a", "first_visit"].date()) == "2025-02-01"
    assert str(frame.loc["a", "first_found"].date()) == "2025-03-01"
    assert frame.loc["a", "selection"] == "random"
    assert frame.loc["a", "probability"] == 0.1
    assert "without a date, left out of the period: 1" in said(found)


def test_before_is_a_day_or_earlier_outcomes():
    rows = outcomes([("a", 1, "2024-12-31"), ("a", 1, "2025-01-01")], "incidents")
    by_day = match(places("a", "b"), rows, before=dt.date(2025, 1, 1)).frame
    assert by_day["found"].to_list() == [1, 0]
    assert by_day["found_before"].to_list() == [1, 0]
    earlier = outcomes([("b", 1), ("b", 1)], "incidents")
    by_file = match(places("a", "b"), rows, before=earlier).frame
    assert by_file["found"].to_list() == [2, 0]
    assert by_file["found_before"].to_list() == [0, 2]
    assert match(places("a", "b"), rows).frame["found_before"].isna().all()


def test_a_period_without_outcomes_is_an_error():
    with pytest.raises(InputError, match="date in the period"):
        match(places("a"), outcomes([("a", 1, "2024-01-01")]), since=dt.date(2025, 1, 1))


@pytest.mark.parametrize(
    ("ours", "theirs", "note"),
    [
        (("yard:01", "yard:02"), ("01", "02"), "but for the kind before it: 2"),
        (("01", "02"), ("yard:01", "yard:02"), "but for the kind before it: 2"),
        (("0363", "0344"), ("363", "344"), "but for zeros in front: 2"),
        (("363", "344"), ("0363", "0344"), "but for zeros in front: 2"),
        (("yard:0363", "yard:0344"), ("363", "344"), "but for zeros in front: 2"),
        (("a", "b"), ("a", "b"), ""),
    ],
)
def test_ids_fit_but_for_a_prefix_or_zeros_and_that_is_said(ours, theirs, note):
    found = match(places(*ours), outcomes([(theirs[0], 1), (theirs[1], 0)]))
    assert found.frame["found"].to_list() == [1, 0]
    assert note in said(found)
    assert ("but for" in said(found)) == bool(note)


def test_an_id_that_would_fit_two_places_fits_none():
    found = match(places("07", "7", "8"), outcomes([("007", 1), ("8", 1)]))
    assert found.frame["found"].to_list() == pytest.approx([np.nan, np.nan, 1], nan_ok=True)
    assert found.outside == 1
    with pytest.raises(InputError):
        match(places("yard:1", "building:1"), outcomes([("1", 1)]))
    with pytest.raises(InputError):
        match(places("yard:1"), outcomes([("building:1", 1)]))


def test_where_nothing_fits_the_error_shows_how_ids_look_and_no_long_id():
    with pytest.raises(InputError) as told:
        match(places("yard:9901100000012309"), outcomes([("B-17", 1)]))
    assert "ids look like B-17 and like yard:9999999999999999" in str(told.value)
    assert "9901100000012309" not in str(told.value)


CELLS = [box(x, 0, x + 10, 10) for x in (0, 10, 20)]
NAMES = ("a", "b", "c")


def test_points_are_counted_in_the_polygon_they_lie_in():
    points = [Point(1, 1), Point(2, 2), Point(25, 5), Point(99, 99)]
    rows = outcomes([(None, 1)] * 4, "incidents", shapes=points, crs=28992)
    found = match(places(*NAMES, shapes=CELLS, crs=28992), rows)
    assert found.frame["found"].to_list() == [2, 0, 1]
    assert found.outside == 1
    near = match(places(*NAMES, shapes=CELLS, crs=28992), rows, within_m=120)
    assert near.frame["found"].to_list() == [2, 0, 2]
    assert "nearest place within 120 m: 1" in said(near)


def test_overlapping_places_count_a_point_in_the_smallest():
    shapes = [box(0, 0, 100, 100), box(0, 0, 10, 10), box(0, 0, 10, 10)]
    rows = outcomes([(None, 1)], "incidents", shapes=[Point(5, 5)], crs=28992)
    for order in itertools.permutations(range(3)):
        listed = places(*(NAMES[n] for n in order), shapes=[shapes[n] for n in order], crs=28992)
        found = match(listed, rows)
        assert found.frame["found"].to_dict() == {"a": 0, "b": 1, "c": 0}
    assert "in more than one place, counted in the smallest: 1" in said(found)


def test_places_that_are_points_need_a_distance():
    listed = places("a", "b", shapes=[Point(0, 0), Point(100, 0)], crs=28992)
    rows = outcomes(
        [(None, 1), (None, 1)], "incidents", shapes=[Point(30, 0), Point(90, 0)], crs=28992
    )
    with pytest.raises(InputError, match="--within"):
        match(listed, rows)
    assert match(listed, rows, within_m=20).frame["found"].to_list() == [0, 1]
    assert match(listed, rows, within_m=50).frame["found"].to_list() == [1, 1]


def test_distances_in_degrees_and_in_feet_are_metres():
    # One thousandth of a degree of latitude is 111 m.
    listed = places("a", "b", shapes=[Point(-75, 40), Point(-75, 40.01)], crs=4326)
    rows = outcomes([(None, 1)], "incidents", shapes=[Point(-75, 40.001)], crs=4326)
    assert match(listed, rows, within_m=112).frame["found"].to_list() == [1, 0]
    with pytest.raises(InputError):
        match(listed, rows, within_m=110)
    feet = places("a", shapes=[Point(2_700_000, 250_000)], crs=2272)
    rows = outcomes([(None, 1)], "incidents", shapes=[Point(2_700_100, 250_000)], crs=2272)
    assert match(feet, rows, within_m=30.5).frame["found"].to_list() == [1]  # 100 feet
    with pytest.raises(InputError):
        match(feet, rows, within_m=30.4)


def test_outcomes_move_to_the_system_of_the_list():
    shapes = [box(-75.01, 39.99, -75.0, 40.0), box(-75.0, 39.99, -74.99, 40.0)]
    listed = places("a", "b", shapes=shapes, crs=4326)
    moved = gpd.GeoSeries([Point(-75.005, 39.995)], crs=4326).to_crs(32618)
    rows = outcomes([(None, 1)], "incidents", shapes=list(moved), crs=32618)
    assert match(listed, rows).frame["found"].to_list() == [1, 0]
    silent = outcomes([(None, 1)], "incidents", shapes=list(moved))
    with pytest.raises(InputError, match=r"outcomes.csv does not say in which system"):
        match(listed, silent)
    both = places("a", shapes=[box(0, 0, 1, 1)])
    plain = outcomes([(None, 1)], "incidents", shapes=[Point(0.5, 0.5)])
    assert match(both, plain).frame["found"].to_list() == [1]


def test_ids_of_the_incidents_themselves_are_not_those_of_places():
    listed = places("1", "2", "3", shapes=CELLS, crs=28992)
    points = [Point(25, 5), Point(26, 5), Point(15, 5), Point(27, 6)]
    rows = [("1", 1), ("2", 1), ("3", 1), ("4", 1)]
    found = match(listed, outcomes(rows, "incidents", shapes=points, crs=28992))
    assert found.frame["found"].to_list() == [0, 1, 3]
    assert "Ids of the outcomes are their own" in said(found)
    named = outcomes(rows, "incidents", shapes=points, crs=28992, ids_named=True)
    assert match(listed, named).frame["found"].to_list() == [1, 1, 1]


def test_ids_that_agree_with_their_points_are_those_of_places():
    listed = places("1", "2", "3", shapes=CELLS, crs=28992)
    points = [Point(5, 5), Point(15, 5), Point(21, 5)]
    rows = [("1", 1), ("2", 0), ("3", 1)]
    found = match(listed, outcomes(rows, shapes=points, crs=28992))
    assert found.frame["found"].to_list() == [1, 0, 1]
    assert "their own" not in said(found)


@pytest.mark.parametrize("header", ["cell,score,count", "speed,score,count"])
def test_one_file_can_be_list_and_outcomes(tmp_path: Path, header: str) -> None:
    path = csv(tmp_path / "both.csv", f"{header}\n5,0.9,2\n6,0.8,0\n7,0.7,\n")
    found = match(read_places(path), read_outcomes(path))
    assert found.frame.sort_values("score")["found"].to_list() == pytest.approx(
        [np.nan, 0, 2], nan_ok=True
    )


def test_one_map_can_be_list_and_outcomes(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame({"pred": [3, 2, 1], "hits": [1, 0, 4]}, geometry=CELLS, crs=32618)
    frame.to_file(tmp_path / "both.gpkg")
    found = match(read_places(tmp_path / "both.gpkg"), read_outcomes(tmp_path / "both.gpkg"))
    assert found.frame["found"].to_list() == [1, 0, 4]
    frame.drop(columns="pred").iloc[::-1].to_file(tmp_path / "other.gpkg")
    apart = match(read_places(tmp_path / "both.gpkg"), read_outcomes(tmp_path / "other.gpkg"))
    assert apart.frame["found"].to_list() == [1, 0, 4]


def test_two_tables_of_one_file_are_laid_on_the_map(tmp_path: Path) -> None:
    path = tmp_path / "both.gpkg"
    cells = gpd.GeoDataFrame({"pred": [3, 2, 1]}, geometry=CELLS, crs=32618)
    cells.to_file(path, layer="cells")
    points = gpd.GeoDataFrame(
        {"kind": ["x", "y"]}, geometry=[Point(25, 5), Point(26, 5)], crs=32618
    )
    points.to_file(path, layer="points")
    found = match(read_places(path, table="cells"), read_outcomes(path, table="points"))
    assert found.frame["found"].to_list() == [0, 0, 2]


VISIT = st.tuples(
    st.sampled_from(["a", "b", "c", "x", None]),
    st.sampled_from([0.0, 1.0, 2.0, np.nan]),
    st.sampled_from(["2024-05-01", "2025-01-01", "2025-06-01", None]),
    st.sampled_from(["score", "random", None]),
    st.sampled_from([0.1, 0.2, None]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(VISIT, min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_rows_never_matters_and_sums_are_those_of_a_loop(rows, random):
    rows = [*rows, ("a", 1.0, "2025-02-01", "score", None)]
    mixed = list(rows)
    random.shuffle(mixed)
    first, second = (
        match(places(*NAMES), outcomes(some), since=dt.date(2025, 1, 1)) for some in (rows, mixed)
    )
    pd.testing.assert_frame_equal(
        pd.DataFrame(first.frame.drop(columns="geometry")),
        pd.DataFrame(second.frame.drop(columns="geometry")),
    )
    inside = [row for row in rows if row[2] is not None and row[2] >= "2025"]
    for name in NAMES:
        own = [row[1] for row in inside if row[0] == name]
        seen = [value for value in own if not np.isnan(value)]
        assert first.frame.loc[name, "visits"] == len(own)
        expected = sum(seen) if seen else np.nan
        assert first.frame.loc[name, "found"] == pytest.approx(expected, nan_ok=True)
    assert first.outside == sum(row[0] not in NAMES for row in inside)


def test_a_list_without_places_and_outcomes_without_ids_say_both() -> None:
    seen = outcomes([(None, 1.0)], shapes=[Point(5, 5)], crs="EPSG:28992")
    with pytest.raises(InputError, match=r"list\.csv holds no places on the map.*--outcome-id"):
        match(places("a", "b"), seen)
