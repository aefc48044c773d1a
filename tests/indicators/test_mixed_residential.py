"""Dwellings on business parks: shown, and never scored by itself."""

import numpy as np
import pytest

from riskmap.indicators.catalogue import measure
from riskmap.indicators.mixed_residential import INDICATOR, mixed_residential


def slow(made, parks):
    """Return share and whether it applies, by going through the addresses of each park."""
    shares = {}
    for park, shape in parks.geometry.items():
        homes = []
        for address in made.frames["addresses"].itertuples():
            gone = isinstance(address.status, str) and "buiten gebruik" in address.status
            if gone or not isinstance(address.use, str) or not shape.covers(address.geometry):
                continue
            homes.append("woonfunctie" in address.use.split(","))
        shares[park] = sum(homes) / len(homes) if homes else np.nan
    answer, applies = [], []
    for place in made.locations.frame.geometry:
        on = [name for name in parks.index if parks.geometry[name].covers(place.centroid)]
        applies.append(bool(on))
        answer.append(shares[on[0]] if on else np.nan)
    return answer, applies


def test_it_equals_a_loop_over_the_addresses_in_the_made_village(village, terrain):
    layers = village.layers(business_parks=terrain)
    values, applies, _ = measure(INDICATOR, village.locations, layers)
    shares, on_park = slow(village, terrain)
    assert values.to_numpy() == pytest.approx(shares, nan_ok=True)
    assert applies.to_list() == on_park
    assert values.nunique() >= 2
    assert not all(on_park)


def test_a_park_without_addresses_is_unknown_and_a_place_off_the_parks_is_not(make, parks):
    made = make(
        {"a": (10, 10, 9, 9, 1970, None, None), "b": (900, 0, 9, 9, 1970, None, None)},
        [("building:a", "outbuilding", "a", 1.0), ("building:b", "building", "b", 1.0)],
        {"b1": (901, 1, "woonfunctie", 50, None)},
    )
    layers = made.layers(business_parks=parks({"p1": (0, 0, 99, 99)}))
    values, applies, _ = measure(INDICATOR, made.locations, layers)
    assert values.isna().all()
    assert applies.to_list() == [True, False]


def test_it_is_information_and_says_that_it_is_no_trigger():
    assert INDICATOR.use == "information"
    assert "zorg" in INDICATOR.false_positives["nl"]
    assert "never use it as a trigger" in INDICATOR.false_positives["en"]


def test_an_address_in_two_parks_counts_in_the_one_with_the_lowest_id(make, parks):
    made = make(
        {"a": (10, 10, 5, 5, 1970, None, None), "b": (60, 10, 5, 5, 1970, None, None)},
        [("building:a", "building", "a", 1.0), ("building:b", "building", "b", 1.0)],
        {"v1": (11, 11, "woonfunctie", 50, None), "v2": (61, 11, "kantoorfunctie", 50, None)},
        kind="building",
    )
    both = {"p2": (0, 0, 99, 99), "p1": (50, 0, 99, 99)}
    share = mixed_residential(made.locations, made.frames["addresses"], parks(both))
    assert share.to_dict() == {"building:a": 1.0, "building:b": 0.0}
