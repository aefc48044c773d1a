"""Guarded rates, against a slow loop."""

import numpy as np
import pytest

from riskmap.statistics.guarded_rates import guarded_rates


def test_rates_are_hits_per_visit_shrunken_toward_the_weighted_base_rate():
    place = np.array([0, 0, 0, 1, 2, 3])
    found = np.array([1.0, 1, 0, 0, 1, 0])
    probability = np.array([1.0, 1, 1, 0.1, np.nan, 0.1])
    guarded = guarded_rates(place, found, probability, np.array([1.0, 1, 1, 1, 1]), 5.0)
    base = (1 + 1 + 0 + 0 + 0) / (3 + 10 + 10)
    assert guarded.base_rate == pytest.approx(base)
    for number in range(5):
        hits = sum(f for p, f in zip(place, found, strict=True) if p == number)
        visits = sum(1 for p in place if p == number)
        assert guarded.rate[number] == pytest.approx((hits + 5 * base) / (visits + 5))
    assert guarded.visits.tolist() == [3, 1, 1, 1, 0]


def test_finds_where_one_went_because_of_finds_do_not_lift_places_nobody_saw():
    """Two worlds with the same visits by chance; in one a place was visited 50 times and hit."""
    few = guarded_rates(np.array([1, 2]), np.array([0.0, 1]), np.full(2, 0.1), np.ones(4))
    place = np.array([1, 2, *[0] * 50])
    found = np.array([0.0, 1, *[1.0] * 50])
    probability = np.array([0.1, 0.1, *[1.0] * 50])
    many = guarded_rates(place, found, probability, np.ones(4))
    naive = found.mean()
    assert naive > 0.9
    assert many.rate[3] < 0.9
    assert few.rate[3] == pytest.approx(0.5)


def test_a_place_visited_in_vain_sinks_below_one_nobody_saw():
    guarded = guarded_rates(np.array([0, 1]), np.array([0.0, 1]), np.full(2, 0.2), np.ones(3))
    assert guarded.rate[0] < guarded.rate[2] < guarded.rate[1]


def test_the_expectation_before_any_visit_keeps_its_order_and_takes_the_base_rate():
    expected = np.array([0.2, 0.4, 0.6])
    guarded = guarded_rates(np.array([0]), np.array([1.0]), np.array([0.5]), expected, 4.0)
    assert guarded.rate == pytest.approx([(1 + 4 * 0.5) / 5, 1.0, 1.0])
    nobody = guarded_rates(np.empty(0, int), np.empty(0), np.empty(0), expected)
    assert np.isnan(nobody.base_rate)
    assert nobody.rate == pytest.approx(expected)
