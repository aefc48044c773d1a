"""Good files in every format, and a server that must never be asked anything."""

import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import rasterio
from affine import Affine
from shapely import box

DRIVERS = {
    "gpkg": "GPKG",
    "geojson": "GeoJSON",
    "gml": "GML",
    "shp": "ESRI Shapefile",
    "fgb": "FlatGeobuf",
}
RASTER = {
    "driver": "GTiff",
    "count": 1,
    "dtype": "uint8",
    "crs": "EPSG:28992",
    "transform": Affine(10, 0, 155_000, 0, -10, 463_000),
}


def squares(count: int = 40) -> gpd.GeoDataFrame:
    """Return squares of ten metres near Amersfoort with ids that start with a zero."""
    return gpd.GeoDataFrame(
        {
            "ident": [f"{344_100_000_000_000 + i:016d}" for i in range(count)],
            "word": [("NA", "null", "None", "nan")[i % 4] for i in range(count)],
        },
        geometry=[box(x, 463_000, x + 10, 463_010) for x in range(155_000, 155_000 + count)],
        crs="EPSG:28992",
    )


def write_good(folder: Path, ending: str, name: str = "good") -> Path:
    """Write `squares` in the format of an ending, with plain GeoPandas."""
    path = folder / f"{name}.{ending}"
    if ending == "parquet":
        squares().to_parquet(path)
    elif ending == "csv":
        squares().drop(columns="geometry").to_csv(path, index=False)
    elif ending == "tif":
        write_raster(path, np.arange(12, dtype="float32").reshape(3, 4))
    else:
        squares().to_file(path, driver=DRIVERS[ending])
    return path


def write_raster(path: Path, values: np.ndarray, **options: object) -> Path:
    """Write one band with its north-west corner on the RD origin."""
    rows, columns = values.shape
    settings = RASTER | {"width": columns, "height": rows, "dtype": values.dtype} | options
    with rasterio.open(path, "w", **settings) as opened:
        opened.write(values, 1)
    return path


class Canary:
    """A server on this machine that counts what it is asked."""

    def __init__(self) -> None:
        asked = self.asked = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                self.send_error(404)

            def do_HEAD(self) -> None:
                self.do_GET()

            def log_message(self, *_: object) -> None:
                """Keep the test's output clean."""

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture(scope="session")
def canary() -> Iterator[Canary]:
    """Give the server, for as long as the tests of this folder run."""
    server = Canary()
    thread = threading.Thread(target=server.server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.server.shutdown()
    thread.join()
    server.server.server_close()
