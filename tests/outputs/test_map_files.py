"""Maps as files: what was written comes back, described, and opens styled."""

import json
import sqlite3
from xml.etree import ElementTree as ET

import geopandas as gpd
import numpy as np
import pyarrow.parquet as pq
import pytest

from riskmap.combine import combine
from riskmap.errors import InputError, LayerError
from riskmap.outputs.map_files import WRITERS, read_map, write_map_geopackage, write_map_parquet
from riskmap.outputs.styles import CLASS_COLOURS, list_style, map_style
from riskmap.project import CombineSettings

NAN = float("nan")
ROWS = [(2, 100, 100), (1, 50, NAN), (0.5, 20, None), (NAN, NAN, NAN), (0, 10, 20)]
PUBLIC = [
    *("location_id", "kind", "theme", "municipality", "parcels", "label", "opportunity"),
    *("coverage", "rank", "top_factors"),
]


@pytest.fixture(params=["opportunity", "combined"])
def scored(request, small_map, police_layer):
    plain = small_map(ROWS, notice="{{ geen sjabloon }} <script>")
    if request.param == "opportunity":
        return plain
    return combine(plain, police_layer([0.1, NAN, 0.9, 0.4, 0.2]), CombineSettings())


@pytest.mark.parametrize("ending", WRITERS)
def test_a_map_that_is_read_back_is_the_map_that_was_written(scored, ending, tmp_path):
    path = tmp_path / f"map{ending}"
    WRITERS[ending](scored, path)
    again = read_map(path)
    assert again.description == scored.description
    for name in scored.frame.columns.drop("geometry"):
        ours, theirs = scored.frame[name], again.frame[name]
        if np.issubdtype(ours.to_numpy().dtype, np.floating):
            np.testing.assert_array_equal(ours, theirs)
        else:
            assert ours.isna().tolist() == theirs.isna().tolist()
            assert ours.dropna().tolist() == theirs.dropna().tolist()
    assert again.frame.geometry.geom_equals(scored.frame.geometry).all()
    assert again.frame.crs.to_epsg() == 28992


def test_the_parquet_carries_its_description_for_any_reader(scored, tmp_path):
    write_map_parquet(scored, tmp_path / "map.parquet")
    metadata = pq.read_schema(tmp_path / "map.parquet").metadata
    card = json.loads(metadata[b"riskmap"])
    assert card["kind"] == scored.description.kind
    assert card["families"]["seclusion"]["criteria"]["far"]["weight"] == 2.0
    assert json.loads(metadata[b"geo"])["primary_column"] == "geometry"


def test_the_public_columns_are_those_of_the_contract(waterveen):
    for theme in ("rural", "business_parks", "storage_transport", "clubhouses"):
        folder = waterveen / "out" / theme
        plain = list(gpd.read_parquet(folder / "opportunity.parquet").columns)
        both = list(gpd.read_parquet(folder / "combined.parquet").columns)
        assert plain[: len(PUBLIC)] == PUBLIC
        assert set(both) - set(plain) == {"risk", "priority", "class", "priority_rank"}
        criteria = [name.removesuffix("__value") for name in plain if name.endswith("__value")]
        assert len(criteria) >= 3
        for name in criteria:
            assert {f"{name}__score", f"{name}__contribution"} <= set(plain)


def test_the_geopackage_opens_styled(scored, tmp_path):
    path = tmp_path / "map.gpkg"
    write_map_geopackage(scored, path)
    opened = sqlite3.connect(path)
    table, column = opened.execute(
        "SELECT table_name, column_name FROM gpkg_geometry_columns"
    ).fetchone()
    style = opened.execute(
        "SELECT f_table_name, f_geometry_column, useAsDefault, styleQML FROM layer_styles"
    ).fetchone()
    kinds = dict(opened.execute("SELECT table_name, data_type FROM gpkg_contents"))
    opened.close()
    assert style[:3] == (table, column, 1)
    # QGIS finds the table of styles by name; listed as attributes it is no layer on the map.
    assert kinds[table] == "features"
    assert kinds.get("layer_styles") in {None, "attributes"}
    root = ET.fromstring(style[3].split("\n", 1)[1])  # noqa: S314 (our own)
    score = "priority" if scored.description.kind == "combined" else "opportunity"
    assert all(f'"{score}"' in rule.get("filter") for rule in root.iter("rule"))


@pytest.mark.parametrize("value", [0.0, 0.1, 0.2, 0.39999, 0.4, 0.6, 0.8, 1.0])
def test_every_score_falls_in_exactly_one_class(value):
    root = ET.fromstring(map_style("opportunity", "en").split("\n", 1)[1])  # noqa: S314 (our own)
    hits = []
    for rule in root.iter("rule"):
        test = rule.get("filter")
        terms = test.replace('"rank"', "7").replace('"opportunity"', repr(value))
        answer = sqlite3.connect(":memory:").execute(f"SELECT {terms}").fetchone()[0]
        hits += [rule.get("symbol")] * answer
    assert hits == [str(min(int(value * 5 + 1e-9), 4))]


def test_what_is_not_ranked_is_drawn_hatched_in_no_colour_of_the_scale():
    root = ET.fromstring(map_style("opportunity", "nl").split("\n", 1)[1])  # noqa: S314 (our own)
    other = next(rule for rule in root.iter("rule") if '"rank" IS NULL' in rule.get("filter"))
    symbol = next(s for s in root.iter("symbol") if s.get("name") == other.get("symbol"))
    options = {option.get("name"): option.get("value") for option in symbol.iter("Option")}
    assert options["style"] == "b_diagonal"
    assert len(list(root.iter("symbol"))) == len(CLASS_COLOURS) + 1


def test_a_style_of_a_list_shows_every_point_alike():
    root = ET.fromstring(list_style("nl").split("\n", 1)[1])  # noqa: S314 (our own)
    assert len(list(root.iter("symbol"))) == 1
    assert root.find("renderer-v2").get("type") == "singleSymbol"


def test_the_same_map_gives_the_same_bytes(scored, tmp_path):
    for ending, write in WRITERS.items():
        write(scored, tmp_path / f"a{ending}")
        write(scored, tmp_path / f"b{ending}")
        assert (tmp_path / f"a{ending}").read_bytes() == (tmp_path / f"b{ending}").read_bytes()


def test_a_table_of_another_program_is_no_map(small_map, tmp_path):
    small_map(ROWS).frame.to_parquet(tmp_path / "other.parquet")
    with pytest.raises(LayerError, match="is not an opportunity map"):
        read_map(tmp_path / "other.parquet")


def test_a_map_without_its_columns_is_no_map(small_map, tmp_path):
    scored = small_map(ROWS)
    less = type(scored)(scored.frame.drop(columns="coverage"), scored.description)
    write_map_parquet(less, tmp_path / "less.parquet")
    with pytest.raises(LayerError, match="is not an opportunity map"):
        read_map(tmp_path / "less.parquet")


def test_a_description_of_a_newer_version_is_refused_in_words(small_map, tmp_path):
    scored = small_map(ROWS)
    write_map_parquet(scored, tmp_path / "map.parquet")
    table = pq.read_table(tmp_path / "map.parquet")
    card = json.loads(table.schema.metadata[b"riskmap"]) | {"hologram": 1}
    metadata = {**table.schema.metadata, b"riskmap": json.dumps(card).encode()}
    pq.write_table(table.replace_schema_metadata(metadata), tmp_path / "newer.parquet")
    with pytest.raises(InputError, match="damaged or newer"):
        read_map(tmp_path / "newer.parquet")
