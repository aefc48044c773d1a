"""Addresses within 500 m, against loops over all pairs."""

import numpy as np
import pytest

from riskmap.errors import IndicatorError
from riskmap.indicators.neighbour_density_500 import neighbour_density_500

HOME = "woonfunctie"


def slow(made, *, radius_m=500.0, dwellings_only=False, only=None):
    """Return the count by going through all addresses, one by one."""
    members, addresses = made.locations.members, made.frames["addresses"]
    answer = []
    for place in only or made.locations.frame.index:
        centre = made.locations.frame.geometry[place].centroid
        own = members[(members["location_id"] == place) & (members["role"] == "address")]
        count, doubts = 0, 0
        for row in addresses.drop(own["member_id"].unique()).itertuples():
            out = isinstance(row.status, str) and "buiten gebruik" in row.status
            if out or centre.distance(row.geometry) > radius_m:
                continue
            known = isinstance(row.use, str)
            count += not dwellings_only or (known and HOME in row.use.split(","))
            doubts += dwellings_only and not known
        answer.append(np.nan if doubts else float(count))
    return answer


def test_own_addresses_and_those_just_outside_the_circle_do_not_count(make):
    made = make(
        {"a": (-5, -5, 10, 10, 1970, None, None)},
        [("yard:a", "building", "a", 1.0), ("yard:a", "address", "own", 1.0)],
        {
            "own": (0, 0, HOME, 100, None),
            "on": (300, 400, HOME, 100, None),
            "beyond": (300, 400.1, HOME, 100, None),
            "near": (10, 0, HOME, 100, None),
            "out": (12, 0, HOME, 100, "Verblijfsobject buiten gebruik"),
        },
    )
    assert neighbour_density_500(made.locations, made.frames["addresses"]).tolist() == [2.0]
    assert neighbour_density_500(
        made.locations, made.frames["addresses"], radius_m=100
    ).tolist() == [1.0]


@pytest.mark.parametrize("dwellings_only", [False, True])
@pytest.mark.parametrize("radius_m", [150, 500])
def test_it_equals_a_loop_over_all_pairs_in_the_made_village(dwellings_only, radius_m, village):
    count = neighbour_density_500(
        village.locations,
        village.frames["addresses"],
        radius_m=radius_m,
        dwellings_only=dwellings_only,
    )
    expected = slow(village, radius_m=radius_m, dwellings_only=dwellings_only)
    assert count.to_numpy() == pytest.approx(expected, nan_ok=True)
    assert count.isna().any() == dwellings_only


@pytest.mark.parametrize("radius_m", [0.0, -1.0, 1000.1])
def test_a_radius_beyond_what_is_read_is_refused(radius_m, village):
    with pytest.raises(IndicatorError, match="out of reach"):
        neighbour_density_500(village.locations, village.frames["addresses"], radius_m=radius_m)


def test_it_equals_a_loop_over_all_pairs_for_buildings_of_weesp(weesp):
    count = neighbour_density_500(weesp.locations, weesp.frames["addresses"])
    some = list(count.index[::900])
    assert count[some].tolist() == slow(weesp, only=some)


def test_it_equals_a_loop_over_all_pairs_for_yards_of_otterlo(otterlo):
    count = neighbour_density_500(otterlo.locations, otterlo.frames["addresses"])
    some = list(count.index[::9])
    assert count[some].tolist() == slow(otterlo, only=some)
    dwellings = neighbour_density_500(
        otterlo.locations, otterlo.frames["addresses"], dwellings_only=True
    )
    assert dwellings.dropna().eq(0).all()
    assert dwellings.isna().sum() == (count > 0).sum()
