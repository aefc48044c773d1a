"""Distance to the border, against GeoPandas and a loop, and left out where it does not vary."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from riskmap.indicators.border_distance import INDICATOR, border_distance
from riskmap.pipeline.binding import bind
from riskmap.project import load_project
from riskmap.scaling import rising
from riskmap.scoring import Measurements, score
from riskmap.themes.catalogue import catalogue
from riskmap.weighing import Weighting


def test_it_is_the_distance_in_kilometres(make):
    made = make({"a": (0, 0, 10, 10, 1970, None, None)}, [("yard:a", "building", "a", 1.0)])
    border = gpd.GeoDataFrame(geometry=[shapely.LineString([(7010, -9), (7010, 99)])], crs=28992)
    kilometres = border_distance(made.locations, border)
    assert kilometres.tolist() == [pytest.approx(7.0)]
    assert INDICATOR.value.scores(kilometres.to_numpy()).tolist() == [pytest.approx(0.9)]
    assert border_distance(made.locations, border[:0]).isna().all()


def test_yards_of_otterlo_against_the_outline_of_the_country(otterlo, shared_data):
    towns = gpd.read_file(shared_data / "boundaries" / "gemeenten_2022_cbs.geojson").to_crs(28992)
    outline = towns.dissolve().boundary.iloc[0]
    border = gpd.GeoDataFrame(geometry=[outline], crs=28992)
    found = border_distance(otterlo.locations, border)
    some = otterlo.locations.frame.geometry.iloc[::60]
    expected = [place.distance(outline) / 1000 for place in some]
    assert found[some.index].tolist() == pytest.approx(expected)
    assert 5 < found.min() < found.max() < 60


def test_it_is_left_out_and_reported_where_every_place_is_as_far_in_score(village):
    border = gpd.GeoDataFrame(geometry=[shapely.LineString([(0, 0), (0, 9)])], crs=28992)
    kilometres = border_distance(village.locations, border)
    assert kilometres.nunique() > 1  # they do vary, all of them beyond 25 km
    table = village.locations.frame[[]].assign(
        border_distance=kilometres, other=np.arange(len(kilometres), dtype=float)
    )
    weighting = Weighting(
        {"access": 1.0},
        {
            "border_distance": ("access", 1.0, INDICATOR.value),
            "other": ("access", 1.0, rising(0, 10)),
        },
    )
    result = score(Measurements(table, table.notna()), weighting)
    assert result.status == {"border_distance": "constant", "other": "counts"}


def test_no_theme_uses_it_until_a_project_asks_for_it(tmp_path):
    assert not any("border_distance" in theme.criteria() for theme in catalogue().values())
    (tmp_path / "riskmap.toml").write_text(
        'name = "Grens"\n'
        "reference_date = 2026-01-01\n"
        "[themes.rural.criteria.border_distance]\n"
        'family = "access"\n'
        "weight = 0.5\n",
        encoding="utf-8",
    )
    (rural,) = bind(load_project(tmp_path))
    assert rural.criteria["border_distance"].family == "access"
    assert rural.weighting.criteria["border_distance"][1] == 0.5
    assert rural.reach_m("national_border") == 30_000
