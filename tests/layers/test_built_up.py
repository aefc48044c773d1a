"""Deriving the built-up area: villages are, ribbons and farms and flats are not."""

from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from scipy.spatial import cKDTree

from riskmap.layers.border import read_layer
from riskmap.layers.layer import Access, Layer
from riskmap.layers.registers.built_up import derive_built_up


def addresses(places, access=Access.OPEN) -> Layer:
    index = pd.Index([f"{n:05d}" for n in range(len(places))], name="address_id", dtype="str")
    frame = gpd.GeoDataFrame(geometry=shapely.points(places), index=index, crs=28992)
    return Layer("addresses", frame, source="made.gpkg", access=access)


def ribbon(*, both_sides):
    along = np.arange(0, 5000, 66.0)
    north = np.stack([150_000 + along, np.full(len(along), 480_025.0)], axis=1)
    south = north + np.array([33.0, -50.0])
    return np.concatenate([north, south]) if both_sides else north


def village(rows=10, spacing=25.0):
    x, y = np.meshgrid(np.arange(rows) * spacing, np.arange(rows) * spacing)
    return np.stack([160_000 + x.ravel(), 480_000 + y.ravel()], axis=1)


@pytest.mark.parametrize("both_sides", [False, True])
def test_a_ribbon_with_a_dwelling_each_66_metres_is_not_built_up(both_sides):
    assert derive_built_up(addresses(ribbon(both_sides=both_sides))).frame.empty


def test_a_village_is_built_up_to_its_last_house():
    derived = derive_built_up(addresses(village()))
    assert len(derived.frame) == 1
    inside = shapely.contains(derived.frame.geometry.iloc[0], shapely.points(village()))
    assert inside.all()


def test_a_road_with_dwellings_out_of_the_village_is_not_swallowed():
    road = np.stack([160_400 + np.arange(20) * 66.0, np.full(20, 480_100.0)], axis=1)
    derived = derive_built_up(addresses(np.concatenate([village(), road])))
    assert len(derived.frame) == 1
    inside = shapely.contains(derived.frame.geometry.iloc[0], shapely.points(road))
    assert not inside[2:].any()


def test_one_block_of_flats_in_the_fields_is_no_village():
    flats = np.repeat([[150_000.0, 480_000.0]], 200, axis=0)
    assert derive_built_up(addresses(flats)).frame.empty


def test_no_addresses_give_no_built_up_area():
    assert derive_built_up(addresses(np.empty((0, 2)))).frame.empty


def test_what_was_derived_says_so_and_keeps_the_access_class():
    derived = derive_built_up(addresses(village(), access=Access.MUNICIPAL))
    assert derived.name == "built_up"
    assert derived.edition == "derived"
    assert derived.access is Access.MUNICIPAL
    assert "derived from addresses" in derived.report.notes[0].template


def test_the_core_of_otterlo_is_built_up_and_its_farms_are_not(shared_data):
    path = shared_data / "otterlo-rural/dutch_addresses_28992.gpkg"
    layer = read_layer("addresses", [path], reference_date=date(2026, 1, 1))
    area = shapely.union_all(derive_built_up(layer).frame.geometry.to_numpy())
    places = shapely.get_coordinates(layer.frame.geometry.to_numpy())
    apart = cKDTree(np.unique(places, axis=0)).query(places, k=6)[0][:, 5]
    inside = shapely.contains_xy(area, places)
    # five neighbours within 40 m is a street in the village; none within 200 m is a farm
    assert inside[apart < 40].mean() > 0.95
    lonely = cKDTree(np.unique(places, axis=0)).query(places, k=2)[0][:, 1] > 200
    assert lonely.sum() == 19
    assert not inside[lonely].any()


def test_places_of_several_parts_lie_in_a_second_table(tmp_path):
    path = tmp_path / "top10nl.gpkg"
    for own, table in (("1", "top10nl_plaats_vlak"), ("2", "top10nl_plaats_multivlak")):
        gpd.GeoDataFrame(
            {"lokaal_id": [own], "bebouwdekom": ["ja"]},
            geometry=[shapely.box(132_000, 480_000, 132_100, 480_100)],
            crs=28992,
        ).to_file(path, layer=table)
    layer = read_layer("built_up", [path], reference_date=date(2026, 1, 1))
    assert layer.frame.index.tolist() == ["1", "2"]
