"""Share of small units, against counting in the register."""

import numpy as np
import pytest

from riskmap.indicators.catalogue import measure
from riskmap.indicators.small_unit_share import INDICATOR


def slow(made):
    """Return share and whether it applies, by going through the members one by one."""
    addresses = made.frames["addresses"].to_dict("index")
    members = made.locations.members
    units = {place: [] for place in made.locations.frame.index}
    for row in members[members["role"] == "address"].itertuples():
        facts = addresses[row.member_id]
        if isinstance(facts["status"], str) and "buiten gebruik" in facts["status"]:
            continue
        if not isinstance(facts["use"], str):
            units[row.location_id].append("unknown")
        elif "woonfunctie" not in facts["use"].split(","):
            units[row.location_id].append(facts["floor_area_m2"])
    shares = []
    for own in units.values():
        known = [area for area in own if area != "unknown" and not np.isnan(area)]
        hopeless = len(own) < 3 or "unknown" in own or not known
        shares.append(np.nan if hopeless else sum(area < 150 for area in known) / len(known))
    return shares, [len(own) >= 3 for own in units.values()]


def case(make, *areas, use="industriefunctie"):
    """Return the answer for one building with units of these floor areas."""
    addresses = {f"u{n}": (1, 1, use, area, None) for n, area in enumerate(areas)}
    made = make(
        {"a": (0, 0, 9, 9, 1970, None, None)},
        [("building:a", "building", "a", 1.0)]
        + [("building:a", "address", name, 1.0) for name in addresses],
        addresses | {"elsewhere": (90, 9, "kantoorfunctie", 50, None)},
    )
    values, applies, _ = measure(INDICATOR, made.locations, made.layers())
    return values.iloc[0], applies.iloc[0]


def test_units_under_150_m2_are_small_and_unknown_areas_are_left_out(make):
    assert case(make, 149.9, 150, 20, np.nan) == (pytest.approx(2 / 3), True)


def test_with_two_units_it_does_not_apply_which_is_not_unknown(make):
    share, applies = case(make, 20, 30)
    assert np.isnan(share)
    assert not applies


def test_with_three_addresses_of_unknown_use_it_applies_and_is_unknown(make):
    share, applies = case(make, 20, 30, 40, use=None)
    assert np.isnan(share)
    assert applies


def test_it_equals_a_loop_over_the_addresses_in_the_made_village(village):
    values, applies, _ = measure(INDICATOR, village.locations, village.layers())
    shares, expected = slow(village)
    assert values.to_numpy() == pytest.approx(shares, nan_ok=True)
    assert applies.tolist() == expected


def test_it_equals_a_loop_over_the_addresses_for_every_building_of_weesp(weesp):
    values, applies, _ = measure(INDICATOR, weesp.locations, weesp.layers())
    shares, expected = slow(weesp)
    assert values.to_numpy() == pytest.approx(shares, nan_ok=True)
    assert applies.tolist() == expected
    assert sum(expected) > 50
