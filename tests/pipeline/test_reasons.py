"""Why a criterion is unknown at a place: counted in the report, told in the explanation."""

import json
from xml.etree import ElementTree as ET

import pandas as pd
import pytest

from riskmap.commands.explain import explain as explain_command
from riskmap.explanation import explain
from riskmap.maps import ScoredMap, Text, UnknownDescription
from riskmap.messages import Message
from riskmap.outputs.map_files import read_map, write_map_geopackage, write_map_parquet
from riskmap.outputs.report_theme import theme_section
from riskmap.pipeline.describing import reason_marks
from riskmap.scoring import Measurements

NAN = float("nan")
SMALL, CLOUDS = Message("Too small: {n} cells.", n=3), Message("Clouds.")


def test_marks_number_the_reasons_by_how_often_they_occur():
    index = pd.Index(["a", "b", "c", "d"])
    table = pd.DataFrame({"x": NAN, "y": 1.0}, index=index)
    because = {
        "x": pd.Series([SMALL, CLOUDS, CLOUDS, None], index=index),
        "y": pd.Series([None, None, SMALL, None], index=index),
    }
    marks = reason_marks(Measurements(table, table.notna(), because=because))
    assert marks.to_dict() == {"a": "x=1", "b": "x=0", "c": "x=0;y=0", "d": ""}


@pytest.fixture
def told_map(small_map):
    """Return a small map where ``far`` is unknown at the first place, with a reason."""
    scored = small_map([(1.0, NAN, 50.0), (0.5, 80.0, 20.0), (1.5, 30.0, 90.0)])
    reason = UnknownDescription(because=Text(nl="Te klein.", en="Too small."), locations=1)
    seclusion = scored.description.families["seclusion"]
    far = seclusion.criteria["far"].model_copy(update={"unknown": (reason,)})
    family = seclusion.model_copy(update={"criteria": dict(seclusion.criteria) | {"far": far}})
    families = dict(scored.description.families) | {"seclusion": family}
    frame = scored.frame.assign(unknown_because=["far=0", "", ""])
    return ScoredMap(frame, scored.description.model_copy(update={"families": families}))


@pytest.mark.parametrize("ending", ["parquet", "gpkg"])
def test_the_explanation_says_why_also_from_a_file(told_map, tmp_path, ending, capsys):
    path = tmp_path / f"map.{ending}"
    {"parquet": write_map_parquet, "gpkg": write_map_geopackage}[ending](told_map, path)
    again = read_map(path)
    assert explain(again, "yard:00", "nl").unknown_because == {"far-nl": "Te klein."}
    assert explain(again, "yard:01", "nl").unknown_because == {}
    explain_command(path, "yard:00")
    (line,) = [line for line in capsys.readouterr().out.splitlines() if line.endswith("Te klein.")]
    assert line.split() == ["?", "far-nl:", "hier", "onbekend.", "Te", "klein."]
    explain_command(path, "yard:00", as_json=True)
    assert json.loads(capsys.readouterr().out)["unknown_because"] == {"far-nl": "Te klein."}


def test_a_map_without_reasons_has_none(small_map):
    scored = small_map([(1.0, NAN, 50.0), (0.5, 80.0, 20.0)])
    assert explain(scored, "yard:00", "en").unknown_because == {}


def test_the_report_counts_the_places_per_reason(told_map):
    description = told_map.description.model_copy(update={"language": "en"})
    content = theme_section(ScoredMap(told_map.frame, description), None, 2)
    text = " ".join("".join(part.itertext()) for part in content if isinstance(part, ET.Element))
    assert "Unknown at 1 locations: Too small." in text
