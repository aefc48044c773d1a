"""riskmap combine."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from riskmap.commands.options import Json, OneMap, Output, Overwrite
from riskmap.language import Language, spoken_language, translator
from riskmap.messages import marked

if TYPE_CHECKING:
    # At run time these imports would load pandas for `riskmap --help`.
    from riskmap.maps import ComparisonDescription, ScoredMap

Risk = Annotated[
    Path, typer.Argument(metavar="RISK", help=marked("The police layer: areas or a grid."))
]
Rule = Annotated[
    Literal["weighted", "geometric", "log_pool", "and", "or", "dasymetric"],
    typer.Option("--rule", help=marked("Combination rule.")),
]
Weights = Annotated[
    tuple[float, float],
    typer.Option("--weights", help=marked("Weight of opportunity and weight of risk.")),
]
Floor = Annotated[float, typer.Option("--floor", help=marked("Lowest risk of the rule geometric."))]
Measure = Annotated[
    Literal["risk", "class", "count", "rate", "density"] | None,
    typer.Option("--measure", help=marked("What the police layer holds.")),
]
ValueColumn = Annotated[
    str | None, typer.Option("--value-column", help=marked("Column with the figure, if not known."))
]
ExposureColumn = Annotated[
    str | None,
    typer.Option("--exposure-column", help=marked("Column that counts are divided by.")),
]
AreaColumn = Annotated[
    str | None,
    typer.Option("--area-column", help=marked("Column with the id of the area, if not known.")),
]
Shrink = Annotated[
    Literal["global", "gamma_poisson", "local", "none"],
    typer.Option("--shrink", help=marked("Toward which mean counts are shrunken.")),
]
MinCount = Annotated[int, typer.Option("--min-count", help=marked("Counts below it are not used."))]
Normalise = Annotated[
    Literal["percentile", "min_max", "max"],
    typer.Option("--normalise", help=marked("How figures become a risk from 0 to 1.")),
]
ByArea = Annotated[
    bool, typer.Option("--by-area", help=marked("Spread counts over places by surface."))
]
Ancillary = Annotated[
    str | None,
    typer.Option(
        "--ancillary",
        help=marked(
            "Spread counts over places by addresses or buildings, or by an indicator that the "
            "theme does not score."
        ),
    ),
]
Capacity = Annotated[
    int, typer.Option("--capacity", min=1, help=marked("Length of the list to compare for."))
]
Compare = Annotated[
    bool, typer.Option("--compare", help=marked("Print what all rules share at the top."))
]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(
        "combine",
        help=marked("Combine an opportunity map with a police layer."),
        epilog=marked(
            "Example: riskmap combine opportunity.parquet risicokaart.gpkg -o combined.parquet"
        ),
    )(combine)


def combine(
    opportunity: OneMap,
    risk: Risk,
    output: Output,
    *,
    rule: Rule = "weighted",
    weights: Weights = (0.7, 0.3),
    floor: Floor = 0.05,
    measure: Measure = None,
    value_column: ValueColumn = None,
    exposure_column: ExposureColumn = None,
    area_column: AreaColumn = None,
    shrink: Shrink = "global",
    min_count: MinCount = 5,
    normalise: Normalise = "percentile",
    by_area: ByArea = False,
    ancillary: Ancillary = None,
    capacity: Capacity = 25,
    compare: Compare = False,
    overwrite: Overwrite = False,
    as_json: Json = False,
) -> None:
    """Combine an opportunity map with a police layer; neither needs the other's inputs."""
    from riskmap.pipeline.combining import Figures, combine_files
    from riskmap.project import parse_combination

    how = {"floor": floor, "shrink": shrink, "min_count": min_count, "normalise": normalise}
    settings = parse_combination(rule, weights, **how, **_spread(ancillary, by_area=by_area))
    figures = Figures(measure, value_column, exposure_column, area_column)
    combined = combine_files(
        opportunity, risk, output, settings, figures=figures, k=capacity, overwrite=overwrite
    )
    _say(combined, output, compare=compare, as_json=as_json)


def _say(combined: "ScoredMap", output: Path, *, compare: bool, as_json: bool) -> None:
    from riskmap.combine.rules import COMBINED_JSON
    from riskmap.marks import shared_text
    from riskmap.outputs.json_text import json_text

    card = combined.description.combination
    language = spoken_language()
    if as_json and card is not None:
        typer.echo(json_text(card.model_dump(mode="json", include=COMBINED_JSON)), nl=False)
    else:
        typer.echo(output)
    if compare and not as_json and card is not None and card.comparison is not None:
        typer.echo("\n".join(_compared(card.comparison, language)))
    said = [note.in_language(language) for note in combined.description.notes]
    said.append(shared_text(combined.description, translator(language)))
    typer.echo("\n".join(said), err=True)


def _spread(ancillary: str | None, *, by_area: bool) -> dict[str, str]:
    """Return how counts are spread over places, in the words of the project file."""
    if ancillary is not None:
        return {"disaggregate": "dasymetric", "ancillary": ancillary}
    return {"disaggregate": "area"} if by_area else {}


def _compared(comparison: "ComparisonDescription", language: Language) -> list[str]:
    """Return the overlap of the first places under every two rules, as a table of text."""
    from riskmap.notation import percentage

    translate = translator(language)
    width = max(map(len, comparison.orders))
    head = translate("The first {k} places: what two orders share, and {chance} by chance")
    lines = [head.format(k=comparison.k, chance=percentage(comparison.by_chance, language))]
    lines.append(" " * width + "".join(f"  {name:>{width}}" for name in comparison.orders))
    for name, shares in zip(comparison.orders, comparison.overlap, strict=True):
        cells = "".join(f"  {percentage(share, language):>{width}}" for share in shares)
        lines.append(f"{name:<{width}}{cells}")
    lines += [f"{rule}: {why.in_language(language)}" for rule, why in comparison.left_out.items()]
    return lines
