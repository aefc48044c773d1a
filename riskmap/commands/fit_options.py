"""What can be asked of `riskmap fit`."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import typer

from riskmap.commands.options import Capacity, Json, Overwrite
from riskmap.messages import marked

Area = Annotated[
    Path,
    typer.Argument(
        metavar="AREA",
        help=marked("A study area as polygons, ready places of any tool, or a map of a run."),
    ),
]
Outcomes = Annotated[
    Path, typer.Argument(metavar="OUTCOMES", help=marked("Points, or counts by place."))
]
Folder = Annotated[
    Path | None,
    typer.Option("-o", "--output", help=marked("Folder for the report, the figures and the map.")),
]
Factors = Annotated[
    list[str] | None,
    typer.Option(
        "--factor",
        help=marked(
            "Features that may raise the count: NAME=FILE, or NAME=FILE#TABLE; may be repeated."
        ),
    ),
]
Protective = Annotated[
    list[str] | None,
    typer.Option(
        "--protective",
        help=marked("Features that may lower the count: NAME=FILE; may be repeated."),
    ),
]
AnySign = Annotated[
    bool, typer.Option("--any-sign", help=marked("Every factor may raise or lower the count."))
]
Cell = Annotated[float, typer.Option("--cell", help=marked("Side of a cell of the grid (m)."))]
Block = Annotated[
    float, typer.Option("--block", help=marked("Length of a block (m); half blocks are tried."))
]
Blocks = Annotated[float, typer.Option("--blocks", help=marked("Up to how many blocks."))]
Distances = Annotated[
    str, typer.Option("--distances", help=marked("In place of blocks: 100,200,300,400 (m)."))
]
Kernel = Annotated[
    Literal["proximity", "density", "both", "smooth"],
    typer.Option("--kernel", help=marked("Near, dense, both, or fading with distance.")),
]
Ready = Annotated[
    bool, typer.Option("--ready", help=marked("The polygons of AREA are the places; no grid."))
]
Id = Annotated[
    str | None, typer.Option("--id", help=marked("Column with the ids of ready places."))
]
AreaColumn = Annotated[
    str | None, typer.Option("--area-column", help=marked("Column with the area of ready places."))
]
Table = Annotated[
    str | None, typer.Option("--table", help=marked("Table or sheet inside the file."))
]
Crs = Annotated[
    str | None,
    typer.Option("--crs", help=marked("System of the coordinates, such as EPSG:32717.")),
]
Outcome = Annotated[
    str | None, typer.Option("--outcome", help=marked("Column with what was found."))
]
OutcomeId = Annotated[
    str | None, typer.Option("--outcome-id", help=marked("Column of the outcomes with the ids."))
]
OutcomesTable = Annotated[
    str | None, typer.Option("--outcomes-table", help=marked("Table or sheet of the outcomes."))
]
OutcomesCrs = Annotated[
    str | None, typer.Option("--outcomes-crs", help=marked("System of the outcomes' coordinates."))
]
Date = Annotated[str | None, typer.Option("--date", help=marked("Column with the dates."))]
Kind = Annotated[
    Literal["visits", "incidents"] | None,
    typer.Option("--kind", help=marked("Visits know only where somebody looked.")),
]
Since = Annotated[
    str | None,
    typer.Option("--since", help=marked("First day (2026-01-31) of the outcomes that count.")),
]
Until = Annotated[
    str | None,
    typer.Option("--until", help=marked("Last day of the outcomes that count.")),
]
Split = Annotated[
    str | None,
    typer.Option("--split", help=marked("First day of the next period of the check.")),
]
Within = Annotated[
    float | None,
    typer.Option("--within", min=0, help=marked("Metres between an outcome and its place.")),
]
Folds = Annotated[
    int, typer.Option("--folds", min=2, max=100, help=marked("Blocks in space, and random parts."))
]
Seed = Annotated[
    int, typer.Option("--seed", min=0, help=marked("Seed of blocks and random parts."))
]
Before = Annotated[
    Path | None,
    typer.Option("--before", help=marked("Outcomes of the last period: the hardest rival.")),
]
Selection = Annotated[
    str | None, typer.Option("--selection", help=marked("Column with why somebody looked."))
]
Probability = Annotated[
    str | None,
    typer.Option("--probability", help=marked("Column with the chance a visit had of being made.")),
]
ThemeFile = Annotated[
    Path | None,
    typer.Option(
        "--theme-file", help=marked("The theme pack of the map, where it is no theme of riskmap.")
    ),
]


@dataclass(frozen=True)
class FitOptions:
    """The arguments and options of the command; those of a risk terrain need a factor."""

    area: Area
    outcomes: Outcomes
    output: Folder = None
    factor: Factors = None
    protective: Protective = None
    any_sign: AnySign = False
    cell: Cell = 100.0
    block: Block = 200.0
    blocks: Blocks = 2
    distances: Distances = ""
    kernel: Kernel = "both"
    ready: Ready = False
    id_column: Id = None
    area_column: AreaColumn = None
    table: Table = None
    crs: Crs = None
    outcome: Outcome = None
    outcome_id: OutcomeId = None
    outcomes_table: OutcomesTable = None
    outcomes_crs: OutcomesCrs = None
    date: Date = None
    kind: Kind = None
    since: Since = None
    until: Until = None
    split: Split = None
    within: Within = None
    folds: Folds = 5
    before: Before = None
    selection: Selection = None
    probability: Probability = None
    theme_file: ThemeFile = None
    capacity: Capacity = 25
    seed: Seed = 1
    overwrite: Overwrite = False
    as_json: Json = False
