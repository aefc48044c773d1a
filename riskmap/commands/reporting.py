"""What a run found, told at the end of it."""

import json
from pathlib import Path

import typer

from riskmap.language import spoken_language, translator
from riskmap.maps import Description
from riskmap.marks import NOTICE, partial_text
from riskmap.pipeline.run import RunResult


def say_what_was_found(result: RunResult, output: Path, *, as_json: bool) -> None:
    """Print which files to open and what stands at the top."""
    translate = translator(spoken_language())
    if as_json:
        typer.echo(json.dumps(_content(result, output), ensure_ascii=False, indent=1))
        return
    typer.echo(translate("Open {file} in a browser.").format(file=output / "map.html"))
    typer.echo(translate("Read {file} first.").format(file=output / "report.html"))
    for name, scored in result.maps.items():
        description = scored.description
        ranked = int(scored.frame["rank"].notna().sum())
        line = translate("{theme}: {ranked} of {total} locations ranked, list in {file}").format(
            theme=description.title.in_language(spoken_language()),
            ranked=ranked,
            total=len(scored.frame),
            file=output / name / "inspection_list.xlsx",
        )
        typer.echo(line)
        rows = result.lists[name].rows
        first = rows[rows["selection"] == "score"].head(1)
        for label, why in zip(first["label"], first["reasons"], strict=True):
            typer.echo("  1. " + translate("{label}. {why}").format(label=label, why=why))
        if not ranked:
            typer.echo("  " + _why_none(description))
        if description.partial:
            typer.echo("  " + partial_text(description, spoken_language()))
    for note in result.notes:
        typer.echo(note.text(translate))
    typer.echo(NOTICE.text(translate))


def _why_none(description: Description) -> str:
    translate = translator(spoken_language())
    return translate(
        "No place is ranked: too little is known of each (at least {families} families are needed)."
    ).format(families=description.min_families)


def _content(result: RunResult, output: Path) -> dict[str, object]:
    return {
        "output": str(output),
        "themes": {
            name: {
                "locations": len(scored.frame),
                "ranked": int(scored.frame["rank"].notna().sum()),
                "completeness": scored.description.completeness,
                "missing_layers": list(scored.description.missing_layers),
            }
            for name, scored in result.maps.items()
        },
    }
