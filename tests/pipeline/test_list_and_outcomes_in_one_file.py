"""One file that is both the list and the outcomes, as tables of published studies are."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from riskmap.errors import InputError
from riskmap.evaluation.evaluation import Evaluation
from riskmap.evaluation.settings import EvaluationSettings
from riskmap.pipeline.evaluating import ListColumns, OutcomeColumns, evaluate_files

QUICK = EvaluationSettings(capacity=3, draws=100)


def judged(path: Path, found: str | None = None, **columns: str) -> Evaluation:
    """Return the evaluation of one file."""
    return evaluate_files(
        path,
        columns=ListColumns(**columns),
        outcome_columns=OutcomeColumns(found=found),
        settings=QUICK,
    )


def table(path: Path, **columns: object) -> Path:
    """Write a table."""
    pd.DataFrame(columns).to_csv(path, index=False)
    return path


@pytest.fixture
def cells(tmp_path: Path) -> Path:
    """Return six cells with a tie in their predictions: the example of R's ptools."""
    return table(
        tmp_path / "cells.csv",
        id=[101, 102, 103, 104, 105, 106],
        obs=[6, 7, 3, 2, 1, 0],
        pred=[8, 4, 4, 2, 1, 0],
        const=[1] * 6,
    )


def test_ids_that_name_every_row_once_are_the_names_of_its_rows(cells: Path) -> None:
    made = judged(cells, "obs", score="pred", area="const").ranking.set_index("order")
    assert made["place_id"].tolist() == ["101", "102", "103", "104", "105", "106"]
    # By hand; the two that tie hold 10 on average 5 each.
    assert made["pai"].tolist() == pytest.approx(
        [6 / 19 * 6, 11 / 19 * 3, 16 / 19 * 2, 18 / 19 * 6 / 4, 6 / 5, 1]
    )
    assert made["pei"].tolist() == pytest.approx([6 / 7, 11 / 13, 1, 1, 1, 1])
    assert made["recovery_rate_index"].tolist() == pytest.approx([8 / 6, 12 / 11, 1, 1, 1, 1])


def test_an_observed_count_is_known_by_its_short_name(cells: Path) -> None:
    assert judged(cells, score="pred").extent.found == 19


def test_ids_that_come_back_leave_every_row_a_unit_of_its_own(tmp_path: Path) -> None:
    path = table(
        tmp_path / "i.csv", License=[7, 7, 8, 9], score=[0.9, 0.2, 0.5, 0.4], found=[1, 0, 0, 1]
    )
    made = judged(path, id="License")
    assert made.extent.visited == 4
    assert made.ranking["place_id"].tolist() == ["1", "3", "4", "2"]


def test_what_was_found_is_asked_for_and_never_every_row(tmp_path: Path) -> None:
    path = table(tmp_path / "l.csv", id=[1, 2, 3], pred=[3, 2, 1], n_found=[0, 1, 0])
    with pytest.raises(InputError, match=r"says what was found.*--outcome.*n_found"):
        judged(path)
    assert judged(path, "n_found").extent.hits == 1


def test_the_order_is_no_outcome_and_the_outcome_no_order(tmp_path: Path) -> None:
    path = table(tmp_path / "l.csv", id=[1, 2, 3], count=[4, 1, 0])
    with pytest.raises(InputError, match="says what was found"):
        judged(path, score="count")
    path = table(tmp_path / "r.csv", id=[1, 2, 3], value=[1, 0, 0], kde=[0.1, 0.2, 0.3])
    made = judged(path, "value")
    assert made.ranked_by == "kde"
    assert np.isclose(made.table.set_index("figure")["value"]["auc"], 0.0)
