"""Landscape types, supervision zones in force, and the national border."""

from datetime import date, timedelta

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from riskmap.errors import LayerError
from riskmap.layers.layer import Access
from riskmap.layers.register import Treatment
from riskmap.layers.registers.municipal_areas import GUARDIANSHIP

DAY = date(2026, 1, 1)
YARD = shapely.box(140_000, 460_000, 140_050, 460_050)
LINE = shapely.LineString([(140_000, 460_000), (140_080, 460_060)])


def zones(first: list[str | None], last: list[str | None], **names: str) -> gpd.GeoDataFrame:
    start, end = names.get("start", "geldig_van"), names.get("end", "geldig_tot")
    rows = {"type": ["KVO"] * len(first), start: first, end: last}
    squares = [shapely.affinity.translate(YARD, 60.0 * step) for step in range(len(first))]
    return gpd.GeoDataFrame(rows, geometry=squares, crs=28992)


@pytest.mark.parametrize(("start", "end"), [("geldig_van", "geldig_tot"), ("van", "tot")])
def test_only_zones_in_force_on_the_day_of_the_run_pass(read, counted, start, end):
    frame = zones(
        ["2024-01-01", "2026-01-01", "2026-01-02", "2020-01-01", None],
        ["2025-12-31", "2028-12-31", "2028-12-31", "2026-01-01", None],
        start=start,
        end=end,
    )
    layer = read("guardianship", frame, write_as="kvo_zones")
    assert layer.frame["valid_to"].dt.year.fillna(0).astype(int).sort_values().tolist() == [
        0,
        2026,
        2028,
    ]
    assert counted(layer, "Zones not yet") == 2
    assert counted(layer, "Zones without dates") == 1
    assert set(layer.frame["kind"]) == {"kvo"}
    assert layer.access is Access.MUNICIPAL


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(
        st.tuples(st.none() | st.integers(-400, 400), st.none() | st.integers(-400, 400)),
        min_size=1,
        max_size=20,
    )
)
def test_in_force_is_begun_and_not_ended(days):
    frame = pd.DataFrame(
        {
            "zone_id": [str(row) for row in range(len(days))],
            "kind": "kvo",
            "valid_from": pd.to_datetime([_day(first) for first, _ in days]),
            "valid_to": pd.to_datetime([_day(last) for _, last in days]),
            "geometry": YARD,
        }
    )
    treatment = Treatment(layer="guardianship", file="x", reference_date=DAY)
    kept = set(GUARDIANSHIP.shape(frame, treatment)["zone_id"])
    wanted = {
        str(row)
        for row, (first, last) in enumerate(days)
        if (first is None or first <= 0) and (last is None or last >= 0)
    }
    assert kept == wanted


def _day(offset: int | None) -> date | None:
    return None if offset is None else DAY + timedelta(days=offset)


def test_no_zone_in_force_is_an_answer(read):
    assert read("guardianship", zones(["2020-01-01"], ["2021-01-01"])).frame.empty


@pytest.mark.parametrize("column", ["landschap", "landschapstype"])
def test_landscape_types_need_no_id_of_their_own(read, counted, column):
    frame = gpd.GeoDataFrame(
        {column: ["Polder", "Polder", "Dorp", None]},
        geometry=[shapely.affinity.translate(YARD, 60.0 * step) for step in range(4)],
        crs=28992,
    )
    layer = read("landscapes", frame, write_as="landschapstype")
    assert sorted(layer.frame["landscape"]) == ["Dorp", "Polder", "Polder"]
    assert layer.frame.index.is_unique
    assert counted(layer, "Areas without a landscape type") == 1


def test_the_border_is_a_line_and_of_an_area_its_outline(read):
    line = gpd.GeoDataFrame({"id": ["d"]}, geometry=[LINE], crs=28992)
    layer = read("national_border", line, write_as="landsgrens")
    assert layer.frame.loc["d"].geometry.equals(LINE)
    area = gpd.GeoDataFrame({"code": ["NL"], "naam": ["Nederland"]}, geometry=[YARD], crs=28992)
    outline = read("national_border", area, "area.gpkg")
    assert outline.frame.loc["NL"].geometry.length == 200.0
    assert outline.frame.loc["NL"].geometry.distance(YARD.centroid) == 25.0
    assert any("coast" in str(note) for note in outline.report.notes)


def test_a_border_far_away_is_no_fault(read):
    line = gpd.GeoDataFrame({"id": ["d"]}, geometry=[LINE], crs=28992)
    box = (20_000.0, 400_000.0, 20_100.0, 400_100.0)
    assert read("national_border", line, box=box).frame.empty


def test_points_are_no_border(read):
    points = gpd.GeoDataFrame({"id": ["d"]}, geometry=[YARD.centroid], crs=28992)
    with pytest.raises(LayerError, match="points"):
        read("national_border", points)
