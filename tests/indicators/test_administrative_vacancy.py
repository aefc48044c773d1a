"""Years vacant, against a loop over the addresses of every place."""

import numpy as np
import pandas as pd
import pytest

from riskmap.errors import IndicatorError
from riskmap.indicators.administrative_vacancy import administrative_vacancy

HOME = "woonfunctie"


def table(**years):
    """Return a vacancy table."""
    return pd.DataFrame({"years_vacant": pd.Series(years, dtype=float)})


def slow(made, *, listed):
    """Return the weighted mean by going through the addresses, one by one."""
    members, addresses = made.locations.members, made.frames["addresses"]
    years = made.frames["vacancy"]["years_vacant"]
    answer = []
    for place in made.locations.frame.index:
        rows = members[(members["location_id"] == place) & (members["role"] == "address")]
        known, weights = [], []
        for row in rows.itertuples():
            if row.member_id in years.index:
                known.append(years[row.member_id])
            else:
                known.append(0.0 if listed == "vacant" else np.nan)
            weights.append(addresses.floor_area_m2[row.member_id] * row.share)
        if not known or np.isnan(known).any():
            answer.append(np.nan)
        elif len(set(known)) == 1:
            answer.append(known[0])
        else:
            answer.append(np.dot(known, weights) / np.sum(weights))
    return answer


@pytest.fixture
def barn_and_house(make):
    """Return a yard with a house of 100 m2 and a barn of 300 m2, and one without addresses."""
    return make(
        {"a": (0, 0, 10, 10, 1970, None, None), "b": (99, 0, 10, 10, 1970, None, None)},
        [
            ("yard:a", "building", "a", 1.0),
            ("yard:a", "address", "house", 1.0),
            ("yard:a", "address", "barn", 1.0),
            ("yard:b", "outbuilding", "b", 1.0),
        ],
        {"house": (1, 1, HOME, 100, None), "barn": (2, 2, "industriefunctie", 300, None)},
    )


def test_years_are_weighted_with_floor_area_and_unlisted_addresses_are_not_vacant(barn_and_house):
    made = barn_and_house
    years = administrative_vacancy(made.locations, made.frames["addresses"], table(barn=2.0))
    assert years["yard:a"] == 1.5
    assert np.isnan(years["yard:b"])


def test_in_a_table_of_all_addresses_an_unlisted_one_is_unknown(barn_and_house):
    made = barn_and_house
    arguments = (made.locations, made.frames["addresses"])
    years = administrative_vacancy(*arguments, table(barn=2.0), listed="all")
    assert years.isna().all()
    years = administrative_vacancy(*arguments, table(barn=2.0, house=0.0), listed="all")
    assert years["yard:a"] == 1.5


def test_a_vacant_address_of_unknown_duration_is_not_zero(barn_and_house):
    made = barn_and_house
    years = administrative_vacancy(made.locations, made.frames["addresses"], table(barn=np.nan))
    assert years.isna().all()


def test_of_an_address_listed_twice_the_longest_vacancy_counts(barn_and_house):
    made = barn_and_house
    twice = pd.DataFrame({"years_vacant": [1.0, 4.0]}, index=["barn", "barn"])
    years = administrative_vacancy(made.locations, made.frames["addresses"], twice)
    assert years["yard:a"] == 3.0


def test_an_unknown_floor_area_matters_only_where_the_years_differ(barn_and_house):
    made = barn_and_house
    addresses = made.frames["addresses"].assign(floor_area_m2=np.nan)
    assert administrative_vacancy(made.locations, addresses, table(barn=2.0)).isna().all()
    same = administrative_vacancy(made.locations, addresses, table(barn=2.0, house=2.0))
    assert same["yard:a"] == 2.0


@pytest.mark.parametrize("listed", ["vacant", "all"])
def test_it_equals_a_loop_over_the_addresses_in_the_made_village(listed, village):
    years = administrative_vacancy(
        village.locations, village.frames["addresses"], village.frames["vacancy"], listed=listed
    )
    assert years.to_numpy() == pytest.approx(slow(village, listed=listed), nan_ok=True)
    assert years.notna().any()


def test_a_word_that_is_no_way_of_listing_is_refused(village):
    with pytest.raises(IndicatorError, match="listed"):
        administrative_vacancy(
            village.locations, village.frames["addresses"], table(), listed="some"
        )
