"""Trends of many series at once, against scipy, one series at a time."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import theilslopes

from riskmap.measures.trend import row_median, theil_sen


def one_by_one(times, values):
    slopes = []
    for row in values:
        known = np.isfinite(row)
        enough = known.sum() > 1
        slopes.append(theilslopes(row[known], times[known]).slope if enough else np.nan)
    return slopes


@given(
    arrays(
        float,
        st.tuples(st.integers(1, 12), st.integers(2, 9)),
        elements=st.one_of(st.floats(-1, 1), st.just(np.nan)),
    )
)
def test_it_equals_scipy(values):
    times = np.arange(2015.0, 2015.0 + values.shape[1])
    np.testing.assert_allclose(theil_sen(times, values), one_by_one(times, values), atol=1e-12)


def test_years_may_be_missing_and_uneven():
    chance = np.random.default_rng(2)
    times = np.array([2016.0, 2018.0, 2019.0, 2023.0, 2024.0])
    values = chance.normal(0.4, 0.1, (500, 5))
    values[chance.random(values.shape) < 0.3] = np.nan
    np.testing.assert_allclose(theil_sen(times, values), one_by_one(times, values), atol=1e-12)


def test_one_strange_year_does_not_turn_it():
    steady = np.array([[0.30, 0.33, 0.36, 0.39, 0.42, 0.45]])
    strange = steady.copy()
    strange[0, 2] = -0.9
    years = np.arange(6.0)
    assert theil_sen(years, steady)[0] == pytest.approx(0.03)
    assert theil_sen(years, strange)[0] == pytest.approx(0.03, abs=0.005)


def test_less_than_two_moments_have_no_trend():
    assert np.isnan(theil_sen(np.array([2020.0]), np.array([[0.5]]))).all()
    assert np.isnan(theil_sen(np.arange(3.0), np.full((2, 3), np.nan))).all()
    assert theil_sen(np.arange(3.0), np.empty((0, 3))).shape == (0,)


@given(
    arrays(
        float,
        st.tuples(st.integers(1, 9), st.integers(1, 8)),
        elements=st.one_of(st.floats(-9, 9), st.just(np.nan)),
    )
)
def test_the_median_is_that_of_what_is_known(values):
    wanted = [
        np.median(row[np.isfinite(row)]) if np.isfinite(row).any() else np.nan for row in values
    ]
    np.testing.assert_allclose(row_median(values), wanted, atol=1e-12)
