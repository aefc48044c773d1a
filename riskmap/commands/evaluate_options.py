"""What `riskmap evaluate` can be asked."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from riskmap.commands.options import Json, Overwrite
from riskmap.messages import marked


def _option(name: str, text: str, **limits: Any) -> Any:  # noqa: ANN401 (typer's own type)
    return typer.Option(name, help=text, **limits)


_Text = str | None


@dataclass(frozen=True)
class EvaluateOptions:
    """The arguments and options of the command; names of columns are recognised where left out."""

    list_path: Annotated[
        Path,
        typer.Argument(
            metavar="LIST", help=marked("Any ranked list: csv, xlsx, gpkg, parquet, geojson.")
        ),
    ]
    outcomes_path: Annotated[
        Path | None,
        typer.Argument(
            metavar="[OUTCOMES]", help=marked("What was found where; left out, LIST holds it too.")
        ),
    ] = None
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help=marked("Folder for report.html and evaluation.json.")),
    ] = None
    capacity: Annotated[int, _option("--capacity", marked("How many places fit the team."), min=1)] = 25  # fmt: skip # noqa: E501
    before: Annotated[Path | None, _option("--before", marked("Outcomes of the last period."))] = None  # fmt: skip # noqa: E501
    since: Annotated[_Text, _option("--since", marked("First day (2026-01-31); earlier outcomes are the last period."))] = None  # fmt: skip # noqa: E501
    until: Annotated[_Text, _option("--until", marked("Last day of the outcomes."))] = None
    current: Annotated[_Text, _option("--current", marked("The order in use now: a list, or a column of LIST in which 1 comes first."))] = None  # fmt: skip # noqa: E501
    id_column: Annotated[_Text, _option("--id", marked("Column of LIST with ids."))] = None
    rank: Annotated[_Text, _option("--rank", marked("Column of LIST with ranks; 1 comes first."))] = None  # fmt: skip # noqa: E501
    score: Annotated[_Text, _option("--score", marked("Column of LIST with scores; higher comes first."))] = None  # fmt: skip # noqa: E501
    area_column: Annotated[_Text, _option("--area-column", marked("Column of LIST with areas; polygons have their own."))] = None  # fmt: skip # noqa: E501
    per_area: Annotated[bool, _option("--per-area", marked("Rank by score per area: for a score that is an expected count."))] = False  # fmt: skip # noqa: E501
    outcome_id: Annotated[_Text, _option("--outcome-id", marked("Column of OUTCOMES with ids."))] = None  # fmt: skip # noqa: E501
    outcome: Annotated[_Text, _option("--outcome", marked("Column with what was found: 0 or 1, counts, or words."))] = None  # fmt: skip # noqa: E501
    date: Annotated[_Text, _option("--date", marked("Column with dates."))] = None
    selection: Annotated[_Text, _option("--selection", marked("Column with why somebody looked."))] = None  # fmt: skip # noqa: E501
    probability: Annotated[_Text, _option("--probability", marked("Column with the chance a visit had of being made."))] = None  # fmt: skip # noqa: E501
    origin: Annotated[_Text, _option("--origin", marked("Column with reported or discovered."))] = None  # fmt: skip # noqa: E501
    kind: Annotated[Literal["visits", "incidents"] | None, _option("--kind", marked("visits: a place without a row is unknown; incidents: it had none."))] = None  # fmt: skip # noqa: E501
    within: Annotated[float | None, _option("--within", marked("Metres between an outcome and its place."), min=0)] = None  # fmt: skip # noqa: E501
    table: Annotated[_Text, _option("--table", marked("Table or sheet inside LIST."))] = None
    outcomes_table: Annotated[_Text, _option("--outcomes-table", marked("Table or sheet inside OUTCOMES."))] = None  # fmt: skip # noqa: E501
    crs: Annotated[_Text, _option("--crs", marked("System of LIST's coordinates, such as EPSG:28992."))] = None  # fmt: skip # noqa: E501
    outcomes_crs: Annotated[_Text, _option("--outcomes-crs", marked("System of the coordinates of OUTCOMES."))] = None  # fmt: skip # noqa: E501
    confidence: Annotated[float, _option("--confidence", marked("Of the intervals."), min=0.5, max=0.999)] = 0.9  # fmt: skip # noqa: E501
    draws: Annotated[int, _option("--draws", marked("Resamples of the bootstrap."), min=100, max=100_000)] = 2000  # fmt: skip # noqa: E501
    seed: Annotated[int, _option("--seed", marked("Seed of all draws."), min=0)] = 1
    alpha: Annotated[float, _option("--alpha", marked("Power of the area in the penalised PAI."), min=0, max=1)] = 0.5  # fmt: skip # noqa: E501
    rows: Annotated[int, _option("--rows", marked("Rows of the cumulative table."), min=1, max=100_000)] = 100  # fmt: skip # noqa: E501
    negative_control: Annotated[bool, _option("--negative-control", marked("Shuffle places and outcomes: that must give no lift."))] = False  # fmt: skip # noqa: E501
    pool: Annotated[int | None, _option("--pool", marked("Places left for the visits by chance."), min=1)] = None  # fmt: skip # noqa: E501
    agreement: Annotated[bool, _option("--agreement", marked("Compare two patterns of events: BASE TEST in place of LIST OUTCOMES."))] = False  # fmt: skip # noqa: E501
    areas: Annotated[Path | None, _option("--areas", marked("Of an agreement: polygons to count points in."))] = None  # fmt: skip # noqa: E501
    area_id: Annotated[_Text, _option("--area-id", marked("Of an agreement: column with the ids of areas."))] = None  # fmt: skip # noqa: E501
    counts: Annotated[list[str] | None, _option("--counts", marked("Of an agreement: a column of counts; twice, for one table."))] = None  # fmt: skip # noqa: E501
    test: Annotated[Literal["chi2_n1", "chi2", "yates", "fisher"], _option("--test", marked("Of an agreement: the test of two proportions."))] = "chi2_n1"  # fmt: skip # noqa: E501
    correction: Annotated[Literal["none", "bh", "by"], _option("--correction", marked("Of an agreement: for testing all areas at once."))] = "by"  # fmt: skip # noqa: E501
    level: Annotated[float, _option("--level", marked("Of an agreement: smaller p-values differ."), min=0, max=1)] = 0.05  # fmt: skip # noqa: E501
    overwrite: Overwrite = False
    as_json: Json = False
