"""Inside or outside a supervision zone, and what the factor does to its family."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from riskmap.indicators.guardianship_zone import INDICATOR, guardianship_zone
from riskmap.scaling import rising
from riskmap.scoring import Measurements, score
from riskmap.themes.catalogue import catalogue
from riskmap.weighing import Weighting


def zones(*shapes):
    return gpd.GeoDataFrame(geometry=list(shapes), crs=28992)


def row_of(make, count):
    """Return squares of 10 m from x = 0, touching each other."""
    buildings = {f"b{k}": (10 * k, 0, 10, 10, 1970, None, None) for k in range(count)}
    return make(buildings, [(f"building:b{k}", "building", f"b{k}", 1.0) for k in range(count)])


def test_half_of_the_place_is_enough_and_zones_that_overlap_count_once(make):
    made = row_of(make, 3)
    half = [shapely.box(-5, 0, 15, 10), shapely.box(-5, 0, 15, 4)]
    assert guardianship_zone(made.locations, zones(*half)).tolist() == [1.0, 1.0, 0.0]
    less = [shapely.box(-5, 0, 14.9, 10), shapely.box(-5, 0, 14.9, 4)]
    assert guardianship_zone(made.locations, zones(*less)).tolist() == [1.0, 0.0, 0.0]


def test_a_layer_without_a_zone_in_force_leaves_every_place_outside(make):
    assert guardianship_zone(row_of(make, 2).locations, zones()).tolist() == [0.0, 0.0]


def test_the_yards_of_otterlo_are_inside_where_a_loop_says_so(otterlo):
    chance = np.random.default_rng(2)
    corners = chance.uniform((179_500, 455_300), (181_800, 458_000), (40, 2))
    rounds = zones(*[shapely.box(x, y, x + 300, y + 250) for x, y in corners])
    whole = shapely.union_all(rounds.geometry.to_numpy())
    expected = [
        float(place.intersection(whole).area >= place.area / 2)
        for place in otterlo.locations.frame.geometry
    ]
    assert guardianship_zone(otterlo.locations, rounds).tolist() == expected
    assert 20 < sum(expected) < len(expected) - 20


def test_a_zone_lowers_its_family_by_the_factor_and_adds_nothing_itself():
    weighting = Weighting(
        families={"seclusion": 0.3, "vacancy": 0.3},
        criteria={
            "far": ("seclusion", 1.0, rising(0, 100)),
            "guardianship_zone": ("seclusion", 0.0, INDICATOR.value),
            "empty": ("vacancy", 1.0, rising(0, 2)),
        },
        lowering=frozenset({"guardianship_zone"}),
    )
    table = pd.DataFrame(
        {"far": [50.0, 50.0, 80.0], "guardianship_zone": [0.0, 1.0, 1.0], "empty": [1.0, 1.0, 0.0]}
    )
    result = score(Measurements(table, table.notna()), weighting)
    assert result.status["guardianship_zone"] == "lowers"
    # Half of 0.5 and of 0.5; half of 0.8 x 0.5 and of 0.5; half of 0.8 x 0.8.
    assert result.frame["opportunity"].tolist() == pytest.approx([0.5, 0.45, 0.32])
    assert result.frame["guardianship_zone__contribution"].isna().all()


@pytest.mark.parametrize("theme", ["rural", "business_parks"])
def test_the_themes_that_use_it_give_it_no_weight(theme):
    family = catalogue()[theme].families["seclusion"]
    assert family.criteria["guardianship_zone"].weight == 0
