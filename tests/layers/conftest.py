"""Small register files made on the spot, right in everything but one thing."""

import warnings
from collections.abc import Callable
from datetime import date
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from riskmap.layers.border import read_layer
from riskmap.layers.layer import Layer

RD = "EPSG:28992"


@pytest.fixture
def panden() -> gpd.GeoDataFrame:
    """Return three buildings of 10 x 10 m near Weesp, with the columns of BAG light."""
    return gpd.GeoDataFrame(
        {
            "identificatie": ["0457100000000003", "0457100000000001", "0457100000000002"],
            "bouwjaar": [1985, 1990, 2001],
            "status": ["Pand in gebruik"] * 3,
            "gebruiksdoel": ["woonfunctie", None, "industriefunctie"],
        },
        geometry=[shapely.box(132_000 + x, 480_000, 132_010 + x, 480_010) for x in (0, 50, 100)],
        crs=RD,
    )


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Layer]:
    """Return a function that writes a table to a file and reads it as a layer."""

    def write_and_read(
        name: str, frame: gpd.GeoDataFrame, file: str = "data.gpkg", **options: object
    ) -> Layer:
        path = tmp_path / file
        table = {"layer": options.pop("write_as")} if "write_as" in options else {}
        if path.suffix == ".parquet":
            frame.to_parquet(path)
        elif path.suffix == ".csv":
            frame.to_csv(path, index=False, sep=str(options.pop("sep", ";")))
        else:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # a file without CRS is what some tests want
                frame.to_file(path, engine="pyogrio", **table)
        options.setdefault("reference_date", date(2026, 1, 1))
        return read_layer(name, [path], **options)

    return write_and_read


@pytest.fixture
def counted() -> Callable[[Layer, str], int]:
    """Return a function that gives the count in the one note that starts like this."""

    def count_of(layer: Layer, start: str) -> int:
        found = [n.facts["count"] for n in layer.report.notes if n.template.startswith(start)]
        assert len(found) == 1, [n.template for n in layer.report.notes]
        return found[0]

    return count_of
