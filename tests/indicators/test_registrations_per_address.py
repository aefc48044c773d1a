"""Establishments per address, against a loop over the addresses of every place."""

import numpy as np
import pandas as pd
import pytest

from riskmap.errors import IndicatorError
from riskmap.indicators.catalogue import measure
from riskmap.indicators.registrations_per_address import (
    INDICATOR,
    registrations_per_address,
)

NAN = np.nan
FEW = "few"


def table(rows):
    """Return a table of registrations: address -> count, or FEW where it was suppressed."""
    counts = [NAN if count == FEW else float(count) for count in rows.values()]
    few = [count == FEW for count in rows.values()]
    index = pd.Index(list(rows), dtype="str")
    return pd.DataFrame({"establishments": counts, "suppressed": few}, index=index)


@pytest.fixture
def office(make):
    """Return a building with an office and a workshop, and one without addresses."""
    return make(
        {"a": (0, 0, 9, 9, 1970, None, None), "b": (50, 0, 9, 9, 1970, None, None)},
        [
            ("building:a", "building", "a", 1.0),
            ("building:a", "address", "office", 1.0),
            ("building:a", "address", "shop", 1.0),
            ("building:b", "outbuilding", "b", 1.0),
        ],
        {
            "office": (1, 1, "kantoorfunctie", 400, None),
            "shop": (2, 2, "industriefunctie,winkelfunctie", 100, None),
        },
    )


def value_of(office, rows, **options):
    """Return the measurement of the first building."""
    return registrations_per_address(
        office.locations, office.frames["addresses"], table(rows), **options
    )["building:a"]


def test_the_address_with_the_most_establishments_counts(office):
    assert value_of(office, {"office": 320, "shop": 7}) == 320
    assert value_of(office, {"shop": 7}) == 7


@pytest.mark.parametrize("rows", [{}, {"elsewhere": 30}, {"shop": NAN}])
def test_what_the_table_does_not_say_is_unknown(office, rows):
    assert np.isnan(value_of(office, rows))


def test_a_suppressed_count_is_low_and_never_zero(office):
    count = value_of(office, {"shop": FEW})
    assert 1 <= count <= 4
    assert INDICATOR.value.scores(np.array([count]))[0] == 0
    assert value_of(office, {"shop": FEW, "office": 60}) == 60


def test_in_a_table_of_all_large_addresses_an_unlisted_one_has_at_most_four(office):
    count = value_of(office, {}, listed="all")
    assert 1 <= count <= 4
    assert np.isnan(value_of(office, {"shop": NAN, "office": NAN}, listed="all"))
    assert value_of(office, {"office": 0, "shop": 0}, listed="all") == 0


def test_per_100_m2_only_exact_counts_are_taken(office):
    assert value_of(office, {"office": 20, "shop": 10}, per="100m2") == pytest.approx(6.0)
    assert value_of(office, {"office": 20, "shop": FEW}, per="100m2") == pytest.approx(5.0)
    assert np.isnan(value_of(office, {"shop": FEW}, per="100m2"))


@pytest.mark.parametrize(("offices", "expected"), [("only", 320), ("without", 7), ("with", 320)])
def test_offices_can_be_asked_apart(office, offices, expected):
    assert value_of(office, {"office": 320, "shop": 7}, offices=offices) == expected


@pytest.mark.parametrize("use", ["kantoorfunctie", "industriefunctie", None])
def test_a_place_without_the_addresses_that_are_asked_is_not_unknown(make, use):
    made = make(
        {"a": (0, 0, 9, 9, 1970, None, None), "b": (50, 0, 9, 9, 1970, None, None)},
        [
            ("building:a", "building", "a", 1.0),
            ("building:a", "address", "a1", 1.0),
            ("building:b", "outbuilding", "b", 1.0),
        ],
        {"a1": (1, 1, use, 400, None)},
    )
    layers = made.layers(registrations=table({"a1": 30}))
    is_office = use == "kantoorfunctie"
    for offices, expected in (("with", True), ("only", is_office), ("without", not is_office)):
        values, applies, _ = measure(INDICATOR, made.locations, layers, {"offices": offices})
        assert applies.to_list() == [expected, False]
        assert values.notna().to_list() == [expected, False]


@pytest.mark.parametrize("offices", ["with", "only", "without"])
def test_it_equals_a_loop_over_the_addresses_in_the_made_village(village, offices):
    chance = np.random.default_rng(9)
    listed = village.frames["addresses"].index[::2]
    choices = [FEW, 5, 8, 40, NAN]
    rows = {name: choices[chance.integers(5)] for name in listed}
    expected = dict.fromkeys(village.locations.frame.index, NAN)
    for row in village.locations.members.query("role == 'address'").itertuples():
        use = village.frames["addresses"]["use"][row.member_id]
        office = isinstance(use, str) and "kantoorfunctie" in use.split(",")
        if offices != "with" and office != (offices == "only"):
            continue
        count = rows.get(row.member_id, NAN)
        expected[row.location_id] = np.fmax(expected[row.location_id], 2 if count == FEW else count)
    count = registrations_per_address(
        village.locations, village.frames["addresses"], table(rows), offices=offices
    )
    assert count.to_dict() == pytest.approx(expected, nan_ok=True)
    assert count.notna().any()


@pytest.mark.parametrize("option", ["listed", "per", "offices"])
def test_a_word_that_is_not_known_is_refused(office, option):
    with pytest.raises(IndicatorError, match=option):
        value_of(office, {}, **{option: "many"})
