"""A process that is killed: writes one output, over and over or once, and says where it is.

``python saver.py FORMAT PATH ROWS``
"""

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


if __name__ == "__main__":
    wish = (sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
    rows(10)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    save(*wish)
    sys.stdout.write("done\n")
    sys.stdout.flush()
    sys.stdin.readline()
