"""What costs nothing beside a list, and when one may be called better."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from scipy import stats
from sklearn.metrics import roc_auc_score

from riskmap.evaluation.baselines import by_lot, told_apart, verdict
from riskmap.evaluation.evaluating import evaluate
from riskmap.evaluation.evaluation import Evaluation
from riskmap.evaluation.figures import Outcome
from riskmap.evaluation.settings import EvaluationSettings
from riskmap.outcomes import Matched, Outcomes, RankedPlaces
from riskmap.statistics.accuracy import ordering

COUNT = 400


def judged(score: np.ndarray, found: np.ndarray, before: np.ndarray, k: int = 40) -> Evaluation:
    """Judge a list made in the test."""
    nothing = gpd.GeoSeries([None] * len(score))
    frame = gpd.GeoDataFrame(
        {
            "score": score,
            "area_m2": np.nan,
            "found": found.astype(float),
            "visits": 1,
            "selection": None,
            "probability": np.nan,
            "found_before": before.astype(float),
        },
        geometry=nothing,
    )
    frame.index = pd.Index([f"p{i:03d}" for i in range(len(score))], name="place_id")
    places = RankedPlaces(frame[["score", "area_m2", "geometry"]], "list.csv", "score")
    outcomes = Outcomes(frame, "incidents", "found.csv")
    settings = EvaluationSettings(capacity=k, draws=300)
    return evaluate(Matched(frame, 0, ()), places, outcomes, settings=settings)


@pytest.fixture
def world() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return what is true of places, what was found now, and what was found before."""
    draw = np.random.Generator(np.random.PCG64(5))
    chance = draw.beta(0.3, 1.2, COUNT)
    return chance, draw.random(COUNT) < chance, draw.random(COUNT) < chance


def test_a_list_that_knows_the_truth_beats_the_last_period(
    world: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> None:
    chance, now, before = world
    made = judged(chance, now, before)
    row = made.baselines.set_index("order").loc["last_period"]
    assert row["verdict"] == "better"
    assert "The list beats the last-period count" in str(made.conclusions[1])
    assert row["auc"] == pytest.approx(roc_auc_score(now, before))


def test_a_list_upside_down_does_not_and_is_told_so(
    world: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> None:
    chance, now, before = world
    made = judged(-chance, now, before)
    assert made.baselines.set_index("order").loc["last_period", "verdict"] == "worse"
    assert "does not beat the last-period count" in str(made.conclusions[1])
    assert made.baselines.set_index("order").loc["random", "verdict"] == "worse"


def test_the_last_period_itself_cannot_be_told_from_the_last_period(
    world: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> None:
    _, now, before = world
    made = judged(before.astype(float), now, before)
    row = made.baselines.set_index("order").loc["last_period"]
    assert row["difference"] == 0
    assert row["verdict"] == "same"
    assert "the two cannot be told apart" in str(made.conclusions[1])


def test_a_list_by_lot_is_called_better_than_one_by_lot_in_few_cases() -> None:
    draw = np.random.Generator(np.random.PCG64(9))
    called = []
    for _ in range(40):
        score, before = draw.random(COUNT), draw.random(COUNT)
        found = draw.random(COUNT) < 0.05
        table = judged(score, found, before).baselines.set_index("order")
        called += [table.loc["last_period", "verdict"], table.loc["random", "verdict"]]
    assert np.mean([one == "better" for one in called]) <= 0.10


def test_three_finds_never_allow_a_choice() -> None:
    found = np.zeros(50)
    found[[1, 2, 3]] = 1
    outcome = Outcome(found, np.ones(50), None, 0.5)
    best, worst = (ordering(one * np.arange(50.0)) for one in (-1, 1))
    assert not told_apart(best, worst, outcome, 10, 0.9)
    found[4:10] = 1
    assert told_apart(best, worst, Outcome(found, np.ones(50), None, 0.5), 10, 0.9)
    # The p-value by hand: nine of nine finds on one side, two-sided.
    assert stats.binomtest(9, 9).pvalue == pytest.approx(2 / 2**9)


def test_a_list_by_lot_is_the_hypergeometric_distribution() -> None:
    found = np.array([1.0] * 12 + [0.0] * 68 + [np.nan] * 20)
    lot = by_lot(Outcome(found, np.ones(100), None, 0.5), 25, 20_000, 1, 0.9)
    low, high = stats.hypergeom(100, 12, 25).ppf([0.05, 0.95]) / 12
    assert lot["hit_rate"] == pytest.approx((0.25, low, high))
    assert lot["precision"][0] == pytest.approx(12 / 80)


def test_counts_above_one_are_drawn_as_they_lie() -> None:
    found = np.array([5.0, 3, 1, 0, 0, 0])
    lot = by_lot(Outcome(found, np.ones(6), None, 0.5), 2, 5000, 1, 0.9)
    pairs = [found[i] + found[j] for i in range(6) for j in range(i)]
    edges = np.quantile(pairs, [0.05, 0.95], method="inverted_cdf") / 9
    assert lot["hit_rate"][1:] == pytest.approx(tuple(edges))


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [(0.1, 0.2, "better"), (-0.2, -0.1, "worse"), (-0.1, 0.1, "same"), (np.nan, 1, "unknown")],
)
def test_an_interval_that_holds_zero_allows_no_choice(low: float, high: float, said: str) -> None:
    assert verdict(low, high) == said
