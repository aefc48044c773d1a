"""riskmap validate."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from riskmap.commands.options import Json, Overwrite
from riskmap.messages import marked

if TYPE_CHECKING:
    # At run time this import would load pandas for `riskmap --help`.
    from riskmap.validation.validation import Validation

_File = Annotated[
    Path,
    typer.Argument(
        metavar="MAP",
        help=marked("A map of a run, a ranked list, or a table of predictors, of any tool."),
    ),
]
_Outcomes = Annotated[
    Path | None,
    typer.Argument(
        metavar="OUTCOMES",
        help=marked("What was found; left out where it is a column of the same file."),
    ),
]
_Folder = Annotated[
    Path | None,
    typer.Option("-o", "--output", help=marked("Folder for report.html and validation.json.")),
]
_Outcome = Annotated[
    str | None,
    typer.Option("--outcome", help=marked("Column with what was found.")),
]
_Positive = Annotated[
    str | None,
    typer.Option("--positive", help=marked("The word in it that means found.")),
]
_Predictors = Annotated[
    str,
    typer.Option("--predictors", help=marked("Columns of a model, joined by commas.")),
]
_Rasters = Annotated[
    list[str] | None,
    typer.Option(
        "--predictor",
        help=marked(
            "A raster under the points, NAME=FILE.tif or NAME=FILE.tif#2 (band); may be repeated."
        ),
    ),
]
_Factors = Annotated[
    str,
    typer.Option("--factors", help=marked("Predictors whose numbers are names of classes.")),
]
_Model = Annotated[
    Literal["logistic", "ridge", "poisson", "linear"],
    typer.Option("--model", help=marked("Which regression of the outcome on the predictors.")),
]
_Penalty = Annotated[
    float,
    typer.Option("--penalty", min=1e-9, help=marked("Of ridge: the larger, the flatter.")),
]
_Fit = Annotated[
    bool,
    typer.Option("--fit", help=marked("Of a map: fit weights to the outcomes besides.")),
]
_Folds = Annotated[
    int,
    typer.Option("--folds", min=2, max=100, help=marked("Blocks in space.")),
]
_Repetitions = Annotated[
    int,
    typer.Option("--repetitions", min=1, max=1000, help=marked("How often blocks are drawn anew.")),
]
_Group = Annotated[
    str | None,
    typer.Option("--group", help=marked("Column of which one group is left out at a time.")),
]
_Period = Annotated[
    str | None,
    typer.Option(
        "--period",
        help=marked("Tested on these days, trained on all before: 2025-01-01..2025-12-31."),
    ),
]
_Split = Annotated[
    str | None,
    typer.Option(
        "--split", help=marked("Tested from this day on, trained on all before: 2025-01-01.")
    ),
]
_Capacity = Annotated[
    int,
    typer.Option("--capacity", "-k", min=1, help=marked("How many places fit the team.")),
]
_Neighbours = Annotated[
    str | None,
    typer.Option(
        "--neighbours", help=marked("For the residuals: queen, rook, 8 (nearest) or 500m.")
    ),
]
_Id = Annotated[
    str | None,
    typer.Option("--id", help=marked("Column of the list with the ids.")),
]
_OutcomeId = Annotated[
    str | None,
    typer.Option("--outcome-id", help=marked("Column of the outcomes with the ids.")),
]
_Rank = Annotated[
    str | None,
    typer.Option("--rank", help=marked("Column with the rank.")),
]
_Score = Annotated[
    str | None,
    typer.Option("--score", help=marked("Column with the score.")),
]
_Area = Annotated[
    str | None,
    typer.Option("--area", help=marked("Column with the area.")),
]
_Date = Annotated[
    str | None,
    typer.Option("--date", help=marked("Column with the dates.")),
]
_X = Annotated[
    str | None,
    typer.Option("--x", help=marked("Column with x or longitude.")),
]
_Y = Annotated[
    str | None,
    typer.Option("--y", help=marked("Column with y or latitude.")),
]
_Crs = Annotated[
    str | None,
    typer.Option("--crs", help=marked("System of the coordinates, such as EPSG:32717.")),
]
_Table = Annotated[
    str | None,
    typer.Option("--table", help=marked("Table or sheet inside the file.")),
]
_OutcomesCrs = Annotated[
    str | None,
    typer.Option("--outcomes-crs", help=marked("System of the outcomes.")),
]
_OutcomesTable = Annotated[
    str | None,
    typer.Option("--outcomes-table", help=marked("Table or sheet of the outcomes.")),
]
_Within = Annotated[
    float | None,
    typer.Option("--within", min=0, help=marked("Metres between an outcome and its place.")),
]
_Seed = Annotated[
    int,
    typer.Option("--seed", min=0, help=marked("Seed of blocks and random folds.")),
]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(
        "validate",
        help=marked(
            "Say whether it holds elsewhere and later. Tests a map, any ranked list or a model in "
            "blocks in space, groups and periods that took no part in making it."
        ),
        epilog=marked(
            "Example: riskmap validate out/rural/combined.parquet outcomes.csv -o validation; or: "
            "riskmap validate points.csv --outcome slides --predictors slope,dem"
        ),
    )(validate)


def validate(
    file: _File, outcomes: _Outcomes = None, *, output: _Folder = None, outcome: _Outcome = None,
    positive: _Positive = None, predictors: _Predictors = "", predictor: _Rasters = None,
    factors: _Factors = "", model: _Model = "logistic", penalty: _Penalty = 1.0,
    fit: _Fit = False, folds: _Folds = 5, repetitions: _Repetitions = 20, group: _Group = None,
    period: _Period = None, split: _Split = None, capacity: _Capacity = 25,
    neighbours: _Neighbours = None, id_column: _Id = None, outcome_id: _OutcomeId = None,
    rank: _Rank = None, score: _Score = None, area: _Area = None, date: _Date = None,
    x: _X = None, y: _Y = None, crs: _Crs = None, table: _Table = None,
    outcomes_crs: _OutcomesCrs = None, outcomes_table: _OutcomesTable = None,
    within: _Within = None, seed: _Seed = 1, overwrite: Overwrite = False, as_json: Json = False,
) -> None:  # fmt: skip
    """Test an order or a model where it was not made."""
    from riskmap.commands.listing import files_of, names_of
    from riskmap.pipeline.targets import check_folder

    if output is not None:
        check_folder(output, overwrite=overwrite)
    asked = {
        "outcome": outcome, "positive": positive, "predictors": names_of(predictors),
        "rasters": files_of(predictor or (), "--predictor"), "factors": names_of(factors),
        "model": model, "penalty": penalty, "fit": fit, "folds": folds,
        "repetitions": repetitions, "group": group, "period": period, "split": split,
        "capacity": capacity, "neighbours": neighbours, "id": id_column,
        "outcome_id": outcome_id, "rank": rank, "score": score, "area": area, "date": date,
        "x": x, "y": y, "crs": crs, "table": table, "outcomes_crs": outcomes_crs,
        "outcomes_table": outcomes_table, "within_m": within, "seed": seed,
    }  # fmt: skip
    found = _validated(file, outcomes, asked)
    _tell(found, output, overwrite=overwrite, as_json=as_json)


def _validated(file: Path, outcomes: Path | None, asked: dict[str, Any]) -> "Validation":
    from riskmap.pipeline.validating import validate_files

    return validate_files(file, outcomes, **asked)


def _tell(found: "Validation", output: Path | None, *, overwrite: bool, as_json: bool) -> None:
    from riskmap.language import spoken_language
    from riskmap.outputs.json_text import json_text
    from riskmap.outputs.validation_page import summary_lines, validation_json, validation_page
    from riskmap.pipeline.result_folder import write_result

    language = spoken_language()
    figures = json_text(validation_json(found))
    typer.echo(figures if as_json else "\n".join(summary_lines(found, language)), nl=not as_json)
    if output is not None:
        texts = {"report.html": validation_page(found, language), "validation.json": figures}
        write_result(texts, output, overwrite=overwrite)
