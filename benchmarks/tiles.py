"""The demo municipality many times side by side: a project of any size, with every layer.

Every copy is a municipality of its own, with its own ids. Only the first
copies keep their towns and villages, so that a region may have many yards
without a million houses.
"""

import argparse
import json
import re
import tempfile
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import rasterio
import shapely
from affine import Affine
from rasterio.windows import Window

from riskmap.demo import make_demo

WIDTH, HEIGHT = 14_000, 12_000
ORIGIN = (152_000, 526_000)
CODE = "9901"
# Named once, whatever the number of copies.
ONCE = ("basisteams", "landsgrens")
NUMBERS = ("id", "wvk_id", "jte_id_beg", "jte_id_end")
ENDINGS = ("lokaal_id", "vthobject_id", "landschap_id", "zone_id", "park_id", "zaaknummer")
CELL = re.compile(r"^E(\d{4})N(\d{4})$")
Shift = Callable[[pd.DataFrame], pd.DataFrame]


class Copy:
    """One copy: where it lies, and what its ids are."""

    def __init__(self, number: int, across: int) -> None:
        """Lay copies out westward and southward of the demo, `across` in a row."""
        self.number = number
        self.east = -WIDTH * (number % across)
        self.north = -HEIGHT * (number // across)

    def renamed(self, table: pd.DataFrame) -> pd.DataFrame:
        """Return the rows with the ids of this copy."""
        table = table.copy()
        for name in table.columns:
            if name in NUMBERS:
                table[name] = table[name] + self.number * 10_000
            elif name in ENDINGS:
                table[name] = [self._ending(text) for text in table[name]]
            elif pd.api.types.is_string_dtype(table[name]) and name != "geometry":
                table[name] = [self._name(text) for text in table[name]]
        return table

    def _name(self, text: object) -> object:
        if not isinstance(text, str):
            return text
        cell = CELL.match(text)
        if cell:
            east, north = int(cell[1]) + self.east // 100, int(cell[2]) + self.north // 100
            return f"E{east:04d}N{north:04d}"
        if re.match(r"^\d{4}[A-Z]{2}$", text):
            return f"{int(text[:4]) - self.number:04d}{text[4:]}"
        if text.startswith("RIN99"):
            return f"RIN99{self.number + 1:02d}{text[7:]}"
        return text.replace("WTV00", f"WTV{self.number:02d}").replace(
            CODE, f"99{self.number + 1:02d}"
        )

    def _ending(self, text: object) -> str:
        return f"{text}{self.number:02d}"

    def moved(self, frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        """Return the rows at the place of this copy."""
        step = np.array([self.east, self.north])
        frame = self.renamed(frame)
        frame.geometry = shapely.transform(frame.geometry.to_numpy(), lambda xy: xy + step)
        return frame


def tile(demo: Path, folder: Path, copies: int, towns: int, across: int) -> dict[str, int]:
    """Write `copies` of the demo beside each other, `towns` of them with towns.

    Returns
    -------
    Rows of each table.
    """
    (folder / "data").mkdir(parents=True)
    made = [Copy(number, across) for number in range(copies)]
    town = _in_town(demo)
    counts = {}
    for source in sorted((demo / "data").iterdir()):
        target = folder / "data" / source.name
        if source.suffix == ".gpkg":
            counts |= _tile_tables(source, target, made, (town, towns))
        elif source.suffix == ".csv":
            counts[source.stem] = _tile_csv(source, target, made, (town, towns))
        else:
            _tile_raster(source, target, made)
    (folder / "riskmap.toml").write_bytes((demo / "riskmap.toml").read_bytes())
    return counts


def _in_town(demo: Path) -> frozenset[str]:
    """Return the ids of the buildings, addresses and parcels in built-up areas."""
    town = pyogrio.read_dataframe(demo / "data/top10nl.gpkg", layer="top10nl_plaats_vlak")
    town = town[shapely.get_dimensions(town.geometry.to_numpy()) == 2]  # noqa: PLR2004
    ground = shapely.union_all(town.geometry.to_numpy())
    shapely.prepare(ground)
    ids: set[str] = set()
    for file, table, column in (
        ("bag-light", "pand", "identificatie"),
        ("bag-light", "verblijfsobject", "identificatie"),
        ("brk-percelen", "perceel", "identificatie_lokaal_id"),
    ):
        frame = pyogrio.read_dataframe(demo / f"data/{file}.gpkg", layer=table)
        inside = shapely.intersects(ground, shapely.centroid(frame.geometry.to_numpy()))
        ids |= {text.removeprefix("NL.IMBAG.Pand.") for text in frame.loc[inside, column]}
    return frozenset(ids)


def _outside_town(table: pd.DataFrame, town: frozenset[str]) -> pd.DataFrame:
    kept = np.ones(len(table), dtype=bool)
    for name in ("identificatie", "identificatie_lokaal_id", "pand_id", "vbo_id", "object_id"):
        if name in table.columns:
            plain = table[name].astype("str").str.removeprefix("NL.IMBAG.Pand.")
            kept &= ~plain.isin(town).to_numpy()
    return table[kept]


def _tile_tables(
    source: Path, target: Path, made: list[Copy], town: tuple[frozenset[str], int]
) -> dict[str, int]:
    counts = {}
    for table, _ in pyogrio.list_layers(source):
        frame = pyogrio.read_dataframe(source, layer=table)
        if table not in ONCE:
            rural = _outside_town(frame, town[0])
            parts = [c.moved(frame if c.number < town[1] else rural) for c in made]
            frame = gpd.GeoDataFrame(pd.concat(parts, ignore_index=True), crs=frame.crs)
        pyogrio.write_dataframe(frame, target, layer=table)
        counts[f"{source.stem}/{table}"] = len(frame)
    return counts


def _tile_csv(
    source: Path, target: Path, made: list[Copy], town: tuple[frozenset[str], int]
) -> int:
    table = pd.read_csv(source, sep=";", dtype="str", keep_default_na=False)
    rural = _outside_town(table, town[0])
    parts = [c.renamed(table if c.number < town[1] else rural) for c in made]
    whole = pd.concat(parts)
    whole.to_csv(target, sep=";", index=False)
    return len(whole)


def _tile_raster(source: Path, target: Path, made: list[Copy]) -> None:
    """Write the copies of an image, without the rim it has round the municipality."""
    with rasterio.open(source) as image:
        cell = image.transform.a
        across, down = int(WIDTH / cell), int(HEIGHT / cell)
        left = round((ORIGIN[0] - image.transform.c) / cell)
        top = round((image.transform.f - ORIGIN[1] - HEIGHT) / cell)
        values = image.read(window=Window(left, top, across, down))
        profile = dict(image.profile)
    west, south = min(c.east for c in made), min(c.north for c in made)
    north_edge = ORIGIN[1] + HEIGHT
    profile["transform"] = Affine(cell, 0, ORIGIN[0] + west, 0, -cell, north_edge)
    profile["width"] = int((WIDTH - west) / cell)
    profile["height"] = int((HEIGHT - south) / cell)
    if not profile.get("tiled"):
        profile = {k: v for k, v in profile.items() if k not in ("blockxsize", "blockysize")}
    with rasterio.open(target, "w", **profile) as whole:
        for copy in made:
            column, row = (copy.east - west) / cell, -copy.north / cell
            whole.write(values, window=Window(int(column), int(row), across, down))


def main() -> None:
    """Make the region named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--copies", type=int, default=16, help="99 at most")
    parser.add_argument("--towns", type=int, default=2, help="copies that keep their towns")
    parser.add_argument("--across", type=int, default=8, help="copies in a row")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        make_demo(Path(made) / "demo", size="full")
        demo = Path(made) / "demo"
        counts = tile(demo, options.folder, options.copies, options.towns, options.across)
    print(json.dumps(counts, indent=1))


if __name__ == "__main__":
    main()
