"""Yards that green over: made images whose answer is known, and the real ones, too few."""

import datetime as dt

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from scipy.stats import theilslopes

from riskmap.indicators.catalogue import measure, measure_with_reasons
from riskmap.indicators.yard_overgrowth import INDICATOR
from riskmap.layers.catalogue import raster_registers
from riskmap.layers.image_reading import ImageFile, Numbers
from riskmap.layers.images import Images
from riskmap.layers.raster_layer import RasterWishes, read_images
from riskmap.locations.locations import Locations
from tests.indicators.conftest import Made, as_layers, make_buildings
from tests.indicators.made_images import picture

NAN = float("nan")
YARD = shapely.box(1_000, 1_000, 1_060, 1_050)
AWAY = shapely.box(9_000, 9_000, 9_060, 9_050)
SMALL = shapely.box(1_105, 1_000, 1_119, 1_100)


def places(**shapes):
    frame = gpd.GeoDataFrame(
        index=pd.Index([f"yard:{name}" for name in shapes], name="location_id"),
        geometry=list(shapes.values()),
        crs=28992,
    )
    members = pd.DataFrame(columns=["location_id", "role", "member_id", "share"])
    return Locations("yard", frame, members)


def summer(year, value, *, month=7, day=1, clouds=()):
    """Return an image of 10 m cells over the yard with one value, and cells that are unknown."""
    cells = np.full((20, 20), value, dtype=float)
    for row, column in clouds:
        cells[row, column] = NAN
    return picture(cells, dt.date(year, month, day), west=1_000, north=1_100, cell=10)


def measured(images, shapes=None, buildings=None, surfaces=None):
    shed = {"b": (5_000, 5_000, 5, 5, 1990, None, None)}
    frames = {"buildings": make_buildings(buildings or shed), "ndvi": Images(tuple(images))}
    if surfaces is not None:
        frames["surfaces"] = surfaces
    made = Made(places(**(shapes or {"a": YARD})), frames)
    return measure_with_reasons(INDICATOR, made.locations, as_layers(frames))


def told(because):
    return [None if one is None else one.text() for one in because]


def test_the_trend_of_the_summer_medians_is_that_of_scipy():
    chance = np.random.default_rng(3)
    days = {
        (year, month, day): chance.uniform(0.1, 0.6)
        for year in range(2017, 2024)
        for month, day in ((5, 9), (6, 2), (7, 3), (8, 30), (9, 1))
    }
    images = [summer(y, value, month=m, day=d) for (y, m, d), value in sorted(days.items())]
    (values, _, _), because = measured(images)
    medians = [
        np.median([v for (y, m, _), v in days.items() if y == year and m in (6, 7, 8)])
        for year in range(2017, 2024)
    ]
    assert values.tolist() == [pytest.approx(theilslopes(medians, range(2017, 2024)).slope)]
    assert told(because) == [None]


def test_buildings_and_other_surfaces_are_left_out_exactly():
    cells = np.zeros((20, 20))
    images = []
    for year in range(2018, 2023):
        now = cells.copy()
        now[5:10, :3] = 0.05 * (year - 2018)  # the west half of the yard greens
        now[5:10, 3:6] = -0.5
        images.append(picture(now, dt.date(year, 7, 1), west=1_000, north=1_100, cell=10))
    east = {"hall": (1_030, 1_000, 30, 50, 1990, None, None)}
    assert measured(images, buildings=east)[0][0].tolist() == [pytest.approx(0.05)]
    yard = gpd.GeoDataFrame(
        {"cover": ["erf", "gesloten verharding"]},
        geometry=[shapely.box(990, 990, 1_030, 1_060), shapely.box(1_030, 990, 1_070, 1_060)],
        crs=28992,
    )
    assert measured(images, surfaces=yard)[0][0].tolist() == [pytest.approx(0.05)]
    # Half of the ground greens by 0.05 a year, the other half stays.
    assert measured(images)[0][0].tolist() == [pytest.approx(0.025)]


def test_fewer_than_four_summers_are_refused_with_the_reason():
    images = [summer(year, 0.1 * year - 201) for year in (2020, 2021, 2022)]
    images += [summer(2023, 0.9, month=5), summer(2024, 0.9, month=9)]
    (values, _, missing), because = measured(images)
    assert values.isna().all()
    assert missing.text() == (
        "Its images show 3 of the 4 summers a trend needs (2020, 2021, 2022)."
    )
    assert told(because) == [missing.text()]


def test_every_place_that_is_unknown_says_why():
    cloudy = [(row, column) for row in range(5, 10) for column in range(4)]
    images = [summer(year, 0.1 * (year - 2018)) for year in (2018, 2019, 2020)]
    images += [summer(2021, 0.3, clouds=cloudy), summer(2022, 0.4, clouds=cloudy)]
    shapes = {"a": YARD, "b": AWAY, "c": SMALL, "d": shapely.box(1_060, 1_000, 1_099, 1_050)}
    (values, _, missing), because = measured(images, shapes)
    assert missing is None
    assert told(because) == [
        "Clouds, or the edge of the images, leave fewer than 4 summers.",
        "No image covers the place.",
        (
            "The place is too small for the pixels: it holds fewer than 6 whole ones of 10 m, "
            "or less open ground than that."
        ),
        None,
    ]
    assert values.tolist() == [pytest.approx(NAN, nan_ok=True)] * 3 + [pytest.approx(0.1)]


@pytest.mark.parametrize(("width", "known"), [(30, True), (29.9, False)])
def test_six_whole_cells_are_enough_and_five_are_not(width, known):
    images = [summer(year, 0.0) for year in range(2018, 2023)]
    shapes = {"a": shapely.box(1_000, 1_000, 1_000 + width, 1_020)}
    assert measured(images, shapes)[0][0].notna().tolist() == [known]


@pytest.mark.parametrize(("width", "known"), [(48, True), (48.1, False)])
def test_the_open_ground_is_at_least_six_cells_large(width, known):
    images = [summer(year, 0.0) for year in range(2018, 2023)]
    hall = {"hall": (1_000, 1_000, width, 50, 1990, None, None)}
    assert measured(images, buildings=hall)[0][0].notna().tolist() == [known]


@pytest.mark.parametrize(("unknown", "known"), [(15, True), (16, False)])
def test_a_day_counts_when_half_of_the_ground_is_seen(unknown, known):
    places_of_cells = [(row, column) for row in range(5, 10) for column in range(6)]
    images = [summer(year, 0.1) for year in (2018, 2019, 2020)]
    images.append(summer(2021, 0.4, clouds=places_of_cells[:unknown]))
    assert measured(images)[0][0].notna().tolist() == [known]


def test_the_fifteen_real_months_hold_one_summer_and_are_refused(shared_data):
    files = sorted((shared_data / "achterhoek-rural" / "s2").glob("NDVI-*.tif"))
    layer = read_images(
        raster_registers()["ndvi"],
        [ImageFile({"": file}) for file in files],
        RasterWishes(numbers=Numbers(scale=1 / 250)),
        reference_date=dt.date(2026, 1, 1),
    )
    fields = gpd.read_file(shared_data / "achterhoek-rural" / "gewaspercelen_2017_regio.shp")
    fields = fields.set_geometry(shapely.make_valid(fields.geometry.to_numpy()), crs=28992)
    locations = places(**{str(n): shape for n, shape in enumerate(fields.geometry[:200])})
    frames = {
        "buildings": make_buildings({"b": (5_000, 5_000, 5, 5, 1990, None, None)}),
        "ndvi": layer.images,
    }
    values, _, missing = measure(INDICATOR, locations, as_layers(frames))
    assert values.isna().all()
    assert missing.text() == "Its images show 1 of the 4 summers a trend needs (2017)."
