"""riskmap demo."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from riskmap.commands.options import Overwrite
from riskmap.commands.progress import progress_bar
from riskmap.language import spoken_language, translator
from riskmap.messages import marked


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(
        "demo",
        help=marked("Make the municipality of Waterveen and run all of it."),
        epilog=marked("Example: riskmap demo waterveen --size full"),
    )(demo)


def demo(
    folder: Annotated[
        Path, typer.Argument(metavar="[DIR]", help=marked("Folder for project and results."))
    ] = Path("waterveen"),
    *,
    size: Annotated[
        Literal["mini", "full"],
        typer.Option("--size", help=marked("mini is 6 x 6 km, full 14 x 12 km.")),
    ] = "mini",
    seed: Annotated[int, typer.Option("--seed", min=0, help=marked("Another municipality."))] = 1,
    overwrite: Overwrite = False,
) -> None:
    """Make the demo municipality and run everything."""
    from riskmap.commands.reporting import say_what_was_found
    from riskmap.demo import make_demo
    from riskmap.pipeline.whole_job import do_whole_job
    from riskmap.project import load_project

    translate = translator(spoken_language())
    typer.echo(translate("Making the municipality of Waterveen ..."), err=True)
    make_demo(folder, size=size, seed=seed, overwrite=overwrite)
    output = folder / "out"
    result = do_whole_job(
        load_project(folder), output, overwrite=overwrite, progress_bar=progress_bar
    )
    say_what_was_found(result, output, as_json=False)
    typer.echo(
        translate(
            "Waterveen does not exist: it lies in open water, and cases are planted in it far more "
            "densely than in reality."
        )
    )
