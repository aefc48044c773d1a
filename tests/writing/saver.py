"""Outputs of many sizes and formats, written by processes that are killed while they do.

``python saver.py`` reads lines of format, path and number of rows, with tabs between.
"""

import os
import sys
from pathlib import Path

import geopandas as gpd
import numpy as np
from shapely import box

from riskmap.writing import (
    publish_folder,
    write_bytes,
    write_csv,
    write_geopackage,
    write_parquet,
    write_text,
)


def rows(count: int) -> gpd.GeoDataFrame:
    """Return as many squares, the same for the same count."""
    x, y = np.random.default_rng(1).uniform(120_000, 160_000, (2, count))
    return gpd.GeoDataFrame(
        {"location_id": [f"{i:016d}" for i in range(count)], "score": x / y},
        geometry=box(x, y + 320_000, x + 50, y + 320_050),
        crs="EPSG:28992",
    )


def save(kind: str, path: Path, count: int) -> None:
    """Write `count` rows in one of the formats, over what is there."""
    frame = rows(count)
    if kind == "csv":
        write_csv(frame.drop(columns="geometry"), path, overwrite=True)
    elif kind == "parquet":
        write_parquet(frame, path, overwrite=True)
    elif kind == "gpkg":
        write_geopackage({"rows": frame}, path, styles={"rows": "<qgis/>"}, overwrite=True)
    elif kind == "html":
        write_text("<html>" + "x" * 200 * count + "</html>", path, overwrite=True)
    elif kind == "bin":
        write_bytes(bytes(200 * count), path, overwrite=True)
    else:
        with publish_folder(path, overwrite=True) as folder:
            write_parquet(frame, folder / "a.parquet")
            (folder / "theme").mkdir(mode=0o700)
            write_csv(frame.drop(columns="geometry"), folder / "theme" / "a.csv")
            write_geopackage({"rows": frame}, folder / "theme" / "a.gpkg")
            write_text(f'{{"rows": {count}}}', folder / "manifest.json")


def serve() -> None:
    """Write each output that is asked for in a fork of its own, and say which process does."""
    for line in sys.stdin:
        kind, path, count = line.rstrip("\n").split("\t")
        child = os.fork()
        if child == 0:
            try:
                save(kind, Path(path), int(count))
            finally:
                os._exit(0)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
        _, status = os.waitpid(child, 0)
        sys.stdout.write("killed\n" if os.WIFSIGNALED(status) else "done\n")
        sys.stdout.flush()


if __name__ == "__main__":
    serve()
