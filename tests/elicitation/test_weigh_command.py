"""`riskmap weigh`, as somebody with a spreadsheet and no project would use it."""

import json
import tomllib

import openpyxl
import pytest
from typer.testing import CliRunner

from riskmap.cli import app
from riskmap.errors import ProjectError
from riskmap.notebook import weigh

PAIRS = "a,b,value\nvacancy,seclusion,2\nvacancy,capacity,4\nseclusion,capacity,2\n"


@pytest.fixture
def pairs(tmp_path):
    (tmp_path / "pairs.csv").write_text(PAIRS, "utf-8")
    return tmp_path / "pairs.csv"


def run(*words: object):
    return CliRunner().invoke(app, ["weigh", *map(str, words)])


def test_weights_and_consistency_are_printed(pairs):
    result = run(pairs)

    assert result.exit_code == 0
    assert "0.571" in result.stdout
    assert "Consistency ratio 0.000" in result.stdout


def test_json_holds_every_figure(pairs):
    content = json.loads(run(pairs, "--json").stdout)

    (group,) = content["groups"]
    # 4 : 2 : 1, which is what the pairs say.
    assert group["weights"] == pytest.approx(
        {"vacancy": 4 / 7, "seclusion": 2 / 7, "capacity": 1 / 7}
    )
    assert group["consistency_ratio"] == pytest.approx(0, abs=1e-9)


def test_a_workbook_of_another_tool_will_do(tmp_path):
    book = openpyxl.Workbook()
    for row in (["", "x", "y"], ["x", 1, 4], ["y", 0.25, 1]):
        book.active.append(row)
    book.save(tmp_path / "judge.xlsx")

    result = weigh([tmp_path / "judge.xlsx"])

    assert result.groups[0].table["weight"].tolist() == pytest.approx([0.8, 0.2])


def test_weights_of_a_theme_are_written_for_its_project_file(tmp_path, pairs):
    result = run(pairs, "--theme", "rural", "-o", tmp_path / "w.toml")

    assert result.exit_code == 0
    written = tomllib.loads((tmp_path / "w.toml").read_text("utf-8"))
    assert written["themes"]["rural"]["families"]["vacancy"] == pytest.approx(0.571429)
    assert run(pairs, "-o", tmp_path / "w.toml").exit_code == 1


@pytest.mark.parametrize(
    ("theme", "words"), [("nowhere", "There is no theme"), ("hospitality", "has no family")]
)
def test_weights_that_fit_no_theme_are_refused(tmp_path, pairs, theme, words):
    result = run(pairs, "--theme", theme, "-o", tmp_path / "w.toml")

    assert isinstance(result.exception, ProjectError)
    assert words in str(result.exception)
    assert not (tmp_path / "w.toml").exists()


def test_a_map_says_what_is_counted_twice_and_what_an_attitude_does(waterveen):
    result = weigh(scores=waterveen / "out" / "rural" / "opportunity.parquet", capacity=10)

    assert result.groups == ()
    assert result.attitudes.k == 10
    assert len(result.correlations)


def test_a_foreign_table_of_scores_will_do(tmp_path):
    rows = "\n".join(f"{n},{n / 20},{1 - n / 20}" for n in range(21))
    (tmp_path / "t.csv").write_text("id,near,far\n" + rows + "\n", "utf-8")
    (tmp_path / "w.csv").write_text("name,weight\nnear,1\nfar,0\n", "utf-8")

    result = weigh([tmp_path / "w.csv"], scores=tmp_path / "t.csv", criteria=["near", "far"], capacity=5)  # fmt: skip # noqa: E501

    # Alike in weight all places are tied; near alone puts the last five first.
    assert result.correlations.loc[0, "correlation"] == pytest.approx(-1)
    assert set(result.attitudes.scores.nlargest(5, 0.5).index) == {"16", "17", "18", "19", "20"}


def test_nothing_to_weigh_is_said():
    result = run()

    assert "There is nothing to weigh" in str(result.exception)


def test_one_judge_in_a_notebook_needs_no_list(pairs):
    alone, listed = weigh(pairs).groups[0].table, weigh([pairs]).groups[0].table
    assert alone.equals(listed)
    assert weigh(str(pairs)).groups[0].table.equals(listed)
