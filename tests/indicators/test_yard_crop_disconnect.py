"""Farmed ground round the yard: by hand, and against a loop of overlays."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from riskmap.indicators.yard_crop_disconnect import yard_crop_disconnect
from riskmap.locations.locations import Locations

RD = "EPSG:28992"


def places(*shapes):
    """Return yards with these outlines."""
    index = pd.Index([f"yard:{k:03d}" for k in range(len(shapes))], name="location_id")
    frame = gpd.GeoDataFrame({"label": ""}, index=index, geometry=list(shapes), crs=RD)
    members = pd.DataFrame(columns=["location_id", "role", "member_id", "share"])
    return Locations("yard", frame, members)


def layer(column, *rows):
    """Return a layer: (geometry, word) or (geometry, category, year)."""
    frame = gpd.GeoDataFrame(
        {column: pd.Series([row[1] for row in rows], dtype="str")},
        geometry=[row[0] for row in rows],
        crs=RD,
    )
    if rows and len(rows[0]) > 2:
        frame["year"] = [row[2] for row in rows]
    return frame


YARD = places(shapely.box(-10, -10, 10, 10))
EAST, WEST = shapely.box(0, -400, 400, 400), shapely.box(-400, -400, 0, 400)
NORTH = shapely.box(-400, 0, 400, 400)


def test_half_of_the_ring_farmed_is_half_apart():
    for word in ("Grasland", "BOUWLAND", "braakland"):
        fields = layer("category", (EAST, word, 2024))
        assert yard_crop_disconnect(YARD, fields).iloc[0] == pytest.approx(0.5)
    nature = layer("category", (EAST, "Natuurterrein", 2024))
    assert yard_crop_disconnect(YARD, nature).iloc[0] == 1.0


def test_years_are_averaged_fields_of_one_year_that_overlap_count_once_and_old_years_not():
    fields = layer(
        "category",
        (EAST, "Grasland", 2023),
        (EAST, "Grasland", 2024),
        (WEST, "Bouwland", 2024),
        (NORTH, "Bouwland", 2024),
    )
    assert yard_crop_disconnect(YARD, fields).iloc[0] == pytest.approx((0.5 + 0.0) / 2)
    assert yard_crop_disconnect(YARD, fields, years=1).iloc[0] == pytest.approx(0, abs=1e-9)
    assert yard_crop_disconnect(YARD, fields, min_years=3).isna().all()


def test_roads_water_and_woods_are_no_part_of_ring_or_field():
    fields = layer("category", (EAST, "Grasland", 2024))
    # All of the west is water: what is left of the ring is farmed.
    water = layer("kind", (WEST, "waterloop"))
    assert yard_crop_disconnect(YARD, fields, None, water).iloc[0] == pytest.approx(0, abs=1e-9)
    # The same of woods, not of heath; a wood over the field takes both away.
    woods = layer("kind", (WEST, "Loofbos"))
    found = yard_crop_disconnect(YARD, fields, None, None, woods)
    assert found.iloc[0] == pytest.approx(0, abs=1e-9)
    heath = layer("kind", (WEST, "heide"), (shapely.LineString([(0, 0), (9, 9)]), "houtwal"))
    assert yard_crop_disconnect(YARD, fields, None, None, heath).iloc[0] == pytest.approx(0.5)
    north = layer("kind", (NORTH, "gemengd bos"))
    found = yard_crop_disconnect(YARD, fields, None, None, north)
    assert found.iloc[0] == pytest.approx(0.5)
    all_round = layer("kind", (NORTH.union(WEST).union(EAST), "zee"))
    assert yard_crop_disconnect(YARD, fields, None, all_round).isna().all()


def test_a_road_line_has_a_width():
    road = gpd.GeoDataFrame(geometry=[shapely.LineString([(-400, 100), (400, 100)])], crs=RD)
    fields = layer("category", (EAST, "Grasland", 2024))
    ring = YARD.frame.geometry.iloc[0].buffer(250) - YARD.frame.geometry.iloc[0]
    strip = shapely.box(-400, 90, 400, 110)
    found = yard_crop_disconnect(YARD, fields, road, road_width_m=20.0).iloc[0]
    farmed = (ring - strip).intersection(EAST).area / (ring - strip).area
    assert found == pytest.approx(1 - farmed)
    lopsided = layer("category", (shapely.box(-400, 100, 400, 400), "Grasland", 2024))
    found = yard_crop_disconnect(YARD, lopsided, road, road_width_m=20.0).iloc[0]
    farmed = (ring - strip).intersection(lopsided.geometry.iloc[0]).area / (ring - strip).area
    assert found == pytest.approx(1 - farmed)


def test_five_years_count_and_a_road_line_is_six_metres_wide_unless_asked_otherwise():
    fields = layer("category", *((EAST, "Grasland", year) for year in range(2020, 2025)))
    sixth = layer("category", (WEST.union(EAST), "Grasland", 2019))
    six = pd.concat([sixth, fields], ignore_index=True)
    assert yard_crop_disconnect(YARD, six).iloc[0] == pytest.approx(0.5)
    assert yard_crop_disconnect(YARD, six, years=6).iloc[0] == pytest.approx(1 - 3.5 / 6)
    undated = pd.concat([fields, layer("category", (WEST, "Grasland", np.nan))], ignore_index=True)
    assert yard_crop_disconnect(YARD, undated).iloc[0] == pytest.approx(0.5)
    road = gpd.GeoDataFrame(geometry=[shapely.LineString([(100, -400), (100, 400)])], crs=RD)
    ring = YARD.frame.geometry.iloc[0].buffer(250) - YARD.frame.geometry.iloc[0]
    rest = ring - shapely.box(97, -400, 103, 400)
    found = yard_crop_disconnect(YARD, fields, road).iloc[0]
    assert found == pytest.approx(1 - rest.intersection(EAST).area / rest.area)


@pytest.mark.parametrize(("left", "known"), [(0.06, True), (0.04, False)])
def test_less_than_a_twentieth_of_the_ring_says_nothing(left, known):
    ring = YARD.frame.geometry.iloc[0].buffer(250) - YARD.frame.geometry.iloc[0]
    west, north = -400.0, 250.0
    for _ in range(60):
        middle = (west + north) / 2
        part = ring.intersection(shapely.box(-400, middle, 400, 400)).area / ring.area
        west, north = (middle, north) if part > left else (west, middle)
    lake = layer("kind", (shapely.box(-400, -400, 400, west), "meer"))
    fields = layer("category", (EAST, "Grasland", 2024))
    assert yard_crop_disconnect(YARD, fields, None, lake).notna().all() == known


def test_a_field_of_unknown_category_in_the_ring_makes_it_unknown():
    fields = layer(
        "category", (EAST, "Grasland", 2024), (shapely.box(-99, 50, -90, 60), None, 2024)
    )
    assert yard_crop_disconnect(YARD, fields).isna().all()


@pytest.fixture(scope="module")
def achterhoek(shared_data):
    """Return the fields of 2017 as they are declared, and the woods."""
    folder = shared_data / "achterhoek-rural"
    fields = gpd.read_file(folder / "gewaspercelen_2017_regio.shp")
    fields["geometry"] = shapely.make_valid(fields.geometry.to_numpy(), method="structure")
    fields = fields.rename(columns={"CAT_GEWASC": "category"}).assign(year=2017)
    woods = gpd.read_file(folder / "Bos_Achterhoek.shp")
    woods["geometry"] = shapely.make_valid(woods.geometry.to_numpy(), method="structure")
    return fields[["category", "year", "geometry"]], woods.assign(kind="loofbos")


def test_it_equals_a_loop_of_overlays_on_the_real_fields_and_woods_of_the_achterhoek(achterhoek):
    fields, woods = achterhoek
    rng = np.random.default_rng(3)
    spots = rng.uniform((220_500, 446_500), (229_500, 455_500), (40, 2))
    yards = places(*[shapely.box(x, y, x + 60, y + 45) for x, y in spots])
    found = yard_crop_disconnect(yards, fields, None, None, woods)
    farmed = fields[fields["category"].isin(["Grasland", "Bouwland", "Braakland"])]
    wanted = []
    for yard in yards.frame.geometry:
        ring = yard.buffer(250).difference(yard)
        trees = woods.geometry[woods.intersects(ring)].union_all()
        rest = ring.difference(trees)
        green = farmed.geometry[farmed.intersects(ring)].union_all().intersection(rest)
        wanted.append(1 - green.area / rest.area if rest.area > 0.05 * ring.area else np.nan)
    np.testing.assert_allclose(found.to_numpy(), wanted, atol=1e-9)
    assert found.max() - found.min() > 0.5


def test_five_equal_years_say_what_one_says(achterhoek):
    fields, woods = achterhoek
    five = pd.concat([fields.assign(year=2017 + k) for k in range(5)], ignore_index=True)
    rng = np.random.default_rng(4)
    spots = rng.uniform((220_500, 446_500), (229_500, 455_500), (30, 2))
    yards = places(*[shapely.box(x, y, x + 60, y + 45) for x, y in spots])
    one = yard_crop_disconnect(yards, fields, None, None, woods)
    np.testing.assert_allclose(yard_crop_disconnect(yards, five, None, None, woods), one)
