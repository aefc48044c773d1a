"""Every combination rule, written out with math for one pair of numbers at a time."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskmap.combine import priority
from riskmap.combine.rules import RULE_NAMES, RULES, formula
from riskmap.project import CombineSettings

NAN = float("nan")
UNIT = st.floats(0, 1)


def clipped(share):
    return min(max(share, 0.01), 0.99)


def by_hand(rule, o, r, first=0.7):
    """Return the priority of one place, from the published formulas."""
    second, floor = 1 - first, 0.05
    if rule == "log_pool":  # Genest and Zidek 1986: odds multiplied, to the power of the weights
        odds = (clipped(o) / (1 - clipped(o))) ** first * (clipped(r) / (1 - clipped(r))) ** second
        return odds / (1 + odds)
    return {
        "weighted": first * o + second * r,
        "geometric": o**first * max(r, floor) ** second,
        "and": min(o, r),
        "or": max(o, r),
        "dasymetric": o * r,
    }[rule]


@pytest.mark.parametrize("rule", RULES)
@given(o=UNIT, r=UNIT)
def test_a_rule_is_its_formula(rule, o, r):
    found = priority([o], [r], CombineSettings(rule=rule))
    assert found[0] == pytest.approx(by_hand(rule, o, r), abs=1e-12)


@pytest.mark.parametrize("rule", RULES)
@given(o=UNIT, r=UNIT, up=st.floats(0, 0.5))
def test_more_opportunity_or_risk_never_lowers_a_priority(rule, o, r, up):
    settings = CombineSettings(rule=rule)
    more = min(o + up, 1.0), min(r + up, 1.0)
    base, by_opportunity, by_risk = priority([o, more[0], o], [r, r, more[1]], settings)
    assert by_opportunity >= base - 1e-12
    assert by_risk >= base - 1e-12
    assert 0 <= base <= 1


@pytest.mark.parametrize("rule", RULES)
def test_unknown_risk_leaves_a_place_its_opportunity_and_unknown_opportunity_stays(rule):
    settings = CombineSettings(rule=rule, weights=(0.0, 1.0))
    found = priority([0.9, 0.0, NAN, NAN], [NAN, NAN, 1.0, NAN], settings)
    np.testing.assert_array_equal(found, [0.9, 0.0, NAN, NAN])


@pytest.mark.parametrize("rule", RULES)
def test_draws_go_along_the_second_axis(rule):
    opportunity = np.random.default_rng(1).random((7, 5))
    risk = np.r_[np.linspace(0, 1, 6), NAN]
    found = priority(opportunity, risk, CombineSettings(rule=rule))
    for draw in range(5):
        alone = priority(opportunity[:, draw], risk, CombineSettings(rule=rule))
        np.testing.assert_array_equal(found[:, draw], alone)


def test_weights_count_by_their_ratio_under_every_rule_that_has_them():
    for rule in RULES:
        one = priority([0.6], [0.2], CombineSettings(rule=rule, weights=(1.0, 3.0)))
        assert one[0] == pytest.approx(by_hand(rule, 0.6, 0.2, 0.25))


def test_a_risk_of_nothing_leaves_the_geometric_rule_its_floor():
    found = priority([0.8], [0.0], CombineSettings(rule="geometric", floor=0.2))
    assert found[0] == pytest.approx(0.8**0.7 * 0.2**0.3)
    assert found[0] > 0


def test_every_rule_has_a_name_and_a_formula_with_its_own_figures():
    for rule in RULES:
        assert RULE_NAMES[rule].text()
        assert formula(CombineSettings(rule=rule)).text()
    told = formula(CombineSettings(rule="geometric", weights=(1.0, 1.0), floor=0.2)).text()
    assert "0.50" in told
    assert "0.2" in told
    assert "0.01" in formula(CombineSettings(rule="log_pool")).text()
    assert math.isclose(by_hand("log_pool", 0.5, 0.5), 0.5)
