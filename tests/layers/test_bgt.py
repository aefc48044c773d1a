"""Real BGT and BRK: objects with several geometries, shared dummy ids, former versions."""

import sqlite3
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from riskmap.errors import InputError
from riskmap.layers.border import read_layer

DAY = date(2026, 1, 1)


@pytest.fixture(scope="module")
def otterlo(shared_data: Path) -> Path:
    return shared_data / "otterlo-rural"


@pytest.fixture(scope="module")
def buildings(otterlo):
    return read_layer(
        "buildings", [otterlo / "bgt_otterlo_vlakken_afgeleid.gpkg"], reference_date=DAY
    )


@pytest.fixture(scope="module")
def current(otterlo):
    """Select with sqlite3: BAG id and own id of every building that stands."""
    path = otterlo / "bgt_otterlo_vlakken_afgeleid.gpkg"
    base = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    query = (
        "select identificatieBAGPND, lokaalID from pand where eindRegistratie is null "
        "and \"bgt-status\" = 'bestaand'"
    )
    rows = base.execute(query).fetchall()
    base.close()
    return rows


def test_every_building_that_stands_passes_once(buildings, current):
    assert len(buildings.frame) == len(current) == 1681
    assert buildings.frame.index.is_unique


def test_a_dummy_id_shared_by_seventeen_buildings_merges_nothing(buildings, current):
    own = {local for bag, local in current if bag == "0228109999999999"}
    assert len(own) == 17
    assert own <= set(buildings.frame.index)
    assert "0228109999999999" not in buildings.frame.index
    kept = buildings.frame.loc[sorted(own), "source_id"]
    assert (kept == "0228109999999999").all()


def test_an_id_on_several_outlines_gives_each_its_own(buildings, current):
    often = {bag for bag, n in Counter(bag for bag, _ in current).items() if n > 1}
    shared = [(bag, local) for bag, local in current if bag in often]
    assert dict(buildings.frame["source_id"].dropna()) == {local: bag for bag, local in shared}
    alone = {bag for bag, _ in current} - often
    assert alone <= set(buildings.frame.index)
    assert any(note.facts.get("count") == len(shared) for note in buildings.report.notes)


@pytest.mark.parametrize("name", ["buildings", "roads"])
def test_raw_gml_in_a_zip_gives_the_layer_of_the_derived_geopackage(otterlo, name):
    raw = read_layer(name, [otterlo / "bgt_otterlo.zip"], reference_date=DAY)
    derived = read_layer(name, [otterlo / "bgt_otterlo_vlakken_afgeleid.gpkg"], reference_date=DAY)
    assert_frame_equal(pd.DataFrame(raw.frame), pd.DataFrame(derived.frame))


def test_a_single_gml_file_gives_outlines_and_not_label_points(shared_data):
    folder = shared_data / "hilversum-zuid-bgt"
    layer = read_layer("buildings", [folder / "bgt_pand.gml"], reference_date=DAY)
    assert len(layer.frame) == 77
    assert set(layer.frame.geom_type) <= {"Polygon", "MultiPolygon"}


def test_the_older_bgt_with_english_file_names_and_patches_is_read(shared_data):
    folder = shared_data / "nieuwegein-bgt"
    raw = read_layer("roads", [folder / "bgt_ng_pbp_gml.zip"], reference_date=DAY)
    table = gpd.read_file(folder / "bgt_nieuwegein_vlakken_afgeleid.gpkg", layer="wegdeel")
    public = table[(table["relatieveHoogteligging"] == "0") & (table["function"] != "inrit")]
    assert set(raw.frame.index) == set(public["lokaalID"])
    assert raw.frame.area.sum() == pytest.approx(public.area.sum(), rel=1e-4)


def test_road_surfaces_are_public_on_the_ground_and_without_a_graph(otterlo):
    path = otterlo / "bgt_otterlo_vlakken_afgeleid.gpkg"
    layer = read_layer("roads", [path], reference_date=DAY)
    table = gpd.read_file(path, layer="wegdeel")
    wanted = table[table["eindRegistratie"].isna() & (table["relatieveHoogteligging"] == "0")]
    wanted = wanted[wanted["function"] != "inrit"]
    assert set(layer.frame.index) == set(wanted["lokaalID"])
    assert layer.frame[["node_from", "node_to", "ramp"]].isna().all(axis=None)
    assert set(layer.frame["authority"]) <= {"G", "P", "R", "W"}
    assert (
        layer.frame["road_class"].value_counts().to_dict()
        == wanted["function"].value_counts().to_dict()
    )
    assert layer.frame.is_valid.all()


def test_all_eleven_parcels_come_with_outline_and_readable_id(otterlo):
    raw = read_layer(
        "parcels", [otterlo / "brk-v5/kadastralekaart_perceel.gml"], reference_date=DAY
    )
    derived = read_layer("parcels", [otterlo / "brk_percelen_afgeleid.gpkg"], reference_date=DAY)
    assert len(raw.frame) == len(derived.frame) == 11
    assert raw.frame.loc["OTL02-B-2318", "area_m2"] == 6345
    assert raw.frame.loc["OTL02-B-2318"].geometry.area == pytest.approx(6345, rel=0.01)
    # the derived file has the municipality's name, not its code
    assert set(derived.frame.index.str.replace("Otterlo-", "OTL02-")) == set(raw.frame.index)
    assert raw.frame.loc["OTL02-B-2298", "brk_id"] == derived.frame.loc["Otterlo-B-2298", "brk_id"]


def test_inspire_addresses_have_a_place_and_nothing_they_do_not_know(otterlo):
    layer = read_layer("addresses", [otterlo / "dutch_addresses_28992.gpkg"], reference_date=DAY)
    assert len(layer.frame) == 2481
    assert layer.links is None
    assert layer.frame[["use", "status", "floor_area_m2"]].isna().all(axis=None)
    assert layer.frame.loc["inspireadressen.1742212", "number"] == "2C"


def test_a_document_that_declares_entities_is_refused(tmp_path):
    text = (
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>'
        '<CityModel xmlns="http://www.opengis.net/citygml/2.0"/>'
    )
    (tmp_path / "bgt_pand.gml").write_text(text)
    with pytest.raises(InputError):
        read_layer("buildings", [tmp_path / "bgt_pand.gml"], reference_date=DAY)
    with zipfile.ZipFile(tmp_path / "bgt.zip", "w") as archive:
        archive.writestr("bgt_pand.gml", text)
    with pytest.raises(InputError):
        read_layer("buildings", [tmp_path / "bgt.zip"], reference_date=DAY)
