"""Outbuildings without an address, against a loop over the buildings of every place."""

import numpy as np
import pytest

from riskmap.indicators.unaddressed_outbuilding_area import unaddressed_outbuilding_area


def slow(made, min_area_m2=40.0):
    """Return the footprint by going through the members, one by one."""
    buildings, members = made.frames["buildings"], made.locations.members
    answer = []
    for place in made.locations.frame.index:
        total = 0.0
        for row in members[members["location_id"] == place].itertuples():
            if row.role == "outbuilding":
                area = buildings.geometry[row.member_id].area
                total += area * row.share if area >= min_area_m2 else 0.0
        answer.append(total)
    return answer


def test_small_sheds_buildings_with_an_address_and_greenhouses_do_not_count(make):
    made = make(
        {
            "house": (0, 0, 20, 20, 1970, None, None),
            "barn": (30, 0, 20, 30, 1970, None, None),
            "exactly": (60, 0, 4, 10, 1970, None, None),
            "shed": (70, 0, 3.9, 10, 1970, None, None),
            "glass": (80, 0, 50, 50, 1970, None, "kas, warenhuis"),
            "castle": (140, 0, 10, 10, 1970, None, "kasteel"),
        },
        [("yard:house", "building", "house", 1.0)]
        + [
            ("yard:house", "outbuilding", name, 1.0)
            for name in ("barn", "exactly", "shed", "glass", "castle")
        ],
    )
    area = unaddressed_outbuilding_area(made.locations, made.frames["buildings"])
    assert area.tolist() == [600 + 40 + 100]


def test_no_outbuilding_is_known_to_be_nothing_and_a_lost_one_is_unknown(make):
    made = make(
        {"a": (0, 0, 20, 20, 1970, None, None), "b": (50, 0, 20, 20, 1970, None, None)},
        [
            ("yard:a", "building", "a", 1.0),
            ("yard:b", "outbuilding", "b", 1.0),
            ("yard:b", "outbuilding", "lost", 1.0),
        ],
    )
    area = unaddressed_outbuilding_area(made.locations, made.frames["buildings"])
    assert area["yard:a"] == 0
    assert np.isnan(area["yard:b"])


def test_it_equals_a_loop_over_the_buildings_in_the_made_village(village):
    area = unaddressed_outbuilding_area(village.locations, village.frames["buildings"])
    assert area.to_numpy() == pytest.approx(slow(village))


def test_it_equals_a_loop_over_the_buildings_for_yards_of_otterlo(otterlo):
    area = unaddressed_outbuilding_area(otterlo.locations, otterlo.frames["buildings"])
    assert area.to_numpy() == pytest.approx(slow(otterlo))
    assert area.max() > 250
