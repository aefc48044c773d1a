"""What `riskmap sensitivity` found, as a page, as sentences and as figures for a program."""

from collections.abc import Mapping
from importlib import resources
from xml.etree import ElementTree as ET

import pandas as pd

from riskmap.language import Language, translator
from riskmap.layers.naming import layer_name
from riskmap.marks import NOTICE, marks
from riskmap.messages import Message
from riskmap.notation import number, percentage
from riskmap.outputs.certainty_section import (
    certainty_section,
    certainty_sentences,
    certainty_table,
    records,
)
from riskmap.outputs.html import bullets, element, figure, figure_head, page, table
from riskmap.sensitivity.certainty import PROBABILITY
from riskmap.sensitivity.result import Sensitivity

WHOLE = 200
"""Alternatives up to which every rank of every one is told."""
_SHOWN_RANKS = 30
_PRINTED = 20


def sensitivity_page(found: Sensitivity, language: Language) -> str:
    """Return the whole page."""
    translate = translator(language)
    labels, certainty = _labels(found), found.certainty
    title = translate("How certain are the ranks? {name}").format(name=_name(found, language))
    shown = WHOLE if found.scored is None else min(WHOLE, 4 * certainty.k)
    content = [
        element("h1", title),
        *(element("p", mark, class_="statement") for mark in _marks(found, language)),
        element("h2", translate("What was found")),
        *certainty_section(certainty, labels, language),
        element("h2", translate("What was assumed")),
        bullets(_assumed(found, language)),
        element("h2", translate("Every place")),
        certainty_table(certainty, labels, language, shown),
        *_acceptability(found, labels, language),
        *_central(found, labels, language),
        *_ablation(found, language),
        element("h2", translate("How to read this")),
        bullets(_reading(found, language)),
    ]
    style = (resources.files("riskmap.outputs") / "report.css").read_text(encoding="utf-8")
    return page(title, language, style, *content)


def sensitivity_lines(found: Sensitivity, language: Language) -> list[str]:
    """Return the result in sentences, for a reader at the command line."""
    translate = translator(language)
    labels, certainty = _labels(found), found.certainty
    lines = [_name(found, language), *certainty_sentences(certainty, language)]
    lines += _assumed(found, language)
    row = Message("{rank}. {place}: ranks {low} to {high}, {chance} among the first {k}")
    for one in records(certainty, 10):
        lines.append(
            "  "
            + translate(row.template).format(
                rank=int(_float(one["rank"])),
                place=labels.get(str(one["place"]), str(one["place"])),
                low=int(_float(one["rank_low"])),
                high=int(_float(one["rank_high"])),
                chance=percentage(_float(one["top_k_probability"]), language),
                k=certainty.k,
            )
        )
    lines += _matrix_lines(found, language) + _ablation_lines(found, language)
    return [*lines, *_marks(found, language)]


def _matrix_lines(found: Sensitivity, language: Language) -> list[str]:
    """Return the matrix of a small table: alternatives by ranks, and central weights."""
    if found.scored is not None or len(found.frame) > _PRINTED:
        return []
    translate, certainty = translator(language), found.certainty
    lines = []
    for title, frame in (
        (translate("Rank acceptability, by rank:"), certainty.acceptability),
        (translate("Central weights:"), certainty.central_weights),
    ):
        shown = frame.map(lambda share: number(float(share), language, 3))
        text = shown.rename_axis(None).to_string() if len(shown) else "-"
        lines += [title, *(f"  {line}" for line in text.splitlines())]
    return lines


def sensitivity_json(found: Sensitivity) -> dict[str, object]:
    """Return the figures; every rank of every alternative where there are 200 at most."""
    certainty = found.certainty
    whole = len(certainty.frame) <= WHOLE
    content: dict[str, object] = {
        "source": found.source,
        "k": certainty.k,
        "draws": certainty.draws,
        "threshold_sets": certainty.threshold_sets,
        "seed": certainty.seed,
        "interval": PROBABILITY,
        "assumed": [message.text() for message in found.assumed],
        "places": records(certainty, len(certainty.frame)),
        "central_weights": _nested(certainty.central_weights),
        "notice": NOTICE.text(),
    }
    if whole:
        content["rank_acceptability"] = _nested(certainty.acceptability)
        content["pairwise"] = _nested(certainty.pairwise)
    if found.ablation is not None:
        content["ablation"] = found.ablation.to_dict("records")
        content["ablation_k"] = found.ablation_k
    return content


def _nested(frame: pd.DataFrame) -> dict[str, dict[str, float]]:
    """Return row -> column -> figure, rounded to what draws can tell."""
    rounded = frame.astype(float).round(9)
    return {
        str(name): {str(column): value for column, value in row.items()}
        for name, row in rounded.to_dict("index").items()
    }


def _name(found: Sensitivity, language: Language) -> str:
    if found.scored is None:
        return found.source
    return found.scored.description.title.in_language(language)


def _labels(found: Sensitivity) -> Mapping[str, str]:
    if found.scored is None:
        return {}
    frame = found.scored.frame
    return dict(zip(frame["location_id"].astype(str), frame["label"].astype(str), strict=True))


def _marks(found: Sensitivity, language: Language) -> list[str]:
    if found.scored is None:
        return [NOTICE.text(translator(language))]
    return marks(found.scored.description, language)


def _assumed(found: Sensitivity, language: Language) -> list[str]:
    translate, certainty = translator(language), found.certainty
    drawn = Message(
        "{draws} draws, seed {seed}. Tied places share their ranks equally.",
        draws=number(certainty.draws, language),
        seed=certainty.seed,
    )
    return [*(message.text(translate) for message in found.assumed), drawn.text(translate)]


def _reading(found: Sensitivity, language: Language) -> list[str]:
    translate = translator(language)
    said = (
        Message("A draw is one set of weights and thresholds, chosen by chance."),
        Message(
            "Rank at best and at worst: between these a place lies in {share} of the draws.",
            share=percentage(PROBABILITY, language),
        ),
        Message("Entropy: 0 where a place always has the same rank; more is less certain."),
        Message(
            "Confidence factor: how often a place is among the first {k} with the weights that "
            "suit it best, when only thresholds move; ? where it never is.",
            k=found.certainty.k,
        ),
        Message("Tie group: places with the same number cannot be told apart."),
    )
    return [one.text(translate) for one in said]


def _acceptability(
    found: Sensitivity, labels: Mapping[str, str], language: Language
) -> list[ET.Element]:
    """Return the matrix of alternatives by ranks, as far as a page can hold it."""
    translate, whole = translator(language), found.certainty.acceptability
    if whole.empty:
        return []
    shown = whole.iloc[: WHOLE if found.scored is None else found.certainty.k, :_SHOWN_RANKS]
    caption = translate("Rank acceptability: the share of the draws in which a place has a rank")
    content = [
        element("h2", translate("Rank acceptability")),
        _matrix(shown.rename(index=labels), caption, language),
    ]
    if shown.shape != whole.shape:
        content.append(
            element(
                "p", translate("Further places and ranks are in sensitivity.json, or in --json.")
            )
        )
    return content


def _central(found: Sensitivity, labels: Mapping[str, str], language: Language) -> list[ET.Element]:
    translate, central = translator(language), found.certainty.central_weights
    if central.empty:
        return []
    shown = central.head(WHOLE if found.scored is None else found.certainty.k)
    caption = translate(
        "Central weights: the mean of the weights with which a place is among the first {k}"
    ).format(k=found.certainty.k)
    named = shown.rename(index=labels, columns=_titles(found, language))
    return [element("h2", translate("Central weights")), _matrix(named, caption, language)]


def _matrix(frame: pd.DataFrame, caption: str, language: Language) -> ET.Element:
    """Return a table of shares, one row per place."""
    translate = translator(language)
    columns = [figure_head(str(name)) for name in frame.columns]
    heads: list[ET.Element | str] = [translate("Place"), *columns]
    rows: list[tuple[ET.Element | str, ...]] = [
        (str(name), *(figure(number(float(share), language, 3)) for share in shares))
        for name, shares in zip(frame.index, frame.to_numpy(), strict=True)
    ]
    return table(heads, rows, caption=caption)


def _titles(found: Sensitivity, language: Language) -> dict[str, str]:
    if found.scored is None:
        return {}
    description = found.scored.description
    families = {name: card.title for name, card in description.families.items()}
    criteria = {name: card.title for name, card in description.criteria().items()}
    return {name: text.in_language(language) for name, text in (families | criteria).items()}


def _ablation(found: Sensitivity, language: Language) -> list[ET.Element]:
    translate = translator(language)
    if found.ablation is None or found.ablation.empty:
        return []
    rows = [
        (_change(row, found, language), figure(percentage(_float(row["share"]), language)))
        for row in found.ablation.sort_values("share", kind="stable").to_dict("records")
    ]
    heads: list[ET.Element | str] = [translate("Change"), figure_head(translate("this much stays"))]
    caption = translate("How much of the first {k} of the list stays after one change").format(
        k=found.ablation_k
    )
    return [
        element("h2", translate("One change at a time")),
        table(heads, rows, caption=caption),
    ]


def _ablation_lines(found: Sensitivity, language: Language) -> list[str]:
    """Name the changes that move the top most."""
    if found.ablation is None or found.ablation.empty:
        return []
    said = Message("Of the first {k} this much stays after one change:", k=found.ablation_k)
    worst = found.ablation.sort_values("share", kind="stable").head(6).to_dict("records")
    return [
        said.text(translator(language)),
        *(
            f"  {percentage(_float(row['share']), language):>4}  {_change(row, found, language)}"
            for row in worst
        ),
    ]


def _change(row: Mapping[object, object], found: Sensitivity, language: Language) -> str:
    translate = translator(language)
    name, titles = str(row["name"]), _titles(found, language)
    sentences = {
        "without_family": translate("without the family {name}"),
        "without_layer": translate("without the layer {name}"),
        "open_data": translate("with open data only"),
        "family_weight": translate("weight of the family {name} x {factor}"),
        "criterion_weight": translate("weight of {name} inside its family x {factor}"),
        "threshold": translate("thresholds of {name} x {factor}"),
    }
    shown = (
        layer_name(name, translate) if row["change"] == "without_layer" else titles.get(name, name)
    )
    factor = number(_float(row["factor"]), language, 2)
    return sentences[str(row["change"])].format(name=shown, factor=factor)


def _float(value: object) -> float:
    return float(str(value))
