"""The feedback guard on a page and as JSON."""

import json
from xml.etree import ElementTree as ET

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from riskmap.evaluation.feedback import feedback
from riskmap.evaluation.guard import FeedbackGuard
from riskmap.evaluation.negative_control import negative_control
from riskmap.outcomes.matched import Matched
from riskmap.outputs.feedback_section import feedback_json, feedback_section
from riskmap.outputs.html import element
from riskmap.outputs.json_text import json_text


@pytest.fixture(scope="module")
def guard():
    generator = np.random.Generator(np.random.PCG64(1))
    index = pd.Index([f"p{n:03}" for n in range(120)])
    found = (generator.random(120) < np.linspace(0.7, 0.05, 120)).astype(float)
    points = gpd.points_from_xy(*(generator.random((2, 120)) * 1000))
    frame = gpd.GeoDataFrame(
        {"score": np.arange(120, 0, -1.0), "found": found, "visits": 1, "found_before": np.nan},
        index=index,
        geometry=points,
    )
    rows = pd.DataFrame({"place_id": index, "found": found, "date": pd.Timestamp("2026-01-01")})
    rows["selection"] = ["score"] * 40 + ["random"] * 70 + ["signal"] * 10
    rows["probability"] = [1.0] * 40 + [0.1] * 70 + [np.nan] * 10
    rows["origin"] = ["discovered"] * 110 + ["reported"] * 10
    matched = Matched(frame, 0, (), rows)
    control = negative_control(matched, 40, repeats=50)
    return FeedbackGuard(feedback(matched, "visits", 40), (), control)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_ground_and_every_shuffle_stands_on_the_page(guard, language):
    page = element("main", *feedback_section(guard, language))
    text = "".join(page.itertext())
    assert len(page.findall(".//table")) == 4
    assert len(page.findall(".//svg")) == 2
    hits = int(guard.feedback.rates.loc["random", "hits"])
    cells = ["".join(cell.itertext()) for cell in page.iter("td")]
    assert {"70", str(hits), "10"} <= set(cells)
    assert (
        f"{guard.control.shuffles.loc['labels', 'lift_p']:.3f}".replace(
            ".", "," if language == "nl" else "."
        )
        in cells
    )
    assert text.count("{") == 0
    assert ET.tostring(page)


def test_json_holds_the_same_figures_unrounded(guard):
    content = json.loads(json_text(feedback_json(guard)))
    assert content["base_rate"]["value"] == guard.feedback.base_rate.value
    assert content["rates"]["signal"]["visits"] == 10
    assert content["incidents"]["reported"]["rows"] == 10
    assert content["negative_control"]["shuffles"]["labels"]["lift"] == pytest.approx(
        guard.control.shuffles.loc["labels", "lift"]
    )
    assert content["negative_control"]["repeats"] == 50


def test_the_same_guard_gives_the_same_bytes(guard):
    assert json_text(feedback_json(guard)) == json_text(feedback_json(guard))
