"""riskmap explain."""

import dataclasses
import json
import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from riskmap.commands.options import Json, OneMap
from riskmap.language import Language, translator
from riskmap.messages import marked

if TYPE_CHECKING:
    # At run time this import would load pandas for `riskmap --help`.
    import pandas as pd

    from riskmap.explanation import Explanation

_SAME = 0.005
_TOP = 25


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(
        "explain",
        help=marked("Say why a place has its score and what would change it."),
        epilog=marked("Example: riskmap explain out/rural/combined.parquet yard:9901100000000012"),
    )(explain)


def explain(
    scored_map: OneMap,
    location_id: Annotated[
        str, typer.Argument(metavar="LOCATION_ID", help=marked("As in the list and on the map."))
    ],
    *,
    as_json: Json = False,
) -> None:
    """Explain one location."""
    from riskmap.explanation import explain as explain_location
    from riskmap.marks import marks
    from riskmap.outputs.map_files import read_map
    from riskmap.pipeline.certainty import certainty_of
    from riskmap.project import SensitivitySettings

    scored = read_map(scored_map)
    language = scored.description.language
    why = explain_location(scored, location_id, language)
    sure = certainty_of(scored, SensitivitySettings(), k=_TOP).frame
    own = sure[sure.index == why.location_id]
    figures = None if own.empty else own.iloc[0]
    if as_json:
        content = without_nan(dataclasses.asdict(why) | _rank_figures(figures))
        typer.echo(json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False))
        return
    for line in [*_lines(why, language, translator(language)), *_sure(figures, language)]:
        typer.echo(line)
    for mark in marks(scored.description, language):
        typer.echo(mark)


def _rank_figures(figures: "pd.Series[float] | None") -> dict[str, object]:
    names = ("rank_low", "rank_high", "top_k_probability")
    return {name: None if figures is None else float(figures[name]) for name in names}


def _sure(figures: "pd.Series[float] | None", language: Language) -> list[str]:
    """Say between which ranks the place lies when weights and thresholds move."""
    if figures is None:
        return []
    from riskmap.notation import percentage

    translate = translator(language)
    sentence = translate(
        "Were weights and thresholds a quarter more or less, its rank would lie between {low} and "
        "{high} in {most} of the draws; it is among the first {k} in {share} of them."
    )
    return [
        sentence.format(
            low=int(figures["rank_low"]),
            high=int(figures["rank_high"]),
            most=percentage(0.9, language),
            k=_TOP,
            share=percentage(float(figures["top_k_probability"]), language),
        ),
        "",
    ]


def without_nan(content: object) -> object:
    """Return the content with None for every unknown number: JSON has no NaN."""
    if isinstance(content, dict):
        return {key: without_nan(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [without_nan(value) for value in content]
    return None if isinstance(content, float) and math.isnan(content) else content


def _lines(why: "Explanation", language: Language, translate: Callable[[str], str]) -> list[str]:
    return [
        f"{why.label} ({why.location_id})",
        *_standing(why, language, translate),
        "",
        translate("What makes up the opportunity (part of at most):"),
        *_parts(why, language, translate),
        "",
        translate("What would change it:"),
        *_changes(why, language, translate),
        "",
    ]


def _standing(why: "Explanation", language: Language, translate: Callable[[str], str]) -> list[str]:
    from riskmap.notation import number, percentage

    lines = [
        translate("Opportunity {score}, coverage {coverage}").format(
            score=number(why.opportunity, language, 3),
            coverage=percentage(why.coverage, language),
        )
    ]
    if why.certainty is not None and why.certainty < why.coverage - _SAME:
        sure = translate("Certainty {share}: what rests on stale layers counts for half")
        lines.append(sure.format(share=percentage(why.certainty, language)))
    lines += _police(why, language, translate)
    if why.rank is None:
        lines.append(translate("Not ranked: too little is known about this place."))
    else:
        lines.append(translate("Rank {rank} of {ranked}").format(rank=why.rank, ranked=why.ranked))
    if why.group_rank is not None:
        lines.append(
            translate("Rank {rank} of {ranked} in the group {group}").format(
                rank=why.group_rank, ranked=why.group_ranked, group=why.group
            )
        )
    return lines


def _police(why: "Explanation", language: Language, translate: Callable[[str], str]) -> list[str]:
    """Say what the police layer did to the priority, by the rule of the map."""
    from riskmap.notation import number

    if why.rule is None or why.priority is None:
        return []
    if why.risk is None:
        return [translate("The police layer says nothing here: priority is opportunity.")]
    lines = [
        translate("Priority {priority}, with risk {risk}: {rule}").format(
            priority=number(why.priority, language, 3),
            risk=number(why.risk, language, 3),
            rule=why.rule,
        )
    ]
    if why.risk_between is not None:
        low, high = (number(bound, language, 2) for bound in why.risk_between)
        sentence = translate("The police figures fit a risk from {low} to {high}.")
        lines.append(sentence.format(low=low, high=high))
    if why.police_count is not None:
        sentence = translate("Of the events of its area, {count} are expected here.")
        lines.append(sentence.format(count=number(why.police_count, language, 2)))
    return lines


def _parts(why: "Explanation", language: Language, translate: Callable[[str], str]) -> list[str]:
    from riskmap.explanation import lowered_texts
    from riskmap.notation import number

    lines = [
        f"  {number(part.contribution, language, 3)} / {number(part.most, language, 3)}  "
        f"{part.title}: {part.measured} ({part.scale})"
        for part in why.parts
    ]
    unknown, aside = translate("{title}: unknown here"), translate("{title}: does not apply here")
    blank = " " * 9
    lines += [f"  {'x':>5}{blank}{sentence}" for sentence in lowered_texts(why, language)]
    for title in why.unknown:
        because = why.unknown_because.get(title)
        told = "" if because is None else f". {because}"
        lines.append(f"  {'?':>5}{blank}{unknown.format(title=title)}{told}")
    lines += [f"  {'-':>5}{blank}" + aside.format(title=title) for title in why.not_applicable]
    lines += [f"  {'':>5}{blank}{title}: {reason}" for title, reason in why.left_out]
    return lines


def _changes(why: "Explanation", language: Language, translate: Callable[[str], str]) -> list[str]:
    from riskmap.notation import number

    less = translate("With a score of 0 on {title} it would be {score}. {explanation}")
    more = translate("With a full score on {title} it would be {score}.")
    lines = [
        less.format(
            title=part.title,
            score=number(why.opportunity - part.contribution, language, 3),
            explanation=part.ordinary_explanations,
        )
        for part in [part for part in why.parts if part.contribution > 0][:3]
    ]
    room = [(part.most - part.contribution, part.title) for part in why.parts if part.score < 1]
    lines += [
        more.format(title=title, score=number(why.opportunity + gain, language, 3))
        for gain, title in sorted(room, reverse=True)[:1]
    ]
    if why.unknown and why.possible is not None:
        low, high = (number(limit, language, 3) for limit in why.possible)
        unknown = translate("Were everything known here, it would lie between {low} and {high}.")
        lines.append(unknown.format(low=low, high=high))
    return [f"  - {line}" for line in lines]
