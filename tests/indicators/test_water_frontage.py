"""Distance to navigable water, against loops over all water."""

import datetime as dt

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from riskmap.indicators import water_frontage as module
from riskmap.indicators.catalogue import measure
from riskmap.indicators.water_frontage import INDICATOR
from riskmap.layers.border import read_layer

WATER = ["wageningen", "top10nl-water", "Water.shp"]


def water(*rows):
    navigable = pd.array([known for known, _ in rows], dtype="boolean")
    return gpd.GeoDataFrame(
        {"navigable": navigable}, geometry=[shape for _, shape in rows], crs=28992
    )


def water_frontage(locations, frame):
    """Return the distances, without the reasons."""
    return module.water_frontage(locations, frame)[0]


@pytest.fixture
def hall(make):
    return make({"a": (0, 0, 10, 10, 1970, None, None)}, [("building:a", "building", "a", 1.0)])


def test_it_runs_to_the_nearest_water_a_boat_can_reach(hall):
    ditch, canal = shapely.LineString([(12, 0), (12, 9)]), shapely.box(40, -50, 60, 50)
    metres = water_frontage(hall.locations, water((False, ditch), (True, canal)))
    assert metres.tolist() == [30.0]


def test_water_nobody_knows_about_makes_it_unknown_only_where_it_is_nearer(hall):
    near, far = shapely.Point(15, 5), shapely.Point(90, 5)
    quay = (True, shapely.Point(50, 5))
    assert np.isnan(water_frontage(hall.locations, water((None, near), quay))).all()
    assert water_frontage(hall.locations, water((None, far), quay)).tolist() == [40.0]


def test_without_navigable_water_it_is_unknown_and_without_knowledge_it_says_why(hall):
    ditch = (False, shapely.Point(15, 5))
    assert water_frontage(hall.locations, water(ditch)).isna().all()
    nobody_knows = hall.layers(water=water((None, shapely.Point(15, 5))))
    _, _, reason = measure(INDICATOR, hall.locations, nobody_knows)
    assert "Not known in layer" in reason.text()


def test_what_is_unknown_says_why(hall):
    near, quay = shapely.Point(15, 5), (True, shapely.Point(50, 5))
    found = module.water_frontage(hall.locations, water((None, near), quay))
    assert "whether a boat can sail it" in found.because.iloc[0].text()
    found = module.water_frontage(hall.locations, water((False, near)))
    assert found.because.iloc[0].text() == "No navigable water is known."
    assert module.water_frontage(hall.locations, water(quay)).because.iloc[0] is None


def one_by_one(place, frame):
    """Go through all water, and give up where the nearest may or may not be navigable."""
    gap = {True: np.inf, None: np.inf, False: np.inf}
    for row in frame.itertuples():
        key = None if pd.isna(row.navigable) else bool(row.navigable)
        gap[key] = min(gap[key], place.distance(row.geometry))
    return np.nan if gap[None] < gap[True] or gap[True] == np.inf else gap[True]


def test_buildings_of_wageningen_have_the_distance_a_loop_over_top10nl_finds(
    wageningen, shared_data
):
    layer = read_layer("water", [shared_data.joinpath(*WATER)], reference_date=dt.date(2013, 1, 1))
    brook = layer.frame["kind"].eq("waterloop").astype("boolean")
    # As the register says it (nearly all unknown), and as if every brook could be sailed.
    for frame, known in ((layer.frame, 0), (layer.frame.assign(navigable=brook), 40)):
        found = water_frontage(wageningen.locations, frame)
        chosen = found.index[::23]
        places = wageningen.locations.frame.geometry[chosen]
        expected = [one_by_one(place, frame) for place in places]
        assert found[chosen].tolist() == pytest.approx(expected, nan_ok=True)
        assert np.isfinite(expected).sum() >= known
