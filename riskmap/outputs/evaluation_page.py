"""The page of an evaluation: findings in words, then figures with intervals beside baselines."""

from collections.abc import Sequence
from importlib import resources
from xml.etree import ElementTree as ET

import pandas as pd

from riskmap.evaluation.evaluation import Evaluation
from riskmap.evaluation.settings import SHARES
from riskmap.language import Language, translator
from riskmap.marks import marks_where_known
from riskmap.notation import as_set, number
from riskmap.outputs.charts import interval_chart, line_chart
from riskmap.outputs.evaluation_words import (
    figure_names,
    order_names,
    short_name,
    verdict_names,
    with_interval,
    written,
)
from riskmap.outputs.feedback_section import feedback_section
from riskmap.outputs.html import bullets, element, figure, figure_head, page, pairs, table
from riskmap.outputs.schedule_section import schedule_section

_CURVE = ("hit_rate", "precision", "lift", "pai", "pei")
_BESIDE = ("hit_rate", "precision", "pai", "auc")


def evaluation_page(evaluation: Evaluation, language: Language) -> str:
    """Return the page of an evaluation, as one document that fetches nothing."""
    translate = translator(language)
    title = translate("Was the list any good? {name}").format(name=evaluation.list_source)
    style = (resources.files("riskmap.outputs") / "report.css").read_text(encoding="utf-8")
    content = [
        element("h1", title),
        *(
            element("p", said, class_="statement")
            for said in marks_where_known(evaluation.description, language)
        ),
        element("h2", translate("What was found")),
        bullets([said.text(translate) for said in evaluation.conclusions]),
        *(element("p", said.text(translate), class_="warning") for said in evaluation.warnings),
        *_asked(evaluation, language),
        *_beside(evaluation, language),
        *_figures(evaluation, language),
        *_curve(evaluation, language),
        *schedule_section(evaluation.schedule, language),
        *(feedback_section(evaluation.guard, language) if evaluation.guard else ()),
        *_ranking(evaluation, language),
        *_reading(evaluation, language),
    ]
    return page(title, language, style, *content)


def _asked(made: Evaluation, language: Language) -> list[ET.Element]:
    translate, extent = translator(language), made.extent
    kinds = {
        "visits": translate("visits: a place without one is unknown"),
        "incidents": translate("incidents: a place without one had none"),
    }
    rows = [
        (translate("List"), made.list_source),
        (translate("In order of"), made.ranked_by),
        (translate("Outcomes"), f"{made.outcomes_source} ({kinds[made.kind]})"),
        (translate("Places"), number(extent.places, language)),
        (translate("Places with an outcome"), number(extent.visited, language)),
        (translate("Places with a find"), number(extent.hits, language)),
        (translate("Found in all"), as_set(extent.found, language)),
        (translate("Outcomes that fit no place"), number(extent.outside, language)),
        (translate("Capacity"), number(extent.capacity, language)),
    ]
    return [
        element("h2", translate("What was judged")),
        pairs(rows, caption=translate("Extent")),
    ]


def _beside(made: Evaluation, language: Language) -> list[ET.Element]:
    translate = translator(language)
    names, orders = figure_names(translate), order_names(translate)
    verdicts = verdict_names(translate)
    head: list[ET.Element | str] = [translate("Order")]
    head += [figure_head(short_name(names[one])) for one in _BESIDE]
    rows: list[list[ET.Element | str]] = []
    marks = []
    for row in made.baselines.to_dict("records"):
        three = {one: (row[one], row[f"{one}_low"], row[f"{one}_high"]) for one in _BESIDE}
        cells = [figure(with_interval(one, three[one], language)) for one in _BESIDE]
        compared = "" if row["order"] == "list" else verdicts[row["verdict"]]
        rows.append([orders[row["order"]], *cells, compared])
        value, low, high = three["hit_rate"]
        marks.append((orders[row["order"]], low, value, high))
    caption = translate("This list beside orders that cost nothing, at {k} places").format(
        k=made.extent.capacity
    )
    return [
        element("h2", translate("Beside other orders")),
        table([*head, translate("Against this list")], rows, caption=caption),
        interval_chart(
            marks,
            x_title=names["hit_rate"],
            caption=translate("Hit rate of every order, with intervals"),
            language=language,
            share=True,
        ),
    ]


def _figures(made: Evaluation, language: Language) -> list[ET.Element]:
    translate = translator(language)
    names = figure_names(translate)
    methods = {"score": translate("score"), "bootstrap": translate("bootstrap")}
    rows: list[list[ET.Element | str]] = []
    for row in made.table.to_dict("records"):
        name = row["figure"]
        drawn = (row["bootstrap_low"], row["bootstrap_high"])
        text = with_interval(name, (row["value"], row["low"], row["high"]), language)
        edges = translate("{low} to {high}").format(
            low=written(name, drawn[0], language), high=written(name, drawn[1], language)
        )
        rows.append([names[name], figure(text), methods[row["interval"]], figure(edges)])
    head: list[ET.Element | str] = [
        translate("Figure"),
        figure_head(translate("Value and interval")),
        translate("Interval by"),
        figure_head(translate("Bootstrap")),
    ]
    caption = translate("At {k} places, and over the whole list").format(k=made.extent.capacity)
    return [element("h2", translate("Figures")), table(head, rows, caption=caption)]


def _curve(made: Evaluation, language: Language) -> list[ET.Element]:
    translate = translator(language)
    orders = order_names(translate)
    lines: dict[str, Sequence[tuple[float, float]]] = {}
    for name, part in made.hit_curves.groupby("order", sort=False):
        lines[orders[str(name)]] = list(zip(part["area_share"], part["hit_rate"], strict=True))
    lines[orders["random"]] = [(0.0, 0.0), (1.0, 1.0)]
    shares = made.by_area
    band = zip(shares["area_share"], shares["hit_rate_low"], shares["hit_rate_high"], strict=True)
    across = translate("share of the area") if made.extent.areas_known else translate("share of the visited places")  # fmt: skip # noqa: E501
    chart = line_chart(
        lines,
        x_title=across,
        y_title=translate("share of all that was found"),
        caption=translate("Hit curves; the shade is the interval of this list"),
        language=language,
        bands={orders["list"]: [(0.0, 0.0, 0.0), *band, (1.0, 1.0, 1.0)]},
        x_share=True,
        y_share=True,
    )
    content = [element("h2", translate("Along the whole list")), chart]
    told = ", ".join(f"{number(share * 100, language)}%" for share in SHARES)
    captions = {
        "curve": translate("At the capacity and at {shares} of the places").format(shares=told),
        "by_area": translate("At {shares} of the area").format(shares=told),
    }
    content.append(_lengths(made.curve, captions["curve"], language))
    if made.extent.areas_known:
        content.append(_lengths(made.by_area, captions["by_area"], language))
    return content


def _lengths(rows: pd.DataFrame, caption: str, language: Language) -> ET.Element:
    translate = translator(language)
    names = figure_names(translate)
    head = [translate("Places"), translate("Share of the area"), translate("Found")]
    body = []
    for row in rows.to_dict("records"):
        cells = [
            with_interval(one, (row[one], row[f"{one}_low"], row[f"{one}_high"]), language)
            for one in _CURVE
        ]
        first = [
            as_set(round(row["places"], 1), language),
            written("hit_rate", row["area_share"], language),
            as_set(round(row["found"], 1), language),
        ]
        body.append([figure(text) for text in (*first, *cells)])
    heads = [figure_head(text) for text in (*head, *(short_name(names[one]) for one in _CURVE))]
    return table(heads, body, caption=caption)


def _ranking(made: Evaluation, language: Language) -> list[ET.Element]:
    translate = translator(language)
    names = {
        "order": (translate("Rank"), 0),
        "place_id": (translate("Place"), 0),
        "score": (translate("Score"), 3),
        "found": (translate("Found"), 0),
        "cumulative_found": (translate("Found up to here"), 1),
        "hit_rate": (translate("Hit rate"), 0),
        "area_share": (translate("Share of the area"), 0),
        "pai": ("PAI", 2),
        "pei": ("PEI", 2),
        "rri": ("RRI", 2),
    }
    shown = [name for name in names if not made.ranking[name].isna().all()]
    rows = []
    for row in made.ranking.to_dict("records"):
        cells: list[ET.Element | str] = []
        for name in shown:
            value, digits = row[name], names[name][1]
            share = name in {"hit_rate", "area_share"}
            text = written("hit_rate", value, language) if share else ""
            cells.append(
                str(value)
                if name == "place_id"
                else figure(text or number(float(value), language, digits))
            )
        rows.append(cells)
    caption = translate("Running totals of the first places; within ties, averages over tie orders")
    return [
        element("h2", translate("Row by row")),
        table([figure_head(names[name][0]) for name in shown], rows, caption=caption),
    ]


def _reading(made: Evaluation, language: Language) -> list[ET.Element]:
    translate, asked = translator(language), made.settings
    told = translate(
        "Intervals of {percent}%. Score intervals (Wilson; Koopman for lift and what follows from "
        "it) where each place says yes or no, else percentiles of {draws} resamples of the places "
        "(seed {seed}); both are about places like these under the same order. Penalised PAI is "
        "hit rate over share of the area to the power {alpha}. Equal scores are averaged over all "
        "their orders."
    ).format(
        percent=number(asked.confidence * 100, language),
        draws=number(asked.draws, language),
        seed=asked.seed,
        alpha=as_set(asked.alpha, language),
    )
    notes = [said.text(translate) for said in made.notes]
    return [element("h2", translate("How it was worked out")), element("p", told), bullets(notes)]
