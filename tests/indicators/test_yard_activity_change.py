"""Ground that turned bare: counted cell by cell with plain intersections."""

import datetime as dt

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

import riskmap.indicators.image_facts as module
from riskmap.indicators.catalogue import measure_with_reasons
from riskmap.indicators.yard_activity_change import INDICATOR
from riskmap.layers.images import Images
from riskmap.locations.locations import Locations
from tests.indicators.conftest import as_layers, make_buildings
from tests.indicators.made_images import picture

WEST, NORTH, CELL = 1_000, 1_200, 10
SHAPE = (20, 30)
PLACE = shapely.Polygon([(1_013, 1_021), (1_187, 1_034), (1_240, 1_163), (1_035, 1_182)])
OLD, NEW = 2019, 2023


def cell_of(row, column):
    x, y = WEST + CELL * column, NORTH - CELL * row
    return shapely.box(x, y - CELL, x + CELL, y)


@pytest.fixture
def pair():
    """Return bare soil of two years by chance: two dates each, clouds in all of them."""
    chance = np.random.default_rng(6)
    stack = {}
    for year in (OLD, NEW):
        for month in (6, 8):
            values = chance.uniform(-0.3, 0.3, SHAPE)
            values[chance.random(SHAPE) < 0.1] = np.nan
            stack[dt.date(year, month, 10)] = values
    stack[dt.date(NEW, 10, 10)] = np.full(SHAPE, 0.9)  # not in summer
    return stack


def by_hand(stack, ground):
    """Work out the surface that turned bare, and the share that is seen."""
    area = seen = 0.0
    for row, column in np.ndindex(SHAPE):
        part = ground.intersection(cell_of(row, column)).area
        sums = []
        for year in (OLD, NEW):
            values = [v[row, column] for d, v in stack.items() if d.year == year and d.month < 9]
            known = [value for value in values if np.isfinite(value)]
            sums.append(np.median(known) if known else np.nan)
        if np.isfinite(sums).all():
            seen += part
            area += part * (sums[1] - sums[0] >= 0.1 and sums[1] >= 0)
    return area, seen / ground.area


def measured(stack, shape=PLACE, buildings=None, options=None, **layers):
    frame = gpd.GeoDataFrame(
        index=pd.Index(["yard:a"], name="location_id"), geometry=[shape], crs=28992
    )
    members = pd.DataFrame(
        [("yard:a", "building", "b", 1.0), ("yard:a", "address", "v", 1.0)],
        columns=["location_id", "role", "member_id", "share"],
    )
    images = [
        picture(values, day, west=WEST, north=NORTH, cell=CELL) for day, values in stack.items()
    ]
    images.sort(key=lambda image: image.date)
    far = {"b": (5_000, 5_000, 5, 5, 1990, None, None)}
    frames = {
        "bare_soil": Images(tuple(images)),
        "buildings": make_buildings(buildings or far),
    } | layers
    found, because = measure_with_reasons(
        INDICATOR, Locations("yard", frame, members), as_layers(frames), options
    )
    reason = because.iloc[0]
    return found[0].iloc[0], None if reason is None else reason.text()


def test_the_surface_equals_a_walk_over_every_cell(pair):
    area, seen = by_hand(pair, PLACE)
    assert 0.5 < seen < 1
    assert measured(pair)[0] == pytest.approx(area, rel=1e-9)
    assert area > 1_000


def test_old_buildings_go_as_they_are_and_new_ones_with_a_margin(pair):
    hall = (1_100, 1_080, 33, 21)
    plain = shapely.box(1_100, 1_080, 1_133, 1_101)
    wide = plain.buffer(10, join_style="mitre")
    for year, taken in ((1990, plain), (OLD, wide), (np.nan, wide)):
        area, _ = by_hand(pair, PLACE.difference(taken))
        found, _ = measured(pair, buildings={"b": (*hall, year, None, None)})
        assert found == pytest.approx(area, rel=1e-9)


def test_paving_the_register_has_is_left_out_and_a_yard_is_not(pair):
    surfaces = gpd.GeoDataFrame(
        {"cover": ["open verharding", "erf"]},
        geometry=[shapely.box(1_050, 1_040, 1_090, 1_160), shapely.box(1_090, 1_040, 1_150, 1_160)],
        crs=28992,
    )
    area, _ = by_hand(pair, PLACE.difference(surfaces.geometry[0]))
    assert measured(pair, surfaces=surfaces)[0] == pytest.approx(area, rel=1e-9)


@pytest.mark.parametrize(
    ("building", "address", "granted", "explained"),
    [
        ("b", None, "2021-05-01", True),
        (None, "v", "2018-01-01", True),
        ("b", None, "2017-12-31", False),
        ("other", None, "2021-05-01", False),
    ],
)
def test_a_permit_in_the_period_explains_it(pair, building, address, granted, explained):
    permits = pd.DataFrame(
        {"building_id": [building], "address_id": [address], "granted": [pd.Timestamp(granted)]}
    )
    area, _ = by_hand(pair, PLACE)
    found, _ = measured(pair, permits=permits)
    assert found == (0 if explained else pytest.approx(area, rel=1e-9))


def test_the_reference_year_can_be_chosen(pair):
    before = {dt.date(2016, 7, 1): np.full(SHAPE, -0.9)} | pair
    area, _ = by_hand(pair, PLACE)
    assert measured(before, options={"reference_year": 2017})[0] == pytest.approx(area)
    assert measured(before)[0] > area


def test_what_is_unknown_says_why(pair):
    one_year = {day: values for day, values in pair.items() if day.year == OLD}
    assert measured(one_year)[1] == ("There are no images of the summers of two years to compare.")
    assert (
        measured(pair, shapely.box(9_000, 9_000, 9_100, 9_100))[1] == "No image covers the place."
    )
    assert "too small for the pixels" in measured(pair, shapely.box(1_011, 1_010, 1_039, 1_030))[1]
    clouded = {day: np.where(np.arange(30) < 20, np.nan, v) for day, v in pair.items()}
    assert measured(clouded, shapely.box(1_100, 1_050, 1_240, 1_100))[1] == (
        "Clouds, or the edge of the images, leave too little to compare."
    )
    over = {"b": (990, 990, 300, 300, 1990, None, None)}
    assert measured(pair, buildings=over)[1] == (
        "Buildings, their edges and paving leave nothing to look at."
    )


def test_a_large_place_is_measured_by_window(pair, monkeypatch):
    area, _ = by_hand(pair, PLACE)
    monkeypatch.setattr(module, "WINDOW_CELLS", 64)
    assert measured(pair)[0] == pytest.approx(area, rel=1e-9)
