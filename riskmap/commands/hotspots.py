"""riskmap hotspots."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from riskmap.commands import hotspot_options as options
from riskmap.commands.options import Json, Overwrite
from riskmap.language import spoken_language
from riskmap.messages import marked

if TYPE_CHECKING:
    # At run time this import would load pandas for `riskmap --help`.
    from riskmap.hotspots.hotspots import Hotspots

_NOT_ASKED = ("source", "output", "overwrite", "as_json")


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(
        "hotspots",
        help=marked(
            "Find where high scores lie together. Gi* and local Moran, corrected for many tests; "
            "of points, polygons, cells or business parks."
        ),
        epilog=marked(
            "Example: riskmap hotspots out/business_parks/opportunity.parquet -o hotspots.gpkg "
            "--areas parks.gpkg --area-id park_id"
        ),
    )(hotspots)


def hotspots(
    source: options.Source,
    *,
    output: options.Output = None,
    column: options.Column = None,
    population: options.Population = None,
    id_column: options.IdColumn = None,
    table: options.Table = None,
    crs: options.Crs = None,
    neighbours: options.Neighbours = None,
    gap: options.Gap = 0.0,
    cells: options.Cells = None,
    cell_shape: options.CellShape = "square",
    cell_value: options.CellValue = "mean",
    boundary: options.Boundary = None,
    areas: options.Areas = None,
    area_id: options.AreaId = None,
    area_name: options.AreaName = None,
    above: options.Above = None,
    alpha: options.Alpha = 0.05,
    correction: options.Correction = "fdr",
    inference: options.Inference = "permutation",
    permutations: options.Permutations = 999,
    seed: options.Seed = 1,
    overwrite: Overwrite = False,
    as_json: Json = False,
) -> None:
    """Print what lies together, before and after correction; with -o write it as a GeoPackage."""
    asked = {name: value for name, value in locals().items() if name not in _NOT_ASKED}
    from riskmap.pipeline.finding_hotspots import find_hotspots
    from riskmap.pipeline.targets import check_file

    if output is not None:
        check_file(output, (".gpkg",), overwrite=overwrite)
    found = find_hotspots(source, **asked)
    if output is not None:
        _write(found, output, overwrite=overwrite)
    _say(found, as_json=as_json)


def _write(found: "Hotspots", output: Path, *, overwrite: bool) -> None:
    from riskmap.outputs.hotspots_files import write_hotspots

    inside = spoken_language() if found.description is None else found.description.language
    write_hotspots(found, output, inside, overwrite=overwrite)


def _say(found: "Hotspots", *, as_json: bool) -> None:
    from riskmap.outputs.hotspots_text import hotspots_json, hotspots_lines
    from riskmap.outputs.json_text import json_text

    language = spoken_language()
    if as_json:
        typer.echo(json_text(hotspots_json(found, language)), nl=False)
    else:
        typer.echo("\n".join(hotspots_lines(found, language)))
