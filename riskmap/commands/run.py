"""riskmap run, check and score."""

import json
from typing import Annotated

import typer

from riskmap.commands.options import Json, Output, Overwrite, ProjectFile
from riskmap.commands.progress import progress_bar
from riskmap.language import spoken_language, translator
from riskmap.messages import marked

Themes = Annotated[
    list[str] | None, typer.Option("--theme", help=marked("Run this theme only; may be repeated."))
]


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command(
        "check",
        help=marked("Read every layer and list every fault; compute nothing."),
        epilog=marked("Example: riskmap check waterveen"),
    )(check)
    app.command(
        "run",
        help=marked("Make maps, lists, report and manifest in one folder."),
        epilog=marked("Example: riskmap run waterveen -o out"),
    )(run)
    app.command(
        "score",
        help=marked("Score one theme and write its opportunity map."),
        epilog=marked("Example: riskmap score waterveen --theme rural -o opportunity.parquet"),
    )(score)


def check(project: ProjectFile, *, as_json: Json = False) -> None:
    """Read every layer of a project and say what the border did."""
    from riskmap.layers.naming import layer_name
    from riskmap.maps import describe_layer
    from riskmap.outputs.indicator_page import called
    from riskmap.pipeline.run import check as check_project
    from riskmap.project import load_project

    settings = load_project(project)
    with progress_bar(len(settings.layers)) as progress:
        layers = check_project(settings, progress=progress)
    language = spoken_language()
    translate = translator(language)
    cards = {name: describe_layer(layers[name]) for name in sorted(layers)}
    if as_json:
        typer.echo(json.dumps({n: c.model_dump(mode="json") for n, c in cards.items()}, indent=1))
        return
    for name, card in cards.items():
        kept = translate("{kept} of {read} rows").format(kept=card.rows_kept, read=card.rows_read)
        edition = f" {translator(language)(card.edition)}" if card.edition else ""
        typer.echo(f"{called(name, layer_name(name, translate))}: {card.source}{edition}: {kept}")
        for note in card.notes:
            typer.echo(f"  - {note.in_language(language)}")
    typer.echo(translate("All layers can be read."))


def run(
    project: ProjectFile,
    output: Output,
    *,
    theme: Themes = None,
    overwrite: Overwrite = False,
    as_json: Json = False,
) -> None:
    """Do the whole job of a project."""
    from riskmap.commands.reporting import say_what_was_found
    from riskmap.pipeline.whole_job import do_whole_job
    from riskmap.project import load_project

    settings = load_project(project)
    result = do_whole_job(
        settings, output, only=theme or (), overwrite=overwrite, progress_bar=progress_bar
    )
    say_what_was_found(result, output, as_json=as_json)


def score(
    project: ProjectFile,
    output: Output,
    *,
    theme: Annotated[str, typer.Option("--theme", help=marked("The theme to score."))],
    overwrite: Overwrite = False,
) -> None:
    """Score one theme and write its opportunity map."""
    from riskmap.outputs.map_files import WRITERS
    from riskmap.pipeline.run import count_steps, score_only
    from riskmap.pipeline.targets import check_file
    from riskmap.project import load_project

    check_file(output, tuple(WRITERS), overwrite=overwrite)
    settings = load_project(project)
    with progress_bar(count_steps(settings, [theme])) as progress:
        scored = score_only(settings, theme, progress=progress)
    WRITERS[output.suffix.lower()](scored, output, overwrite=overwrite)
    typer.echo(output)
