"""Options and arguments with one meaning in every command."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from riskmap.messages import Message, marked

ProjectFile = Annotated[
    Path,
    typer.Argument(metavar="PROJECT", help=marked("riskmap.toml, or the folder it stands in.")),
]
Output = Annotated[Path, typer.Option("-o", "--output", help=marked("Where to write."))]
Overwrite = Annotated[
    bool, typer.Option("--overwrite", help=marked("Replace what stands at the output."))
]
Json = Annotated[bool, typer.Option("--json", help=marked("Print JSON for a program to read."))]
Capacity = Annotated[
    int, typer.Option("--capacity", min=1, help=marked("How many places fit the team."))
]
Maps = Annotated[
    list[Path],
    typer.Argument(
        metavar="MAP...",
        help=marked("opportunity.parquet or combined.parquet of one or more runs."),
    ),
]
OneMap = Annotated[
    Path,
    typer.Argument(metavar="MAP", help=marked("opportunity.parquet or combined.parquet of a run.")),
]
Draws = Annotated[
    int,
    typer.Option(
        "--draws",
        min=100,
        max=1_000_000,
        help=marked("Draws of weights and thresholds for the certainty of ranks."),
    ),
]
WeightRange = Annotated[
    float,
    typer.Option(
        "--range", min=0, max=1, help=marked("Part of itself by which every weight may move.")
    ),
]
ThresholdRange = Annotated[
    float,
    typer.Option(
        "--thresholds",
        min=0,
        max=0.99,
        help=marked("Part of itself by which every threshold may move."),
    ),
]


def day_of(text: str | None, option: str) -> dt.date | None:
    """Return the day an option names.

    Raises
    ------
    ProjectError
        When it is no day.
    """
    from riskmap.errors import ProjectError

    try:
        return None if text is None else dt.date.fromisoformat(text)
    except ValueError:
        raise ProjectError(
            Message("{option} {text} is no day.", option=option, text=text),
            Message("Write it as 2026-01-31."),
        ) from None
