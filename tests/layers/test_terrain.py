"""Ground, green, fences and water of the BGT: the same from every build, and from the raw GML."""

import re
import sqlite3
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from pandas.testing import assert_frame_equal

from riskmap.layers.border import read_layer

DAY = date(2026, 1, 1)
OTTERLO = "otterlo-rural/bgt_otterlo"
NIEUWEGEIN = "nieuwegein-bgt/bgt_nieuwegein"
HILVERSUM = "hilversum-zuid-bgt/bgt_hilversum_zuid"
TABLES = {
    "surfaces": ("onbegroeidterreindeel", "bgt-fysiekVoorkomen"),
    "vegetation": ("begroeidterreindeel", "class"),
    "water": ("waterdeel", "class"),
}
YARD = shapely.box(180_000, 456_000, 180_040, 456_040)
LINE = shapely.LineString([(180_000, 456_000), (180_030, 456_040)])


def documents(shared_data: Path, area: str, *names: str) -> list[str]:
    """Return the GML of one area as text."""
    if area == "hilversum":
        folder = shared_data / "hilversum-zuid-bgt"
        return [(folder / f"{name}.gml").read_text() for name in names]
    path = {
        "otterlo": "otterlo-rural/bgt_otterlo.zip",
        "nieuwegein": "nieuwegein-bgt/bgt_ng_pbp_gml.zip",
    }[area]
    with zipfile.ZipFile(shared_data / path) as archive:
        return [archive.read(f"{name}.gml").decode() for name in names]


def searched(texts: list[str]) -> dict[str, str]:
    """Find with a text search: own id -> text of each object that stands on the ground now."""
    found = {}
    for text in texts:
        for member in re.split(r"<(?:\w+:)?cityObjectMember>", text)[1:]:
            if re.search(r"<imgeo:eindRegistratie>|terminationDate>\s*\d", member):
                continue
            if not re.search(r"relatieveHoogteligging>0<", member):
                continue
            found[re.search(r"lokaalID>([^<]+)<", member).group(1)] = member
    return found


@pytest.mark.parametrize("name", list(TABLES))
@pytest.mark.parametrize("area", [OTTERLO, NIEUWEGEIN, HILVERSUM])
def test_the_table_gives_what_sql_selects(shared_data, area, name):
    path = shared_data / f"{area}_vlakken_afgeleid.gpkg"
    table, word = TABLES[name]
    base = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    columns = {row[1] for row in base.execute(f"pragma table_info({table})")}
    ended = [f'"{end}" is null' for end in ("eindRegistratie", "terminationDate") if end in columns]
    query = (
        f'select lokaalID, "{word}" from {table} where "bgt-status" = \'bestaand\' '  # noqa: S608
        f"and relatieveHoogteligging = '0' {' '.join('and ' + one for one in ended)}"
    )
    rows = base.execute(query).fetchall()
    base.close()
    layer = read_layer(name, [path], reference_date=DAY)
    assert layer.edition == "BGT"
    assert layer.frame.index.tolist() == sorted(own for own, _ in rows)
    assert layer.frame.is_valid.all()
    if name != "vegetation":  # its word may be refined by the plus; see below
        column = "cover" if name == "surfaces" else "kind"
        words = Counter(word for _, word in rows if word != "transitie")
        assert layer.frame[column].value_counts().to_dict() == dict(words)


@pytest.mark.parametrize("name", list(TABLES))
@pytest.mark.parametrize(
    ("raw", "derived"),
    [
        ("otterlo-rural/bgt_otterlo.zip", OTTERLO),
        ("nieuwegein-bgt/bgt_ng_pbp_gml.zip", NIEUWEGEIN),
    ],
)
def test_raw_gml_gives_the_layer_of_the_derived_geopackage(shared_data, raw, derived, name):
    one = read_layer(name, [shared_data / raw], reference_date=DAY)
    path = shared_data / f"{derived}_vlakken_afgeleid.gpkg"
    other = read_layer(name, [path], reference_date=DAY)
    assert_frame_equal(pd.DataFrame(one.frame), pd.DataFrame(other.frame))


@pytest.mark.parametrize("name", list(TABLES))
def test_single_gml_files_with_crest_lines_give_the_outlines(shared_data, name):
    file = "bgt_" + TABLES[name][0]
    path = shared_data / f"hilversum-zuid-bgt/{file}.gml"
    layer = read_layer(name, [path], reference_date=DAY)
    assert set(layer.frame.index) == set(searched(documents(shared_data, "hilversum", file)))
    table = gpd.read_file(shared_data / f"{HILVERSUM}_vlakken_afgeleid.gpkg", layer=TABLES[name][0])
    outlines = table.set_index(table["lokaalID"]).geometry
    now = outlines[table["eindRegistratie"].isna().to_numpy()]
    assert layer.frame.area.sum() == pytest.approx(now[layer.frame.index].area.sum(), rel=1e-9)


@pytest.mark.parametrize(
    ("area", "path", "files"),
    [
        ("otterlo", "otterlo-rural/bgt_otterlo.zip", ("bgt_scheiding", "bgt_overigescheiding")),
        (
            "nieuwegein",
            "nieuwegein-bgt/bgt_ng_pbp_gml.zip",
            ("bgt_scheiding", "bgt_overigescheiding"),
        ),
        ("hilversum", "hilversum-zuid-bgt/bgt_scheiding.gml", ("bgt_scheiding",)),
    ],
)
def test_fences_and_walls_are_what_a_text_search_finds(shared_data, area, path, files):
    layer = read_layer("barriers", [shared_data / path], reference_date=DAY)
    found = searched(documents(shared_data, area, *files))
    assert set(layer.frame.index) == set(found)
    words = Counter()
    for text in found.values():
        bgt, plus = (re.search(rf"{tag}-type[^>]*>([^<]+)<", text) for tag in ("bgt", "plus"))
        words[plus.group(1) if bgt.group(1) == "niet-bgt" else bgt.group(1)] += 1
    assert layer.frame["kind"].value_counts().to_dict() == dict(words)
    straight = {o: t for o, t in found.items() if re.search(r"Constructie>\s*<gml:LineString", t)}
    for own, text in straight.items():
        numbers = re.search(r"<gml:posList[^>]*>([^<]+)<", text).group(1).split()
        steps = np.diff(np.array(numbers, dtype=float).reshape(-1, 2), axis=0)
        length = layer.frame.loc[own].geometry.length
        assert length == pytest.approx(np.hypot(*steps.T).sum(), rel=1e-9)
    assert len(straight) > 100 or area == "nieuwegein"  # there all lines are curves


def test_a_curve_of_several_pieces_is_one_line_without_doubled_joints(shared_data):
    found = searched(documents(shared_data, "otterlo", "bgt_scheiding"))
    curves = {
        own: text for own, text in found.items() if re.search(r"Constructie>\s*<gml:Curve", text)
    }
    assert curves
    path = shared_data / "otterlo-rural/bgt_otterlo.zip"
    frame = read_layer("barriers", [path], reference_date=DAY).frame
    for own, text in curves.items():
        pieces = re.findall(r"<gml:posList[^>]*>([^<]+)<", text)
        points = [np.array(piece.split(), dtype=float).reshape(-1, 2) for piece in pieces]
        line = frame.loc[own].geometry
        assert line.geom_type == "LineString"
        assert line.coords[0] == tuple(points[0][0])
        assert line.coords[-1] == tuple(points[-1][-1])
        steps = np.diff(np.array(line.coords), axis=0)
        assert np.hypot(*steps.T).min() > 0


def test_green_space_has_the_word_of_the_plus_where_there_is_one(shared_data):
    path = shared_data / f"{OTTERLO}_vlakken_afgeleid.gpkg"
    frame = read_layer("vegetation", [path], reference_date=DAY).frame
    table = gpd.read_file(path, layer="begroeidterreindeel")
    table = table[table["eindRegistratie"].isna()].set_index("lokaalID")
    for own, row in table.iterrows():
        wanted = row["class"]
        if wanted == "groenvoorziening" and row["plus-fysiekVoorkomen"] != "waardeOnbekend":
            wanted = row["plus-fysiekVoorkomen"]
        if wanted == "transitie":
            plus = row["plus-fysiekVoorkomen"]
            assert frame.loc[own, "kind"] == plus or pd.isna(frame.loc[own, "kind"])
        else:
            assert frame.loc[own, "kind"] == wanted
    assert (frame["kind"] == "bosplantsoen").sum() == 51


def surfaces(**columns: object) -> gpd.GeoDataFrame:
    rows = {
        "lokaal_id": ["a", "b", "c", "d"],
        "eind_registratie": [None, None, "2020-01-01T10:00:00", None],
        "relatieve_hoogteligging": [0, 0, 0, 1],
        "status": ["bestaand", "bestaand", "bestaand", "bestaand"],
        **columns,
    }
    return gpd.GeoDataFrame(rows, geometry=[YARD] * 4, crs=28992)


@pytest.mark.parametrize(
    "spelling", ["fysiek_voorkomen", "bgt_fysiekvoorkomen", "bgt-fysiekVoorkomen", "class"]
)
def test_every_build_spells_the_cover_its_own_way(read, spelling):
    frame = surfaces(**{spelling: ["Erf", "half verhard", "erf", "erf"]})
    layer = read("surfaces", frame, write_as="bgt_onbegroeidterreindeel")
    assert layer.frame["cover"].to_dict() == {"a": "erf", "b": "half verhard"}


def test_what_left_is_counted(read, counted):
    layer = read("surfaces", surfaces(fysiek_voorkomen=["erf", "transitie", "erf", "erf"]))
    assert counted(layer, "Former versions") == 1
    assert counted(layer, "Objects above or below ground") == 1
    assert layer.frame["cover"].isna().tolist() == [False, True]


def test_planned_ground_is_not_there_yet(read):
    frame = surfaces(fysiek_voorkomen=["erf"] * 4, status=["bestaand", "plan", "plan", "plan"])
    assert read("surfaces", frame).frame.index.tolist() == ["a"]


def test_a_fence_outside_the_law_has_the_word_of_the_plus(read):
    frame = surfaces(type=["hek", "niet-bgt", "hek", "hek"], plus_type=["", "Hek"] * 2)
    frame.geometry = [LINE] * 4
    layer = read("barriers", frame, write_as="bgt_scheiding")
    assert layer.frame["kind"].to_dict() == {"a": "hek", "b": "hek"}
    assert set(layer.frame.geom_type) == {"LineString"}


def test_water_of_the_bgt_says_of_little_whether_a_boat_can_sail(read):
    kinds = ["waterloop", "greppel, droge sloot", "waterloop", "waterloop"]
    frame = surfaces(type=kinds, plus_type=["sloot", None, None, None])
    frame["relatieve_hoogteligging"], frame["eind_registratie"] = 0, None
    frame.loc[2, "plus_type"] = "haven"
    navigable = read("water", frame, write_as="bgt_waterdeel").frame["navigable"]
    assert navigable["a"] is np.False_
    assert navigable["b"] is np.False_
    assert navigable["c"] is np.True_
    assert pd.isna(navigable["d"])
    assert navigable.dtype == "boolean"


def test_both_tables_of_fences_in_one_file_are_read(tmp_path):
    path = tmp_path / "bgt.gpkg"
    row = {"relatieve_hoogteligging": [0], "eind_registratie": [None]}
    one = {"lokaal_id": ["a"], "bgt_type": ["muur"], "plus_type": ["waardeOnbekend"], **row}
    other = {"lokaal_id": ["b"], "plus_type": ["hek"], **row}
    gpd.GeoDataFrame(one, geometry=[LINE], crs=28992).to_file(path, layer="bgt_scheiding")
    frame = gpd.GeoDataFrame(other, geometry=[LINE], crs=28992)
    frame.to_file(path, layer="bgt_overigescheiding")
    layer = read_layer("barriers", [path], reference_date=DAY)
    assert layer.frame["kind"].to_dict() == {"a": "muur", "b": "hek"}
    assert layer.edition == "BGT"
    wall = gpd.GeoDataFrame({**one, "lokaal_id": ["c"]}, geometry=[YARD], crs=28992)
    wall.to_file(path, layer="bgt_scheiding_V")
    layer = read_layer("barriers", [path], reference_date=DAY)
    assert layer.frame["kind"].to_dict() == {"a": "muur", "b": "hek", "c": "muur"}
    alone = read_layer("barriers", [path], reference_date=DAY, table="bgt_overigescheiding")
    assert alone.frame.index.tolist() == ["b"]
