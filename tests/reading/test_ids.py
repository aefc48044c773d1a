"""Ids and words come out of every format as they went in."""

import sqlite3
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from riskmap.reading import describe, read_features, read_metadata, read_table
from tests.reading.conftest import squares, write_good

PLACES = ("gpkg", "geojson", "gml", "shp", "fgb", "parquet")


@pytest.mark.parametrize("ending", PLACES)
def test_sixteen_digit_ids_keep_their_zero_with_their_place(ending: str, tmp_path: Path) -> None:
    # FlatGeobuf orders its rows by place
    frame = read_features(write_good(tmp_path, ending)).sort_values("ident", ignore_index=True)
    wanted = squares()
    assert frame["ident"].tolist() == wanted["ident"].tolist()
    assert frame["word"].tolist() == wanted["word"].tolist()
    assert frame.geometry.name == "geometry"
    assert frame.crs.to_epsg() == 28992
    assert frame.geometry.bounds.to_numpy() == pytest.approx(wanted.bounds.to_numpy(), abs=1e-3)


@pytest.mark.parametrize("ending", [*PLACES, "csv"])
def test_sixteen_digit_ids_keep_their_zero_in_tables(ending: str, tmp_path: Path) -> None:
    frame = read_table(write_good(tmp_path, ending), columns=["ident", "word"])
    frame = frame.sort_values("ident")
    assert frame["ident"].tolist() == squares()["ident"].tolist()
    assert frame["word"].tolist() == squares()["word"].tolist()
    assert list(frame.columns) == ["ident", "word"]


@pytest.mark.parametrize("ending", PLACES)
def test_a_box_in_another_system_reads_what_touches_it(ending: str, tmp_path: Path) -> None:
    path = write_good(tmp_path, ending)
    found = read_features(path, box=(155_000.5, 463_001, 155_001.5, 463_002))
    # ten metres wide, one metre apart: the first two touch, and all that start before them
    assert found["ident"].tolist() == squares()["ident"].tolist()[:2]
    degrees = gpd.GeoSeries.from_xy([155_000.9], [463_005], crs=28992).to_crs(4326).total_bounds
    found = read_features(path, box=tuple(degrees), box_crs="EPSG:4326")
    assert found["ident"].tolist() == squares()["ident"].tolist()[:1]


@pytest.mark.parametrize("ending", ["gpkg", "parquet"])
def test_whole_numbers_and_flags_beside_gaps_stay_what_they_are(
    ending: str, tmp_path: Path
) -> None:
    frame = squares(3)
    frame["count"] = pd.array([1_980_100_000_000_123, None, 3], dtype="Int64")
    frame["flag"] = pd.array([True, None, False], dtype="boolean")
    path = tmp_path / f"a.{ending}"
    frame.to_file(path) if ending == "gpkg" else frame.to_parquet(path)
    table = read_table(path)
    assert table["count"].fillna("-").tolist() == ["1980100000000123", "-", "3"]
    assert table["flag"].fillna("-").tolist() == ["True", "-", "False"]
    assert str(read_features(path)["count"].dtype) == "Int64"


def test_an_empty_cell_is_missing_and_words_are_words(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(
        'ident;name;use\n0001;NA;\n0002;null;Caf\xe9\n\n0003;"a;b";None\n'.encode("cp1252")
    )
    table = read_table(path)
    assert table["ident"].tolist() == ["0001", "0002", "0003"]
    assert table["name"].tolist() == ["NA", "null", "a;b"]
    assert table["use"].isna().tolist() == [True, False, False]
    assert table["use"].tolist()[1:] == ["Caf\xe9", "None"]


@pytest.mark.parametrize("place", [1 << 20, (1 << 20) - 1])
def test_a_letter_across_a_block_border_does_not_change_the_encoding(
    place: int, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    start = b"ident,name\n"
    row = b"1," + b"x" * 97 + b"\n"
    filled = start + row * ((place - len(start)) // len(row))
    last = "1," + "x" * (place - len(filled) - 2) + "\u00e9\n2,\u00eb\n"
    path.write_bytes(filled + last.encode())
    assert read_table(path)["name"].tolist()[-1] == "\u00eb"


def test_the_header_is_told_without_reading_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b'\xef\xbb\xbfident\t name \t"a b"\r\n1\t2\t3\r\n')
    assert describe(path)[0].columns == ("ident", "name", "a b")
    assert read_table(path)["a b"].tolist() == ["3"]


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    for ending in ("csv", "gpkg", "parquet", "shp"):
        with pytest.raises(Exception, match="has no column nowhere"):
            read_table(write_good(tmp_path, ending), columns=["ident", "nowhere"])


def test_a_geopackage_in_log_mode_is_read_and_nothing_is_put_beside_it(tmp_path: Path) -> None:
    path = write_good(tmp_path, "gpkg")
    with sqlite3.connect(path) as opened:
        opened.execute("PRAGMA journal_mode = wal")
    opened.close()
    before = path.read_bytes()
    assert len(read_features(path)) == 40
    assert len(read_table(path)) == 40
    assert describe(path)[0].rows == 40
    assert read_metadata(path) == {}
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["good.gpkg"]


@pytest.mark.parametrize("ending", [*PLACES, "csv"])
def test_reading_leaves_the_folder_as_it_was(ending: str, tmp_path: Path) -> None:
    path = write_good(tmp_path, ending)
    for left in tmp_path.glob("*.xsd"):
        left.unlink()  # written by the library that made the file, like the template of GML
    before = {entry.name: entry.read_bytes() for entry in tmp_path.iterdir()}
    describe(path)
    read_table(path)
    if ending != "csv":
        read_features(path)
    assert {entry.name: entry.read_bytes() for entry in tmp_path.iterdir()} == before


@pytest.mark.parametrize("name", ["a!b", "a;b", "a?b", "a#b", "a b & c", "a[1]", "\u00e9\u00e9n"])
@pytest.mark.parametrize("ending", ["gpkg", "shp", "gml", "geojson"])
def test_a_strange_file_name_leads_to_that_file(name: str, ending: str, tmp_path: Path) -> None:
    made = write_good(tmp_path, ending)
    for part in [*tmp_path.glob("good.*")]:
        part.rename(part.with_name(name + part.suffix))
    assert len(read_features(made.with_name(f"{name}.{ending}"))) == 40


def test_real_ids_of_a_web_service_come_as_the_service_wrote_them(shared_data: Path) -> None:
    path = shared_data / "wageningen" / "bag-wfs" / "WURBuildings.gml"
    # this service wrote its ids as numbers: 15 digits, the zero was gone before we saw it
    told = path.read_text("utf-8").split("<bag:identificatie>")[1:]
    wanted = [text.split("<")[0] for text in told]
    assert read_features(path)["identificatie"].tolist() == wanted
    assert {len(one) for one in wanted} == {15}


def test_real_ids_of_a_register_have_sixteen_digits(shared_data: Path) -> None:
    path = shared_data / "weesp-bag-2021" / "weesp_actueel_afgeleid.gpkg"
    frame = read_features(path, table="pand", columns=["identificatie"])
    assert frame["identificatie"].str.fullmatch(r"\d{16}").all()
    assert len(frame) == 12_899
