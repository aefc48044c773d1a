"""Ageing of the buildings, against a loop over the buildings of every place."""

import numpy as np
import pytest

from riskmap.indicators.building_age_profile import INDICATOR, building_age_profile
from riskmap.indicators.catalogue import measure


def slow(made, from_year, to_year, only=None):
    """Return the share by going through the members, one by one."""
    year = made.frames["buildings"]["year_built"]
    shape = made.frames["buildings"].geometry
    members = made.locations.members[made.locations.members["role"].str.endswith("building")]
    members = members.groupby("location_id")
    answer = []
    for place in only or made.locations.frame.index:
        old, known = 0.0, 0.0
        for row in members.get_group(place).itertuples():
            area = shape[row.member_id].area * row.share
            if not np.isnan(year[row.member_id]):
                known += area
                old += area if from_year <= year[row.member_id] <= to_year else 0.0
        answer.append(old / known if known else np.nan)
    return answer


def test_the_share_is_taken_over_the_footprint_of_known_year_and_both_years_are_in(make):
    made = make(
        {
            "a": (0, 0, 10, 10, 1960, None, None),
            "b": (20, 0, 10, 20, 1993, None, None),
            "c": (40, 0, 10, 10, 1994, None, None),
            "d": (60, 0, 90, 90, np.nan, None, None),
            "e": (200, 0, 10, 10, np.nan, None, None),
        },
        [("yard:a", "outbuilding", name, 1.0) for name in "abcd"]
        + [("yard:e", "outbuilding", "e", 1.0)],
    )
    share = building_age_profile(made.locations, made.frames["buildings"])
    assert share["yard:a"] == 0.75
    assert np.isnan(share["yard:e"])


@pytest.mark.parametrize(("from_year", "to_year"), [(1960, 1993), (0, 1989)])
def test_it_equals_a_loop_over_the_buildings_in_the_made_village(from_year, to_year, village):
    share = building_age_profile(
        village.locations, village.frames["buildings"], from_year=from_year, to_year=to_year
    )
    assert share.to_numpy() == pytest.approx(slow(village, from_year, to_year), nan_ok=True)


def test_it_equals_the_register_for_every_building_of_weesp(weesp):
    share = building_age_profile(
        weesp.locations, weesp.frames["buildings"], from_year=0, to_year=1989
    )
    year = weesp.frames["buildings"]["bouwjaar"].to_numpy()
    assert share.to_numpy().tolist() == (year < 1990).astype(float).tolist()


def test_it_does_not_apply_to_a_place_without_buildings(built_and_bare):
    _, applies, _ = measure(INDICATOR, built_and_bare.locations, built_and_bare.layers())
    assert applies.tolist() == [True, False]
