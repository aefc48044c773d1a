"""Otterlo from the BGT: partial and saying so, and six indicators as loops over the files give."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely

from riskmap.indicators.catalogue import builtin, measure
from riskmap.layers.layer import Layers
from riskmap.locations.catalogue import build
from riskmap.locations.parcel_view import best_per_parcel
from riskmap.outputs.map_files import read_map
from riskmap.pipeline.run import check
from riskmap.project import load_project

SIX = {
    "isolation_nearest_address",
    "neighbour_density_500",
    "road_setback",
    "storage_row_cluster",
    "unaddressed_outbuilding_area",
    "unit_density",
}
NOT_FOR_CARS = {"fietspad", "voetpad", "voetpad op trap", "voetgangersgebied", "OV-baan", "inrit"}
MISSING = ["bare_soil", "buildings (year_built)", "crop_fields", "ndvi", "roads (node_from)"]
MISSING += ["roads (node_to)", "roads (ramp)", "roofs", "vacancy"]
IN_DUTCH = ("panden", "bouwjaar", "wegennet", "leegstand")


@dataclass(frozen=True)
class Files:
    """What the files hold, read and filtered without riskmap."""

    buildings: gpd.GeoSeries
    addresses: gpd.GeoSeries
    roads: np.ndarray
    parcels: np.ndarray

    def anchor(self, members: pd.DataFrame) -> shapely.Geometry:
        """Return the largest outbuilding, or the largest building where there is none."""
        for role in ("outbuilding", "building"):
            own = sorted(members.loc[members["role"] == role, "member_id"])
            if own:
                return max((self.buildings[name] for name in own), key=lambda shape: shape.area)
        raise AssertionError(members)


@pytest.fixture(scope="module")
def files(shared_data: Path) -> Files:
    folder = shared_data / "otterlo-rural"
    bgt = folder / "bgt_otterlo_vlakken_afgeleid.gpkg"
    panden = pyogrio.read_dataframe(bgt, layer="pand")
    panden = panden[panden["eindRegistratie"].isna() & (panden["bgt-status"] == "bestaand")]
    ids = panden["identificatieBAGPND"]
    unsure = ids.isna() | ids.str.endswith("9999999999") | ids.duplicated(keep=False)
    roads = pyogrio.read_dataframe(bgt, layer="wegdeel")
    on_ground = roads["relatieveHoogteligging"].astype(int) == 0
    roads = roads[roads["eindRegistratie"].isna() & on_ground]
    roads = roads[~roads["function"].isin(NOT_FOR_CARS)]
    points = pyogrio.read_dataframe(folder / "dutch_addresses_28992.gpkg")
    parcels = pyogrio.read_dataframe(folder / "brk_percelen_afgeleid.gpkg")
    return Files(
        panden.set_index(ids.mask(unsure, panden["lokaalID"])).geometry,
        points.set_index("id").geometry,
        shapely.make_valid(roads.geometry.to_numpy()),
        parcels.geometry.to_numpy(),
    )


@pytest.fixture(scope="module")
def run(
    checkout: Path, shared_data: Path, python: Callable, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, str]:
    """Return the folder a run of the real command line wrote, and what it said."""
    assert shared_data.is_dir()
    out = tmp_path_factory.mktemp("otterlo") / "out"
    done = python("-m", "riskmap", "run", checkout / "examples" / "otterlo", "-o", out)
    assert done.returncode == 0, done.stderr
    return out, done.stdout


@pytest.fixture(scope="module")
def layers(checkout: Path, shared_data: Path) -> Layers:
    assert shared_data.is_dir()
    return check(load_project(checkout / "examples" / "otterlo"))


@pytest.fixture(scope="module")
def yards(run: tuple[Path, str]) -> tuple[gpd.GeoDataFrame, dict[str, pd.DataFrame]]:
    """Return the scored yards by id, and the members of each."""
    folder = run[0] / "rural"
    members = pd.read_parquet(folder / "members.parquet")
    scored = gpd.read_parquet(folder / "opportunity.parquet").set_index("location_id")
    return scored, dict(list(members.groupby("location_id")))


@pytest.fixture(scope="module")
def held(files: Files) -> dict[str, list[str]]:
    """Return building -> addresses: the building nearest to the point, at most 5 m away."""
    lie_in: dict[str, list[str]] = {}
    shapes, names = files.buildings.to_numpy(), files.buildings.index.to_numpy()
    west, south, east, north = files.buildings.total_bounds
    for address, point in files.addresses.cx[west - 5 : east + 5, south - 5 : north + 5].items():
        metres = shapely.distance(shapes, point)
        if metres.min() <= 5:
            home = min(names[metres == metres.min()])
            lie_in.setdefault(home, []).append(address)
    return lie_in


def test_there_are_about_a_hundred_yards_of_the_buildings_that_exist_now(yards, files):
    scored, members = yards
    assert 80 <= len(scored) <= 130
    assert scored["kind"].eq("yard").all()
    assert len(files.buildings) == 1_681
    own = pd.concat(members.values())
    own = own[own["role"].isin(["building", "outbuilding"])]
    assert set(own["member_id"]) <= set(files.buildings.index)
    assert own["member_id"].is_unique


def test_everything_is_marked_partial_and_names_the_missing_layers(run):
    out, said = run
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["themes"]["rural"]["missing_layers"] == MISSING
    # Of vacancy only the permits are there, seclusion lacks the dead ends, capacity the age and
    # the roofs; access and changes lack everything.
    share = 0.30 * 3 / 8.5 + 0.30 * (2 + 1 + 1 + 1) / 6.5 + 0.20 * 2 / 3.5
    assert manifest["themes"]["rural"]["completeness"] == pytest.approx(share)
    for file in ("opportunity.parquet", "opportunity.gpkg"):
        description = read_map(out / "rural" / file).description
        assert description.partial
        assert list(description.missing_layers) == MISSING
    (line,) = (line for line in said.splitlines() if "Partial:" in line)
    assert "buildings (year of construction)" in line
    assert "road network (how roads connect)" in line
    assert "road network (motorway ramps)" in line
    assert line.endswith("vacancy.")
    report = (out / "report.html").read_text(encoding="utf-8")
    (warning,) = re.findall(r'<p class="warning">([^<]*45[^<]*)</p>', report)
    assert all(word in warning for word in IN_DUTCH)


@pytest.mark.browser
def test_the_map_is_marked_partial_and_names_the_missing_layers(run, open_page):
    opened = open_page(run[0] / "map.html")
    opened.page.wait_for_selector("html[data-ready]")
    banner = opened.page.locator("#banners").inner_text()
    assert all(word in banner for word in ("45", *IN_DUTCH))


def test_the_six_indicators_of_buildings_addresses_and_roads_can_be_computed(layers):
    for kind in ("yard", "building", "box_row"):
        places = build(kind, layers, None)
        found = {
            name
            for name in SIX
            if measure(builtin()[name], places, layers).values.notna().any()  # noqa: PD011 (no frame)
        }
        assert found == SIX


def test_the_distance_to_the_nearest_neighbour_equals_a_loop(yards, files):
    scored, members = yards
    expected = {}
    for name in scored.index:
        own = members[name]
        others = files.addresses.drop(own.loc[own["role"] == "address", "member_id"])
        expected[name] = others.distance(files.anchor(own)).min()
    assert scored["isolation_nearest_address__value"].to_dict() == pytest.approx(expected)


def test_the_addresses_within_500_m_equal_a_loop(yards, files):
    scored, members = yards
    expected = {}
    for name in scored.index:
        own = members[name]
        buildings = own.loc[own["role"].isin(["building", "outbuilding"]), "member_id"]
        centre = shapely.union_all(files.buildings[list(buildings)]).convex_hull.centroid
        others = files.addresses.drop(own.loc[own["role"] == "address", "member_id"])
        expected[name] = float((others.distance(centre) <= 500).sum())
    assert scored["neighbour_density_500__value"].to_dict() == expected


def test_the_distance_to_the_road_equals_a_loop(yards, files):
    scored, members = yards
    expected = {
        name: shapely.distance(files.roads, files.anchor(members[name])).min()
        for name in scored.index
    }
    assert scored["road_setback__value"].to_dict() == pytest.approx(expected)


def test_the_outbuildings_without_an_address_equal_a_loop(yards, files, held):
    scored, members = yards
    expected = {}
    for name in scored.index:
        own = members[name]
        own = own[own["role"].isin(["building", "outbuilding"])]
        sheds = [files.buildings[b].area for b in own["member_id"] if b not in held]
        expected[name] = sum(area for area in sheds if area >= 40)
    assert scored["unaddressed_outbuilding_area__value"].to_dict() == pytest.approx(expected)
    assert sum(area >= 250 for area in expected.values()) > 10


def chained(boxes: gpd.GeoSeries) -> dict[str, int]:
    """Return box -> size of its row, by chaining boxes at most 8 m apart."""
    left, size = set(boxes.index), {}
    while left:
        row, border = set(), {left.pop()}
        while border:
            row |= border
            rest = boxes[sorted(left)]
            border = {name for one in border for name in rest[rest.distance(boxes[one]) <= 8].index}
            left -= border
        size |= dict.fromkeys(row, len(row) if len(row) >= 8 else 0)
    return size


def test_the_boxes_in_a_row_equal_chaining(layers, files, held):
    small = files.buildings[(files.buildings.area >= 12) & (files.buildings.area <= 40)]
    certain = chained(small[~small.index.isin(list(held))])
    # No use is known, so every address may be that of a box or of a small unit.
    full = {name: len(own) for name, own in held.items() if len(own) >= 10}
    possible = chained(small[~small.index.isin(list(full))]) | full
    expected = {}
    for building in files.buildings.index:
        low, high = certain.get(building, 0), possible.get(building, 0)
        expected[f"building:{building}"] = float(low) if high <= low else np.nan
    indicator = builtin()["storage_row_cluster"]
    found, _, _ = measure(indicator, build("building", layers, None), layers)
    assert found.to_dict() == pytest.approx(expected, nan_ok=True)
    rows, _, _ = measure(indicator, build("box_row", layers, None), layers)
    sizes = sorted(set(certain.values()) - {0})
    assert sorted(rows) == sizes
    assert len(rows) == 2


def test_units_are_none_without_address_and_unknown_with_one_of_unknown_use(layers, files, held):
    places = build("building", layers, None)
    found, _, _ = measure(builtin()["unit_density"], places, layers)
    expected = {
        f"building:{name}": np.nan if name in held else 0.0 for name in files.buildings.index
    }
    assert found.to_dict() == pytest.approx(expected, nan_ok=True)
    assert 0 < len(held) < len(files.buildings)


def stands(building: shapely.Geometry, parcel: shapely.Geometry) -> bool:
    common = building.intersection(parcel).area
    return common >= 0.1 * building.area or common >= 0.1 * parcel.area


def test_no_yard_stands_on_the_eleven_parcels_so_the_parcel_view_of_the_run_is_empty(
    run, yards, files
):
    _, members = yards
    own = pd.concat(members.values())
    own = own.loc[own["role"].isin(["building", "outbuilding"]), "member_id"]
    assert not any(
        stands(building, parcel) for building in files.buildings[own] for parcel in files.parcels
    )
    view = pd.read_parquet(run[0] / "rural" / "parcels.parquet")
    assert view.empty
    columns = ["parcel_id", "location_id", "opportunity", "coverage", "rank"]
    assert list(view.columns) == columns


def test_every_parcel_shows_the_best_of_the_buildings_that_stand_on_it(layers, files):
    places = build("building", layers, None)
    metres, _, _ = measure(builtin()["isolation_nearest_address"], places, layers)
    score = metres / metres.max()
    ranked = pd.DataFrame({"opportunity": score, "coverage": 1.0, "rank": 1})
    found = best_per_parcel(places.members, ranked)
    by_place = layers["parcels"].frame.geometry
    expected = {}
    for parcel in files.parcels:
        (name,) = by_place.index[by_place.geom_equals(parcel)]
        standing = [f"building:{b}" for b, s in files.buildings.items() if stands(s, parcel)]
        if standing:
            expected[name] = max(standing, key=lambda place: score[place])
    assert dict(zip(found["parcel_id"], found["location_id"], strict=True)) == expected
    assert found["opportunity"].tolist() == [score[place] for place in found["location_id"]]
    assert len(files.parcels) == 11
    assert len(expected) == 9
