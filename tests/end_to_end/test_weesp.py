"""Weesp from its two files: the same result, and counts made without riskmap."""

import io
import json
import re
import sqlite3
import zipfile
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pyogrio
import pytest
from geopandas.testing import assert_geodataframe_equal

from riskmap.indicators.catalogue import builtin, measure
from riskmap.locations.catalogue import build
from riskmap.pipeline.publishing import publish
from riskmap.pipeline.run import RunResult, run
from riskmap.project import load_project

BUILDINGS = """'Pand in gebruik', 'Pand in gebruik (niet ingemeten)', 'Pand buiten gebruik',
    'Verbouwing pand', 'Sloopvergunning verleend'"""
ADDRESSES = """'Verblijfsobject in gebruik', 'Verblijfsobject in gebruik (niet ingemeten)',
    'Verblijfsobject buiten gebruik', 'Verbouwing verblijfsobject'"""
OBJECT = re.compile(r"<sl-bag-extract:bagObject>.*?</sl-bag-extract:bagObject>", re.DOTALL)
ENDED = ("eindGeldigheid>", "eindRegistratie>", "tijdstipInactief", "tijdstipNietBagLV")
THEMES = ("business_parks", "storage_transport")


@pytest.fixture(scope="module")
def results(checkout: Path, shared_data: Path) -> dict[str, RunResult]:
    """Return what the two projects compute."""
    assert shared_data.is_dir()
    folder = checkout / "examples" / "weesp"
    return {name: run(load_project(folder / f"{name}.toml")) for name in ("riskmap", "extract")}


@pytest.fixture(scope="module")
def published(results: dict[str, RunResult], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the outputs of both."""
    folder = tmp_path_factory.mktemp("weesp")
    for name, result in results.items():
        publish(result, folder / name)
    return folder


@pytest.fixture(scope="module")
def register(shared_data: Path) -> sqlite3.Connection:
    """Return the derived GeoPackage as the plain database it is."""
    file = shared_data / "weesp-bag-2021" / "weesp_actueel_afgeleid.gpkg"
    opened = sqlite3.connect(f"{file.resolve().as_uri()}?immutable=1", uri=True)
    yield opened
    opened.close()


def existing(register: sqlite3.Connection, table: str, statuses: str, columns: str) -> list[tuple]:
    where = f"SELECT {columns} FROM {table} WHERE status IN ({statuses})"  # noqa: S608 (our words)
    return register.execute(where).fetchall()


@pytest.fixture(scope="module")
def held(register: sqlite3.Connection) -> dict[str, list[tuple[str, str]]]:
    """Return building -> (address, uses) of every address that lies in it."""
    there = {name for (name,) in existing(register, "pand", BUILDINGS, "identificatie")}
    lie_in: dict[str, list[tuple[str, str]]] = {name: [] for name in there}
    columns = "identificatie, gebruiksdoel, pandidentificatie"
    for address, uses, buildings in existing(register, "verblijfsobject", ADDRESSES, columns):
        for building in set(buildings.split(",")) & there:
            lie_in[building].append((address, uses))
    return lie_in


def in_extract(shared_data: Path, kind: str, statuses: str) -> set[str]:
    """Return ids of what exists now, read as text from the zips in the zip."""
    found = set()
    outer = zipfile.ZipFile(shared_data / "weesp-bag-2021" / "BAGGEM0457L-15102021.zip")
    middle = zipfile.ZipFile(io.BytesIO(outer.read("0457GEM15102021.zip")))
    (name,) = (name for name in middle.namelist() if kind in name)
    inner = zipfile.ZipFile(io.BytesIO(middle.read(name)))
    for document in inner.namelist():
        for text in OBJECT.findall(inner.read(document).decode()):
            status = re.search(r":status>(.*?)<", text)[1]
            if f"'{status}'" in statuses and not any(word in text for word in ENDED):
                found.add(re.search(r':identificatie domein="[^"]*">(\d{16})<', text)[1])
    return found


def test_what_exists_now_is_what_either_file_says_by_a_plain_count(results, register, shared_data):
    for layer, table, kind, statuses, count in (
        ("buildings", "pand", "PND", BUILDINGS, 10_837),
        ("addresses", "verblijfsobject", "VBO", ADDRESSES, 11_046),
    ):
        by_sql = {name for (name,) in existing(register, table, statuses, "identificatie")}
        assert len(by_sql) == count
        assert by_sql == in_extract(shared_data, kind, statuses)
        for result in results.values():
            assert set(result.layers[layer].frame.index) == by_sql


def test_both_files_give_the_same_layers_row_for_row(results):
    table, extract = results["riskmap"].layers, results["extract"].layers
    for name in ("buildings", "addresses"):
        assert_geodataframe_equal(table[name].frame, extract[name].frame)
    links = [
        layers["addresses"].links.sort_values(["address_id", "building_id"], ignore_index=True)
        for layers in (table, extract)
    ]
    pd.testing.assert_frame_equal(*links)


def test_both_files_give_the_same_maps_members_and_lists_row_for_row(results):
    one, other = results.values()
    assert tuple(one.maps) == tuple(other.maps) == THEMES
    for theme in THEMES:
        assert_geodataframe_equal(one.maps[theme].frame, other.maps[theme].frame)
        pd.testing.assert_frame_equal(one.themes[theme].members, other.themes[theme].members)
        pd.testing.assert_frame_equal(one.lists[theme].rows, other.lists[theme].rows)
        cards = [result.maps[theme].description.model_dump() for result in (one, other)]
        sources = [card.pop("layers") for card in cards]
        assert cards[0] == cards[1]
        assert [source["buildings"]["rows_kept"] for source in sources] == [10_837, 10_837]
        assert [source["addresses"]["rows_kept"] for source in sources] == [11_046, 11_046]


def test_the_written_lists_are_the_same_bytes(results, published):
    for theme in THEMES:
        for file in ("inspection_list.csv", "inspection_list.xlsx"):
            one, other = ((published / name / theme / file).read_bytes() for name in results)
            assert one == other, (theme, file)
    manifests = [json.loads((published / n / "manifest.json").read_text()) for n in results]
    assert [manifest["access"] for manifest in manifests] == ["open", "open"]


def test_426_buildings_have_three_or_more_addresses(results, held):
    expected = {building: len(own) for building, own in held.items() if own}
    assert sum(count >= 3 for count in expected.values()) == 426
    for result in results.values():
        links = build("building", result.layers, None).of_role("address")
        found = Counter(name.removeprefix("building:") for name in links["location_id"])
        assert found == expected


def test_the_densest_building_without_dwellings_has_22_addresses(results, held):
    units = {
        f"building:{building}": len(own)
        for building, own in held.items()
        if not any("woonfunctie" in uses for _, uses in own)
    }
    assert max(units.values()) == 22
    for result in results.values():
        frame = result.maps["business_parks"].frame.set_index("location_id")
        assert frame["unit_density__value"].max() == 22
        densest = frame["unit_density__value"].idxmax()
        assert units[densest] == 22


def test_without_ibis_the_gate_falls_back_to_large_buildings_without_dwellings(
    results, held, shared_data, published
):
    file = shared_data / "weesp-bag-2021" / "weesp_actueel_afgeleid.gpkg"
    shapes = pyogrio.read_dataframe(file, layer="pand").set_index("identificatie").geometry
    expected = {
        f"building:{building}"
        for building, own in held.items()
        if not any("woonfunctie" in uses for _, uses in own) and shapes[building].area >= 60
    }
    for result in results.values():
        scored = result.maps["business_parks"]
        assert set(scored.frame["location_id"]) == expected
        said = [note.en for note in scored.description.gate]
        assert re.match(r"There is no layer business.parks, so the gate falls back", said[0])
        assert said[1:3] == ["Gate: footprint of at least 60 m2.", "Gate: no dwellings."]
    report = (published / "riskmap" / "report.html").read_text(encoding="utf-8")
    assert scored.description.gate[0].nl in report


def test_the_dwellings_around_a_place_are_those_of_a_count_over_all_addresses(
    results, register, held, shared_data
):
    file = shared_data / "weesp-bag-2021" / "weesp_actueel_afgeleid.gpkg"
    centre = pyogrio.read_dataframe(file, layer="pand").set_index("identificatie").centroid
    points = pyogrio.read_dataframe(file, layer="verblijfsobject").set_index("identificatie")
    columns = "identificatie, gebruiksdoel, status"
    homes = [
        name
        for name, uses, status in existing(register, "verblijfsobject", ADDRESSES, columns)
        if "woonfunctie" in uses and "buiten gebruik" not in status
    ]
    x, y = points.geometry[homes].x.to_numpy(), points.geometry[homes].y.to_numpy()
    frame = results["extract"].maps["business_parks"].frame.set_index("location_id")
    counted = {}
    for name in frame.index:
        own = {address for address, _ in held[name.removeprefix("building:")]}
        place = centre[name.removeprefix("building:")]
        near = np.hypot(x - place.x, y - place.y) <= 500
        counted[name] = float(sum(home not in own for home in np.array(homes)[near]))
    assert frame["neighbour_density_500__value"].to_dict() == counted
    assert len(set(counted.values())) > 100


def test_the_nearest_address_is_that_of_a_search_through_all_addresses(results, held, shared_data):
    layers = results["extract"].layers
    found, _, _ = measure(
        builtin()["isolation_nearest_address"], build("building", layers, None), layers
    )
    file = shared_data / "weesp-bag-2021" / "weesp_actueel_afgeleid.gpkg"
    shapes = pyogrio.read_dataframe(file, layer="pand").set_index("identificatie").geometry
    points = pyogrio.read_dataframe(file, layer="verblijfsobject").set_index("identificatie")
    points = points[points["status"].isin(re.findall("'(.*?)'", ADDRESSES))]
    points = points[points["status"] != "Verblijfsobject buiten gebruik"].geometry
    assert len(found) == 10_837
    some = sorted(found.index)[::60]
    expected = {}
    for name in some:
        building = name.removeprefix("building:")
        others = points[~points.index.isin([address for address, _ in held[building]])]
        expected[name] = others.distance(shapes[building]).min()
    assert found[some].to_dict() == pytest.approx(expected)
