"""What outcomes propose, as a page: first the verdict, then weights, rivals, what would change."""

from collections.abc import Hashable, Mapping, Sequence
from importlib import resources
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pandas as pd

from riskmap.language import Language, translator
from riskmap.learning.proposal import Proposal
from riskmap.maps import Description
from riskmap.marks import NOTICE, marks
from riskmap.messages import Message
from riskmap.notation import number, percentage
from riskmap.outputs.charts import interval_chart
from riskmap.outputs.evaluation_words import with_interval
from riskmap.outputs.html import bullets, element, figure, figure_head, page, pairs, table


def write_proposal_page(proposal: Proposal, described: Description, language: Language) -> str:
    """Return the report on proposed weights as one page that fetches nothing."""
    translate = translator(language)
    name = proposal.title.in_language(language)
    title = translate("Proposed weights: {theme}").format(theme=name)
    applied = translate(
        'Nothing was changed. To use these weights, write file = "{file}" under [themes.{theme}] '
        "in riskmap.toml."
    ).format(file=f"{proposal.theme}.toml", theme=proposal.theme)
    if not proposal.changed:
        applied = translate(
            "Nothing was changed, and nothing needs to be: the experts' weights stay."
        )
    content = [
        element("h1", title),
        *(element("p", said, class_="statement") for said in marks(described, language)),
        element("h2", translate("What was found")),
        bullets([one.text(translate) for one in proposal.verdict]),
        element("p", applied, class_="warning"),
        element("h2", translate("What was judged")),
        pairs(_facts(proposal, language), caption=translate("What it rests on")),
        element("h2", translate("Weights")),
        _families(proposal, described, language),
        _criteria(proposal, described, language),
        element("h2", translate("On places kept apart")),
        *_rivals(proposal.models, proposal.k, language),
        element("h2", translate("What would change")),
        *_changes(proposal, language),
        element("h2", translate("How to read this")),
        bullets(_reading(language)),
        element("h2", translate("Remarks")),
        bullets([note.text(translate) for note in (*proposal.notes, *_limits())]),
    ]
    style = (resources.files("riskmap.outputs") / "report.css").read_text(encoding="utf-8")
    return page(title, language, style, *content)


def proposal_lines(proposal: Proposal, described: Description, language: Language) -> list[str]:
    """Return the proposal in a few sentences for the command line."""
    translate = translator(language)
    said = [one.text(translate) for one in proposal.verdict]
    facts = [f"{name}: {text}" for name, text in _facts(proposal, language)]
    return [*said, *facts, *marks(described, language)]


def proposal_json(proposal: Proposal) -> dict[str, object]:
    """Return the proposal for a program: every figure, unrounded."""
    return {
        "theme": proposal.theme,
        "criteria": proposal.table.to_dict("records"),
        "families": proposal.families.to_dict("records"),
        "models": proposal.models.to_dict("records"),
        "visited": proposal.visited,
        "found": proposal.found,
        "penalty": proposal.penalty,
        "changed": proposal.changed,
        "k": proposal.k,
        "stays": proposal.stays,
        "entered": list(proposal.entered),
        "left": list(proposal.left),
        "verdict": [one.text() for one in proposal.verdict],
        "notes": [one.text() for one in proposal.notes],
        "notice": NOTICE.text(),
    }


def _facts(proposal: Proposal, language: Language) -> list[tuple[str, str]]:
    translate = translator(language)
    held = (
        translate("entirely: the experts' weights stay")
        if np.isinf(proposal.penalty)
        else number(proposal.penalty, language, 2)
    )
    return [
        (translate("Ranked places somebody looked at"), number(proposal.visited, language)),
        (translate("Of these with a find"), number(proposal.found, language)),
        (translate("Held at the experts' weights (penalty)"), held),
        (
            translate("Of the first {k} places this much stays").format(k=proposal.k),
            percentage(proposal.stays, language),
        ),
    ]


def _families(proposal: Proposal, described: Description, language: Language) -> ET.Element:
    translate = translator(language)
    rows: list[Sequence[ET.Element | str]] = [
        (
            described.families[row["family"]].title.in_language(language),
            *_shares(row["expert"], row["proposed"], language),
        )
        for row in proposal.families.to_dict("records")
    ]
    return table(
        [translate("Family"), *_heads(language)], rows, caption=translate("Share per family")
    )


def _criteria(proposal: Proposal, described: Description, language: Language) -> ET.Element:
    translate = translator(language)
    criteria = described.criteria()
    rows: list[Sequence[ET.Element | str]] = [
        (
            criteria[row["criterion"]].title.in_language(language),
            *_shares(row["expert"], row["proposed"], language),
        )
        for row in proposal.table.to_dict("records")
    ]
    return table(
        [translate("Criterion"), *_heads(language)], rows, caption=translate("Share per criterion")
    )


def _heads(language: Language) -> list[ET.Element]:
    translate = translator(language)
    words = (translate("Experts"), translate("Proposed"), translate("Change (percentage points)"))
    return [figure_head(word) for word in words]


def _shares(expert: float, proposed: float, language: Language) -> list[ET.Element]:
    change = round(proposed - expert, 2) + 0.0  # no minus before a change that rounds to nothing
    sign = "+" if change > 0 else ""
    points = sign + number(change * 100, language)
    texts = (percentage(expert, language), percentage(proposed, language), points)
    return [figure(text) for text in texts]


def _rivals(models: pd.DataFrame, k: int, language: Language) -> list[ET.Element]:
    translate = translator(language)
    words = {
        "proposed": translate("Proposed weights"),
        "experts": translate("Experts' weights"),
        "last_period": translate("Last-period count"),
        "area": translate("Largest places first"),
        "random": translate("By chance"),
    }
    known = models[models["auc"].notna()]
    drawn = known[known["auc_low"].notna()]
    bars = [
        (words[row["model"]], row["auc_low"], row["auc"], row["auc_high"])
        for row in drawn.to_dict("records")
    ]
    rows: list[Sequence[ET.Element | str]] = [
        (
            words[row["model"]],
            *(figure(_ranged(row, name, language)) for name in ("auc", "precision")),
            figure(number(row["log_loss"], language, 3) if pd.notna(row["log_loss"]) else "-"),
        )
        for row in known.to_dict("records")
    ]
    heads: list[ET.Element | str] = [
        translate("Order"),
        figure_head(translate("AUC (90% interval)")),
        figure_head(translate("Share with a find among the first {k} visited").format(k=k)),
        figure_head(translate("Log loss")),
    ]
    return [
        interval_chart(
            bars,
            x_title=translate("AUC: 0.5 is chance, 1 finds first"),
            caption=translate("How well every order finds first"),
            language=language,
            reference=(translate("chance"), 0.5),
        ),
        table(heads, rows, caption=translate("Proposed weights and their rivals")),
    ]


def _ranged(row: Mapping[Hashable, Any], name: str, language: Language) -> str:
    return with_interval(name, (row[name], row[f"{name}_low"], row[f"{name}_high"]), language)


def _changes(proposal: Proposal, language: Language) -> list[ET.Element]:
    translate = translator(language)
    if not proposal.entered:
        return [element("p", translate("The first places stay the same."))]
    came = bullets(list(proposal.entered))
    went = bullets(list(proposal.left))
    return [
        element("h3", translate("Come into the top")),
        came,
        element("h3", translate("Leave the top")),
        went,
    ]


def _reading(language: Language) -> list[str]:
    translate = translator(language)
    return [
        translate("AUC: how often a place with a find stands above one without."),
        translate("Log loss: how far the expected chances lie from what was found; less is better."),  # noqa: E501
        translate("Penalty: how firmly weights are held at the experts'; the larger, the less they may move."),  # noqa: E501
    ]  # fmt: skip


def _limits() -> tuple[Message, ...]:
    return (
        Message(
            "A weight says what went with finds among the places visited. It is no cause, and it "
            "holds for no other kind of place."
        ),
        Message(
            "No weight falls below 0: which way a criterion points is the theme's to say, not the "
            "data's."
        ),
        Message("Unknown scores stand for the mean of what is known of the same place."),
    )
