"""What `riskmap weigh` says: weights, how far judgements agree, and what they do to the top."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from riskmap.elicitation.attitudes import Attitudes
from riskmap.elicitation.elicited import Elicited
from riskmap.elicitation.weights import GroupWeights
from riskmap.language import Language, translator
from riskmap.marks import NOTICE
from riskmap.messages import Message
from riskmap.notation import number, percentage

_SHOWN = 10
_NEUTRAL = 0.5


def elicited_lines(result: Elicited, language: Language) -> list[str]:
    """Return the result in sentences, for a reader at the command line."""
    translate = translator(language)
    lines: list[str] = []
    for group in result.groups:
        lines += [text for text in _group_lines(group, language) if text]
    if result.stays is not None:
        kept = Message(
            "With these weights {share} of the first {k} places of the map stay among them.",
            share=percentage(result.stays, language),
            k=result.k,
        )
        lines.append(kept.text(translate))
    if result.correlations is not None:
        lines += _correlation_lines(result.correlations, language)
    if result.attitudes is not None:
        lines += _attitude_lines(result.attitudes, language)
    return [*lines, NOTICE.text(translate)]


def _group_lines(group: GroupWeights, language: Language) -> Iterator[str]:
    translate = translator(language)
    yield group.group
    width = max(len(name) for name in group.table["name"])
    for name, weight in zip(group.table["name"], group.table["weight"], strict=True):
        yield f"  {name:<{width}}  {number(weight, language, 3)}"
    if group.consistency is None:
        yield translate("Given outright; made to add up to 1.")
        return
    yield Message(
        "Consistency ratio {ratio} (largest eigenvalue {eigenvalue}, consistency index {index}; "
        "above 0.10 judgements contradict each other too much). Judges: {judges}.",
        ratio=number(group.consistency.consistency_ratio, language, 3),
        eigenvalue=number(group.consistency.largest_eigenvalue, language, 3),
        index=number(group.consistency.consistency_index, language, 3),
        judges=group.judges,
    ).text(translate)
    if not group.consistent and group.most_strained is not None:
        first, second = group.most_strained
        yield Message(
            "Taken by force, although they contradict each other; {a} and {b} fit the rest least.",
            a=first,
            b=second,
        ).text(translate)


def _correlation_lines(found: pd.DataFrame, language: Language) -> list[str]:
    translate = translator(language)
    strong = found[found["strong"]]
    if found.empty:
        return []
    if strong.empty:
        highest = found["correlation"].abs().max()
        said = Message(
            "No two criteria of different families say the same thing: the strongest rank "
            "correlation is {figure}.",
            figure=number(highest, language, 2) if np.isfinite(highest) else "-",
        )
        return [said.text(translate)]
    lines = [translate("Criteria of different families that say the same thing, counted twice:")]
    for row in strong.head(_SHOWN).to_dict("records"):
        figure = number(row["correlation"], language, 2)
        lines.append(
            f"  {row['first']} ({row['family_of_first']}) - "
            f"{row['second']} ({row['family_of_second']}): {figure}"
        )
    return lines


def _attitude_lines(found: Attitudes, language: Language) -> list[str]:
    translate = translator(language)
    lines = [
        Message(
            "Attitude to trade-offs (orness): which part of the first {k} places stays.", k=found.k
        ).text(translate)
    ]
    words = {
        0.0: translate("all scores must be high (AND)"),
        _NEUTRAL: translate("weighted mean"),
        1.0: translate("one high score is enough (OR)"),
    }
    for level, stays in zip(found.table["orness"], found.table["stays"], strict=True):
        meaning = f"  {words[level]}" if level in words else ""
        lines.append(f"  {number(level, language, 2)}  {percentage(stays, language):>5}{meaning}")
    return lines


def elicited_json(result: Elicited) -> dict[str, object]:
    """Return the result for a program: every figure, unrounded."""
    content: dict[str, object] = {
        "groups": [_group_json(group) for group in result.groups],
        "k": result.k,
        "stays": result.stays,
        "notice": NOTICE.text(),
    }
    if result.correlations is not None:
        content["correlations"] = result.correlations.to_dict("records")
    if result.attitudes is not None:
        content["attitudes"] = result.attitudes.table.to_dict("records")
        scores = result.attitudes.scores
        content["attitude_scores"] = {
            str(level): dict(zip(scores.index.astype(str), scores[level].tolist(), strict=True))
            for level in scores.columns
        }
    return content


def _group_json(group: GroupWeights) -> dict[str, object]:
    found = group.consistency
    return {
        "group": group.group,
        "method": group.method,
        "judges": group.judges,
        "weights": dict(zip(group.table["name"], group.table["weight"].tolist(), strict=True)),
        "largest_eigenvalue": None if found is None else found.largest_eigenvalue,
        "consistency_index": None if found is None else found.consistency_index,
        "consistency_ratio": None if found is None else found.consistency_ratio,
        "consistent": group.consistent,
        "most_strained": None if group.most_strained is None else list(group.most_strained),
    }
