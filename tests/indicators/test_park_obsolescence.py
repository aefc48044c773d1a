"""Outdated parks, by the register's answer or by its hectares."""

import numpy as np
import pandas as pd
import pytest

from riskmap.indicators.catalogue import measure
from riskmap.indicators.park_obsolescence import INDICATOR

NAN = np.nan


@pytest.fixture
def score(make, parks):
    """Return a function: the register's answer and hectares -> value and score."""

    def answer(obsolete, net, transforming, restructuring, revitalising):
        made = make(
            {"a": (10, 10, 9, 9, 1970, None, None), "b": (900, 0, 9, 9, 1970, None, None)},
            [("building:a", "building", "a", 1.0), ("building:b", "building", "b", 1.0)],
        )
        park = parks(
            {"p1": (0, 0, 100, 100)},
            obsolete=pd.array([obsolete], dtype="boolean"),
            net_ha=[net],
            transforming_ha=[transforming],
            restructuring_ha=[restructuring],
            revitalising_ha=[revitalising],
        )
        layers = made.layers(business_parks=park)
        values, applies, _ = measure(INDICATOR, made.locations, layers)
        assert applies.to_dict() == {"building:a": True, "building:b": False}
        value = values.to_numpy()
        return value[0], INDICATOR.value.scores(value)[0]

    return answer


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ((True, 10, 0, 0, 0), (1.0, 1.0)),
        ((False, 10, 9, 9, 9), (0.0, 0.0)),
        ((None, 20, 2, 3, 1), (0.3, 0.5)),
        ((None, 10, 4, 4, 4), (1.0, 1.0)),
        ((None, 10, 0, 0, 1), (0.1, 0.0)),
    ],
)
def test_the_answer_comes_before_the_hectares(score, facts, expected):
    assert score(*facts) == pytest.approx(expected)


@pytest.mark.parametrize("facts", [(None, NAN, 1, 1, 1), (None, 0, 1, 1, 1), (None, 9, 1, NAN, 1)])
def test_hectares_that_are_not_known_are_not_zero(score, facts):
    value, scored = score(*facts)
    assert np.isnan(value)
    assert np.isnan(scored)


def test_the_answer_alone_is_enough(make, parks):
    made = make({"a": (10, 10, 9, 9, 1970, None, None)}, [("building:a", "building", "a", 1.0)])
    park = parks({"p1": (0, 0, 99, 99)}, obsolete=pd.array([True], dtype="boolean"))
    assert INDICATOR.function(made.locations, park).to_list() == [1.0]
