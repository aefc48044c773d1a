"""What the report of a risk terrain model says, and what it never says."""

import re
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from riskmap.learning.factors import Factor
from riskmap.learning.risk_terrain import RiskTerrain, Settings
from riskmap.messages import Message
from riskmap.outputs.fit_page import fit_json, fit_page
from riskmap.outputs.fit_text import fit_lines
from riskmap.outputs.json_text import json_text
from riskmap.statistics.count_models import CountModel


@pytest.fixture
def published() -> RiskTerrain:
    """Return a model with the values of a published report, 21.364 and 8.652."""
    values = [21.364, 8.652]
    both = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
    places = gpd.GeoDataFrame(
        {"found": [0.0, 1, 2, 40], "area_m2": 1e4, "rrs": np.prod(np.where(both, values, 1), axis=1)},  # noqa: E501
        geometry=[shapely.box(x, 0, x + 100, 100) for x in range(0, 400, 100)],
        index=pd.Index(["a", "b", "c", "d"], name="place_id"), crs="EPSG:28992",
    )  # fmt: skip
    table = pd.DataFrame(
        {"factor": ["vacant", "bars"], "operationalisation": ["proximity", "density"],
         "distance_m": [200.0, 400.0], "coefficient": np.log(values), "rrv": values}
    )  # fmt: skip
    profile = table.assign(bic=[90.0, np.nan], deviance_drop=[20.0, np.nan], places=[2, 2],
                           status=["chosen", "none_there"])  # fmt: skip
    rows = [("blocks", "model", 0.3), ("blocks", "area", 0.1), ("next_period", "model", 0.31),
            ("next_period", "last_period", 0.42), ("next_period", "area", 0.1)]  # fmt: skip
    checks = pd.DataFrame(rows, columns=["check", "order", "hit_rate"]).assign(
        deviance_explained=0.2, auc=0.7, pai=3.0, outcomes=43.0
    )
    steps = pd.DataFrame(
        {"move": ["start", "add"], "factor": ["", "vacant"], "operationalisation": ["", "proximity"],  # noqa: E501
         "distance_m": [np.nan, 200.0], "bic": [120.0, 95.0]}
    )  # fmt: skip
    model = CountModel("poisson", -9.0, np.log(values), np.array([0.1, 0.1]), 0.0, -40.0, 4, True)  # noqa: FBT003
    shapes = np.array([shapely.Point(0, 0)])
    return RiskTerrain(
        table=table, profile=profile, places=places, checks=checks, model=model,
        bic={"poisson": 84.2, "negative_binomial": 85.6}, steps=steps, residual_moran_z=3.1,
        residual_moran_p=0.002, outside=3, per="area",
        settings=Settings((200.0, 400.0), "both"),
        factors=tuple(Factor(n, shapes, 1, f"{n}.gpkg") for n in ("vacant", "bars", "idle")),
        notes=(Message("A note."),),
    )  # fmt: skip


def plain(page: str) -> str:
    return re.sub(r"<[^>]+>", " ", page)


def test_the_published_values_multiply_to_the_published_score(published) -> None:
    assert round(published.highest_score, 1) == round(published.possible_score, 1) == 184.8
    said = fit_lines(published, "en")
    assert "2 of 3 factors: vacant (21.36), bars (8.65)" in said[0]
    assert "184.8" in said[1]
    assert "no probability" in said[1]


def test_a_model_that_does_not_beat_the_last_count_is_told_so(published) -> None:
    assert any("does not beat the last-period count" in one for one in fit_lines(published, "en"))
    checks = published.checks.copy()
    checks.loc[2, "hit_rate"] = 0.5
    better = fit_lines(replace(published, checks=checks), "en")
    assert not any("does not beat" in one for one in better)
    undated = fit_lines(replace(published, checks=checks.iloc[:2]), "en")
    assert any("is not known" in one for one in undated)


def test_what_is_not_explained_and_lies_together_is_told(published) -> None:
    assert any("still lies together" in one for one in fit_lines(published, "en"))
    calm = replace(published, residual_moran_z=0.2, residual_moran_p=0.84)
    assert not any("still lies together" in one for one in fit_lines(calm, "en"))


def test_an_empty_model_says_that_no_factor_counts(published) -> None:
    empty = replace(published, table=published.table.iloc[:0])
    assert fit_lines(empty, "en")[0].startswith("No factor explains")
    assert "No factor explains" in fit_page(empty, "en")


def test_the_page_shows_all_that_was_tried_and_no_p_value(published) -> None:
    text = plain(fit_page(published, "en"))
    assert "21.364" in text
    assert "8.652" in text
    assert "no outcome there: no ratio can be estimated" in text
    assert "need not be a cause" in text
    assert not re.search(r"\bp\s*[=<]\s*0", text)
    assert "0.002" not in text


def test_names_stay_text(published) -> None:
    table = published.table.assign(factor=["<b>x</b>", "bars"])
    page = fit_page(replace(published, table=table), "en")
    assert "<b>x</b>" not in page
    assert "&lt;b&gt;x&lt;/b&gt;" in page


def test_a_dutch_page_is_a_dutch_page(published) -> None:
    assert '<html lang="nl">' in fit_page(published, "nl")


def test_unknown_is_null_in_the_figures(published) -> None:
    text = json_text(fit_json(published))
    assert '"bic": null' in text
    assert "NaN" not in text
