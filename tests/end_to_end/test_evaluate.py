"""riskmap evaluate, as somebody types it, and its three lines in a notebook."""

import html
import json
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from riskmap.cli import app
from riskmap.marks import NOTICE
from riskmap.notebook import agreement, evaluate


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Return a folder with a list, and with visits of two years to all its places."""
    draw = np.random.Generator(np.random.PCG64(11))
    ids = [f"p{i}" for i in range(120)]
    score = draw.random(120)
    pd.DataFrame({"id": ids, "score": score}).to_csv(tmp_path / "list.csv", index=False)
    years = []
    for year in (2024, 2025):
        found = (draw.random(120) < score * 0.5).astype(int)
        days = pd.Timestamp(f"{year}-01-01") + pd.to_timedelta(draw.integers(0, 200, 120), "D")
        years.append(pd.DataFrame({"id": ids, "found": found, "date": days}))
    pd.concat(years).to_csv(tmp_path / "visits.csv", index=False)
    return tmp_path


def typed(*words: object) -> Result:
    """Run the command line."""
    return CliRunner().invoke(app, ["evaluate", *map(str, words), "--draws", "100"])


def test_words_first_then_figures_with_intervals_then_the_notice(files: Path) -> None:
    done = typed(files / "list.csv", files / "visits.csv", "--since", "2025-01-01")
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert lines[0].startswith("Of the first 25 places 25 were visited")
    assert "last-period count" in lines[1]
    assert re.search(
        r"Lift \(times better than by lot\): \d\.\d\d \(\d\.\d\d to \d\.\d\d\)", done.stdout
    )
    assert str(NOTICE) in lines[-1]


def test_a_folder_with_a_page_and_every_figure(files: Path) -> None:
    words = (files / "list.csv", files / "visits.csv", "--since", "2025-01-01", "--json")
    done = typed(*words, "-o", files / "judged")
    assert done.exit_code == 0, done.output
    assert sorted(one.name for one in (files / "judged").iterdir()) == [
        "evaluation.json", "manifest.json", "report.html",
    ]  # fmt: skip
    told = json.loads((files / "judged" / "evaluation.json").read_text())
    assert told == json.loads(done.stdout)
    for name, figure in told["figures"].items():
        assert figure["definition"], name
        if name != "gini":
            assert figure["low"] <= figure["value"] <= figure["high"], name
    assert [row["order"] for row in told["baselines"]] == ["list", "last_period", "random"]
    page = (files / "judged" / "report.html").read_text()
    assert html.escape(told["conclusions"][0], quote=False) in page
    assert str(NOTICE) in page
    assert " style=" not in page
    assert "http://" not in page.replace("http://www.w3.org", "")
    again = typed(*words, "-o", files / "again")
    assert again.exit_code == 0
    assert (files / "again" / "report.html").read_text() == page


def test_an_agreement_of_two_columns(tmp_path: Path) -> None:
    path = tmp_path / "areas.csv"
    path.write_text("area_id,y1,y2\na,30,10\nb,5,7\nc,0,0\n")
    done = CliRunner().invoke(
        app, ["evaluate", str(path), "--agreement", "--counts", "y1", "--counts", "y2", "--json"]
    )
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert (told["areas"], told["areas_with_events"]) == (3, 2)
    assert told["s"] == pytest.approx(1 / 3)
    assert told["s_robust"] == 0


def test_a_wrong_day_is_told_with_the_right_form(files: Path) -> None:
    done = typed(files / "list.csv", files / "visits.csv", "--since", "1-1-2025")
    assert done.exit_code == 1
    assert "2026-01-31" in str(done.exception)


def test_three_lines_in_a_notebook(files: Path) -> None:
    result = evaluate(files / "list.csv", files / "visits.csv", since="2025-01-01", draws=100)
    assert set(result.table["figure"]) >= {"hit_rate", "pai", "lift", "auc"}
    shown = result._repr_html_()
    assert shown.startswith('<iframe sandbox=""')
    assert "Was the list any good?" in html.unescape(shown)
    assert "Evaluation(" in repr(result)


def test_an_agreement_in_a_notebook(tmp_path: Path) -> None:
    path = tmp_path / "areas.csv"
    path.write_text("area_id,y1,y2\na,3,4\nb,5,7\n")
    result = agreement(path, counts=("y1", "y2"))
    assert result.s == 1
    assert "S = 1.000" in repr(result)
    assert "S = 1,000" in agreement(path, counts=("y1", "y2"), language="nl").page


@pytest.mark.parametrize(
    ("scores", "found", "auc"),
    [
        ([1], [1], None),
        ([1, 1, 1, 1], [0, 1, 0, 1], 0.5),
        ([1, 2, 3, 4], [0, 0, 0, 0], None),
        ([1, 2, 3, 4], [1, 1, 1, 1], None),
        ([1, 2, 3, 4], [0, 0, 1, 5], 1.0),
    ],
)
def test_the_smallest_lists_have_a_page_too(
    tmp_path: Path, scores: list[int], found: list[int], auc: float | None
) -> None:
    ids = [f"p{i}" for i in range(len(scores))]
    path = tmp_path / "list.csv"
    pd.DataFrame({"id": ids, "score": scores, "found": found}).to_csv(path, index=False)
    result = evaluate(path, capacity=2, draws=100, list_columns={"score": "score"})
    assert "Was the list any good?" in result.page
    assert result.value("auc")[0] == pytest.approx(np.nan if auc is None else auc, nan_ok=True)
