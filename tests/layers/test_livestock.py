"""Livestock permits: one point each, animals added up, and unknown where nobody counted."""

import sqlite3
from collections.abc import Iterator
from datetime import date

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from riskmap.layers.border import read_layer
from riskmap.layers.layer import Access

DAY = date(2026, 1, 1)
COUNTS = ("geiten", "kippen", "rundvee", "schapen", "varkens")


@pytest.fixture(scope="module")
def farms(shared_data):
    path = shared_data / "livestock/veehouderij_bij_n2000_zuid_oost.gpkg"
    return read_layer("livestock", [path], reference_date=DAY)


@pytest.fixture(scope="module")
def rows(shared_data) -> Iterator[list[sqlite3.Row]]:
    path = shared_data / "livestock/veehouderij_bij_n2000_zuid_oost.gpkg"
    base = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    base.row_factory = sqlite3.Row
    yield base.execute("select * from veehouderij").fetchall()
    base.close()


def test_every_permit_passes_once_as_a_point(farms, rows, counted):
    ids = {row["vthobject_id"] for row in rows}
    assert len(rows) == 1141
    assert farms.frame.index.tolist() == sorted(ids)
    assert counted(farms, "Rows that came twice") == len(rows) - len(ids) == 1
    assert set(farms.frame.geom_type) == {"Point"}
    assert farms.edition == "livestock permits"
    assert farms.access is Access.MUNICIPAL


def test_animals_are_added_and_what_nobody_counted_is_unknown(farms, rows):
    unknown = 0
    for row in rows:
        known = [row[name] for name in COUNTS if row[name] is not None]
        animals = farms.frame.loc[row["vthobject_id"], "animals"]
        if not known or (sum(known) == 0 and row["overige_dieren"] == "Ja"):
            assert pd.isna(animals)
            unknown += 1
        else:
            assert animals == sum(known)
    assert unknown == 223


def test_stables_are_known_for_half_of_the_permits(farms, rows):
    written = {row["vthobject_id"]: row["aantal_stallen"] for row in rows}
    for own, barns in farms.frame["barns"].items():
        assert barns == written[own] or (pd.isna(barns) and written[own] is None)


def test_no_house_number_or_name_comes_along(farms):
    assert list(farms.frame.columns) == ["kind", "animals", "barns", "geometry"]
    assert "adres" not in farms.report.matched


def farm(**columns: list[object]) -> gpd.GeoDataFrame:
    count = len(next(iter(columns.values())))
    rows = {
        "vthobject_id": [f"F{row}" for row in range(count)],
        **{name: [0] * count for name in COUNTS},
        "overige_dieren": [None] * count,
        **columns,
    }
    points = [shapely.MultiPoint([(140_000 + row, 460_000)]) for row in range(count)]
    return gpd.GeoDataFrame(rows, geometry=points, crs=28992)


def test_other_animals_are_counted_where_the_file_counts_them(read):
    frame = farm(rundvee=[10, None, 0], overige_dieren=["5", "7", "1"])
    frame.loc[1, list(COUNTS)] = None
    assert read("livestock", frame).frame["animals"].tolist() == [15.0, 7.0, 1.0]


def test_a_permit_that_counts_no_animals_says_so(read):
    animals = read("livestock", farm(overige_dieren=[None, "Nee", "Ja"])).frame["animals"]
    assert animals.iloc[:2].tolist() == [0.0, 0.0]
    assert pd.isna(animals["F2"])


def test_one_id_on_two_places_is_two_permits(read):
    layer = read("livestock", farm(vthobject_id=["A", "A", "B"], type=["Vergunning"] * 3))
    assert len(layer.frame) == 3
    assert layer.frame.index.is_unique
    assert set(layer.frame["kind"]) == {"vergunning"}


def test_a_permit_of_two_places_is_left_out_and_counted(read, counted):
    frame = farm(rundvee=[10, 20])
    frame.loc[0, "geometry"] = shapely.MultiPoint([(140_000, 460_000), (140_900, 460_000)])
    layer = read("livestock", frame)
    assert layer.frame.index.tolist() == ["F1"]
    assert counted(layer, "Rows with another kind") == 1
