"""The command line: parse, call one function, print.

Nothing heavy is imported here; every command imports what it needs when it is
called, so that help answers at once.
"""

import sys
import traceback
from typing import Annotated

import typer

import riskmap
from riskmap.commands import (
    catalogue,
    combine,
    demo,
    draw,
    evaluate,
    explain,
    fit,
    hotspots,
    new,
    new_indicator,
    plan,
    run,
    sensitivity,
    validate,
    weigh,
)
from riskmap.commands.translating import translate_help
from riskmap.errors import RiskmapError
from riskmap.language import spoken_language, translator
from riskmap.messages import marked

BUG = 70
FAULT = 1

app = typer.Typer(
    name="riskmap",
    help=marked(
        "Turn map layers into an explained, ranked list of places to inspect. Places only: "
        "riskmap never reads, scores or writes anything about a person."
    ),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for module in (
    demo,
    new,
    run,
    combine,
    plan,
    draw,
    explain,
    evaluate,
    validate,
    sensitivity,
    weigh,
    hotspots,
    fit,
    catalogue,
    new_indicator,
):
    module.register(app)


def _version(asked: bool) -> None:  # noqa: FBT001 (typer hands over the flag by position)
    if asked:
        typer.echo(riskmap.__version__)
        raise typer.Exit


@app.callback()
def _root(
    *,
    _: Annotated[
        bool,
        typer.Option(
            "--version",
            help=marked("Print the version and stop."),
            callback=_version,
            is_eager=True,
        ),
    ] = False,
) -> None:
    """Take the options that stand before a command."""


def main() -> None:
    """Run the command line; see the exit codes in docs/commands.md."""
    language = spoken_language()
    command = typer.main.get_command(app)
    translate_help(command, translator(language))
    try:
        command()
    except RiskmapError as fault:
        typer.echo(fault.text(translator(language)), err=True)
        sys.exit(FAULT)
    except Exception as bug:  # noqa: BLE001 (the last guard: a bug is told without data values)
        # The message of a foreign error may hold a value from a layer; its place may not.
        typer.echo("".join(traceback.format_tb(bug.__traceback__)), err=True)
        translate = translator(language)
        typer.echo(
            translate(
                "This is a bug in riskmap ({kind}). Please report the lines above; they hold no data."  # noqa: E501
            ).format(kind=type(bug).__name__),
            err=True,
        )
        sys.exit(BUG)
