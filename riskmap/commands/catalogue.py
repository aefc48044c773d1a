"""riskmap indicators, themes and layers."""

import json
from typing import Annotated

import typer

from riskmap.commands.options import Json
from riskmap.language import spoken_language
from riskmap.messages import marked

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
        help=marked("List the themes, or explain one."),
        epilog=marked("Example: riskmap themes rural"),
    )(themes)
    app.command(
        "layers",
        help=marked("List the layers riskmap knows, or explain one."),
        epilog=marked("Example: riskmap layers buildings"),
    )(layers)


def indicators(name: Name = None, *, as_json: Json = False) -> None:
    """List the indicators, or explain one."""
    from riskmap.outputs.catalogue_pages import indicator_page, indicator_table

    _print(name, indicator_table, indicator_page, as_json=as_json)


def themes(name: Name = None, *, as_json: Json = False) -> None:
    """List the themes, or explain one."""
    from riskmap.outputs.catalogue_pages import theme_page, theme_table

    _print(name, theme_table, theme_page, as_json=as_json)


def layers(name: Name = None, *, as_json: Json = False) -> None:
    """List the layers, or explain one."""
    from riskmap.outputs.catalogue_pages import layer_page, layer_table

    _print(name, layer_table, layer_page, as_json=as_json)


def _print(name, table, page, *, as_json: bool) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    language = spoken_language()
    content = table(language) if name is None else page(name, language)
    if as_json:
        typer.echo(json.dumps(content, ensure_ascii=False, indent=1))
        return
    width = max((len(key) for key in content), default=0)
    for key, text in content.items():
        typer.echo(f"{key:<{width}}  {text}")
