"""Distance to the public road, against loops over all roads."""

import geopandas as gpd
import pytest
import shapely

from riskmap.indicators.road_setback import road_setback

PATHS = {"fietspad", "voetpad", "voetpad op trap", "voetgangersgebied", "ruiterpad", "ov-baan"}


def slow(made, anchor_of):
    """Return the distance by going through all roads, one by one."""
    answer = []
    for place in made.locations.frame.index:
        anchor = anchor_of(made, place)
        roads = made.frames["roads"]
        far = [
            anchor.distance(row.geometry)
            for row in roads.itertuples()
            if not (isinstance(row.road_class, str) and row.road_class.lower() in PATHS)
        ]
        answer.append(min(far))
    return answer


def test_the_distance_runs_to_the_edge_of_a_road_surface_and_skips_the_cycle_path(make):
    made = make({"a": (0, 0, 10, 10, 1970, None, None)}, [("yard:a", "outbuilding", "a", 1.0)])
    roads = gpd.GeoDataFrame(
        {"road_class": ["fietspad", "rijbaan lokale weg"]},
        index=["1", "2"],
        geometry=[shapely.box(12, 0, 14, 100), shapely.box(45, 0, 51, 100)],
        crs=28992,
    )
    assert road_setback(made.locations, made.frames["buildings"], roads).tolist() == [35.0]


def test_it_equals_a_loop_over_all_roads_in_the_made_village(village, anchor_of):
    setback = road_setback(village.locations, village.frames["buildings"], village.frames["roads"])
    assert setback.to_numpy() == pytest.approx(slow(village, anchor_of))


def test_it_equals_a_loop_over_all_roads_for_yards_of_otterlo(otterlo, anchor_of):
    setback = road_setback(otterlo.locations, otterlo.frames["buildings"], otterlo.frames["roads"])
    some = list(setback.index[::9])
    chosen = otterlo.locations.frame.index.isin(some)
    few = type(otterlo)(
        otterlo.locations.only(setback.index.to_series().isin(some)), otterlo.frames
    )
    assert setback[chosen].to_numpy() == pytest.approx(slow(few, anchor_of))
