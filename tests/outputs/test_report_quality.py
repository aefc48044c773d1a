"""The quality checks in the report: the figures a loop gives, in words an analyst reads."""

import datetime as dt
import json

import geopandas as gpd
import pandas as pd
import pytest

from riskmap.layers.layer import Layers
from riskmap.maps import LayerDescription
from riskmap.outputs.report_quality import age_text, quality_section
from riskmap.quality.ages import age_of
from riskmap.quality.checks import check_map
from riskmap.quality.findings import Findings, GroupFigures, GroupTable, Jump, Side, Stop

NAN = float("nan")
ROWS = [(NAN if n < 7 else 1.0 + n / 20, 100.0 - n, 50.0 + n % 3) for n in range(28)]
DAY = dt.date(2026, 1, 1)


def text_of(elements) -> list[str]:
    """Return the text of every cell, paragraph and bullet, in order."""
    wanted = {"p", "td", "th", "li", "caption", "h3"}
    return [
        "".join(one.itertext()) for part in elements for one in part.iter() if one.tag in wanted
    ]


@pytest.fixture
def found(small_map):
    scored = small_map(ROWS, language="en")
    return scored.description, check_map(scored, Layers({}), 10)


def test_the_share_unknown_stands_per_criterion(found):
    said = text_of(quality_section(*found))
    at = said.index("empty-en")
    assert said[at : at + 4] == ["empty-en", "28", "7", "25%"]
    at = said.index("far-en")
    assert said[at : at + 4] == ["far-en", "28", "0", "0%"]
    assert "All places lie in one municipality: there is no border to compare." in said
    assert "No layer stops at the edge of a municipality or business park." in said


def test_coverage_and_certainty_stand_above(found):
    description, findings = found
    # Seven of 28 places miss the family of 0.3 out of 0.9: coverage 2/3.
    assert findings.mean_coverage == pytest.approx((7 * 2 / 3 + 21) / 28)
    assert "92%" in text_of(quality_section(description, findings))[1]


@pytest.mark.parametrize(
    ("date", "says"),
    [
        (None, "date unknown"),
        (DAY - dt.timedelta(days=1), "1 day old"),
        (DAY - dt.timedelta(days=365), "365 days old"),
        (DAY - dt.timedelta(days=1400), "1,400 days old: stale (from 365 days)"),
        (DAY + dt.timedelta(days=1), "1 day after the reference date"),
        (DAY + dt.timedelta(days=9), "9 days after the reference date"),
    ],
)
def test_the_age_of_a_layer_in_words(date, says):
    assert age_text(age_of("vacancy", date, DAY), "en") == says


def test_groups_stops_and_jumps_are_told_in_plain_words(found):
    description, findings = found
    figures = {
        "places": 28,
        "ranked": 28,
        "share_of_places": 1.0,
        "in_top": 10,
        "share_of_top": 1.0,
    }
    overall = GroupFigures(group=None, mean=0.4, difference=0.0, **figures)
    half = figures | {"places": 14, "share_of_places": 0.5, "in_top": 9, "share_of_top": 0.9}
    polder = GroupFigures(group="polder", mean=0.6, difference=0.2, **half)
    sides = (Side(municipality="A", places=9, mean=1.0), Side(municipality="B", places=8, mean=0.0))
    jump = Jump(
        measure="empty", first=sides[0], second=sides[1], difference=1.0, standard_error=0.125,
        stands_out=True,
    )  # fmt: skip
    full = findings.model_copy(
        update={
            "groups": (GroupTable(by="landscapes", top=10, overall=overall, groups=(polder,)),),
            "stops": (
                Stop(
                    criterion="far", by="municipalities", group="B", places=8, known_elsewhere=0.9
                ),
            ),
            "jumps": (jump,),
            "municipalities": 2,
            "not_shown": ("neighbourhoods",),
        }
    )
    said = text_of(quality_section(description, full))
    at = said.index("polder")
    assert said[at : at + 8] == ["polder", "14", "28", "0.600", "0.200", "50%", "9", "90%"]
    assert any("far-en is known nowhere in B (8 places) and at 90%" in line for line in said)
    at = said.index("Known share: empty-en")
    assert said[at : at + 7] == [
        *("Known share: empty-en", "A / B", "9 / 8", "1.000 / 0.000", "1.000", "0.125", "yes"),
    ]
    assert any("neighbourhoods" in line for line in said)
    assert any('rank_within = "landscapes"' in line for line in said)


def test_findings_are_read_back_from_their_own_json(found):
    assert Findings.model_validate_json(found[1].model_dump_json()) == found[1]


def test_quality_json_of_a_run_holds_what_a_count_over_the_map_gives(waterveen):
    content = json.loads((waterveen / "out" / "quality.json").read_text("utf-8"))
    assert set(content) == {f.name for f in (waterveen / "out").iterdir() if f.is_dir()}
    frame = gpd.read_parquet(waterveen / "out/rural/combined.parquet")
    for one in content["rural"]["knowledge"]:
        aside = [one["criterion"] in str(t).split(";") for t in frame["not_applicable"]]
        applies = ~pd.Series(aside)
        assert one["places"] == applies.sum()
        assert one["unknown"] == frame.loc[applies, f"{one['criterion']}__score"].isna().sum()
    assert content["rural"]["mean_coverage"] == pytest.approx(frame["coverage"].mean())
    manifest = json.loads((waterveen / "out" / "manifest.json").read_text("utf-8"))
    assert "quality.json" in manifest["outputs"]


def test_the_layers_table_tells_their_age(waterveen):
    text = (waterveen / "out" / "report.html").read_text("utf-8")
    assert text.count("<h3>Kwaliteit") + text.count("<h3>Quality checks") >= 4
    layer = LayerDescription(source="a.csv", date=dt.date(2020, 1, 1))
    assert age_of("vacancy", layer.date, DAY).state == "stale"
