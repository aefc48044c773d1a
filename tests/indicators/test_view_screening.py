"""Screening of the view from the road, against one sight line at a time."""

import datetime as dt
import math

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import rasterio
import shapely
from affine import Affine

from riskmap.indicators import view_screening as module
from riskmap.indicators.catalogue import measure
from riskmap.indicators.view_screening import INDICATOR, view_screening
from riskmap.layers.border import read_layer
from riskmap.layers.images import Image, Images
from riskmap.layers.layer import Layers
from riskmap.locations.building import build_buildings
from riskmap.locations.yard import build_yards
from riskmap.reading import Raster, read_raster

PATHS = {"fietspad", "voetpad", "voetpad op trap", "voetgangersgebied", "ruiterpad", "ov-baan"}
TALL = {
    *("loofbos", "naaldbos", "gemengd bos", "griend", "populieren", "bosplantsoen"),
    *("houtwal", "bomenrij", "hoge heg", "struiken", "boomgaard", "fruitteelt"),
}
STOPS = np.arange(2.5, 100, 5)
ROAD = {"1": ([(0, 0), (100, 0)], "n1", "n2", "G", None, None)}


def points_of(roads):
    """Walk along all roads for cars and stop every 5 m."""
    found = []
    for _, road in roads.sort_index().iterrows():
        if isinstance(road["road_class"], str) and road["road_class"].lower() in PATHS:
            continue
        path = road.geometry
        if path.geom_type.endswith("Polygon"):
            inner = path.buffer(-1, quad_segs=8)
            path = (path if inner.is_empty else inner).boundary
        for part in getattr(path, "geoms", [path]):
            count = math.ceil(part.length / 5)
            found += [part.interpolate((k + 0.5) * part.length / count) for k in range(count)]
    return found


def lines_to(place, points):
    """Return the 24 sight lines of one place."""
    near = [point for point in points if place.distance(point) <= 300]
    wanted = range(min(24, len(near)))
    target = place.point_on_surface()
    return [
        shapely.LineString([near[int((k + 0.5) * len(near) / len(wanted))], target]) for k in wanted
    ]


def one_by_one(locations, buildings, roads, vegetation, chosen):
    """Return the share by asking every line of every chosen place about every screen."""
    points = points_of(roads)
    green = [row.geometry for row in vegetation.itertuples() if str(row.kind).lower() in TALL]
    members = locations.members
    answer = []
    for name in chosen:
        place = locations.frame.geometry[name]
        own = set(members.loc[members["location_id"] == name, "member_id"])
        others = [shape for key, shape in buildings.geometry.items() if key not in own]
        # Only what is near: the loop would take minutes otherwise.
        near = [shape for shape in green + others if shape.distance(place) <= 301]
        lines = lines_to(place, points)
        met = sum(any(line.intersects(shape) for shape in near) for line in lines)
        answer.append(met / len(lines) if lines else math.nan)
    return answer


@pytest.fixture
def yard(make):
    """Return a yard 40 m from a street of 100 m, and a building of somebody else."""
    return make(
        {
            "own": (40, 40, 20, 10, 1970, None, None),
            "shed": (45, 20, 2, 2, 1970, None, None),
            "other": (200, 200, 5, 5, 1970, None, None),
        },
        [("yard:a", "outbuilding", "own", 1.0), ("yard:a", "building", "shed", 1.0)],
        roads=ROAD,
    )


def vegetation(*rows):
    kinds = pd.Series([kind for kind, _ in rows], dtype="str")
    return gpd.GeoDataFrame({"kind": kinds}, geometry=[shape for _, shape in rows], crs=28992)


def share(made, green=None, **other):
    frames = made.frames | other
    green = vegetation() if green is None else green
    return view_screening(
        made.locations, frames["buildings"], frames["roads"], green, frames.get("height")
    ).tolist()


def test_an_open_yard_is_not_screened_and_its_own_buildings_do_not_screen_it(yard):
    assert share(yard) == [0.0]


def test_a_row_of_trees_all_along_screens_every_line(yard):
    assert share(yard, vegetation(("bomenrij", shapely.LineString([(-9, 5), (109, 5)])))) == [1.0]


@pytest.mark.parametrize("kind", ["heg", "groenvoorziening", "grasland overig", "boomteelt"])
def test_what_is_low_or_of_no_known_height_screens_nothing(yard, kind):
    assert share(yard, vegetation((kind, shapely.box(-9, 3, 109, 8)))) == [0.0]


def test_half_a_wood_screens_the_lines_that_cross_it(yard):
    # The street has 20 points; those at x < 50 look through the wood on the left.
    wood = vegetation(("loofbos", shapely.box(-9, 1, 50, 20)))
    target = yard.locations.frame.geometry["yard:a"].point_on_surface()
    hit = [shapely.LineString([(x, 0), target]).intersects(wood.geometry[0]) for x in STOPS]
    assert share(yard, wood) == [sum(hit) / 20]
    assert 0 < sum(hit) < 20


def test_the_neighbours_building_screens(yard):
    wall = yard.frames["buildings"].copy()
    wall.loc["other", "geometry"] = shapely.box(-9, 5, 109, 6)
    assert share(yard, buildings=wall) == [1.0]


def test_green_on_the_far_verge_of_a_road_surface_is_not_in_between(yard):
    roads = gpd.GeoDataFrame(
        {"road_class": ["rijbaan lokale weg"]},
        index=["1"],
        geometry=[shapely.box(0, -5, 100, 0)],
        crs=28992,
    )
    far = vegetation(("struiken", shapely.box(-50, -9, 150, -5)))
    near = vegetation(("struiken", shapely.box(-50, 0, 150, 3)))
    assert share(yard, far, roads=roads) == [0.0]
    assert share(yard, near, roads=roads) == [1.0]


def test_green_of_unknown_kind_makes_the_share_unknown_unless_the_line_is_screened_anyway(yard):
    unknown = (None, shapely.box(-9, 5, 109, 6))
    assert np.isnan(share(yard, vegetation(unknown))).all()
    assert share(yard, vegetation(unknown, ("houtwal", shapely.box(-9, 8, 109, 9)))) == [1.0]


def test_without_a_public_road_within_300_m_it_does_not_apply(yard):
    away = yard.frames["roads"].translate(yoff=-281)
    layers = yard.layers(
        roads=yard.frames["roads"].set_geometry(away), vegetation=vegetation(("heg", away.iloc[0]))
    )
    values, applies, reason = measure(INDICATOR, yard.locations, layers)
    assert (applies.tolist(), values.isna().all()) == ([False], True)
    assert "applies to none" in reason.text()


def model(values, date=None):
    """Return a height model of cells of 1 m; x from -20, y up to 80."""
    placed = Affine(1, 0, -20, 0, -1, 80)
    whole = Raster(values, placed, "EPSG:28992")
    return Image("ahn.tif", date, "EPSG:28992", placed, values.shape, lambda _box: whole)


def test_a_surface_model_shows_the_hedge_no_register_knows(yard):
    flat = np.full((110, 150), 1.0)  # x from -20 to 130, y from -30 to 80
    assert share(yard, height=Images((model(flat),))) == [0.0]
    hedge = flat.copy()
    hedge[80 - 12 : 80 - 10] = 3.4  # y from 10 to 12, 2.4 m high
    assert share(yard, height=Images((model(hedge),))) == [0.0]
    hedge[80 - 12 : 80 - 10] = 3.6
    assert share(yard, height=Images((model(hedge),))) == [1.0]


def test_the_place_s_own_roof_and_unknown_cells_do_not_screen_it(yard):
    surface = np.full((110, 150), 1.0)
    surface[80 - 50 : 80 - 40, 20 + 40 : 20 + 60] = 9.0  # the roof of its own barn
    surface[80 - 12 : 80 - 10] = np.nan
    assert share(yard, height=Images((model(surface),))) == [0.0]


def test_the_newest_model_counts_where_it_is_known(yard):
    old, new = np.full((110, 150), 1.0), np.full((110, 150), 1.0)
    old[80 - 12 : 80 - 10] = 8.0  # felled since
    new[:, 90:] = np.nan
    both = Images((model(old, dt.date(2015, 1, 1)), model(new)))
    # Right of x = 70 only the old model is known: those lines still cross the trees there.
    target = yard.locations.frame.geometry["yard:a"].point_on_surface()
    at_row = STOPS + (target.x - STOPS) * 11 / target.y
    assert share(yard, height=both) == [pytest.approx((at_row > 70).mean(), abs=0.06)]


@pytest.fixture(scope="module")
def otterlo_layers(shared_data):
    folder = shared_data / "otterlo-rural"
    tables = {"buildings": "pand", "roads": "wegdeel", "vegetation": "begroeidterreindeel"}
    bgt = folder / "bgt_otterlo_vlakken_afgeleid.gpkg"
    layers = {
        name: read_layer(name, [bgt], reference_date=dt.date(2021, 1, 1), table=table)
        for name, table in tables.items()
    }
    points = [folder / "dutch_addresses_28992.gpkg"]
    layers["addresses"] = read_layer("addresses", points, reference_date=dt.date(2021, 1, 1))
    return Layers(layers)


def test_the_yards_of_otterlo_have_the_share_a_loop_finds(otterlo_layers):
    yards = build_yards(otterlo_layers)
    frames = [otterlo_layers[name].frame for name in ("buildings", "roads", "vegetation")]
    found = view_screening(yards, *frames)
    chosen = found.index[::16]
    assert found[chosen].tolist() == pytest.approx(one_by_one(yards, *frames, chosen))
    assert found[chosen].nunique() > 5


def test_the_buildings_of_hilversum_have_the_share_a_loop_finds(shared_data):
    bgt = shared_data / "hilversum-zuid-bgt" / "bgt_hilversum_zuid_vlakken_afgeleid.gpkg"
    tables = {"buildings": "pand", "roads": "wegdeel", "vegetation": "begroeidterreindeel"}
    layers = {
        name: read_layer(name, [bgt], reference_date=dt.date(2021, 1, 1), table=table)
        for name, table in tables.items()
    }
    buildings = layers["buildings"].frame
    nobody = gpd.GeoDataFrame(
        {column: pd.Series(dtype="str") for column in ("use", "status", "street", "number")},
        geometry=gpd.GeoSeries(crs=28992),
    ).rename_axis("address_id")
    layers["addresses"] = type(layers["buildings"])("addresses", nobody, "none")
    places = build_buildings(Layers(layers))
    frames = [buildings, layers["roads"].frame, layers["vegetation"].frame]
    found = view_screening(places, *frames)
    chosen = found.index[::6]
    expected = one_by_one(places, *frames, chosen)
    assert found[chosen].tolist() == pytest.approx(expected, nan_ok=True)
    assert found[chosen].nunique() > 5


def test_on_a_real_surface_model_it_equals_a_walk_along_every_line(make, shared_data, monkeypatch):
    monkeypatch.setattr(module, "_AT_ONCE", 50)
    file = shared_data / "ahn" / "ahn_dsm_05m_kijkduin.tif"
    with rasterio.open(file) as surface:
        cells, place_of, placed = surface.read(1), surface.index, surface.transform

    def read(box):
        return read_raster(file, box=box)

    image = Image(file.name, None, "EPSG:28992", placed, cells.shape, read)
    chance = np.random.default_rng(6)
    spots = {f"b{k}": chance.uniform((73_450, 451_290), (73_830, 451_600)) for k in range(9)}
    made = make(
        {name: (*spot, 8, 6, 1990, None, None) for name, spot in spots.items()},
        [(f"yard:{name}", "outbuilding", name, 1.0) for name in spots],
        roads={"1": ([(73_420, 451_270), (73_880, 451_640)], "n1", "n2", "G", None, None)},
    )
    found = share(made, height=Images((image,)))
    expected = []
    for name in made.locations.frame.index:
        place = made.locations.frame.geometry[name]
        others = made.frames["buildings"].geometry.drop(name.removeprefix("yard:"))
        lines = lines_to(place, points_of(made.frames["roads"]))
        met = [
            others.intersects(line).any() or rises(line, place, cells, place_of) for line in lines
        ]
        expected.append(sum(met) / len(met))
    assert found == pytest.approx(expected)
    assert len(set(found)) > 3


def rises(line, place, cells, place_of):
    """Walk along one line in steps of at most a metre, outside the place."""
    steps = math.ceil(line.length)
    walked = []
    for k in range(steps + 1):
        point = line.interpolate(k / steps, normalized=True)
        row, column = place_of(point.x, point.y)
        inside = 0 <= row < cells.shape[0] and 0 <= column < cells.shape[1]
        if inside and not place.contains(point) and np.isfinite(cells[row, column]):
            walked.append((k * line.length / steps, float(cells[row, column])))
    if not walked:
        return False
    first, last = walked[0][0], walked[-1][0]
    begin = min(height for at, height in walked if at <= first + 5)
    end = min(height for at, height in walked if at >= last - 5)
    return any(
        height > begin + (end - begin) * (at - first) / (last - first) + 2.5
        for at, height in walked
    )
