"""Tables: ids, numbers, texts and places come back as they went out."""

import csv
import sqlite3
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from riskmap.reading import read_features, read_metadata, read_table
from riskmap.writing import write_csv, write_geopackage, write_parquet
from riskmap.writing.tables import _neutral
from tests.writing.saver import rows

STARTS = ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff20"]
BODIES = ["1+1", "SUM(A1)", 'HYPERLINK("a","b")', " 2", "cmd"]


def write(frame: gpd.GeoDataFrame, path: Path) -> None:
    """Write in the format of the ending."""
    if path.suffix == ".csv":
        write_csv(frame.drop(columns="geometry"), path)
    elif path.suffix == ".parquet":
        write_parquet(frame, path)
    else:
        write_geopackage({"rows": frame}, path)


@pytest.mark.parametrize("ending", ["csv", "gpkg", "parquet"])
def test_a_thousand_ids_and_numbers_come_back(ending: str, tmp_path: Path) -> None:
    frame = rows(1_000)
    write(frame, tmp_path / f"a.{ending}")
    back = read_table(tmp_path / f"a.{ending}")
    assert back["location_id"].tolist() == frame["location_id"].tolist()
    scores = back["score"].astype("float64").to_numpy()
    if ending == "csv":
        np.testing.assert_allclose(scores, frame["score"], rtol=0, atol=5e-7)
    else:
        np.testing.assert_array_equal(scores, frame["score"])


@pytest.mark.parametrize("ending", ["gpkg", "parquet"])
def test_places_and_texts_beside_the_rows_come_back(ending: str, tmp_path: Path) -> None:
    frame, path = rows(50), tmp_path / f"a.{ending}"
    metadata = {"riskmap": '{"name": "Gr\u00f6ningen & <Co>"}', "other": "x"}
    if ending == "gpkg":
        write_geopackage({"rows": frame}, path, metadata=metadata)
    else:
        write_parquet(frame, path, metadata=metadata)
    back = read_features(path)
    assert back.geometry.geom_equals_exact(frame.geometry, 0).all()
    assert back.crs.to_epsg() == 28992
    assert read_metadata(path).items() >= metadata.items()


def test_a_geopackage_is_version_1_3_with_a_style_qgis_finds(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    write_geopackage(
        {"one": rows(5), "two": pd.DataFrame({"a": ["x"]})},
        path,
        metadata={"riskmap": "{}"},
        styles={"one": "<qgis/>", "not there": "<qgis/>"},
    )
    with sqlite3.connect(path) as opened:
        assert opened.execute("PRAGMA user_version").fetchone() == (10300,)
        assert opened.execute("PRAGMA application_id").fetchone() == (0x47504B47,)
        style = "SELECT f_table_name, f_geometry_column, styleQML, useAsDefault FROM layer_styles"
        assert opened.execute(style).fetchall() == [("one", "geom", "<qgis/>", 1)]
        place = "SELECT table_name, column_name FROM gpkg_geometry_columns"
        assert opened.execute(place).fetchall() == [("one", "geom")]
        assert opened.execute("PRAGMA table_info(layer_styles)").fetchone()[1] == "id"
        kinds = dict(opened.execute("SELECT table_name, data_type FROM gpkg_contents"))
        assert kinds == {"one": "features", "two": "attributes", "layer_styles": "attributes"}
    opened.close()
    assert read_metadata(path) == {"riskmap": "{}"}
    assert len(read_features(path)) == 5
    assert read_table(path, table="two")["a"].tolist() == ["x"]


def test_a_spatial_index_stands_beside_a_table_unless_it_is_left_out(tmp_path: Path) -> None:
    for indexed in (True, False):
        path = tmp_path / f"{indexed}.gpkg"
        write_geopackage({"one": rows(400)}, path, indexed=indexed)
        with sqlite3.connect(path) as opened:
            named = "SELECT count(*) FROM sqlite_master WHERE name = 'rtree_one_geom'"
            assert opened.execute(named).fetchone() == (int(indexed),)
        opened.close()
        assert len(read_features(path)) == 400
    sizes = [(tmp_path / f"{indexed}.gpkg").stat().st_size for indexed in (True, False)]
    assert sizes[1] < sizes[0]


@pytest.mark.parametrize("ending", ["gpkg", "parquet"])
def test_a_bare_ring_is_written_as_a_line(ending: str, tmp_path: Path) -> None:
    rings = rows(3).geometry.exterior
    assert set(rings.geom_type) == {"LinearRing"}
    frame = gpd.GeoDataFrame({"a": ["x", "y", "z"]}, geometry=rings, crs="EPSG:28992")
    write(frame, tmp_path / f"a.{ending}")
    back = read_features(tmp_path / f"a.{ending}")
    assert set(back.geom_type) == {"LineString"}
    assert shapely.length(back.geometry.to_numpy()) == pytest.approx([200] * 3)
    assert set(frame.geom_type) == {"LinearRing"}


def test_gaps_in_numbers_flags_and_texts_stay_gaps(tmp_path: Path) -> None:
    frame = rows(3).assign(
        count=pd.array([1, None, 3], dtype="Int64"),
        flag=pd.array([True, None, False], dtype="boolean"),
        nothing=pd.array([None] * 3, dtype="Int64"),
        text=pd.array(["NA", None, ""], dtype="string"),
        share=[0.5, np.nan, 0.0],
    )
    write(frame, tmp_path / "a.gpkg")
    back = read_features(tmp_path / "a.gpkg")
    assert str(back["count"].dtype) == "Int64"
    assert back["count"].fillna(-1).tolist() == [1, -1, 3]
    assert back["flag"].fillna(value=True).tolist() == [True, True, False]
    assert back["flag"].isna().tolist() == [False, True, False]
    assert back["nothing"].isna().all()
    assert back["text"].isna().tolist() == [False, True, False]
    assert back["share"].isna().tolist() == [False, True, False]
    with sqlite3.connect(tmp_path / "a.gpkg") as opened:
        types = {name: kind for _, name, kind, *_ in opened.execute("PRAGMA table_info(rows)")}
    opened.close()
    assert (types["count"], types["flag"]) == ("INTEGER", "BOOLEAN")


def test_missing_and_empty_shapes_are_written(tmp_path: Path) -> None:
    frame = rows(3)
    frame.loc[0, "geometry"] = None
    frame.loc[1, "geometry"] = shapely.Polygon()
    write(frame, tmp_path / "a.gpkg")
    back = read_features(tmp_path / "a.gpkg")
    assert back["location_id"].tolist() == frame["location_id"].tolist()
    assert back.geometry.isna().tolist() == [True, False, False]


def test_no_text_in_csv_is_run_by_a_spreadsheet(tmp_path: Path) -> None:
    texts = [start + body for start in STARTS for body in BODIES]
    assert len(texts) >= 40
    frame = pd.DataFrame({"=head": texts, "in": [f"a;{text}" for text in texts]})
    write_csv(frame, tmp_path / "a.csv")
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as opened:
        read = list(csv.reader(opened))
    assert read[0] == ["'=head", "in"]
    assert len(read) == len(texts) + 1
    for text, (cell, inside) in zip(texts, read[1:], strict=True):
        assert cell.startswith("'")
        assert cell.replace("'", "") == text.replace("\r", "\n")
        assert inside.replace("'", "") == f"a;{text}".replace("\r", "\n")
    # the same file in a spreadsheet that splits at semicolons and knows no quotes
    for line in (tmp_path / "a.csv").read_text("utf-8").splitlines():
        assert [part for part in line.split(";") if part.lstrip(' "')[:1] in set("=+-@")] == []


@given(st.text(max_size=30))
@settings(max_examples=200, deadline=None)
def test_neutral_text_loses_nothing_and_starts_no_cell_with_a_sign(text: str) -> None:
    neutral = _neutral(text)
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    assert neutral.replace("'", "") == plain.replace("'", "")
    assert neutral[:1] not in set("=+-@\t\r\n")
    assert _neutral("Dorpsstraat 1, 0344-plan (a=b)") == "Dorpsstraat 1, 0344-plan (a=b)"


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (1.0, "1"),
        (100.0, "100"),
        (0.1 + 0.2, "0.3"),
        (-0.0000001, "0"),
        (0.00001, "0.00001"),
        (1e16, "10000000000000000"),
        (-2.5, "-2.5"),
        (np.nan, ""),
        (np.inf, ""),
    ],
)
def test_numbers_in_csv_are_plain(value: float, told: str, tmp_path: Path) -> None:
    frame = pd.DataFrame({"a": [value], "b": pd.array([value], dtype="Float64"), "c": ["x"]})
    write_csv(frame, tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_text("utf-8") == f"a,b,c\n{told},{told},x\n"


def test_csv_is_utf_8_with_commas_and_nothing_above_the_header(tmp_path: Path) -> None:
    frame = pd.DataFrame({"naam": ["\u00e9\u00e9n", "a,b", None], "ja": [True, False, True]})
    write_csv(frame, tmp_path / "a.csv")
    wanted = 'naam,ja\n\u00e9\u00e9n,True\n"a,b",False\n,True\n'.encode()
    assert (tmp_path / "a.csv").read_bytes() == wanted
