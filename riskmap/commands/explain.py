"""riskmap explain."""

import dataclasses
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from riskmap.commands.options import Json, OneMap
from riskmap.language import Language, translator
from riskmap.messages import marked

if TYPE_CHECKING:
    # At run time this import would load pandas for `riskmap --help`.
    from riskmap.explanation import Explanation


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(
        "explain",
        help=marked("Say why a location has its score, what is unknown, and what would change it."),
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
    from riskmap.explanation import NOTICE
    from riskmap.explanation import explain as explain_location
    from riskmap.outputs.map_files import read_map

    scored = read_map(scored_map)
    language = scored.description.language
    why = explain_location(scored, location_id, language)
    if as_json:
        typer.echo(json.dumps(dataclasses.asdict(why), ensure_ascii=False, indent=1))
        return
    for line in _lines(why, language, translator(language)):
        typer.echo(line)
    typer.echo(NOTICE.text(translator(language)))


def _lines(why: "Explanation", language: Language, translate: Callable[[str], str]) -> list[str]:
    from riskmap.notation import number, percentage

    lines = [
        f"{why.label} ({why.location_id})",
        translate("Opportunity {score}, coverage {coverage}").format(
            score=number(why.opportunity, language, 3),
            coverage=percentage(why.coverage, language),
        ),
        "",
        translate("What makes up the score:"),
    ]
    unknown, aside = translate("{title}: unknown here"), translate("{title}: does not apply here")
    lines += [
        f"  {number(part.contribution, language, 3):>6}  {part.title}: {part.measured}"
        for part in why.parts
    ]
    lines += [f"  {'?':>6}  " + unknown.format(title=title) for title in why.unknown]
    lines += [f"  {'-':>6}  " + aside.format(title=title) for title in why.not_applicable]
    lines += [f"  {'':>6}  {title}: {reason}" for title, reason in why.left_out]
    if why.parts:
        first = why.parts[0]
        lines += [
            "",
            translate(
                "What would change it most: without {title} the opportunity would be {score}."
            ).format(
                title=first.title,
                score=number(why.opportunity - first.contribution, language, 3),
            ),
            translate("Ordinary explanation: {text}").format(text=first.ordinary_explanations),
        ]
    return [*lines, ""]
