"""riskmap draw."""

from typing import Annotated, Literal

import typer

from riskmap.commands.options import Maps, Output, Overwrite
from riskmap.messages import marked


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(
        "draw",
        help=marked("Draw maps as one page that opens without a network."),
        epilog=marked("Example: riskmap draw out/rural/combined.parquet -o map.html"),
    )(draw)


def draw(
    maps: Maps,
    output: Output,
    *,
    background: Annotated[
        Literal["none", "pdok"],
        typer.Option(
            "--background",
            help=marked("pdok asks tiles of PDOK, which then sees what is looked at."),
        ),
    ] = "none",
    overwrite: Overwrite = False,
) -> None:
    """Draw one or more maps."""
    from riskmap.outputs.map_files import read_map
    from riskmap.outputs.webmap.draw import draw_map
    from riskmap.pipeline.targets import check_file
    from riskmap.writing import write_text

    check_file(output, (".html",), overwrite=overwrite)
    scored = [read_map(path) for path in maps]
    first = scored[0].description
    text = draw_map(scored, title=first.project, language=first.language, background=background)
    write_text(text, output, overwrite=overwrite)
    typer.echo(output)
