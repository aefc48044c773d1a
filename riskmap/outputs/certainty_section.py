"""How certain the ranks are, in sentences, a chart and a table: for reports and pages."""

import math
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree as ET

import pandas as pd

from riskmap.language import Language, translator
from riskmap.messages import Message
from riskmap.notation import number, percentage
from riskmap.outputs.charts import interval_chart
from riskmap.outputs.html import bullets, element, figure, figure_head, table
from riskmap.sensitivity.certainty import DECIDED, PROBABILITY, Certainty
from riskmap.sensitivity.result import stays, undecided_places

_CHARTED = 25
_RUNS = 8
_HALF = 0.5


def certainty_sentences(certainty: Certainty, language: Language) -> list[str]:
    """Return what a planner should know about the order of the list."""
    translate = translator(language)
    ranked = len(certainty.frame)
    k = min(certainty.k, ranked)
    if k == 0:
        return [translate("Nothing is ranked, so no rank is certain or uncertain.")]
    said = [_one(certainty, language) if k == 1 else _several(certainty, k, language)]
    runs = undecided_places(certainty)
    said += [
        Message(
            "Places {first} to {last} cannot be told apart: none of them stands behind place "
            "{first} in {often} of the draws.",
            first=first,
            last=last,
            often=percentage(DECIDED, language),
        )
        for first, last in runs[:_RUNS]
    ]
    if not runs and k > 1:
        said.append(Message("The order of the first {k} is decided, place by place.", k=k))
    return [message.text(translate) for message in said]


def _several(certainty: Certainty, k: int, language: Language) -> Message:
    return Message(
        "Of the first {k} places, {sure} are among the first {k} in at least {often} of the "
        "{draws} draws, and {half} in at least half of them.",
        k=k,
        sure=stays(certainty, DECIDED),
        often=percentage(DECIDED, language),
        draws=number(certainty.draws, language),
        half=stays(certainty, _HALF),
    )


def _one(certainty: Certainty, language: Language) -> Message:
    first = certainty.frame.iloc[0]
    return Message(
        "{place} stands first, and does so in {share} of the {draws} draws.",
        place=certainty.frame.index[0],
        share=percentage(float(first["top_k_probability"]), language),
        draws=number(certainty.draws, language),
    )


def certainty_section(
    certainty: Certainty, labels: Mapping[str, str], language: Language
) -> list[ET.Element]:
    """Return the sentences and a chart of the first places with their rank intervals.

    Parameters
    ----------
    labels
        Place -> what readers call it; its id where there is none.
    """
    translate = translator(language)
    content = [bullets(certainty_sentences(certainty, language))]
    first = certainty.frame.head(min(certainty.k, _CHARTED))
    if first.empty:
        return content
    names = [
        f"{row.rank}. {labels.get(str(row.Index), str(row.Index))}" for row in first.itertuples()
    ]
    columns = ("rank_low", "rank", "rank_high")
    limits = zip(*(first[name].astype(float) for name in columns), strict=True)
    rows = [(name, *three) for name, three in zip(names, limits, strict=True)]
    caption = translate("Between which ranks the first places lie in {share} of the draws").format(
        share=percentage(PROBABILITY, language)
    )
    drawn = interval_chart(rows, x_title=translate("rank"), caption=caption, language=language)
    return [*content, drawn]


def certainty_table(
    certainty: Certainty, labels: Mapping[str, str], language: Language, most: int
) -> ET.Element:
    """Return the figures of the first places."""
    translate = translator(language)
    heads: list[ET.Element | str] = [
        figure_head(translate("Rank")),
        translate("Place"),
        figure_head(translate("Among the first {k}").format(k=certainty.k)),
        figure_head(translate("Rank at best")),
        figure_head(translate("Rank at worst")),
        figure_head(translate("Mean rank")),
        figure_head(translate("Entropy (bits)")),
        figure_head(translate("Confidence factor")),
        figure_head(translate("Tie group")),
    ]
    rows = [
        (
            figure(number(float(row["rank"]), language)),
            labels.get(str(row["place"]), str(row["place"])),
            figure(_chance(row["top_k_probability"], language)),
            figure(number(float(row["rank_low"]), language)),
            figure(number(float(row["rank_high"]), language)),
            figure(number(float(row["expected_rank"]), language, 1)),
            figure(number(float(row["entropy"]), language, 1)),
            figure(_chance(row["confidence"], language)),
            figure("-" if row["tie_group"] is None else str(row["tie_group"])),
        )
        for row in records(certainty, most)
    ]
    caption = translate("How certain the rank of every place is")
    return element("div", table(heads, rows, caption=caption))


def _chance(share: float, language: Language) -> str:
    return "?" if math.isnan(share) else percentage(share, language)


def records(certainty: Certainty, most: int) -> list[dict[str, Any]]:
    """Return the first places with their figures, unknown as NaN, a missing tie group as None."""
    frame = certainty.frame.head(most)
    groups = [None if pd.isna(group) else int(group) for group in frame["tie_group"]]
    plain = frame.drop(columns="tie_group").astype(float)
    return [
        {"place": str(place), **{str(n): v for n, v in values.items()}, "tie_group": group}
        for (place, values), group in zip(plain.to_dict("index").items(), groups, strict=True)
    ]
