"""Suspect roofs, by hand and against a loop over the buildings of every place."""

import numpy as np
import pandas as pd
import pytest

from riskmap.indicators.asbestos_roof import INDICATOR, asbestos_roof
from riskmap.indicators.catalogue import measure


def roofs(**suspect):
    """Return a roof map: building -> suspect share."""
    return pd.DataFrame({"suspect": pd.Series(suspect, dtype=float)}).rename_axis("building_id")


@pytest.fixture
def yard(make):
    """Return a yard with two sheds and things that are none, one with a shed in part, one bare."""
    return make(
        {
            "house": (0, 0, 20, 20, 1970, None, None),
            "barn": (30, 0, 20, 30, 1970, None, None),
            "old": (60, 0, 20, 10, 1970, None, None),
            "coop": (90, 0, 5, 5, 1970, None, None),
            "glass": (100, 0, 50, 50, 1970, None, "kas, warenhuis"),
            "half": (200, 0, 20, 10, 1970, None, None),
            "cot": (300, 0, 5, 5, 1970, None, None),
        },
        [("yard:a", "building", "house", 1.0)]
        + [("yard:a", "outbuilding", name, 1.0) for name in ("barn", "old", "coop", "glass")]
        + [("yard:b", "outbuilding", "half", 0.5), ("yard:b", "outbuilding", "barn", 0.5)]
        + [("yard:c", "outbuilding", "cot", 1.0)],
        {"v": (5, 5, "woonfunctie", 90, None)},
    )


def test_it_is_the_suspect_part_of_the_footprint_of_sheds(yard):
    map_ = roofs(barn=0.5, old=1.0, half=0.0, house=1.0)
    share = asbestos_roof(yard.locations, yard.frames["buildings"], map_)
    assert share["yard:a"] == pytest.approx((600 * 0.5 + 200 * 1.0) / 800)
    assert share["yard:b"] == pytest.approx(300 * 0.5 / 400)


def test_an_unknown_roof_of_a_shed_makes_it_unknown_unless_the_map_lists_suspects_only(yard):
    map_ = roofs(old=1.0, barn=np.nan, half=0.0)
    assert asbestos_roof(yard.locations, yard.frames["buildings"], map_).isna().all()
    map_ = roofs(old=1.0)
    assert np.isnan(asbestos_roof(yard.locations, yard.frames["buildings"], map_)["yard:a"])
    share = asbestos_roof(yard.locations, yard.frames["buildings"], map_, lists_all=False)
    assert share["yard:a"] == pytest.approx(200 / 800)
    assert share["yard:b"] == 0


def test_it_does_not_apply_without_a_shed(yard):
    layers = yard.layers(roofs=roofs(barn=0.5, old=1.0, half=0.0))
    values, applies, _ = measure(INDICATOR, yard.locations, layers)
    assert applies.tolist() == [True, True, False]
    assert values.isna().tolist() == [False, False, True]


def test_it_equals_a_loop_over_the_buildings_for_yards_of_otterlo(otterlo):
    buildings, members = otterlo.frames["buildings"], otterlo.locations.members
    rng = np.random.default_rng(2)
    listed = buildings.index[rng.uniform(size=len(buildings)) < 0.9]
    suspect = pd.Series(rng.choice([0.0, 0.5, 1.0], len(listed)), index=listed)
    share = asbestos_roof(otterlo.locations, buildings, suspect.to_frame("suspect"))
    wanted = {}
    for place in otterlo.locations.frame.index:
        total = under = 0.0
        for row in members[members["location_id"] == place].itertuples():
            area = buildings.geometry.get(row.member_id).area if "building" in row.role else 0
            if row.role == "outbuilding" and area >= 40:
                total += area * row.share
                under += area * row.share * suspect.get(row.member_id, np.nan)
        wanted[place] = under / total if total else np.nan
    np.testing.assert_allclose(share.to_numpy(), list(wanted.values()))
    assert share.notna().sum() > 50


def test_a_shed_that_is_in_the_map_twice_has_its_worst_roof(yard):
    map_ = pd.concat([roofs(barn=0.5, old=1.0, half=0.0), roofs(barn=0.0, half=1.0)])
    share = asbestos_roof(yard.locations, yard.frames["buildings"], map_)
    assert share["yard:a"] == pytest.approx((600 * 0.5 + 200 * 1.0) / 800)
    assert share["yard:b"] == pytest.approx((300 * 0.5 + 100 * 1.0) / 400)
