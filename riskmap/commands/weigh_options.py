"""What `riskmap weigh` can be asked."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from riskmap.commands.options import Capacity, Json, Overwrite
from riskmap.messages import marked


@dataclass(frozen=True)
class WeighOptions:
    """The arguments and options of the command."""

    comparisons: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[COMPARISONS]...",
            help=marked(
                "One file per judge: a square matrix, pairs (a, b, value), or name and weight."
            ),
        ),
    ] = None
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help=marked("Write the weights as TOML for riskmap.toml.")),
    ] = None
    theme: Annotated[
        str | None, typer.Option("--theme", help=marked("Whose families or criteria they are."))
    ] = None
    scores: Annotated[
        Path | None,
        typer.Option(
            "--map",
            help=marked("A map, or any table with --criteria: what the weights do to its top."),
        ),
    ] = None
    criteria: Annotated[
        str, typer.Option("--criteria", help=marked("Columns with scores 0..1, joined by commas."))
    ] = ""
    orness: Annotated[
        list[float] | None,
        typer.Option(
            "--orness",
            min=0,
            max=1,
            help=marked("Attitude: 0 all scores must be high, 1 one is enough; may be repeated."),
        ),
    ] = None
    capacity: Capacity = 25
    force: Annotated[
        bool, typer.Option("--force", help=marked("Take judgements that contradict each other."))
    ] = False
    overwrite: Overwrite = False
    as_json: Json = False
