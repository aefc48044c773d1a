"""Foreign files judged as published studies did, against figures worked out by plain loops."""

import datetime as dt
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from sklearn.metrics import roc_auc_score

from riskmap.errors import InputError
from riskmap.evaluation.settings import EvaluationSettings
from riskmap.pipeline.evaluating import ListColumns, OutcomeColumns, Period, evaluate_files

QUICK = EvaluationSettings(capacity=25, draws=200)


def generator(seed: int) -> np.random.Generator:
    """Return the generator of a test's made data."""
    return np.random.Generator(np.random.PCG64(seed))


@pytest.fixture
def robberies(tmp_path: Path) -> tuple[Path, pd.DataFrame]:
    """Return grid cells with a prediction, a count and an area, as in a table of PAI and PEI."""
    draw = generator(1)
    chance = draw.gamma(0.3, 2.0, 400)
    frame = pd.DataFrame(
        {
            "cell_id": range(1, 401),
            "pred": chance * draw.uniform(0.5, 1.5, 400),
            "count": draw.poisson(chance),
            "area": draw.uniform(20_000.0, 90_000.0, 400).round(1),
        }
    )
    path = tmp_path / "robberies.csv"
    frame.to_csv(path, index=False)
    return path, frame


def test_a_table_of_pai_and_pei_over_grid_cells(robberies: tuple[Path, pd.DataFrame]) -> None:
    path, cells = robberies
    made = evaluate_files(
        path, columns=ListColumns(score="pred", area="area"),
        outcome_columns=OutcomeColumns(found="count"), settings=QUICK,
    )  # fmt: skip
    order = sorted(range(400), key=lambda row: -cells["pred"][row])
    density = cells["count"] / cells["area"]
    best = sorted(range(400), key=lambda row: (-density[row], cells["area"][row]))
    found = area = predicted = best_found = best_area = 0.0
    table = made.ranking.set_index("order")
    for rank in range(1, 101):
        row, top = order[rank - 1], best[rank - 1]
        found += cells["count"][row]
        area += cells["area"][row]
        predicted += cells["pred"][row]
        best_found += cells["count"][top]
        best_area += cells["area"][top]
        pai = (found / cells["count"].sum()) / (area / cells["area"].sum())
        perfect = (best_found / cells["count"].sum()) / (best_area / cells["area"].sum())
        assert table["pai"][rank] == pytest.approx(pai)
        assert table["pei"][rank] == pytest.approx(pai / perfect)
        assert table["cumulative_found"][rank] == found
        assert table["cumulative_predicted"][rank] == pytest.approx(predicted)
        if found:
            assert table["recovery_rate_index"][rank] == pytest.approx(predicted / found)
    assert made.extent.areas_known
    value, low, high = made.value("pai")
    assert value == pytest.approx(table["pai"][25])
    assert low < value < high


def test_an_expected_count_is_ranked_by_its_density_when_asked(
    robberies: tuple[Path, pd.DataFrame],
) -> None:
    path, cells = robberies
    made = evaluate_files(
        path, columns=ListColumns(score="pred", area="area"),
        outcome_columns=OutcomeColumns(found="count"),
        settings=EvaluationSettings(draws=100, per_area=True),
    )  # fmt: skip
    by_density = (cells["pred"] / cells["area"]).to_numpy().argsort()[::-1][:25]
    assert made.value("hit_rate")[0] == pytest.approx(
        cells["count"][by_density].sum() / cells["count"].sum()
    )


@pytest.fixture
def inspections(tmp_path: Path) -> tuple[Path, pd.DataFrame]:
    """Return inspections with a licence that may repeat, a date, a score and 0 or 1."""
    draw = generator(2)
    count = 900
    score = draw.random(count)
    frame = pd.DataFrame(
        {
            "inspection": range(count),
            "license": draw.integers(1, 600, count),
            "inspection_date": pd.Timestamp("2014-09-02")
            + pd.to_timedelta(draw.integers(0, 60, count), "D"),
            "score": score.round(3),
            "criticalFound": (draw.random(count) < 0.05 + 0.25 * score).astype(int),
        }
    )
    path = tmp_path / "inspections.csv"
    frame.to_csv(path, index=False)
    return path, frame


def test_an_order_of_inspections_at_unchanged_daily_capacity(
    inspections: tuple[Path, pd.DataFrame],
) -> None:
    path, rows = inspections
    assert rows["license"].duplicated().any()
    made = evaluate_files(
        path, path, columns=ListColumns(id="license", score="score"),
        outcome_columns=OutcomeColumns(found="criticalFound", date="inspection_date"),
        settings=QUICK,
    )  # fmt: skip
    assert made.extent.places == 900
    assert made.schedule is not None
    # Shuffle, then sort by score: an order of ties by lot; averaged over many of them.
    draw, earlier, half = generator(3), [], []
    dates = sorted(rows["inspection_date"])
    day_counts = rows["inspection_date"].value_counts().sort_index().cumsum()
    first_half = set(day_counts.index[day_counts <= 450])
    for _ in range(200):
        mixed = rows.iloc[draw.permutation(900)].sort_values(
            "score", ascending=False, kind="stable"
        )
        gains = [
            (real - simulated).days
            for real, simulated, hit in zip(
                mixed["inspection_date"], dates, mixed["criticalFound"], strict=True
            )
            if hit
        ]
        earlier.append(np.mean(gains))
        hits = mixed["criticalFound"].to_numpy()
        half.append(sum(hits[i] for i, day in enumerate(dates) if day in first_half) / hits.sum())
    figures = made.schedule.table.set_index("figure")["value"]
    assert figures["days_earlier"] == pytest.approx(np.mean(earlier), abs=0.02)
    assert figures["first_half_list"] == pytest.approx(np.mean(half), abs=0.002)
    hit_days = rows.loc[rows["criticalFound"] == 1, "inspection_date"]
    assert figures["first_half_real"] == pytest.approx(hit_days.isin(list(first_half)).mean())
    assert made.schedule.days["visits"].sum() == 900
    assert made.value("auc")[0] == pytest.approx(
        roc_auc_score(rows["criticalFound"], rows["score"])
    )


def test_list_and_outcomes_of_two_tools_with_the_last_period_beside(tmp_path: Path) -> None:
    draw = generator(4)
    chance = draw.beta(0.6, 6, 300)
    ids = [f"building:{i:016d}" for i in range(300)]
    pd.DataFrame({"location_id": ids, "rank": stats.rankdata(-draw.random(300))}).to_excel(
        tmp_path / "list.xlsx", index=False
    )
    visits = pd.DataFrame(
        {
            "place": [*ids, *ids],
            "outcome": (draw.random(600) < np.tile(chance, 2)).astype(int),
            "visited_on": [dt.date(2024, 5, 1)] * 300 + [dt.date(2025, 5, 1)] * 300,
        }
    )
    visits.to_csv(tmp_path / "visits.csv", index=False)
    made = evaluate_files(
        tmp_path / "list.xlsx", tmp_path / "visits.csv",
        outcome_columns=OutcomeColumns(id="place"),
        period=Period(since=dt.date(2025, 1, 1)), settings=QUICK,
    )  # fmt: skip
    beside = made.baselines.set_index("order")
    assert list(beside.index) == ["list", "last_period", "random"]
    before, now = (visits["outcome"].to_numpy()[part] for part in (slice(300), slice(300, 600)))
    # All that was found before stands first, in no order; the rest is tied behind it.
    expected = now[before == 1].mean() * 25 if before.sum() > 25 else None
    assert expected is not None
    assert beside.loc["last_period", "hit_rate"] == pytest.approx(expected / now.sum())
    # An order by lot cannot beat it, and is told so.
    assert beside.loc["last_period", "verdict"] in {"worse", "same"}
    assert re.match(
        "The list does not (clearly )?beat the last-period count", str(made.conclusions[1])
    )
    assert beside.loc["random", "hit_rate"] == pytest.approx(25 / 300)
    low, high = stats.hypergeom(300, now.sum(), 25).ppf([0.05, 0.95]) / now.sum()
    assert beside.loc["random", "hit_rate_low"] == pytest.approx(low, abs=0.011)
    assert beside.loc["random", "hit_rate_high"] == pytest.approx(high, abs=0.011)


def test_without_a_last_period_the_reader_is_told_how_to_give_one(
    robberies: tuple[Path, pd.DataFrame],
) -> None:
    path, _ = robberies
    made = evaluate_files(
        path, columns=ListColumns(score="pred"), outcome_columns=OutcomeColumns(found="count"),
        settings=QUICK,
    )  # fmt: skip
    assert "--before FILE or --since DATE" in " ".join(map(str, made.conclusions))


def test_the_current_order_is_a_column_or_a_file(tmp_path: Path) -> None:
    draw = generator(6)
    frame = pd.DataFrame(
        {"id": [f"a{i}" for i in range(60)], "score": draw.random(60), "now": draw.permutation(60)}
    )
    frame["found"] = (draw.random(60) < 0.3).astype(int)
    frame.to_csv(tmp_path / "list.csv", index=False)
    frame[["id", "found"]].to_csv(tmp_path / "outcomes.csv", index=False)
    frame.rename(columns={"now": "rank"})[["id", "rank"]].to_csv(tmp_path / "now.csv", index=False)
    settings = EvaluationSettings(capacity=10, draws=100)
    expected = frame.sort_values("now").head(10)["found"].sum() / frame["found"].sum()
    for current in ("now", tmp_path / "now.csv"):
        made = evaluate_files(
            tmp_path / "list.csv", tmp_path / "outcomes.csv", current=current, settings=settings,
            columns=ListColumns(score="score"),
        )  # fmt: skip
        beside = made.baselines.set_index("order")
        assert beside.loc["current", "hit_rate"] == pytest.approx(expected)


def test_places_nobody_looked_at_are_unknown(tmp_path: Path) -> None:
    listed = pd.DataFrame({"id": [f"a{i}" for i in range(40)], "rank": range(1, 41)})
    listed.to_csv(tmp_path / "list.csv", index=False)
    pd.DataFrame({"id": ["a0", "a2", "a4", "a30"], "found": [1, 0, 1, 0]}).to_csv(
        tmp_path / "visits.csv", index=False
    )
    made = evaluate_files(
        tmp_path / "list.csv", tmp_path / "visits.csv",
        settings=EvaluationSettings(capacity=5, draws=100),
    )  # fmt: skip
    assert made.extent.visited_at_capacity == 3
    assert made.value("precision")[0] == pytest.approx(2 / 3)
    assert made.value("lift")[0] == pytest.approx((2 / 3) / (2 / 4))
    said = " ".join(map(str, made.warnings))
    assert "Only 4 of the 40 places were visited, and 3 of the first 5" in said
    assert "Why the visits were made is not known" in said


def test_ties_do_not_depend_on_the_order_of_rows(tmp_path: Path) -> None:
    draw = generator(7)
    frame = pd.DataFrame(
        {
            "id": [f"a{i}" for i in range(80)],
            "score": draw.integers(0, 4, 80),
            "found": draw.integers(0, 2, 80),
        }
    )
    made = []
    for turn in range(2):
        path = tmp_path / f"list{turn}.csv"
        frame.iloc[:: 1 - 2 * turn].to_csv(path, index=False)
        outcomes = tmp_path / f"outcomes{turn}.csv"
        frame[["id", "found"]].to_csv(outcomes, index=False)
        made.append(
            evaluate_files(path, outcomes, settings=QUICK, columns=ListColumns(score="score"))
        )
    pd.testing.assert_frame_equal(made[0].table, made[1].table)
    pd.testing.assert_frame_equal(made[0].baselines, made[1].baselines)


def test_outcomes_that_say_nothing_are_refused(tmp_path: Path) -> None:
    pd.DataFrame({"id": ["a", "b"], "score": [1, 2]}).to_csv(tmp_path / "list.csv", index=False)
    pd.DataFrame({"id": ["a"], "found": ["not_seen"], "date": ["2025-01-01"]}).to_csv(
        tmp_path / "visits.csv", index=False
    )
    with pytest.raises(InputError, match="has an outcome"):
        evaluate_files(tmp_path / "list.csv", tmp_path / "visits.csv")
