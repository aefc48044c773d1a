"""Scores add up, unknown is never zero, and not applicable is not unknown."""

import itertools
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskmap.errors import ScoringError
from riskmap.messages import Message
from riskmap.scaling import percentile, rising, steps
from riskmap.scoring import Measurements, Reference, score
from riskmap.weighing import Weighting, ranks

WEIGHTING = Weighting(
    families={"f": 0.6, "g": 0.4},
    criteria={
        "a": ("f", 2.0, rising(0, 10)),
        "b": ("f", 1.0, rising(0, 100)),
        "c": ("g", 1.0, rising(0, 1)),
    },
)
NAN = float("nan")


def measured(rows, applies=None, missing=None):
    index = [f"building:{i}" for i in range(len(rows))]
    values = pd.DataFrame(rows, columns=["a", "b", "c"], index=index, dtype=float)
    flags = pd.DataFrame(applies or [[True] * 3] * len(rows), columns=["a", "b", "c"], index=index)
    return Measurements(values, flags, missing or {})


def test_a_score_worked_out_by_hand():
    result = score(measured([[5, 100, 1], [10, 0, 0]]), WEIGHTING).frame
    # family f: (2*0.5 + 1*1)/3 = 2/3; family g: 1; 0.6*2/3 + 0.4*1 = 0.8
    assert result["opportunity"].tolist() == pytest.approx([0.8, 0.4])
    assert result["a__contribution"].iloc[0] == pytest.approx(0.6 * 1 / 3)
    assert result["rank"].tolist() == [1, 2]


def test_unknown_is_left_out_of_the_weights_and_lowers_the_coverage():
    result = score(measured([[5, NAN, 1], [10, 0, NAN], [0, 50, 0]]), WEIGHTING).frame
    assert result["opportunity"].iloc[0] == pytest.approx(0.6 * 0.5 + 0.4)
    assert result["coverage"].tolist() == pytest.approx([0.6 * 2 / 3 + 0.4, 0.6, 1.0])
    # one family is known: not ranked although its coverage is above the minimum
    assert result["rank"].isna().tolist() == [False, True, False]


def test_not_applicable_does_not_lower_the_coverage():
    flags = [[True, False, True], [True, True, True]]
    result = score(measured([[5, NAN, 1], [10, 0, 0]], flags), WEIGHTING).frame
    assert result["coverage"].tolist() == [1.0, 1.0]


def test_a_criterion_that_does_not_vary_is_left_out_but_counts_as_there():
    result = score(measured([[5, 7, 1], [10, 7, 0]]), WEIGHTING)
    assert result.status["b"] == "constant"
    assert result.frame["opportunity"].tolist() == pytest.approx([0.7, 0.6])
    assert result.completeness == 1.0


def test_a_missing_input_lowers_the_completeness_of_the_run_not_the_coverage_of_a_place():
    missing = {"c": Message("no layer")}
    weighting = Weighting(WEIGHTING.families, WEIGHTING.criteria, min_families=1)
    result = score(measured([[5, 7, NAN], [10, 9, NAN]], missing=missing), weighting)
    assert result.completeness == pytest.approx(0.6)
    assert result.frame["coverage"].tolist() == [1.0, 1.0]


def test_a_location_about_which_nothing_is_known_has_no_score():
    result = score(measured([[NAN, NAN, NAN], [1, 2, 0.3], [2, 3, 0.1]]), WEIGHTING).frame
    assert np.isnan(result["opportunity"].iloc[0])
    assert result["coverage"].iloc[0] == 0


def test_a_lowered_family_keeps_the_contributions_adding_up():
    data = measured([[5, 100, 1], [10, 0, 0], [5, 100, 1]])
    table = data.table.assign(zone=[1.0, 0.0, NAN])
    applies = data.applies.assign(zone=True)
    weighting = replace(
        WEIGHTING,
        criteria={**WEIGHTING.criteria, "zone": ("f", 0.0, steps({1: 0.8, 0: 1.0}))},
        lowering=frozenset({"zone"}),
    )
    result = score(Measurements(table, applies), weighting)
    assert result.status["zone"] == "lowers"
    assert result.frame["opportunity"].iloc[0] == pytest.approx(0.6 * 0.8 * 2 / 3 + 0.4)
    assert result.frame["opportunity"].iloc[2] == pytest.approx(0.6 * 2 / 3 + 0.4)
    parts = result.frame[[name for name in result.frame if name.endswith("__contribution")]]
    assert parts.sum(axis=1).tolist() == pytest.approx(result.frame["opportunity"].tolist())


def test_a_criterion_whose_scores_are_all_the_same_cannot_rank():
    far = measured([[20, 40, 0.2], [30, 60, 0.8]])
    assert score(far, WEIGHTING).status == {"a": "constant", "b": "counts", "c": "counts"}


def test_the_reference_of_an_earlier_run_scores_a_second_one_on_the_same_footing():
    weighting = Weighting({"f": 1.0}, {"a": ("f", 1.0, percentile(0, 1))}, min_families=1)
    first = score(_one([1, 2, 3, 4]), weighting)
    second = score(
        _one([4, 9]), weighting, reference=Reference(first.value_functions, first.status)
    )
    assert second.frame["opportunity"].tolist() == pytest.approx([3.5 / 4, 1.0])


def _one(values):
    index = [f"cell:{i}" for i in range(len(values))]
    frame = pd.DataFrame({"a": values}, index=index, dtype=float)
    return Measurements(frame, frame.notna())


def test_one_location_only_is_an_error_with_a_next_step():
    with pytest.raises(ScoringError, match="at least two"):
        score(measured([[1, 2, 3]]), WEIGHTING)


def test_nothing_that_varies_is_an_error():
    with pytest.raises(ScoringError, match="nothing to rank by"):
        score(measured([[1, 2, 3], [1, 2, 3]]), WEIGHTING)


def test_ties_are_broken_by_id_and_not_by_row_order():
    scores = pd.Series([0.5, 0.5 + 1e-14, 0.7], index=["b", "a", "c"])
    assert ranks(scores, scores > 0).to_dict() == {"b": 3, "a": 2, "c": 1}


values = st.one_of(st.just(NAN), st.floats(-5, 15))
rows = st.lists(st.tuples(values, values, values), min_size=2, max_size=12)


@settings(max_examples=150, deadline=None)
@given(rows)
def test_contributions_add_up_and_agree_with_a_plain_loop(table):
    try:
        result = score(measured(table), WEIGHTING)
    except ScoringError:
        return
    frame = result.frame
    parts = frame[[f"{n}__contribution" for n in "abc"]].sum(axis=1, min_count=1)
    pd.testing.assert_series_equal(parts, frame["opportunity"], atol=1e-9, check_names=False)
    expected = [_by_hand(row, result.status) for row in table]
    np.testing.assert_allclose(frame["opportunity"], [e[0] for e in expected], atol=1e-9)
    np.testing.assert_allclose(frame["coverage"], [e[1] for e in expected], atol=1e-9)


def _by_hand(row, status):
    """Score one place with plain Python, straight from the formulas."""
    limits = {"a": 10, "b": 100, "c": 1}
    total = weight_known = covered = weight_all = 0.0
    for family, names in itertools.groupby("abc", key=lambda n: WEIGHTING.criteria[n][0]):
        counting = [n for n in names if status[n] == "counts"]
        known = [n for n in counting if not np.isnan(row["abc".index(n)])]
        if not counting:
            continue
        weights = {n: WEIGHTING.criteria[n][1] for n in counting}
        family_weight = WEIGHTING.families[family]
        weight_all += family_weight
        covered += family_weight * sum(weights[n] for n in known) / sum(weights.values())
        if known:
            scores = {n: min(max(row["abc".index(n)] / limits[n], 0), 1) for n in known}
            mean = sum(weights[n] * scores[n] for n in known) / sum(weights[n] for n in known)
            total += family_weight * mean
            weight_known += family_weight
    return (total / weight_known if weight_known else NAN, covered / weight_all)
