"""An indicator that says why it is unknown at a place."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from riskmap.errors import IndicatorError
from riskmap.indicators.catalogue import measure_with_reasons
from riskmap.indicators.reasons import Reasoned, reasoned
from riskmap.indicators.road_setback import INDICATOR
from riskmap.messages import Message

SMALL, CLOUDS = Message("Too small: {n} cells.", n=3), Message("Clouds.")


def with_function(function, **facts):
    """Return a record like any other with this function."""
    function.__doc__ = "Said by hand."
    return replace(INDICATOR, function=function, needs={}, margin_m={}, **facts)


def alternating(*messages):
    """Return an indicator that is unknown everywhere, for one reason after the other."""

    def road_setback(locations):
        turn = np.arange(len(locations.frame)) % len(messages)
        where = [(turn == number, message) for number, message in enumerate(messages)]
        return reasoned(locations.frame.index, np.zeros(len(turn)), *where)

    return with_function(road_setback)


def test_the_first_reason_counts_and_makes_it_unknown():
    index = pd.Index(["a", "b", "c"], name="location_id")
    found = reasoned(
        index,
        np.array([1.0, 2.0, 3.0]),
        (np.array([False, True, False]), SMALL),
        (np.array([False, True, True]), CLOUDS),
    )
    assert found.because.tolist() == [None, SMALL, CLOUDS]
    np.testing.assert_array_equal(found[0], [1.0, np.nan, np.nan])


@pytest.mark.parametrize(
    ("messages", "told"),
    [([SMALL], "Too small: 3 cells."), ([SMALL, CLOUDS], "It is unknown at every location.")],
)
def test_one_reason_for_all_is_why_nothing_is_known(village, messages, told):
    found, because = measure_with_reasons(
        alternating(*messages), village.locations, village.layers()
    )
    assert found[0].isna().all()
    assert found.missing.text() == told
    assert [str(one) for one in because[: len(messages)]] == [str(one) for one in messages]


def test_no_reason_is_given_where_it_does_not_apply_or_is_known(village):
    index = village.locations.frame.index

    def road_setback(locations):
        values = pd.Series(1.0, index=locations.frame.index)
        values.iloc[:2] = np.nan
        return Reasoned(values, pd.Series([SMALL] * len(values), index=values.index))

    def not_the_first(locations):
        return pd.Series(locations.frame.index != index[0], index=locations.frame.index)

    indicator = with_function(road_setback, applies=not_the_first)
    _, because = measure_with_reasons(indicator, village.locations, village.layers())
    assert because.notna().tolist() == [False, True] + [False] * (len(index) - 2)


def test_reasons_on_another_index_break_the_contract(village):
    def road_setback(locations):
        values = pd.Series(1.0, index=locations.frame.index)
        return Reasoned(values, pd.Series([SMALL], index=["elsewhere"]))

    with pytest.raises(IndicatorError, match="reasons"):
        measure_with_reasons(with_function(road_setback), village.locations, village.layers())
