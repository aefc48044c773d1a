"""Units under one roof, against counting in the register."""

import numpy as np

from riskmap.indicators.unit_density import unit_density


def slow(made):
    """Return the count by going through the members, one by one."""
    addresses = made.frames["addresses"].to_dict("index")
    members = made.locations.members
    count = dict.fromkeys(made.locations.frame.index, 0.0)
    for row in members[members["role"] == "address"].itertuples():
        facts = addresses[row.member_id]
        if isinstance(facts["status"], str) and "buiten gebruik" in facts["status"]:
            continue
        if not isinstance(facts["use"], str):
            count[row.location_id] = np.nan
        elif "woonfunctie" not in facts["use"].split(","):
            count[row.location_id] += 1
    return list(count.values())


def test_dwellings_and_addresses_out_of_use_are_no_units_and_no_address_means_none(make):
    made = make(
        {"a": (0, 0, 9, 9, 1970, None, None), "b": (50, 0, 9, 9, 1970, None, None)},
        [("building:a", "building", "a", 1.0), ("building:b", "outbuilding", "b", 1.0)]
        + [("building:a", "address", name, 0.5) for name in ("shop", "mixed", "empty", "office")],
        {
            "shop": (1, 1, "winkelfunctie", 90, "Verblijfsobject in gebruik"),
            "mixed": (1, 1, "winkelfunctie,woonfunctie", 90, "Verblijfsobject in gebruik"),
            "empty": (1, 1, "winkelfunctie", 90, "Verblijfsobject buiten gebruik"),
            "office": (1, 1, "kantoorfunctie", 90, None),
        },
    )
    assert unit_density(made.locations, made.frames["addresses"]).tolist() == [2.0, 0.0]


def test_it_equals_a_loop_over_the_addresses_in_the_made_village(village):
    count = unit_density(village.locations, village.frames["addresses"])
    np.testing.assert_array_equal(count.to_numpy(), slow(village))
    assert count.isna().any()


def test_the_densest_building_of_weesp_without_dwellings_holds_22_units(weesp):
    count = unit_density(weesp.locations, weesp.frames["addresses"])
    np.testing.assert_array_equal(count.to_numpy(), slow(weesp))
    members = weesp.locations.of_role("address")
    use = members["member_id"].map(weesp.frames["addresses"]["use"])
    homes = members.loc[use.str.contains("woonfunctie"), "location_id"]
    assert count[~count.index.isin(homes)].max() == 22


def test_where_no_use_is_known_only_places_without_addresses_have_a_count(otterlo):
    count = unit_density(otterlo.locations, otterlo.frames["addresses"])
    held = count.index.isin(otterlo.locations.of_role("address")["location_id"])
    assert count[held].isna().all()
    assert count[~held].eq(0).all()
    assert held.any()
    assert not held.all()
