"""Value functions against plain arithmetic and numpy."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import rankdata

from riskmap.errors import ProjectError
from riskmap.scaling import from_table, percentile, steps

NAN = float("nan")


def scores(table, values):
    return (
        from_table(table).fitted(np.array(values, float)).scores(np.array(values, float)).tolist()
    )


@pytest.mark.parametrize(
    ("table", "values", "expected"),
    [
        ({"rising": [80, 300]}, [0, 80, 190, 300, 999], [0, 0, 0.5, 1, 1]),
        ({"falling": [2, 10]}, [0, 2, 6, 10, 11], [1, 1, 0.5, 0, 0]),
        ({"trapezoid": [0, 10, 20, 40]}, [-1, 5, 10, 15, 30, 40], [0, 0.5, 1, 1, 0.5, 0]),
        ({"trapezoid": [0, 10, 10, 20]}, [5, 10, 15], [0.5, 1, 0.5]),
        ({"steps": {"0": 0.0, "2": 0.6}}, [0, 2], [0, 0.6]),
    ],
)
def test_a_value_function_gives_the_worked_scores(table, values, expected):
    assert scores(table, values) == pytest.approx(expected)


def test_log_rising_gives_half_at_the_geometric_middle():
    low, high = 4, 40
    middle = math.sqrt((1 + low) * (1 + high)) - 1
    assert scores({"log_rising": [low, high]}, [low, middle, high]) == pytest.approx([0, 0.5, 1])


def test_a_class_that_no_step_names_has_no_score():
    assert np.isnan(scores({"steps": {"0": 0.0, "1": 1.0}}, [3])).all()


@given(st.lists(st.floats(-100, 100), min_size=1, max_size=40))
def test_percentile_is_the_mean_rank_of_scipy(values):
    array = np.array(values)
    expected = np.clip((rankdata(array) - 0.5) / len(array), 0, 1)
    found = percentile(0, 1).fitted(array).scores(array)
    np.testing.assert_allclose(found, expected, atol=1e-12)


def test_percentile_keeps_its_first_footing():
    first = percentile(0, 1).fitted(np.array([1.0, 2.0, NAN, 3.0]))
    assert first.reference == (1.0, 2.0, 3.0)
    assert first.fitted(np.array([100.0])) == first
    assert first.scores(np.array([0.0, 9.0])).tolist() == [0.0, 1.0]


@pytest.mark.parametrize(
    "table",
    [
        {"rising": [0, 1]}, {"falling": [0, 1]}, {"log_rising": [0, 1]},
        {"trapezoid": [0, 1, 2, 3]}, {"percentile": [0, 1]}, {"steps": {"0": 0.5}},
    ],
)  # fmt: skip
def test_unknown_stays_unknown_and_scores_stay_between_0_and_1(table):
    values = [NAN, -1e9, 0.0, 0.5, 1e9] if "log_rising" not in table else [NAN, 0.0, 0.5, 1e9]
    found = np.array(scores(table, values))
    assert np.isnan(found[0])
    known = found[~np.isnan(found)]
    assert ((known >= 0) & (known <= 1)).all()


@pytest.mark.parametrize("table", [{"rising": [80.0, 300.0]}, {"trapezoid": [0.0, 1.0, 2.0, 3.0]}])
def test_a_function_is_written_back_as_it_was_read(table):
    assert from_table(table).as_table() == table


def test_steps_are_written_back_as_they_were_read():
    assert steps({1: 0.5, 0: 0.0}).as_table() == {"steps": {"0": 0.0, "1": 0.5}}


@pytest.mark.parametrize(
    "table",
    [
        {}, {"rising": [1, 2], "falling": [1, 2]}, {"climbing": [1, 2]}, {"rising": 5},
        {"rising": [300, 80]}, {"rising": [1, 1]}, {"rising": [1]}, {"rising": [1, NAN]},
        {"rising": ["a", 2]}, {"rising": [None, 2]}, {"trapezoid": [0, 2, 1, 3]},
        {"percentile": [0, 1.5]}, {"percentile": [-0.5, 1]}, {"steps": {}}, {"steps": {"0": 2}},
        {"steps": {"a": 0.5}}, {"steps": {"0": "much"}}, {"steps": [1, 2]},
    ],
)  # fmt: skip
def test_a_table_that_is_no_value_function_is_refused(table):
    with pytest.raises(ProjectError):
        from_table(table)
