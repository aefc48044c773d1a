"""Vacancy of the park a place stands on, by hand."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from riskmap.indicators.catalogue import measure
from riskmap.indicators.park_vacancy_share import INDICATOR, park_vacancy_share

PARKS = gpd.GeoDataFrame(
    {"name": ["Old", "New", "Bare"]},
    index=pd.Index(["P1", "P2", "P3"], name="park_id"),
    geometry=[
        shapely.box(0, 0, 100, 100),
        shapely.box(100, 0, 200, 100),
        shapely.box(200, 0, 300, 99),
    ],
    crs="EPSG:28992",
)
TABLE = pd.DataFrame(
    {"addresses": [40.0, 25.0], "vacant": [6.0, np.nan]},
    index=pd.Index(["P1", "P2"], name="park_id"),
)


@pytest.fixture
def halls(make):
    """Return halls on the three parks, across the border of two, and off the parks."""
    spots = {"a": 10, "b": 92, "c": 150, "d": 250, "e": 295, "f": 400}
    return make(
        {name: (x, 10, 20, 10, 1980, None, None) for name, x in spots.items()},
        [(f"building:{name}", "building", name, 1.0) for name in spots],
        kind="building",
    )


def test_a_place_has_the_share_of_its_park(halls):
    share = park_vacancy_share(halls.locations, TABLE, PARKS)
    # Hall b has 8 m on the first park and 12 m on the second, whose vacancy nobody counted.
    np.testing.assert_array_equal(share, [0.15, *[np.nan] * 5])


def test_off_the_parks_it_does_not_apply_and_on_a_park_outside_the_table_it_is_unknown(halls):
    layers = halls.layers(park_vacancy=TABLE, business_parks=PARKS)
    values, applies, missing = measure(INDICATOR, halls.locations, layers)
    # Hall e stands on a park with a quarter of itself only.
    assert applies.tolist() == [True, True, True, True, False, False]
    assert values.notna().tolist() == [True, False, False, False, False, False]
    assert missing is None


def test_it_equals_a_loop_on_the_buildings_of_weesp_cut_into_made_up_parks(weesp):
    x, y = 131_000, 479_000
    tiles = [
        shapely.box(x + 400 * i, y + 400 * j, x + 400 * i + 400, y + 400 * j + 400)
        for i in range(4)
        for j in range(4)
        if (i + j) % 2
    ]
    names = [f"T{k}" for k in range(len(tiles))]
    parks = gpd.GeoDataFrame({"name": names}, index=names, geometry=tiles, crs="EPSG:28992")
    table = pd.DataFrame(
        {"addresses": np.arange(10, 10 + len(tiles)), "vacant": np.arange(len(tiles))}, index=names
    )
    chosen = weesp.locations.frame.index.to_series()
    few = weesp.locations.only(chosen.isin(chosen.iloc[::20]))
    share = park_vacancy_share(few, table, parks)
    wanted = []
    for shape in few.frame.geometry:
        inside = [k for k, tile in enumerate(tiles) if tile.contains(shape)]
        wanted.append(inside[0] / (10 + inside[0]) if inside else np.nan)
    whole = [
        any(t.contains(s) or not t.intersects(s) for t in tiles)
        and sum(t.intersects(s) for t in tiles) == sum(t.contains(s) for t in tiles)
        for s in few.frame.geometry
    ]
    np.testing.assert_allclose(share[whole].to_numpy(), np.array(wanted)[whole])
    assert share[whole].notna().sum() > 20
