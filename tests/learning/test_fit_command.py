"""`riskmap fit MAP OUTCOMES`, as it is typed."""

import json

import pytest
from typer.testing import CliRunner

from riskmap.cli import app
from riskmap.errors import ProjectError
from riskmap.notebook import fit
from riskmap.pipeline.packs import read_pack


@pytest.fixture
def visits_file(visits, tmp_path):
    """Return the visits with column names of another tool."""
    renamed = visits.rename(columns={"location_id": "plek", "result": "wat"})
    renamed.to_csv(tmp_path / "bezoeken.csv", index=False)
    return tmp_path / "bezoeken.csv"


def test_a_proposal_is_a_report_figures_and_a_theme_that_can_be_read(
    rural_path, visits_file, tmp_path
):
    words = ["fit", rural_path, visits_file, "--outcome-id", "plek", "--outcome", "wat"]
    words += ["--capacity", "10", "-o", tmp_path / "proposal"]

    result = CliRunner().invoke(app, [str(word) for word in words])

    assert result.exit_code == 0, result.output
    assert "no suspicion" in result.stdout
    names = {file.name for file in (tmp_path / "proposal").iterdir()}
    assert names == {"report.html", "fit.json", "rural.toml", "manifest.json"}
    proposed = json.loads((tmp_path / "proposal" / "fit.json").read_text("utf-8"))["criteria"]
    theme = read_pack(tmp_path / "proposal" / "rural.toml")
    heaviest = max(proposed, key=lambda row: row["proposed"])
    assert heaviest["criterion"] in theme.families[heaviest["family"]].criteria


def test_the_same_visits_propose_the_same_bytes(rural_path, visits_file, tmp_path):
    for name in ("one", "two"):
        words = ["fit", rural_path, visits_file, "--outcome-id", "plek", "--outcome", "wat"]
        words += ["--capacity", "10", "-o", tmp_path / name]
        assert CliRunner().invoke(app, [str(word) for word in words]).exit_code == 0

    for file in (tmp_path / "one").iterdir():
        assert file.read_bytes() == (tmp_path / "two" / file.name).read_bytes()


def test_what_is_no_map_is_told_what_to_add(visits_file):
    result = CliRunner().invoke(app, ["fit", str(visits_file), str(visits_file)])

    assert isinstance(result.exception, ProjectError)
    assert "--factor" in str(result.exception)


def test_a_notebook_needs_three_lines(rural_path, visits, tmp_path):
    visits.to_csv(tmp_path / "visits.csv", index=False)

    learnt = fit(rural_path, tmp_path / "visits.csv", capacity=10)

    assert learnt.proposal.table["proposed"].sum() == pytest.approx(1)
    assert "<iframe" in learnt._repr_html_()


def test_finds_alone_do_not_make_the_rest_refuted(rural_path, visits, tmp_path):
    """Unknown is never zero: places without a row may not have been looked at."""
    finds = visits[visits["result"] == "bevestigd"][["location_id", "result"]]
    finds.to_csv(tmp_path / "finds.csv", index=False)
    words = ["fit", str(rural_path), str(tmp_path / "finds.csv")]

    refused = CliRunner().invoke(app, words)
    meant = CliRunner().invoke(app, [*words, "--kind", "incidents", "--capacity", "10"])

    assert isinstance(refused.exception, ProjectError)
    assert "no visit without a find" in str(refused.exception)
    assert meant.exit_code == 0, meant.output
