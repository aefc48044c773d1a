"""Distance to the nearest neighbour, against loops over all pairs."""

import numpy as np
import pytest

from riskmap.indicators.isolation_nearest_address import isolation_nearest_address

HOME = "woonfunctie"
OUT = "Verblijfsobject buiten gebruik"


def slow(made, anchor_of, *, dwellings_only=False, only=None):
    """Return the distance by going through all addresses, one by one."""
    members, addresses = made.locations.members, made.frames["addresses"]
    answer = {}
    for place in only or made.locations.frame.index:
        anchor = anchor_of(made, place)
        rows = members[members["location_id"] == place]
        own = set(rows.loc[rows["role"] == "address", "member_id"])
        homes, doubts = [np.inf], [np.inf]
        for row in addresses.drop(list(own)).itertuples():
            if isinstance(row.status, str) and "buiten gebruik" in row.status:
                continue
            known = isinstance(row.use, str)
            if not dwellings_only or (known and HOME in row.use.split(",")):
                homes.append(anchor.distance(row.geometry))
            elif not known:
                doubts.append(anchor.distance(row.geometry))
        nearest = min(homes)
        answer[place] = nearest if nearest <= min(doubts) and np.isfinite(nearest) else np.nan
    return answer


def test_the_distance_runs_from_the_largest_outbuilding_to_the_neighbours_address(make):
    made = make(
        {"house": (0, 0, 30, 30, 1970, None, None), "shed": (50, 0, 10, 10, 1970, None, None)},
        [
            ("yard:house", "building", "house", 1.0),
            ("yard:house", "outbuilding", "shed", 1.0),
            ("yard:house", "address", "own", 1.0),
        ],
        {"own": (55, 5, HOME, 100, None), "other": (160, 5, HOME, 100, None)},
    )
    distance = isolation_nearest_address(
        made.locations, made.frames["buildings"], made.frames["addresses"]
    )
    assert distance.tolist() == [100.0]


def test_an_address_out_of_use_is_no_neighbour_and_no_neighbour_at_all_is_unknown(make):
    made = make(
        {"a": (0, 0, 10, 10, 1970, None, None)},
        [("yard:a", "outbuilding", "a", 1.0)],
        {"empty": (20, 0, HOME, 100, OUT)},
    )
    distance = isolation_nearest_address(
        made.locations, made.frames["buildings"], made.frames["addresses"]
    )
    assert distance.isna().all()


def test_a_nearer_address_of_unknown_use_makes_the_distance_to_a_dwelling_unknown(make):
    made = make(
        {"a": (0, 0, 10, 10, 1970, None, None), "b": (500, 0, 10, 10, 1970, None, None)},
        [("yard:a", "outbuilding", "a", 1.0), ("yard:b", "outbuilding", "b", 1.0)],
        {"doubt": (40, 0, None, 100, None), "home": (460, 0, HOME, 100, None)},
    )
    distance = isolation_nearest_address(
        made.locations, made.frames["buildings"], made.frames["addresses"], dwellings_only=True
    )
    assert np.isnan(distance["yard:a"])
    assert distance["yard:b"] == 40


@pytest.mark.parametrize("dwellings_only", [False, True])
def test_it_equals_a_loop_over_all_pairs_in_the_made_village(dwellings_only, village, anchor_of):
    distance = isolation_nearest_address(
        village.locations,
        village.frames["buildings"],
        village.frames["addresses"],
        dwellings_only=dwellings_only,
    )
    expected = slow(village, anchor_of, dwellings_only=dwellings_only)
    assert distance.to_numpy() == pytest.approx(list(expected.values()), nan_ok=True)
    assert distance.isna().any() == dwellings_only


def test_it_equals_a_loop_over_all_pairs_for_buildings_of_weesp(weesp, anchor_of):
    distance = isolation_nearest_address(
        weesp.locations, weesp.frames["buildings"], weesp.frames["addresses"]
    )
    assert len(distance) == 10_837
    some = list(distance.index[::700])
    expected = slow(weesp, anchor_of, only=some)
    assert distance[some].to_numpy() == pytest.approx(list(expected.values()))


def test_it_equals_a_loop_over_all_pairs_for_yards_of_otterlo(otterlo, anchor_of):
    distance = isolation_nearest_address(
        otterlo.locations, otterlo.frames["buildings"], otterlo.frames["addresses"]
    )
    some = list(distance.index[::9])
    expected = slow(otterlo, anchor_of, only=some)
    assert distance[some].to_numpy() == pytest.approx(list(expected.values()))
