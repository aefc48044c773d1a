"""Waterveen on disk: the registers' own formats, small, and the same bytes each time."""

import csv
import hashlib
import sqlite3
import tomllib
from pathlib import Path

import pyogrio
import pytest

from riskmap.demo import DemoSummary, make_demo
from riskmap.errors import OutputError
from riskmap.layers.catalogue import raster_registers, registers


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> DemoSummary:
    """Return the small municipality, written once."""
    return make_demo(tmp_path_factory.mktemp("demo") / "waterveen")


def files(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file below the folder."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def project(made: DemoSummary) -> dict[str, object]:
    """Return the project file as TOML reads it."""
    return tomllib.loads(made.project.read_text(encoding="utf-8"))


def test_mini_stays_under_three_megabytes_besides_its_images(made: DemoSummary) -> None:
    size = {path: path.stat().st_size for path in made.project.parent.rglob("*") if path.is_file()}
    images = sum(size[path] for path in size if path.suffix == ".tif")
    assert sum(size.values()) - images < 3_000_000
    assert images < 1_500_000


def test_the_same_seed_writes_the_same_bytes(made: DemoSummary, tmp_path: Path) -> None:
    again = make_demo(tmp_path / "other")
    assert files(made.project.parent) == files(again.project.parent)
    assert again.counts == made.counts


def test_a_project_in_the_way_is_refused_and_replaced_only_when_asked(tmp_path: Path) -> None:
    first = make_demo(tmp_path, seed=1)
    before = files(tmp_path)
    with pytest.raises(OutputError, match="already holds a project"):
        make_demo(tmp_path, seed=2)
    assert files(tmp_path) == before
    second = make_demo(tmp_path, seed=2, overwrite=True)
    assert second.project == first.project
    assert files(tmp_path) != before


def test_every_layer_of_the_project_file_is_there(made: DemoSummary) -> None:
    folder = made.project.parent
    layers = project(made)["layers"]
    # Every layer an indicator may ask for, but the height model.
    assert set(layers) == (set(registers()) | set(raster_registers())) - {"height"}
    for settings in layers.values():
        images = [image["path"] for image in settings.get("images", [])]
        for path in images or settings.get("paths") or [settings["path"]]:
            assert (folder / path).is_file()
            if path.endswith(".gpkg"):
                names = pyogrio.list_layers(folder / path)[:, 0]
                assert settings["layer"] in names


def test_the_ground_truth_is_no_layer(made: DemoSummary) -> None:
    assert (made.project.parent / "data" / "ground_truth.csv").is_file()
    assert "ground_truth" not in made.project.read_text(encoding="utf-8")


def test_the_notice_says_that_cases_are_far_denser_than_in_reality(made: DemoSummary) -> None:
    notice = project(made)["notice"]
    assert "bestaat niet" in notice
    assert "veel dichter gezaaid dan in werkelijkheid" in notice


def test_the_bag_file_has_the_columns_of_the_national_one(made: DemoSummary) -> None:
    bag = made.project.parent / "data" / "bag-light.gpkg"
    assert pyogrio.read_info(bag, layer="pand")["fields"].tolist() == [
        "identificatie",
        "bouwjaar",
        "status",
        "gebruiksdoel",
        "oppervlakte_min",
        "oppervlakte_max",
        "aantal_verblijfsobjecten",
        "rdf_seealso",
    ]
    assert pyogrio.read_info(bag, layer="verblijfsobject")["fields"].tolist() == [
        "identificatie",
        "oppervlakte",
        "status",
        "gebruiksdoel",
        "openbare_ruimte_naam",
        "huisnummer",
        "huisletter",
        "toevoeging",
        "postcode",
        "woonplaats_naam",
        "bouwjaar",
        "pand_identificatie",
        "nummeraanduiding_hoofdadres_identificatie",
        "bronhouder_identificatie",
    ]
    with sqlite3.connect(bag) as database:
        column = database.execute("select column_name from gpkg_geometry_columns").fetchall()
    assert set(column) == {("geom",)}


def test_one_layer_has_no_crs_and_one_has_degrees(made: DemoSummary) -> None:
    data = made.project.parent / "data"
    assert pyogrio.read_info(data / "ibis.gpkg")["crs"] is None
    assert project(made)["layers"]["business_parks"]["crs"] == "EPSG:28992"
    assert pyogrio.read_info(data / "risicokaart.gpkg", layer="basisteams")["crs"] == "EPSG:4326"
    assert pyogrio.read_info(data / "risicokaart.gpkg", layer="risico")["crs"] == "EPSG:28992"


def test_municipal_tables_are_dutch_csv(made: DemoSummary) -> None:
    path = made.project.parent / "data" / "leegstand.csv"
    with path.open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text, delimiter=";"))
    assert set(rows[0]) == {"vbo_id", "leeg_sinds", "jaren_leeg"}
    assert all("." not in row["jaren_leeg"] for row in rows)
    assert any("," in row["jaren_leeg"] for row in rows)
    assert all(row["vbo_id"].startswith("990101") and len(row["vbo_id"]) == 16 for row in rows)


def test_the_summary_counts_what_was_made(made: DemoSummary) -> None:
    assert made.counts["yards"] == 80
    # Yards, park buildings, box rows, a clubhouse, dump spots; venues, sales, recreation parks.
    assert made.counts["planted"] == 8 + 6 + 3 + 1 + 2 + 2 + 3 + 2
    assert made.counts["decoys"] == 8
    bag = made.project.parent / "data" / "bag-light.gpkg"
    assert made.counts["pand"] == pyogrio.read_info(bag, layer="pand")["features"]
