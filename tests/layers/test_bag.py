"""The real BAG of Weesp: counts made with sqlite3 and ElementTree, not with riskmap."""

import io
import re
import sqlite3
import zipfile
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from riskmap.errors import InputError
from riskmap.layers.border import read_layer

DAY = date(2026, 1, 1)
BUILDINGS = {
    *("Pand in gebruik", "Pand in gebruik (niet ingemeten)", "Verbouwing pand"),
    *("Pand buiten gebruik", "Sloopvergunning verleend"),
}
ADDRESSES = {
    *("Verblijfsobject in gebruik", "Verblijfsobject in gebruik (niet ingemeten)"),
    *("Verbouwing verblijfsobject", "Verblijfsobject buiten gebruik"),
}


@pytest.fixture(scope="module")
def weesp(shared_data: Path) -> Path:
    return shared_data / "weesp-bag-2021"


@pytest.fixture(scope="module")
def from_gpkg(weesp):
    path = weesp / "weesp_actueel_afgeleid.gpkg"
    return {
        name: read_layer(name, [path], reference_date=DAY) for name in ("buildings", "addresses")
    }


@pytest.fixture(scope="module")
def from_zip(weesp):
    path = weesp / "BAGGEM0457L-15102021.zip"
    return {
        name: read_layer(name, [path], reference_date=DAY) for name in ("buildings", "addresses")
    }


@pytest.fixture(scope="module")
def counted(weesp):
    """Count with sqlite3: existing building ids, and existing address -> its buildings and uses."""
    base = sqlite3.connect(
        f"file:{weesp / 'weesp_actueel_afgeleid.gpkg'}?mode=ro&immutable=1", uri=True
    )
    panden = {
        i for i, s in base.execute("select identificatie, status from pand") if s in BUILDINGS
    }
    rows = base.execute(
        "select identificatie, status, pandidentificatie, gebruiksdoel from verblijfsobject"
    )
    objects = {i: (p.split(","), u.split(",")) for i, s, p, u in rows if s in ADDRESSES}
    base.close()
    return panden, objects


def test_all_buildings_and_addresses_that_exist_now_pass_and_no_others(from_gpkg, counted):
    panden, objects = counted
    assert len(from_gpkg["buildings"].frame) == len(panden) == 10_837
    assert len(from_gpkg["addresses"].frame) == len(objects) == 11_046
    assert set(from_gpkg["buildings"].frame.index) == panden
    assert set(from_gpkg["addresses"].frame.index) == set(objects)


def test_an_address_is_linked_to_every_building_it_lies_in(from_gpkg, counted):
    _, objects = counted
    wanted = {(i, p) for i, (panden, _) in objects.items() for p in panden}
    links = from_gpkg["addresses"].links
    assert set(links.itertuples(index=False, name=None)) == wanted
    assert len(links) == len(wanted)


def test_426_buildings_have_three_or_more_addresses(from_gpkg, counted):
    panden, objects = counted
    by_hand = Counter(p for ids, _ in objects.values() for p in ids if p in panden)
    links = from_gpkg["addresses"].links
    links = links[links["building_id"].isin(from_gpkg["buildings"].frame.index)]
    sizes = links.groupby("building_id").size()
    assert (sizes >= 3).sum() == sum(n >= 3 for n in by_hand.values()) == 426


def test_the_densest_building_without_dwellings_has_22_addresses(from_gpkg, counted):
    panden, objects = counted
    by_hand = defaultdict(list)
    for ids, uses in objects.values():
        for pand in ids:
            by_hand[pand].append("woonfunctie" in uses)
    most = max(len(homes) for pand, homes in by_hand.items() if pand in panden and not any(homes))
    frame, links = from_gpkg["addresses"].frame, from_gpkg["addresses"].links
    links = links[links["building_id"].isin(from_gpkg["buildings"].frame.index)]
    home = (
        frame["use"].str.contains("woonfunctie").reindex(links["address_id"]).to_numpy(dtype=bool)
    )
    grouped = links.assign(home=home).groupby("building_id")["home"].agg(["size", "any"])
    assert grouped.loc[~grouped["any"], "size"].max() == most == 22


@pytest.mark.parametrize("name", ["buildings", "addresses"])
def test_the_raw_extract_and_the_derived_geopackage_give_the_same_layer(from_zip, from_gpkg, name):
    assert_frame_equal(pd.DataFrame(from_zip[name].frame), pd.DataFrame(from_gpkg[name].frame))
    assert from_zip[name].frame.crs == from_gpkg[name].frame.crs
    if name == "addresses":
        assert_frame_equal(from_zip[name].links, from_gpkg[name].links)


def test_the_extract_is_read_as_elementtree_reads_it(weesp, from_zip):
    """Walk the nested zips by hand and look at every current version."""
    current = {}
    for data in _documents(zipfile.ZipFile(weesp / "BAGGEM0457L-15102021.zip"), "PND1510"):
        for pand in ET.fromstring(data).iter():  # noqa: S314  # the slow second opinion, on known data
            if pand.tag.endswith("}Pand"):
                facts = {e.tag.rpartition("}")[2]: e.text for e in pand.iter()}
                if not {"eindGeldigheid", "eindRegistratie"} & set(facts):
                    current[facts["identificatie"]] = facts
    existing = {i: f for i, f in current.items() if f["status"] in BUILDINGS}
    frame = from_zip["buildings"].frame
    assert len(current) == 12_899
    assert set(frame.index) == set(existing)
    years = {i: float(f["oorspronkelijkBouwjaar"]) for i, f in existing.items()}
    known = frame["year_built"].dropna()
    assert known.to_dict() == {i: y for i, y in years.items() if 1200 <= y < 9999}
    assert frame.loc["0457100000054140"].geometry.is_valid


def test_the_report_counts_what_was_left_out(from_zip):
    notes = {note.template: note.facts for note in from_zip["buildings"].report.notes}
    former = next(facts for text, facts in notes.items() if text.startswith("Former versions"))
    planned = next(facts for text, facts in notes.items() if text.startswith("Not there now"))
    assert former["count"] == 23_091 - 12_899
    assert planned["count"] == 12_899 - 10_837
    assert from_zip["buildings"].report.rows_read == 23_091


def test_a_box_reads_only_what_touches_it(weesp, from_gpkg):
    box = (131_000.0, 480_000.0, 132_000.0, 481_000.0)
    for file in ("weesp_actueel_afgeleid.gpkg", "BAGGEM0457L-15102021.zip"):
        part = read_layer("buildings", [weesp / file], reference_date=DAY, box=box)
        whole = from_gpkg["buildings"].frame
        bounds = whole.bounds
        near = whole[(bounds["maxx"] >= box[0]) & (bounds["minx"] <= box[2])]
        near = near[(near.bounds["maxy"] >= box[1]) & (near.bounds["miny"] <= box[3])]
        assert 0 < len(part.frame) <= len(near)
        assert set(part.frame.index) <= set(near.index)


def test_buildings_of_a_wfs_answer_get_their_leading_zero_back(shared_data):
    folder = shared_data / "wageningen/bag-wfs"
    layer = read_layer("buildings", [folder / "WURBuildings.gml"], reference_date=DAY)
    statuses = re.findall(
        r"<bag:status>(.*?)</bag:status>", (folder / "WURBuildings.gml").read_text()
    )
    assert len(statuses) == 69
    assert len(layer.frame) == sum(status in BUILDINGS for status in statuses)
    assert layer.frame.index.str.fullmatch(r"0\d{15}").all()
    assert not layer.frame.has_z.any()


def test_the_first_page_of_a_longer_answer_is_refused(shared_data):
    with pytest.raises(InputError, match="first page"):
        read_layer(
            "buildings", [shared_data / "wageningen/bag-wfs/Buildings.gml"], reference_date=DAY
        )


def test_service_json_in_degrees_ends_in_rd(shared_data):
    path = shared_data / "pdok-wfs/blikveld_panden.geojson"
    layer = read_layer("buildings", [path], reference_date=DAY)
    assert layer.frame.crs.to_epsg() == 28992
    west, south, east, north = layer.frame.total_bounds
    assert 100_000 < west < east < 110_000  # Haarlem
    assert 485_000 < south < north < 492_000
    assert layer.frame["use"].isna().sum() > 0  # empty text is unknown


def test_address_numbers_of_a_service_pass_without_use_or_building(shared_data):
    layer = read_layer("addresses", [shared_data / "pdok-ogcapi/bag.gpkg"], reference_date=DAY)
    assert len(layer.frame) == 1836
    assert layer.links is None
    assert layer.frame["use"].isna().all()
    assert layer.frame.loc["0363200000039881", "number"] == "1-H"


def _documents(archive: zipfile.ZipFile, part: str):
    for name in archive.namelist():
        if name.endswith(".zip"):
            yield from _documents(zipfile.ZipFile(io.BytesIO(archive.read(name))), part)
        elif name.startswith("0457" + part):
            yield archive.read(name)
