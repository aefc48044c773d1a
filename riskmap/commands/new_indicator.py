"""riskmap new-indicator."""

from pathlib import Path
from typing import Annotated

import typer

from riskmap.commands.options import Overwrite
from riskmap.language import spoken_language, translator
from riskmap.messages import marked

# Own modules are sorted before or after those of riskmap, as ruff would have it.
_IMPORTS_INSIDE = """\
from shapely import Point, box

from riskmap.indicators.contract import check_contract
from riskmap.indicators.{name} import INDICATOR, {name}
from riskmap.locations.locations import Locations
"""
_IMPORTS_ALONE = """\
from {name} import INDICATOR, {name}
from shapely import Point, box

from riskmap.indicators.contract import check_contract
from riskmap.locations.locations import Locations
"""


NewName = Annotated[
    str, typer.Argument(metavar="NAME", help=marked("Lower-case words joined by _."))
]
Package = Annotated[
    Path,
    typer.Option(
        "-o", "--output", help=marked("Folder of your package, or a checkout of riskmap.")
    ),
]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(
        "new-indicator",
        help=marked("Write an indicator of your own and its test."),
        epilog=marked("Example: riskmap new-indicator quiet_corner -o my_package"),
    )(new_indicator)


def new_indicator(
    name: NewName,
    *,
    output: Package = Path(),
    overwrite: Overwrite = False,
) -> None:
    """Write a working indicator to start from, and its test."""
    from importlib import resources

    from riskmap.indicators.catalogue import check_name
    from riskmap.writing import make_folder, write_text

    check_name(name)
    inside = (output / "riskmap" / "indicators" / "indicator.py").is_file()
    code = output / "riskmap" / "indicators" if inside else output
    tests = output / "tests" / "indicators" if inside else output
    templates = resources.files("riskmap.commands")
    imports = (_IMPORTS_INSIDE if inside else _IMPORTS_ALONE).format(name=name)
    for folder, file, template in (
        (code, f"{name}.py", "new_indicator.py.txt"),
        (tests, f"test_{name}.py", "new_indicator_test.py.txt"),
    ):
        text = (templates / template).read_text(encoding="utf-8")
        make_folder(folder)
        write_text(text.format(name=name, imports=imports), folder / file, overwrite=overwrite)
        typer.echo(folder / file)
    typer.echo(_next_step(name, inside=inside), err=True)


def _next_step(name: str, *, inside: bool) -> str:
    translate = translator(spoken_language())
    if inside:
        return translate("Change both, then run: riskmap indicators {name}").format(name=name)
    return translate(
        "Change both, and name it in the pyproject.toml of your package, under "
        '[project.entry-points."riskmap.indicators"]: {line}'
    ).format(line=f'{name} = "{name}:INDICATOR"')
