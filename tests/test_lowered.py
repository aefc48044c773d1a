"""A supervision zone lowers its family, and every output says so in the reader's words."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from riskmap import cli
from riskmap.explanation import explain
from riskmap.inspection import plan
from riskmap.maps import ScoredMap
from riskmap.outputs.map_files import write_map_parquet
from riskmap.outputs.report import write_report
from riskmap.outputs.webmap.draw import draw_map
from riskmap.project import InspectionSettings

ROWS = [(1, 50, 100), (0.5, 100, 20), (2, 10, 0), (0, 0, None)]
FACTORS = [0.8, 0.5, 1.0, float("nan")]
ZONE = {"nl": "Toezichtszone (KVO)", "en": "Supervision zone (KVO)"}


@pytest.fixture
def guarded(small_map: Callable[..., ScoredMap]) -> ScoredMap:
    """Return a map with a zone that lowers seclusion by these factors, worked out by hand."""
    scored = small_map(ROWS, language="en")
    card = scored.description.model_dump(mode="json")
    text = {"nl": "-", "en": "-"}
    card["families"]["seclusion"]["criteria"]["zone"] = {
        "indicator": "guardianship_zone", "title": ZONE, "unit": "class", "weight": 0.0,
        "use": "lowers", "value": {"shape": "steps", "steps": {"0": 1.0, "1": 0.8}},
        "status": "lowers", "reason": {"nl": "reden", "en": "reason"}, "question": text,
        "evidence": "b", "sources": "-", "ordinary_explanations": text, "false_positives": text,
    }  # fmt: skip
    frame = scored.frame.copy()
    frame["zone__value"], frame["zone__score"] = [1.0, 1.0, 0.0, float("nan")], FACTORS
    frame["zone__contribution"] = float("nan")
    times = [0.8, 0.5, 1.0, 1.0]
    for name in ("far", "dead"):
        frame[f"{name}__contribution"] *= times
    parts = frame[[f"{name}__contribution" for name in ("empty", "far", "dead")]]
    frame["opportunity"] = parts.sum(axis=1, min_count=1)
    frame["rank"] = frame["opportunity"].rank(ascending=False).astype("Int64")
    return ScoredMap(frame, type(scored.description).model_validate(card))


def test_the_explanation_lowers_what_a_full_score_would_be_and_the_range(guarded):
    why = explain(guarded, "yard:00", "en")
    assert why.lowered == (("Supervision zone (KVO)", "seclusion", 0.8),)
    assert sum(part.contribution for part in why.parts) == pytest.approx(why.opportunity)
    most = {part.criterion: part.most for part in why.parts}
    assert most == pytest.approx(
        {"empty": 0.3 / 0.9, "far": 0.6 / 0.9 * 0.8 * 2 / 3, "dead": 0.6 / 0.9 * 0.8 / 3}
    )
    assert why.possible == pytest.approx((why.opportunity, why.opportunity))
    assert [explain(guarded, f"yard:0{k}", "en").lowered for k in (2, 3)] == [(), ()]


@pytest.fixture
def told_of(guarded, tmp_path, monkeypatch, capsys):
    """Return a function that asks `riskmap explain` about one place."""
    file = tmp_path / "opportunity.parquet"
    write_map_parquet(guarded, file)

    def told(*words: str) -> str:
        monkeypatch.setenv("RISKMAP_LANG", "en")
        monkeypatch.setattr(sys, "argv", ["riskmap", "explain", str(file), *words])
        with pytest.raises(SystemExit):
            cli.main()
        return capsys.readouterr().out

    return told


def test_riskmap_explain_says_it(told_of):
    assert "seclusion counts for 0.5 here: Supervision zone (KVO)" in told_of("yard:01")
    assert "counts for" not in told_of("yard:02")
    told = json.loads(told_of("yard:01", "--json"))
    assert told["lowered"] == [["Supervision zone (KVO)", "seclusion", 0.5]]


def test_the_list_gives_it_among_the_reasons(guarded):
    rows = plan([guarded], InspectionSettings(capacity=4, random_share=0), "nl").rows
    reasons = rows.set_index("location_id")["reasons"]
    assert reasons["yard:00"].endswith(": Toezichtszone (KVO)")
    assert "0,8" in reasons["yard:00"]
    assert "Toezichtszone" not in reasons["yard:02"]


def test_the_report_counts_where_it_lowers_and_calls_it_not_left_out(guarded):
    report = write_report({"rural": guarded}, {}, (), capacity=4)
    assert "seclusion counts for 0.8 at 1 of the 4 places: Supervision zone (KVO)" in report
    assert "seclusion counts for 0.5 at 1 of the 4 places: Supervision zone (KVO)" in report
    assert "lowers its family. reason" in report


@pytest.mark.browser
def test_the_panel_of_the_map_says_it_and_lowers_the_bars(guarded, open_page, tmp_path: Path):
    path = tmp_path / "map.html"
    path.write_text(draw_map([guarded], title="Kaart", language="en"), encoding="utf-8")
    page = open_page(path).page
    page.wait_for_selector("html[data-ready]")
    page.locator("#table tr[data-row]").filter(has_text="Dorpsweg 1").first.click()
    body = page.locator("#explanation-body").inner_text()
    assert "seclusion counts for 0.5 here: Supervision zone (KVO)" in body
    assert "Unknown here" not in body
    shown = page.locator(".criterion").filter(has_text="far-en")
    part = float(shown.locator(".number").first.inner_text())
    given, most = (
        float(shown.locator(f"rect.{kind}").get_attribute("width")) for kind in ("part", "most")
    )
    # A full score on far gives 2/3 of 0.5 of 0.6 / 0.9; it has a full score.
    assert part == pytest.approx(0.6 / 0.9 * 0.5 * 2 / 3, abs=0.0006)
    assert given == pytest.approx(most, rel=0.01)
    page.locator("#table tr[data-row]").filter(has_text="Dorpsweg 2").first.click()
    assert "counts for" not in page.locator("#explanation-body").inner_text()
    about = page.locator("#about-body")
    assert "Supervision zone (KVO) (lowers its family)" in about.text_content()
