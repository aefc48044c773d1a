"""Transfers of ownership, against the guide's sentence and a loop."""

import numpy as np
import pandas as pd
import pytest

from riskmap.indicators.transfer_frequency import INDICATOR, transfer_frequency


def table(rows):
    """Return a transfers table: object -> (transfers, abc)."""
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=["transfers_20y", "abc_6m"])
    return frame.astype({"transfers_20y": float, "abc_6m": "boolean"})


@pytest.fixture
def two_places(make):
    """Return a building with two addresses, and one that the table does not know."""
    return make(
        {"a": (0, 0, 9, 9, 1970, None, None), "b": (50, 0, 9, 9, 1970, None, None)},
        [
            ("building:a", "building", "a", 1.0),
            ("building:a", "address", "a1", 1.0),
            ("building:a", "address", "a2", 0.5),
            ("building:b", "outbuilding", "b", 1.0),
        ],
        {"a1": (1, 1, None, 50, None), "a2": (2, 2, None, 50, None)},
    ).locations


def test_the_most_transferred_object_counts_and_unlisted_places_are_unknown(two_places):
    count = transfer_frequency(two_places, table({"a": (1, False), "a2": (4, False)}))
    assert count["building:a"] == 4.0
    assert np.isnan(count["building:b"])


@pytest.mark.parametrize("abc", [True, False, None])
@pytest.mark.parametrize("sales", [2, 3, 4, 5, 9])
def test_the_score_is_that_of_the_guide(two_places, sales, abc):
    # lin_up(2, 5), and 0.3 for an ABC transfer, capped at 1
    expected = min(1.0, max(0.0, (sales - 2) / 3) + (0.3 if abc else 0.0))
    count = transfer_frequency(two_places, table({"a1": (sales, abc)}))
    assert INDICATOR.value.scores(count.to_numpy())[0] == pytest.approx(expected)


@pytest.mark.parametrize("sales", [0, 1, np.nan])
def test_two_sales_within_six_months_are_at_least_two_transfers(two_places, sales):
    count = transfer_frequency(two_places, table({"a1": (sales, True)}))
    assert INDICATOR.value.scores(count.to_numpy())[0] == pytest.approx(0.3)


def test_an_unknown_number_is_unknown_and_not_zero(two_places):
    assert transfer_frequency(two_places, table({"a1": (np.nan, False)})).isna().all()
    assert transfer_frequency(two_places, table({"a1": (np.nan, None)})).isna().all()


def test_it_equals_a_loop_over_the_members_in_the_made_village(village):
    chance = np.random.default_rng(5)
    objects = [*village.frames["addresses"].index[::2], *village.frames["buildings"].index[::3]]
    rows = {
        name: (float(chance.integers(0, 9)), [True, False, None][chance.integers(3)])
        for name in objects
    }
    count = transfer_frequency(village.locations, table(rows))
    expected = dict.fromkeys(village.locations.frame.index, np.nan)
    for row in village.locations.members.itertuples():
        if row.member_id in rows:
            sales, abc = rows[row.member_id]
            figure = max(sales, 2) + 0.9 if abc else sales
            expected[row.location_id] = np.nanmax([expected[row.location_id], figure])
    assert count.to_dict() == pytest.approx(expected, nan_ok=True)
    assert count.isna().any()
