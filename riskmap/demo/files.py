"""Waterveen on disk: a project file and a folder of registers."""

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd

from riskmap.demo.land import YEARS
from riskmap.demo.municipality import Municipality, generate
from riskmap.demo.plan import Size
from riskmap.demo.project_file import PROJECT_FILE
from riskmap.demo.satellite import night_image, summer_images
from riskmap.demo.visits import visits
from riskmap.errors import OutputError
from riskmap.messages import Message
from riskmap.writing import make_folder, write_geopackage, write_text

# File -> its tables in the GeoPackage -> the layer in memory.
FILES: Mapping[str, Mapping[str, str]] = {
    "bag-light.gpkg": {"pand": "pand", "verblijfsobject": "verblijfsobject"},
    "brk-percelen.gpkg": {"perceel": "perceel"},
    "nwb-wegvakken.gpkg": {"wegvakken": "wegvakken", "wegvakken_2012": "wegvakken_2012"},
    "ibis.gpkg": {"ibis": "ibis"},
    "top10nl.gpkg": {
        "top10nl_plaats_vlak": "top10nl_plaats_vlak",
        "top10nl_functioneel_gebied_vlak": "top10nl_functioneel_gebied_vlak",
        "top10nl_waterdeel_vlak": "top10nl_waterdeel_vlak",
        "top10nl_waterdeel_lijn": "top10nl_waterdeel_lijn",
    },
    "bgt.gpkg": {
        "bgt_onbegroeidterreindeel": "bgt_onbegroeidterreindeel",
        "bgt_begroeidterreindeel": "bgt_begroeidterreindeel",
        "bgt_scheiding": "bgt_scheiding",
    },
    "gemeente.gpkg": {"gemeentegebied": "gemeentegebied"},
    "cbs-buurten.gpkg": {"buurten": "buurten", "postcode6": "postcode6"},
    "gebieden.gpkg": {
        "landschapstype": "landschapstype",
        "kvo_zones": "kvo_zones",
        "landsgrens": "landsgrens",
        "veehouderij": "veehouderij",
    },
    "risicokaart.gpkg": {"risico": "risico", "basisteams": "basisteams"},
    **{f"brp_{year}.gpkg": {"brp_gewas": f"brp_gewas_{year}"} for year in YEARS},
}
_WITHOUT_CRS = "ibis"


@dataclass(frozen=True)
class DemoSummary:
    """What was made: where, and how many of each.

    Attributes
    ----------
    project
        The project file to run.
    counts
        Rows per layer and table; ``planted`` and ``decoys`` count the truth.
    """

    project: Path
    size: Size
    seed: int
    counts: Mapping[str, int]


def make_demo(
    folder: Path, *, size: Size = "mini", seed: int = 1, overwrite: bool = False
) -> DemoSummary:
    """Write the demo municipality: ``riskmap.toml`` and ``data/``.

    Parameters
    ----------
    folder
        Made when it is not there.
    size
        ``mini`` is 6 x 6 km and under 3 MB besides its images, ``full`` 14 x 12 km.
    seed
        The same seed gives the same bytes.
    overwrite
        Replace the files of an earlier demo in the same folder.

    Raises
    ------
    OutputError
        When the folder holds a project file and `overwrite` is not set.
    """
    project = folder / "riskmap.toml"
    if project.exists() and not overwrite:
        raise OutputError(
            Message("{folder} already holds a project.", folder=folder.name),
            Message("Choose another folder, or add --overwrite."),
        )
    return write_demo(generate(size, seed), folder, overwrite=overwrite)


def write_demo(made: Municipality, folder: Path, *, overwrite: bool = False) -> DemoSummary:
    """Write a municipality that was made in memory, as `make_demo` does.

    Raises
    ------
    OutputError
        When a file is in the way and `overwrite` is not set.
    """
    project, data = folder / "riskmap.toml", folder / "data"
    make_folder(data)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "'crs' was not provided")  # meant so, for one layer
        for name, tables in FILES.items():
            frames = {table: _named(made, layer) for table, layer in tables.items()}
            indexed = made.size == "full"  # a third of so small a file would be its index
            write_geopackage(frames, data / name, indexed=indexed, overwrite=overwrite)
    for name, table in made.tables.items():
        write_text(_dutch_csv(table), data / f"{name}.csv", overwrite=overwrite)
    for picture in summer_images(made.facts, made.conditions, made.layers):
        picture.write(data, overwrite=overwrite)
    night_image(made.facts).write(data, overwrite=overwrite)
    for year, rows in visits(made.facts).items():
        write_text(_dutch_csv(rows), data / f"visits_{year}.csv", overwrite=overwrite)
    write_text(_dutch_csv(made.truth), data / "ground_truth.csv", overwrite=overwrite)
    write_text(PROJECT_FILE, project, overwrite=overwrite)
    return DemoSummary(project, made.size, made.seed, _counts(made))


def _named(made: Municipality, layer: str) -> gpd.GeoDataFrame:
    """Return the layer; one of them does not say in which CRS it is."""
    frame = made.layers[layer]
    return frame.set_crs(None, allow_override=True) if layer == _WITHOUT_CRS else frame


def _dutch_csv(table: pd.DataFrame) -> str:
    """Return the table as a Dutch spreadsheet saves it: semicolons and decimal commas."""
    return table.to_csv(index=False, sep=";", decimal=",", lineterminator="\n")


def _counts(made: Municipality) -> dict[str, int]:
    counts = {name: len(frame) for name, frame in [*made.layers.items(), *made.tables.items()]}
    role = made.truth["role"].value_counts()
    counts["yards"] = len(made.yards)
    return counts | {"planted": int(role["planted"]), "decoys": int(role["decoy"])}
