"""What is information or context is scored only with a reason, and the reason is on everything."""

import csv
import dataclasses
import json
import shutil

import openpyxl
import pytest

from riskmap.errors import ProjectError
from riskmap.indicators.catalogue import builtin
from riskmap.marks import marks
from riskmap.outputs.map_files import read_map
from riskmap.pipeline import binding
from riskmap.pipeline.publishing import publish
from riskmap.pipeline.run import run
from riskmap.project import load_project

REASON = "het erf ligt in een proefgebied"
CRITERION = "[themes.rural.criteria.road_setback]\n"


@pytest.fixture
def made(tmp_path, waterveen, monkeypatch):
    """Return a function that makes the demo's rural theme, where the road setback is context."""
    known = builtin()
    changed = dataclasses.replace(known["road_setback"], use="context")
    monkeypatch.setattr(binding, "indicator_catalogue", lambda: known | {"road_setback": changed})

    def project(settings: str):
        folder = tmp_path / "project"
        shutil.copytree(waterveen / "data", folder / "data")
        text = (waterveen / "riskmap.toml").read_text("utf-8").split("[themes.", maxsplit=1)[0]
        (folder / "riskmap.toml").write_text(f"{text}[themes.rural]\n{CRITERION}{settings}\n")
        return load_project(folder)

    return project


@pytest.mark.parametrize("settings", ["", "weight = 2", 'because = " "'])
def test_without_a_reason_a_weight_is_refused(made, settings):
    with pytest.raises(ProjectError) as told:
        run(made(settings))
    assert "context only" in told.value.text()
    assert 'because = "..."' in told.value.text()


def test_with_weight_0_it_is_shown_and_says_nothing_more(made):
    scored = run(made("weight = 0")).maps["rural"]
    assert scored.description.criteria()["road_setback"].status == "off"
    assert scored.frame["road_setback__value"].notna().any()
    assert scored.frame["road_setback__contribution"].isna().all()
    assert scored.description.warnings == ()


def test_the_reason_stands_on_every_output(made, tmp_path):
    out = tmp_path / "out"
    publish(run(made(f'because = "{REASON}"')), out)
    for page in ("report.html", "map.html", "manifest.json"):
        assert REASON in (out / page).read_text("utf-8")
    card = json.loads((out / "manifest.json").read_text())["themes"]["rural"]
    assert card["families"]["seclusion"]["criteria"]["road_setback"]["because"] == REASON
    for name in ("opportunity.parquet", "combined.gpkg"):
        said = marks(read_map(out / "rural" / name).description, "nl")
        assert [REASON in sentence for sentence in said].count(True) == 1
    with (out / "rural/inspection_list.csv").open(encoding="utf-8", newline="") as file:
        assert all(REASON in row["notice"] for row in csv.DictReader(file))
    book = openpyxl.load_workbook(out / "rural/inspection_list.xlsx")
    assert any(REASON in str(cell.value) for row in book.worksheets[-1] for cell in row)


def test_explain_says_it_too(made, tmp_path, python):
    out = tmp_path / "out"
    publish(run(made(f'because = "{REASON}"')), out)
    file = out / "rural/combined.parquet"
    place = read_map(file).frame["location_id"].iloc[0]
    done = python("-m", "riskmap", "explain", file, place)
    assert done.returncode == 0, done.stderr
    assert REASON in done.stdout
