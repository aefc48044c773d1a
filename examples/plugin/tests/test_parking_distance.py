"""The distance on a map small enough to measure with a ruler."""

import geopandas as gpd
import pandas as pd
import pytest
from riskmap_dumping.parking_distance import INDICATOR, parking_distance
from shapely import Point, box

from riskmap.indicators.contract import check_contract
from riskmap.locations.locations import Locations

RD = "EPSG:28992"
MEMBERS = pd.DataFrame(columns=["location_id", "role", "member_id", "share"])


def test_it_is_the_distance_from_the_edge_of_the_place():
    places = gpd.GeoDataFrame(
        {"label": ["a", "b"]},
        geometry=[box(0, 0, 100, 100), box(500, 0, 600, 100)],
        index=["cell:a", "cell:b"],
        crs=RD,
    )
    parkings = gpd.GeoDataFrame(geometry=[Point(130, 140), Point(550, 50)], crs=RD)
    metres = parking_distance(Locations("cell", places, MEMBERS), parkings)
    assert metres.tolist() == pytest.approx([50.0, 0.0])


def test_the_record_keeps_the_contract():
    check_contract("parking_distance", INDICATOR)
