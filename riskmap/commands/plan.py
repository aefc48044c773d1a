"""riskmap plan."""

from typing import Annotated

import typer

from riskmap.commands.options import (
    Capacity,
    Draws,
    Maps,
    Output,
    Overwrite,
    ThresholdRange,
    WeightRange,
)
from riskmap.messages import marked


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(
        "plan",
        help=marked("Write one inspection list over one or more maps."),
        epilog=marked("Example: riskmap plan out/*/combined.parquet -o list.xlsx --capacity 25"),
    )(plan)


def plan(
    maps: Maps,
    output: Output,
    *,
    capacity: Capacity = 25,
    random_share: Annotated[
        float,
        typer.Option(
            "--random-share", min=0, max=1, help=marked("Share of the list drawn by chance.")
        ),
    ] = 0.15,
    seed: Annotated[int, typer.Option("--seed", min=0, help=marked("Seed of the draws."))] = 1,
    draws: Draws = 1000,
    weights: WeightRange = 0.25,
    thresholds: ThresholdRange = 0.25,
    overwrite: Overwrite = False,
) -> None:
    """Write one list: csv, xlsx or gpkg, by the ending of the output."""
    from riskmap.outputs.list_files import WRITERS
    from riskmap.outputs.map_files import read_map
    from riskmap.pipeline.certainty import plan_surely
    from riskmap.pipeline.targets import check_file
    from riskmap.project import InspectionSettings, SensitivitySettings

    check_file(output, tuple(WRITERS), overwrite=overwrite)
    settings = InspectionSettings(capacity=capacity, random_share=random_share, seed=seed)
    scored = [read_map(path) for path in maps]
    language = scored[0].description.language
    surely = SensitivitySettings(draws=draws, weights=weights, thresholds=thresholds, seed=seed)
    listed, _ = plan_surely(scored, settings, surely, language)
    WRITERS[output.suffix.lower()](listed, scored, output, overwrite=overwrite)
    typer.echo(output)
    for note in listed.notes:
        typer.echo(note, err=True)
