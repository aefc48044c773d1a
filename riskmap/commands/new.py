"""riskmap new."""

from pathlib import Path
from typing import Annotated

import typer

from riskmap.commands.options import Overwrite
from riskmap.language import spoken_language, translator
from riskmap.messages import marked


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(
        "new",
        help=marked("Make a commented project file to start from."),
        epilog=marked("Example: riskmap new weesp"),
    )(new)


def new(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help=marked("Folder of the project."))],
    *,
    overwrite: Overwrite = False,
) -> None:
    """Make a project folder with riskmap.toml and its schema for editors."""
    import json
    from importlib import resources

    from riskmap.project import Project
    from riskmap.writing import make_folder, write_text

    translate = translator(spoken_language())
    template = resources.files("riskmap.commands") / f"new_project.{spoken_language()}.toml"
    schema = json.dumps(Project.model_json_schema(), indent=1, sort_keys=True) + "\n"
    make_folder(folder)
    write_text(template.read_text(encoding="utf-8"), folder / "riskmap.toml", overwrite=overwrite)
    write_text(schema, folder / "riskmap.schema.json", overwrite=overwrite)
    make_folder(folder / "data")
    typer.echo(folder / "riskmap.toml")
    typer.echo(
        translate("Put the registers in {folder}, then run: riskmap check {project}").format(
            folder=folder / "data", project=folder
        )
    )
