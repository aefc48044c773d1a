"""A risk terrain model as a page: what counts, how far, how well it holds, all that was tried."""

from collections.abc import Callable, Hashable, Mapping
from importlib import resources
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import geopandas as gpd
import numpy as np
import pandas as pd

from riskmap.language import Language, translator
from riskmap.learning.risk_terrain import RiskTerrain
from riskmap.marks import NOTICE
from riskmap.notation import number
from riskmap.outputs.charts import line_chart
from riskmap.outputs.evaluation_words import written
from riskmap.outputs.fit_text import (
    check_words,
    fit_lines,
    how_words,
    limits,
    model_facts,
    order_words,
    status_words,
)
from riskmap.outputs.html import bullets, element, figure, figure_head, page, pairs, table
from riskmap.outputs.styles import classes_style
from riskmap.writing import write_geopackage

_CLASSES = 5


def fit_page(fitted: RiskTerrain, language: Language) -> str:
    """Return the report on a risk terrain model as one page that fetches nothing."""
    translate = translator(language)
    content = [
        element("h1", translate("Risk terrain model")),
        element("p", NOTICE.text(translate), class_="statement"),
        element("h2", translate("What was found")),
        bullets(fit_lines(fitted, language)),
        _model(fitted, language),
        element("h2", translate("What was judged")),
        pairs(model_facts(fitted, language), caption=translate("What it rests on")),
        element("h2", translate("Elsewhere and later")),
        _checks(fitted, language),
        element("h2", translate("Every distance that was tried")),
        *_profiles(fitted, language),
        element("h2", translate("How the choice went")),
        _steps(fitted, language),
        element("h2", translate("How to read this")),
        bullets([one.text(translate) for one in limits()]),
        element("h2", translate("Remarks")),
        bullets([note.text(translate) for note in fitted.notes]),
    ]
    style = (resources.files("riskmap.outputs") / "report.css").read_text(encoding="utf-8")
    return page(translate("Risk terrain model"), language, style, *content)


def fit_json(fitted: RiskTerrain) -> dict[str, object]:
    """Return the model for a program: every figure, unrounded; unknown is null."""
    model = fitted.model
    return {
        "model": fitted.table.to_dict("records"),
        "family": model.family,
        "intercept": model.intercept,
        "dispersion": model.dispersion,
        "log_likelihood": model.log_likelihood,
        "per": fitted.per,
        "parameters": model.parameters,
        "places": model.places,
        "outcomes": float(np.nansum(fitted.places["found"])),
        "outside": fitted.outside,
        "bic": dict(fitted.bic),
        "highest_score": fitted.highest_score,
        "possible_score": fitted.possible_score,
        "profile": fitted.profile.to_dict("records"),
        "steps": fitted.steps.to_dict("records"),
        "checks": fitted.checks.to_dict("records"),
        "residual_moran": {"z": fitted.residual_moran_z, "p": fitted.residual_moran_p},
        "settings": {
            "distances_m": list(fitted.settings.steps_m),
            "kernel": fitted.settings.kernel,
            "folds": fitted.settings.folds,
            "seed": fitted.settings.seed,
        },
        "factors": [
            {
                "name": one.name,
                "file": one.source,
                "sign": int(one.sign),
                "features_near": len(one.shapes),
            }
            for one in fitted.factors
        ],
        "notes": [note.text() for note in fitted.notes],
        "limits": [one.text() for one in limits()],
        "notice": NOTICE.text(),
    }


def write_terrain(fitted: RiskTerrain, path: Path, language: Language) -> None:
    """Write the places with score and expected count as a GeoPackage that opens styled in QGIS."""
    frame = fitted.places.reset_index()
    frame = gpd.GeoDataFrame(frame, geometry="geometry", crs=fitted.places.crs)
    scores = np.unique(frame["rrs"].to_numpy(dtype=float))
    shares = np.arange(1, _CLASSES) / _CLASSES
    breaks = [float(one) for one in np.quantile(scores, shares, method="higher")]
    points = bool((frame.geometry.geom_type == "Point").all())
    write_geopackage(
        {"terrain": frame},
        path,
        metadata={"notice": NOTICE.text(translator(language))},
        styles={"terrain": classes_style("rrs", breaks, language, points=points)},
    )


def _model(fitted: RiskTerrain, language: Language) -> ET.Element:
    translate = translator(language)
    heads: list[ET.Element | str] = [
        translate("Factor"),
        translate("Looked at as"),
        figure_head(translate("Distance (m)")),
        figure_head(translate("Coefficient")),
        figure_head(translate("Relative risk value")),
    ]
    rows = [
        (
            str(row["factor"]),
            how_words(translate)[str(row["operationalisation"])],
            figure(number(float(row["distance_m"]), language)),
            figure(number(float(row["coefficient"]), language, 3)),
            figure(number(float(row["rrv"]), language, 3)),
        )
        for row in _records(fitted.table)
    ]
    return table(heads, rows, caption=translate("Factors in the model; their values multiply"))


def _checks(fitted: RiskTerrain, language: Language) -> ET.Element:
    translate = translator(language)
    heads: list[ET.Element | str] = [
        translate("Asked about"),
        translate("Order of the places"),
        figure_head(translate("Deviance explained")),
        figure_head("AUC"),
        figure_head(translate("PAI, best tenth")),
        figure_head(translate("Share of outcomes there")),
        figure_head(translate("Outcomes")),
    ]
    rows = [
        (
            check_words(translate)[str(row["check"])],
            order_words(translate)[str(row["order"])],
            figure(number(float(row["deviance_explained"]), language, 3)),
            figure(number(float(row["auc"]), language, 3)),
            figure(number(float(row["pai"]), language, 2)),
            figure(written("hit_rate", float(row["hit_rate"]), language)),
            figure(number(float(row["outcomes"]), language)),
        )
        for row in _records(fitted.checks)
    ]
    caption = translate("The whole choice done again without the part it is asked about")
    return table(heads, rows, caption=caption)


def _profiles(fitted: RiskTerrain, language: Language) -> list[ET.Element]:
    translate = translator(language)
    content = []
    for name, rows in fitted.profile.groupby("factor", sort=False):
        content.append(element("h3", str(name)))
        if rows["rrv"].notna().sum() > 1:
            content.append(_curve(rows, str(name), language))
        content.append(_profile(rows, str(name), language))
    if not content:
        content.append(element("p", translate("Nothing was tried.")))
    return content


def _curve(rows: pd.DataFrame, name: str, language: Language) -> ET.Element:
    translate = translator(language)
    lines = {
        how_words(translate)[str(how)]: [
            (float(row["distance_m"]), float(row["deviance_drop"])) for row in _records(of)
        ]
        for how, of in rows.groupby("operationalisation", sort=False)
    }
    return line_chart(
        lines,
        x_title=translate("Distance (m)"),
        y_title=translate("Drop in deviance"),
        caption=translate("{factor} alone: drop in deviance by distance; more is better").format(
            factor=name
        ),
        language=language,
    )


def _profile(rows: pd.DataFrame, name: str, language: Language) -> ET.Element:
    translate = translator(language)
    heads: list[ET.Element | str] = [
        translate("Looked at as"),
        figure_head(translate("Distance (m)")),
        figure_head(translate("Places")),
        figure_head(translate("Coefficient")),
        figure_head(translate("Relative risk value")),
        figure_head(translate("Drop in deviance")),
        figure_head("BIC"),
        translate("What became of it"),
    ]
    told = [
        (
            how_words(translate)[str(row["operationalisation"])],
            figure(number(float(row["distance_m"]), language)),
            figure(number(float(row["places"]), language)),
            figure(number(float(row["coefficient"]), language, 3)),
            figure(number(float(row["rrv"]), language, 3)),
            figure(number(float(row["deviance_drop"]), language, 1)),
            figure(number(float(row["bic"]), language, 1)),
            status_words(translate)[str(row["status"])],
        )
        for row in _records(rows)
    ]
    return table(
        heads, told, caption=translate("{factor}, each distance alone").format(factor=name)
    )


def _steps(fitted: RiskTerrain, language: Language) -> ET.Element:
    translate = translator(language)
    moves = _moves(translate)
    rows = []
    for row in _records(fitted.steps):
        what = ""
        if row["factor"]:
            how = how_words(translate)[str(row["operationalisation"])]
            what = f"{row['factor']}, {how}, {number(float(row['distance_m']), language)} m"
        rows.append((moves[str(row["move"])], what, figure(number(float(row["bic"]), language, 1))))
    heads: list[ET.Element | str] = [translate("Step"), translate("Column"), figure_head("BIC")]
    return table(heads, rows, caption=translate("Stepwise choice from what the elastic net kept"))


def _moves(translate: Callable[[str], str]) -> Mapping[str, str]:
    return {
        "start": translate("no factor"),
        "add": translate("added"),
        "drop": translate("taken out"),
        "swap": translate("put in place of another distance"),
    }


def _records(frame: pd.DataFrame) -> list[dict[Hashable, Any]]:
    return frame.to_dict("records")
