"""What can be asked of `riskmap hotspots`."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from riskmap.messages import marked

Source = Annotated[
    Path,
    typer.Argument(
        metavar="MAP",
        help=marked("A map of a run, or any gpkg, parquet, geojson, shp, csv or xlsx."),
    ),
]
Output = Annotated[
    Path | None, typer.Option("-o", "--output", help=marked("The GeoPackage to write."))
]
Column = Annotated[
    str | None, typer.Option("--column", help=marked("What the value is; of a map its score."))
]
Population = Annotated[
    str | None,
    typer.Option(
        "--population",
        help=marked("What counts in --column are out of: rates, made comparable, are tested."),
    ),
]
IdColumn = Annotated[
    str | None, typer.Option("--id", help=marked("Column with the ids of places."))
]
Table = Annotated[
    str | None, typer.Option("--table", help=marked("Table or sheet inside the file."))
]
Crs = Annotated[
    str | None,
    typer.Option("--crs", help=marked("System of coordinates the file does not tell.")),
]
Neighbours = Annotated[
    str | None,
    typer.Option(
        "--weights",
        "--neighbours",
        help=marked("Who is a neighbour: queen, rook, knn:8 or distance:1000 (metres)."),
    ),
]
Gap = Annotated[
    float,
    typer.Option("--gap", min=0, help=marked("Polygons this far apart still share a border.")),
]
Cells = Annotated[
    float | None,
    typer.Option("--cells", help=marked("Lay a grid with cells of this size over the places.")),
]
CellShape = Annotated[
    Literal["square", "hexagon"], typer.Option("--cell-shape", help=marked("Shape of a cell."))
]
CellValue = Annotated[
    Literal["mean", "count", "sum"],
    typer.Option("--cell-value", help=marked("Mean or sum of the values, or count of places.")),
]
Boundary = Annotated[
    Path | None,
    typer.Option("--boundary", help=marked("Polygons of the area the grid is laid over.")),
]
Areas = Annotated[
    Path | None,
    typer.Option("--areas", help=marked("Polygons to rank, such as business parks.")),
]
AreaId = Annotated[
    str | None, typer.Option("--area-id", help=marked("Column with the ids of the areas."))
]
AreaName = Annotated[
    str | None, typer.Option("--area-name", help=marked("Column with the names of the areas."))
]
Above = Annotated[
    float | None,
    typer.Option(
        "--above",
        help=marked("A place of an area stands out from here; else the highest tenth does."),
    ),
]
Alpha = Annotated[
    float, typer.Option("--alpha", help=marked("Level of the correction, between 0 and 1."))
]
Correction = Annotated[
    Literal["fdr", "bonferroni", "none"],
    typer.Option("--correction", help=marked("What makes a place significant.")),
]
Inference = Annotated[
    Literal["permutation", "normal"],
    typer.Option("--inference", help=marked("Where the p of a place comes from.")),
]
Permutations = Annotated[
    int,
    typer.Option(
        "--permutations",
        min=99,
        help=marked("Of the global Moran's I; local tests take as many as they need."),
    ),
]
Seed = Annotated[int, typer.Option("--seed", min=0, help=marked("Seed of the permutations."))]
