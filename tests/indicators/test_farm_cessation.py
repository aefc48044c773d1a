"""Stopped farms, by hand, and against a loop over the real permits near Otterlo."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from riskmap.indicators.catalogue import measure
from riskmap.indicators.farm_cessation import INDICATOR, farm_cessation
from riskmap.layers.layer import Layers

PLACES = ("a", "b", "c", "d", "e", "f")


def farms(*rows):
    """Return a municipal table: (address, building, state, years since)."""
    frame = pd.DataFrame(rows, columns=["address_id", "building_id", "state", "years_since"])
    types = {"address_id": "str", "building_id": "str", "state": "str", "years_since": float}
    return frame.astype(types).rename_axis("farm_row")


def permits(*rows):
    """Return permits: (x, y, animals)."""
    frame = pd.DataFrame({"animals": [row[2] for row in rows]}, dtype=float)
    points = [shapely.Point(row[:2]) for row in rows]
    return gpd.GeoDataFrame(frame, geometry=points, crs="EPSG:28992")


@pytest.fixture
def yards(make):
    """Return six yards, 1 km apart: a house of 10 by 10 m with an address, and a shed."""
    buildings, addresses, members = {}, {}, []
    for number, name in enumerate(PLACES):
        x = 1000 * number
        buildings[f"{name}1"] = (x, 0, 10, 10, 1970, None, None)
        buildings[f"{name}2"] = (x + 20, 0, 10, 10, 1970, None, None)
        addresses[f"{name}0"] = (x + 5, 5, None, np.nan, None)
        members += [
            (f"yard:{name}", "building", f"{name}1", 1.0),
            (f"yard:{name}", "outbuilding", f"{name}2", 1.0),
            (f"yard:{name}", "address", f"{name}0", 1.0),
        ]
    return make(buildings, members, addresses).locations


def classes(locations, *layers, **options):
    """Return the classes in the order of the places."""
    return farm_cessation(locations, *layers, **options).tolist()


def test_every_state_has_its_class_by_address_or_by_building(yards):
    table = farms(
        ("a0", None, "withdrawn", 1.0),
        (None, "b2", "stopped", 7.99),
        (None, "c1", "stopped", 8.0),
        ("d0", "d1", "no_animals", np.nan),
        ("e0", None, "permit", np.nan),
        ("f0", None, "active", 3.0),
    )
    assert classes(yards, table) == [4, 4, 2, 3, 1, 0]
    scores = INDICATOR.value.scores(np.array([4.0, 2.0, 3.0, 1.0, 0.0]))
    assert scores.tolist() == [1.0, 0.4, 0.8, 0.4, 0.0]


def test_a_permit_and_its_withdrawal_are_a_withdrawal_and_an_end_without_a_date_is_unknown(yards):
    table = farms(
        ("a0", None, "permit", 20.0),
        (None, "a2", "withdrawn", 2.0),
        ("b0", None, "active", np.nan),
        (None, "b1", "stopped", np.nan),
        ("c0", None, "stopped", np.nan),
        (None, "c1", "withdrawn", 1.0),
        ("d0", None, None, 1.0),
        ("nowhere", None, "stopped", 1.0),
    )
    nan = np.nan
    np.testing.assert_array_equal(classes(yards, table), [4, nan, 4, nan, nan, nan])
    recent = classes(yards, table, undated_is_recent=True)
    np.testing.assert_array_equal(recent, [4, 4, 4, nan, nan, nan])


def test_permits_speak_where_the_municipality_does_not(yards):
    # The hull of a yard is 30 m long and 10 m deep.
    stock = permits(
        (5, 5, 80), (1015, 20, 0), (2030, 5, np.nan), (3015, 21, 0), (4005, 5, 0), (4006, 5, 3)
    )
    nan = np.nan
    np.testing.assert_array_equal(classes(yards, None, stock), [1, 3, 1, nan, 1, nan])
    table = farms(
        ("a0", None, "active", 1.0), ("b0", None, None, nan), ("c0", None, "stopped", nan)
    )
    np.testing.assert_array_equal(classes(yards, table, stock), [0, 3, nan, nan, 1, nan])
    assert classes(yards, None, stock, near_m=11.0)[3] == 3


def test_without_either_layer_it_says_so(yards):
    values, _, missing = measure(INDICATOR, yards, Layers({}))
    assert "nor one that can take its place" in str(missing)
    assert values.isna().all()
    assert farm_cessation(yards).isna().all()


@pytest.mark.parametrize(("near_m", "least"), [(10.0, 2), (1000.0, 6)])
def test_it_equals_a_loop_over_the_real_permits_near_otterlo(otterlo, shared_data, near_m, least):
    file = shared_data / "livestock" / "veehouderij_bij_n2000_zuid_oost.gpkg"
    raw = gpd.read_file(file)
    kinds = ["geiten", "kippen", "rundvee", "schapen", "varkens"]
    raw["animals"] = raw[kinds].sum(axis=1, min_count=1)
    raw["geometry"] = shapely.get_geometry(raw.geometry.to_numpy(), 0)
    stock = raw.cx[179_000:182_800, 454_800:459_100].reset_index(drop=True)
    stock.loc[stock.index[::4], "animals"] = 0.0  # a permit that outlived its animals
    yards = otterlo.locations.frame.geometry
    wanted = dict.fromkeys(yards.index, np.nan)
    for row in stock.itertuples():
        far = yards.distance(row.geometry)
        if far.min() <= near_m:
            found = 3.0 if row.animals == 0 else 1.0
            wanted[far.idxmin()] = np.fmin(wanted[far.idxmin()], found)
    values = farm_cessation(otterlo.locations, None, stock, near_m=near_m)
    np.testing.assert_array_equal(values.to_numpy(), list(wanted.values()))
    assert values.notna().sum() >= least
