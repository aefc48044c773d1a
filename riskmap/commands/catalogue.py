"""riskmap indicators, themes and layers."""

import json
import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from riskmap.commands.options import Json, Overwrite
from riskmap.language import spoken_language, translator
from riskmap.messages import marked

_LINE = 100
_WIDEST_HEADING = 26

Name = Annotated[str | None, typer.Argument(metavar="[NAME]", help=marked("Explain this one."))]


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command(
        "indicators",
        help=marked("List the indicators, or explain one."),
        epilog=marked("Example: riskmap indicators dead_end_access"),
    )(indicators)
    app.command(
        "themes",
        help=marked("List the themes, explain one, or write one to a file."),
        epilog=marked("Example: riskmap themes rural --project waterveen -o rural.toml"),
    )(themes)
    app.command(
        "layers",
        help=marked("List the layers riskmap knows, or explain one."),
        epilog=marked("Example: riskmap layers buildings"),
    )(layers)


def indicators(name: Name = None, *, as_json: Json = False) -> None:
    """List the indicators, or explain one."""
    from riskmap.outputs.catalogue_json import indicators_json
    from riskmap.outputs.indicator_page import indicator_page, indicator_table

    if as_json:
        _print_json(indicators_json(name))
        return
    language = spoken_language()
    _print(indicator_table(language) if name is None else indicator_page(name, language))


def themes(
    name: Name = None,
    *,
    project: Annotated[
        Path | None,
        typer.Option(
            "--project", metavar="PROJECT", help=marked("Show it as this project has it.")
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help=marked("Write the theme as a theme pack (.toml).")),
    ] = None,
    overwrite: Overwrite = False,
    as_json: Json = False,
) -> None:
    """List the themes, explain one, or write one as a file for others."""
    from riskmap.outputs.catalogue_json import themes_json
    from riskmap.outputs.catalogue_pages import theme_page, theme_table
    from riskmap.pipeline.choosing import theme_of
    from riskmap.pipeline.packs import write_pack
    from riskmap.project import load_project

    if name is None and (output is not None or project is not None):
        translate = translator(spoken_language())
        raise typer.BadParameter(translate("Name the theme too."))
    settings = None if project is None else load_project(project)
    if name is not None and output is not None:
        write_pack(name, theme_of(name, settings), output, overwrite=overwrite)
        typer.echo(output)
        return
    theme = None if name is None or settings is None else theme_of(name, settings)
    if as_json:
        _print_json(themes_json(name, theme))
        return
    language = spoken_language()
    _print(theme_table(language) if name is None else theme_page(name, language, theme))


def layers(name: Name = None, *, as_json: Json = False) -> None:
    """List the layers, or explain one."""
    from riskmap.outputs.catalogue_json import layers_json
    from riskmap.outputs.catalogue_pages import layer_page, layer_table

    if as_json:
        _print_json(layers_json(name))
        return
    language = spoken_language()
    _print(layer_table(language) if name is None else layer_page(name, language))


def _print_json(content: Mapping[str, object]) -> None:
    typer.echo(json.dumps(content, ensure_ascii=False, indent=1))


def _print(content: Mapping[str, str]) -> None:
    """Print heading and text side by side; a long text is folded under itself."""
    widest = min(max((len(key) for key in content), default=0), _WIDEST_HEADING)
    for key, text in content.items():
        lines = textwrap.wrap(text, _LINE - widest - 2, break_long_words=False) or [""]
        if len(key) > widest:
            typer.echo(key)
            key = ""  # noqa: PLW2901 (its text starts on the next line)
        for line in lines:
            typer.echo(f"{key:<{widest}}  {line}".rstrip())
            key = ""  # noqa: PLW2901 (said once)
