"""riskmap weigh."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from riskmap.commands.taking import taking
from riskmap.commands.weigh_options import WeighOptions
from riskmap.language import spoken_language, translator
from riskmap.messages import marked

if TYPE_CHECKING:
    # At run time this import would load pandas for `riskmap --help`.
    from riskmap.elicitation.elicited import Elicited


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(
        "weigh",
        help=marked(
            "Turn experts' judgements into weights. Compared in pairs, with consistency ratio, or "
            "given outright; and what they do to a map."
        ),
        epilog=marked("Example: riskmap weigh comparisons.csv --theme rural -o weights.toml"),
    )(taking(WeighOptions)(weigh))


def weigh(asked: WeighOptions) -> None:
    """Print weights with their consistency ratio, and what they do to a map."""
    from riskmap.elicitation.attitudes import ATTITUDES
    from riskmap.outputs.elicited_text import elicited_json, elicited_lines
    from riskmap.outputs.json_text import json_text
    from riskmap.pipeline.eliciting import weigh_files
    from riskmap.pipeline.targets import check_file

    if asked.output is not None:
        check_file(asked.output, (".toml",), overwrite=asked.overwrite)
    result = weigh_files(
        asked.comparisons or (),
        scores=asked.scores,
        criteria=[name.strip() for name in asked.criteria.split(",") if name.strip()],
        attitude=asked.orness or ATTITUDES,
        capacity=asked.capacity,
        force=asked.force,
    )
    if asked.as_json:
        typer.echo(json_text(elicited_json(result)), nl=False)
    else:
        typer.echo("\n".join(elicited_lines(result, spoken_language())))
    if asked.output is not None:
        _write(result, asked.output, asked.theme, overwrite=asked.overwrite)


def _write(result: "Elicited", output: Path, theme: str | None, *, overwrite: bool) -> None:
    from riskmap.pipeline.eliciting import as_project_table
    from riskmap.themes.toml_text import toml_text
    from riskmap.writing import write_text

    write_text(toml_text(as_project_table(result, theme)), output, overwrite=overwrite)
    translate = translator(spoken_language())
    said = translate("Copy these lines of {file} into riskmap.toml if you want them.")
    typer.echo(said.format(file=output), err=True)
