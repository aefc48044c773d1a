"""Nobody looked at the top, nothing was found at all, no score, no area: unknown, never zero."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

from riskmap.errors import InputError
from riskmap.evaluation.evaluating import evaluate
from riskmap.evaluation.evaluation import Evaluation
from riskmap.evaluation.settings import EvaluationSettings
from riskmap.outcomes import Matched, Outcomes, RankedPlaces

COUNT, K = 120, 20


def judged(
    score: np.ndarray, found: np.ndarray, area: object = np.nan, *, per_area: bool = False
) -> Evaluation:
    """Judge visits, unknown where nobody looked."""
    frame = gpd.GeoDataFrame(
        {
            "score": score,
            "area_m2": area,
            "found": found,
            "visits": np.isfinite(found).astype(int),
            "selection": None,
            "probability": np.nan,
            "found_before": np.nan,
        },
        geometry=gpd.GeoSeries([None] * len(score)),
    )
    frame.index = pd.Index([f"p{i:03d}" for i in range(len(score))], name="place_id")
    places = RankedPlaces(frame[["score", "area_m2", "geometry"]], "list.csv", "score")
    settings = EvaluationSettings(capacity=K, draws=100, per_area=per_area)
    outcomes = Outcomes(frame, "visits", "visits.csv")
    return evaluate(Matched(frame, 0, ()), places, outcomes, settings=settings)


def descending() -> np.ndarray:
    return np.linspace(1.0, 0.0, COUNT)


def every_third() -> np.ndarray:
    return (np.arange(COUNT) % 3 == 0).astype(float)


def test_what_nobody_looked_at_is_neither_zero_nor_compared() -> None:
    found = every_third()
    found[:K] = np.nan
    made = judged(descending(), found, np.arange(COUNT) + 1.0)
    table = made.table.set_index("figure")
    at_the_top = ["hit_rate", "precision", "recall", "lift", "pai", "found_per_visited_place"]
    assert table.loc[at_the_top, ["value", "low", "high"]].isna().all(axis=None)
    assert table.loc["overall_rate", "value"] == pytest.approx(np.nanmean(found))
    said = " ".join(map(str, made.conclusions))
    assert "nobody can say how good the top is" in said
    assert "?" not in said
    assert "drawn by lot" not in said
    assert "largest places" not in said


def test_a_top_without_a_find_may_still_have_had_one() -> None:
    made = judged(descending(), np.zeros(COUNT))
    table = made.table.set_index("figure")
    low, high = proportion_confint(0, K, alpha=0.1, method="wilson")
    for figure in ("precision", "found_per_visited_place"):
        assert table.loc[figure, ["value", "low"]].tolist() == [0.0, low]
        assert table.loc[figure, "high"] == pytest.approx(high)


def test_finds_of_counts_keep_the_interval_of_the_resamples() -> None:
    made = judged(descending(), 2 * every_third())
    row = made.table.set_index("figure").loc["found_per_visited_place"]
    assert row["interval"] == "bootstrap"
    assert row["value"] == pytest.approx(2 * 7 / K)


def test_a_list_upside_down_does_worse_than_chance_in_words() -> None:
    found = (np.arange(COUNT) >= COUNT - 40).astype(float)
    made = judged(descending(), found, np.arange(COUNT) + 1.0)
    said = " ".join(map(str, made.conclusions))
    assert "does worse than one drawn by lot" in said
    assert "does worse than taking the largest places" in said
    assert "cannot be told" not in said


def test_places_without_a_score_are_counted_in_words() -> None:
    score = descending()
    score[100:] = np.nan
    said = " ".join(map(str, judged(score, every_third()).warnings))
    assert "20 of the 120 places have no score or rank" in said
    assert "no score or rank" not in " ".join(
        map(str, judged(descending(), every_third()).warnings)
    )


def test_one_per_place_is_no_area() -> None:
    ranking = judged(descending(), every_third()).ranking
    assert ranking[["area_m2", "cumulative_area_m2"]].isna().all(axis=None)
    assert ranking["area_share"].iloc[:3].tolist() == pytest.approx([1 / 120, 2 / 120, 3 / 120])
    known = judged(descending(), every_third(), np.arange(COUNT) + 1.0).ranking
    assert known["cumulative_area_m2"].iloc[:3].tolist() == [1.0, 3.0, 6.0]


def test_a_score_per_area_needs_all_areas() -> None:
    area = np.ones(COUNT)
    area[7] = np.nan
    with pytest.raises(InputError, match="nothing can be ranked per area"):
        judged(descending(), every_third(), area, per_area=True)
