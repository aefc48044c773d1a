"""Units without an address, by hand and against a loop over the buildings of Weesp."""

import numpy as np
import pandas as pd
import pytest

from riskmap.indicators.catalogue import measure
from riskmap.indicators.units_without_address import INDICATOR, units_without_address

IN_USE, OUT = "Verblijfsobject in gebruik", "Verblijfsobject buiten gebruik"


def listed(**units):
    """Return a municipal list: building -> units."""
    return pd.DataFrame({"units": pd.Series(units, dtype=float)}).rename_axis("building_id")


@pytest.fixture
def park(make):
    """Return halls of 1,200 m2 with 0 to 3 addresses, and one of 399 m2."""
    held = {"a": 1, "b": 3, "c": 0, "d": 2, "e": 1, "f": 1}
    size = {"f": (21, 19)}
    addresses, members = {}, []
    for number, (name, count) in enumerate(held.items()):
        role = "building" if count else "outbuilding"
        members.append((f"building:{name}", role, name, 1.0))
        for unit in range(count):
            key = f"{name}{unit}"
            status = OUT if key == "d1" else IN_USE
            addresses[key] = (100 * number + 1, 1 + unit, "industriefunctie", 60, status)
            members.append((f"building:{name}", "address", key, 1.0))
    buildings = {
        name: (100 * k, 0, *size.get(name, (40, 30)), 1980, None, None)
        for k, name in enumerate(held)
    }
    return make(buildings, members, addresses, kind="building")


def test_it_is_footprint_per_address_where_the_list_names_more_units_than_addresses(park):
    units = listed(a=4, b=3, c=2, d=5, e=1, f=8)
    layers = park.layers(unit_lists=units)
    values, applies, _ = measure(INDICATOR, park.locations, layers)
    # d has one address in use; e has one user; f is too small.
    nan = np.nan
    np.testing.assert_array_equal(values, [1200, 0, 1200, 1200, nan, nan])
    assert applies.tolist() == [True, True, True, True, False, False]


def test_an_unknown_number_of_units_is_unknown_and_what_is_not_listed_does_not_apply(park):
    layers = park.layers(unit_lists=listed(a=np.nan, b=4))
    values, applies, _ = measure(INDICATOR, park.locations, layers)
    assert np.isnan(values["building:a"])
    assert values["building:b"] == 400
    assert applies.tolist() == [True, True, False, False, False, False]


def test_without_a_list_nothing_is_said_of_large_users(park):
    _, _, missing = measure(INDICATOR, park.locations, park.layers())
    assert str(missing) == "There is no layer listed units."


def test_it_equals_a_loop_over_the_buildings_of_weesp(weesp):
    buildings, addresses = weesp.frames["buildings"], weesp.frames["addresses"]
    rng = np.random.default_rng(5)
    large = buildings.index[buildings.area > 300]
    units = pd.DataFrame({"units": rng.integers(1, 9, len(large)).astype(float)}, index=large)
    values, _, _ = measure(INDICATOR, weesp.locations, weesp.layers(unit_lists=units))
    out = addresses["status"].str.contains("buiten gebruik")
    own = weesp.locations.of_role("address").groupby("location_id")["member_id"]
    held = {place: [name for name in names if not out[name]] for place, names in own}
    for name in large:
        place = f"building:{name}"
        if place not in values.index:
            continue
        area, count = buildings.geometry[name].area, len(held.get(place, []))
        if area < 400 or units["units"][name] <= 1:
            wanted = np.nan
        else:
            wanted = area / max(count, 1) if count < units["units"][name] else 0.0
        assert values[place] == pytest.approx(wanted, nan_ok=True)
    assert values.gt(400).sum() > 10
    assert values.eq(0).any()
    assert units_without_address(weesp.locations, buildings, addresses, units.iloc[:0]).isna().all()


def test_buildings_of_one_place_count_together_and_one_unknown_makes_it_unknown(make):
    made = make(
        {name: (100 * k, 0, 40, 30, 1980, None, None) for k, name in enumerate("abc")},
        [("parcel:p", "building", name, 1.0) for name in "ab"]
        + [("parcel:q", "building", "c", 0.5), ("parcel:q", "outbuilding", "b", 1.0)]
        + [("parcel:p", "address", f"v{k}", 1.0) for k in range(4)],
        {f"v{k}": (k, 1, "industriefunctie", 60, IN_USE) for k in range(4)},
        kind="parcel",
    )
    frames = (made.locations, made.frames["buildings"], made.frames["addresses"])
    # four addresses for 3 + 3 units under 2,400 m2; half of c and all of b for none
    both = units_without_address(*frames, listed(a=3, b=3, c=2))
    assert both.to_dict() == {"parcel:p": 600.0, "parcel:q": 1800.0}
    assert units_without_address(*frames, listed(a=2, b=2))["parcel:p"] == 0
    assert np.isnan(units_without_address(*frames, listed(a=3, b=np.nan))["parcel:p"])


def test_a_hall_of_400_m2_counts_and_of_two_lists_the_most_units(make):
    made = make(
        {"a": (0, 0, 20, 20, 1980, None, None)},
        [("building:a", "building", "a", 1.0)]
        + [("building:a", "address", f"v{k}", 1.0) for k in range(2)],
        {f"v{k}": (k, 1, "industriefunctie", 60, IN_USE) for k in range(2)},
        kind="building",
    )
    twice = pd.concat([listed(a=5), listed(a=2)])
    frames = (made.locations, made.frames["buildings"], made.frames["addresses"])
    assert units_without_address(*frames, twice).to_list() == [200.0]
