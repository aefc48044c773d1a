"""On which business park a place stands."""

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from riskmap.indicators.on_park import park_of, stands_on_park
from riskmap.locations.locations import Locations

RD = "EPSG:28992"


def parks(**boxes):
    """Return business parks from boxes."""
    ids = pd.Index(list(boxes), name="park_id", dtype="str")
    return gpd.GeoDataFrame(index=ids, geometry=[shapely.box(*b) for b in boxes.values()], crs=RD)


def places(kind="building", **shapes):
    """Return locations without members."""
    ids = pd.Index([f"{kind}:{name}" for name in shapes], name="location_id", dtype="str")
    frame = gpd.GeoDataFrame(index=ids, geometry=list(shapes.values()), crs=RD)
    columns = ["location_id", "role", "member_id", "share"]
    return Locations(kind, frame, pd.DataFrame(columns=columns))


HORSESHOE = shapely.box(0, 0, 30, 30) - shapely.box(10, 10, 30, 20)


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        (shapely.box(10, 10, 20, 20), "p1"),
        (shapely.box(95, 10, 104, 20), "p1"),
        (shapely.box(97, 10, 106, 20), "p2"),
        (shapely.box(180, 10, 260, 20), None),
        (shapely.box(500, 500, 510, 510), None),
    ],
)
def test_the_inside_point_decides_between_parks(shape, expected):
    found = park_of(places(a=shape), parks(p1=(0, 0, 100, 100), p2=(100, 0, 200, 100)))
    assert found.fillna("").to_list() == [expected or ""]


def test_a_place_whose_point_is_outside_stands_on_the_park_that_covers_most_of_it():
    # The inside point lies in the back of the horseshoe; its two legs are on parks.
    point = shapely.point_on_surface(HORSESHOE)
    assert point.x < 10
    found = park_of(places(a=HORSESHOE), parks(low=(11, 0, 30, 10), high=(9.9, 20, 30, 30)))
    assert found.to_list() == ["high"]
    little = park_of(places(a=HORSESHOE), parks(high=(15, 20, 30, 30)))
    assert little.isna().all()


def test_of_overlapping_parks_the_lowest_id_wins_whatever_the_order():
    both = parks(p2=(0, 0, 50, 50), p1=(0, 0, 60, 60))
    place = places(a=shapely.box(5, 5, 9, 9))
    assert park_of(place, both).to_list() == ["p1"]
    assert park_of(place, both[::-1]).to_list() == ["p1"]


def test_a_park_is_its_own_park_also_when_another_covers_it():
    location = places("business_park", p2=shapely.box(0, 0, 50, 50), gone=shapely.box(0, 0, 9, 9))
    found = park_of(location, parks(p1=(0, 0, 99, 99), p2=(0, 0, 50, 50)))
    assert found.fillna("").to_list() == ["p2", ""]
    assert stands_on_park(location, parks(p2=(0, 0, 50, 50))).to_list() == [True, False]


def test_without_parks_no_place_stands_on_one():
    assert park_of(places(a=shapely.box(0, 0, 9, 9)), parks()).isna().all()


def test_the_park_of_the_inside_point_goes_before_one_that_covers_more():
    place = places(a=shapely.box(0, 0, 30, 10))
    inner, whole = (14, 4, 16, 6), (-5, -5, 35, 15)
    assert park_of(place, parks(p1=inner, p2=whole)).to_list() == ["p1"]
    assert park_of(place, parks(p1=whole, p2=inner)).to_list() == ["p1"]
