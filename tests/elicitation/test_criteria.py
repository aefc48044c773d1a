"""What weights and attitudes do to a map: against plain loops and scipy."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import spearmanr

from riskmap.elicitation.attitudes import attitudes
from riskmap.elicitation.criteria_table import compensated, from_frame, from_map, with_weights
from riskmap.elicitation.double_counting import correlations
from riskmap.errors import ScoringError
from riskmap.outputs.map_files import read_map


@pytest.fixture(scope="module")
def rural(waterveen):
    return read_map(waterveen / "out" / "rural" / "opportunity.parquet")


def test_families_of_a_map_add_up_to_its_opportunity(rural):
    table = from_map(rural)

    expected = rural.frame.set_index("location_id")["opportunity"]
    pd.testing.assert_series_equal(
        compensated(table), expected, check_names=False, check_dtype=False, rtol=1e-9
    )


def test_correlations_are_those_of_scipy_and_only_between_families(rural):
    table = from_map(rural)

    found = correlations(table)

    assert (found["family_of_first"] != found["family_of_second"]).all()
    for row in found.head(5).to_dict("records"):
        pair = table.scores[[row["first"], row["second"]]].dropna()
        assert len(pair) == row["places"]
        assert row["correlation"] == pytest.approx(spearmanr(pair.iloc[:, 0], pair.iloc[:, 1])[0])
    assert found["correlation"].abs().dropna().is_monotonic_decreasing


def test_a_criterion_beside_its_double_is_flagged_and_few_places_say_nothing():
    generator = np.random.default_rng(1)
    score = generator.uniform(size=50)
    few = np.where(np.arange(50) < 9, score, np.nan)
    frame = pd.DataFrame({"a": score, "b": score**2, "c": generator.uniform(size=50), "d": few})

    found = correlations(from_frame(frame)).set_index(["first", "second"])

    assert found.loc[("a", "b"), "strong"]
    assert not found.loc[("a", "c"), "strong"]
    assert np.isnan(found.loc[("a", "d"), "correlation"])


def test_one_attitude_is_the_map_itself_and_others_are_not(rural):
    found = attitudes(from_map(rural), 10)

    stays = dict(zip(found.table["orness"], found.table["stays"], strict=True))
    assert stays[0.5] == 1
    assert stays[0.0] < 1
    assert stays[1.0] < 1
    worst = found.scores[0.0] - from_map(rural).families.min(axis=1)
    np.testing.assert_allclose(worst.dropna(), 0, atol=1e-12)


def test_new_weights_reorder_and_wrong_names_are_refused():
    frame = pd.DataFrame({"a": [1.0, 0.0], "b": [0.0, 1.0]}, index=["x", "y"])
    table = from_frame(frame)

    changed = with_weights(table, [("a", 3.0), ("b", 1.0)])

    assert compensated(changed).tolist() == [0.75, 0.25]
    with pytest.raises(ScoringError, match="The weights are of c"):
        with_weights(table, [("c", 1.0)])


def test_what_is_no_score_is_refused_and_not_scaled_in_silence():
    with pytest.raises(ScoringError, match="no scores from 0 to 1: b"):
        from_frame(pd.DataFrame({"a": [0.1, 0.2], "b": [0.1, 30.0]}))
