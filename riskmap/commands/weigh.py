"""riskmap weigh."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from riskmap.commands.options import Json, Overwrite
from riskmap.language import Language, spoken_language, translator
from riskmap.messages import marked

if TYPE_CHECKING:
    # At run time this import would load pandas for `riskmap --help`.
    from riskmap.elicitation.elicited import Elicited


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(
        "weigh",
        help=marked(
            "Weights from experts: compared in pairs, with consistency ratio, or outright."
        ),
        epilog=marked("Example: riskmap weigh comparisons.csv --theme rural -o weights.toml"),
    )(weigh)


def weigh(
    comparisons: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[COMPARISONS]...",
            help=marked(
                "One file per judge: a square matrix, pairs (a, b, value), or name and weight."
            ),
        ),
    ] = None,
    *,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help=marked("Write the weights as TOML for riskmap.toml.")),
    ] = None,
    theme: Annotated[
        str | None, typer.Option("--theme", help=marked("Whose families or criteria they are."))
    ] = None,
    scores: Annotated[
        Path | None,
        typer.Option(
            "--map",
            help=marked("A map, or any table with --criteria: what the weights do to its top."),
        ),
    ] = None,
    criteria: Annotated[
        str, typer.Option("--criteria", help=marked("Columns with scores 0..1, joined by commas."))
    ] = "",
    orness: Annotated[
        list[float] | None,
        typer.Option(
            "--orness",
            min=0,
            max=1,
            help=marked("Attitude: 0 all scores must be high, 1 one is enough; may be repeated."),
        ),
    ] = None,
    capacity: Annotated[
        int, typer.Option("--capacity", min=1, help=marked("How many places fit the team."))
    ] = 25,
    force: Annotated[
        bool, typer.Option("--force", help=marked("Take judgements that contradict each other."))
    ] = False,
    overwrite: Overwrite = False,
    as_json: Json = False,
) -> None:
    """Print weights with their consistency ratio, and what they do to a map."""
    from riskmap.elicitation.attitudes import ATTITUDES
    from riskmap.outputs.elicited_text import elicited_json, elicited_lines
    from riskmap.outputs.json_text import json_text
    from riskmap.pipeline.eliciting import weigh_files
    from riskmap.pipeline.targets import check_file

    if output is not None:
        check_file(output, (".toml",), overwrite=overwrite)
    result = weigh_files(
        comparisons or (),
        scores=scores,
        criteria=[name.strip() for name in criteria.split(",") if name.strip()],
        attitude=orness or ATTITUDES,
        capacity=capacity,
        force=force,
    )
    language = spoken_language()
    if as_json:
        typer.echo(json_text(elicited_json(result)), nl=False)
    else:
        typer.echo("\n".join(elicited_lines(result, language)))
    if output is not None:
        _write(result, output, theme, language, overwrite=overwrite)


def _write(
    result: "Elicited", output: Path, theme: str | None, language: Language, *, overwrite: bool
) -> None:
    from riskmap.pipeline.eliciting import as_project_table
    from riskmap.themes.toml_text import toml_text
    from riskmap.writing import write_text

    write_text(toml_text(as_project_table(result, theme)), output, overwrite=overwrite)
    said = translator(language)("Copy these lines of {file} into riskmap.toml if you want them.")
    typer.echo(said.format(file=output), err=True)
