"""riskmap sensitivity."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from riskmap.commands.options import Json, Overwrite, ThresholdRange, WeightRange
from riskmap.messages import marked

if TYPE_CHECKING:
    # At run time this import would load pandas for `riskmap --help`.
    from riskmap.sensitivity.result import Sensitivity


AnyFile = Annotated[
    Path,
    typer.Argument(
        metavar="MAP",
        help=marked("A map of a run; or any decision matrix (csv, xlsx, parquet, gpkg)."),
    ),
]
OutputFolder = Annotated[
    Path | None,
    typer.Option("-o", "--output", help=marked("Folder for report.html and sensitivity.json.")),
]
Criteria = Annotated[
    str, typer.Option("--criteria", help=marked("Columns of a table, joined by commas."))
]
Weights = Annotated[str, typer.Option("--weights", help=marked("Of a table: a=0.5,b=0.3,c=0.2."))]
Ordinal = Annotated[
    str,
    typer.Option(
        "--ordinal",
        help=marked("Criteria of a table or families of a map, most important first: a,b,c."),
    ),
]
Limits = Annotated[
    str,
    typer.Option(
        "--limits", help=marked("Of a table, lowest and highest weight: a=0.2:0.5,b=0:0.3.")
    ),
]
Simplex = Annotated[
    bool,
    typer.Option("--simplex", help=marked("Of a map: any weights, nothing is known of them.")),
]
Falling = Annotated[
    str, typer.Option("--falling", help=marked("Criteria of which less is better: cost,noise."))
]
Value = Annotated[
    list[str] | None,
    typer.Option(
        "--value",
        help=marked("Measurements that score 0 and 1, such as price=400:100; may be repeated."),
    ),
]
ScaleBy = Annotated[
    Literal["minmax", "percentile"] | None,
    typer.Option("--scale", help=marked("Scale criteria that are no scores from 0 to 1.")),
]
IdColumn = Annotated[
    str | None, typer.Option("--id", help=marked("Column with the names of a table's rows."))
]
Top = Annotated[
    int | None,
    typer.Option(
        "--capacity", "-k", min=1, help=marked("Length of the top: 25 of a map, 1 of a table.")
    ),
]
DrawCount = Annotated[
    int | None,
    typer.Option(
        "--draws",
        min=100,
        max=1_000_000,
        help=marked("How many draws: 1,000 of a map, 10,000 of a table."),
    ),
]
Seed = Annotated[int, typer.Option("--seed", min=0, help=marked("Seed of the draws."))]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(
        "sensitivity",
        help=marked("Say how certain ranks are, of a map or of any table."),
        epilog=marked("Example: riskmap sensitivity out/rural/combined.parquet -o certainty"),
    )(sensitivity)


def sensitivity(
    file: AnyFile,
    *,
    output: OutputFolder = None,
    criteria: Criteria = "",
    weights: Weights = "",
    ordinal: Ordinal = "",
    limits: Limits = "",
    simplex: Simplex = False,
    weight_range: WeightRange = 0.25,
    thresholds: ThresholdRange = 0.25,
    falling: Falling = "",
    value: Value = None,
    scale: ScaleBy = None,
    id_column: IdColumn = None,
    capacity: Top = None,
    draws: DrawCount = None,
    seed: Seed = 1,
    overwrite: Overwrite = False,
    as_json: Json = False,
) -> None:
    """Say how certain ranks are, and what moves the top of a map."""
    from riskmap.pipeline.assessing_certainty import sensitivity_files
    from riskmap.pipeline.targets import check_folder

    if output is not None:
        check_folder(output, overwrite=overwrite)
    found = sensitivity_files(
        file,
        **_names(criteria=criteria, ordinal=ordinal, falling=falling),
        **_figures(weights, limits, value or ()),
        scale=scale,
        id_column=id_column,
        share=weight_range,
        thresholds=thresholds,
        simplex=simplex,
        k=capacity,
        draws=draws,
        seed=seed,
    )
    _tell(found, output, overwrite=overwrite, as_json=as_json)


def _names(**texts: str) -> dict[str, Any]:
    from riskmap.commands.listing import names_of

    return {option: names_of(text) for option, text in texts.items()}


def _figures(weights: str, limits: str, value: Sequence[str]) -> dict[str, Any]:
    from riskmap.commands.listing import names_of, pairs_of, ranges_of

    return {
        "weights": pairs_of(weights, "--weights"),
        "limits": ranges_of(names_of(limits), "--limits"),
        "ranges": ranges_of(value, "--value"),
    }


def _tell(found: "Sensitivity", output: Path | None, *, overwrite: bool, as_json: bool) -> None:
    from riskmap.language import spoken_language
    from riskmap.outputs.json_text import json_text
    from riskmap.outputs.sensitivity_page import (
        sensitivity_json,
        sensitivity_lines,
        sensitivity_page,
    )
    from riskmap.pipeline.result_folder import write_result

    language = spoken_language()
    figures = json_text(sensitivity_json(found))
    lines = [*sensitivity_lines(found, language), ""]
    typer.echo(figures if as_json else "\n".join(lines), nl=False)
    if output is not None:
        texts = {"report.html": sensitivity_page(found, language), "sensitivity.json": figures}
        write_result(texts, output, overwrite=overwrite)
