"""Images from space: ten summer days at 10 m as Sentinel-2 has them, and light at night."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import numpy.typing as npt
from affine import Affine

from riskmap.demo.conditions import Conditions
from riskmap.demo.drawing import Numbers, Shapes, stream
from riskmap.demo.facts import Facts
from riskmap.demo.plan import REFERENCE_YEAR
from riskmap.demo.terrain import new_ground, yard_ground
from riskmap.writing import write_bytes  # it guards GDAL before rasterio brings one

from rasterio.features import rasterize  # isort: skip
from rasterio.io import MemoryFile  # isort: skip

Codes = npt.NDArray[np.uint16]

BANDS = ("B02", "B03", "B04", "B08", "B11", "SCL")
_YEARS = tuple(range(REFERENCE_YEAR - 5, REFERENCE_YEAR))
DAYS = tuple(dt.date(year, *day) for year in _YEARS for day in ((6, 24), (8, 11)))
NIGHT = "viirs_2025-10.tif"
_CELL = 10.0
_BEYOND = 60.0  # metres round the municipality
_DUG_IN = REFERENCE_YEAR - 2  # the first summer in which extended yards are bare behind

# Reflectance times 10,000 in B02, B03, B04, B08, B11, and the scene class.
_GROUND: Mapping[str, tuple[int, ...]] = {
    "grass": (400, 800, 500, 3_500, 2_000, 4),
    "crop": (420, 800, 620, 3_100, 2_150, 4),
    "fallow": (880, 1_080, 1_450, 2_200, 2_950, 5),
    "nature": (330, 520, 360, 2_700, 1_500, 4),
    "built": (1_180, 1_300, 1_400, 1_900, 2_100, 5),
    "wood": (250, 420, 260, 3_000, 1_300, 4),
    "water": (620, 520, 320, 210, 110, 6),
    "dug": (1_080, 1_300, 1_720, 2_250, 3_350, 5),
}
_CROPS = {"Grasland": "grass", "Bouwland": "crop", "Braakland": "fallow", "Natuurterrein": "nature"}
_SHADES = 8
_YARD = (1_000, 1_150, 1_250, 1_900, 2_300, 5)  # before it was seen how green each yard is
_CLOUD, _SHADOW = (6_200, 6_300, 6_400, 6_600, 4_800, 9), (250, 300, 320, 1_100, 800, 3)
_NIGHT_CELL = 500.0


def _placed(west: float, north: float, cell: float) -> Affine:
    """Return the way from column and row to metres; rasterio's own multiplies, which warns."""
    return Affine(cell, 0.0, west, 0.0, -cell, north)


@dataclass(frozen=True)
class Picture:
    """One image before it is a file: bands of one grid, north up."""

    name: str
    bands: "npt.NDArray[np.uint16] | npt.NDArray[np.float32]"
    names: tuple[str, ...]
    west: float
    north: float
    cell: float
    nodata: float

    def write(self, folder: Path, *, overwrite: bool) -> None:
        """Write the image under its name."""
        write_bytes(self.as_tiff(), folder / self.name, overwrite=overwrite)

    def as_tiff(self) -> bytes:
        """Return the image as a compressed GeoTIFF in EPSG:28992."""
        count, rows, columns = self.bands.shape
        tiled = max(rows, columns) > 256  # noqa: PLR2004 - one block is enough for less
        options = {"tiled": True, "blockxsize": 256, "blockysize": 256} if tiled else {}
        with MemoryFile() as memory:
            with memory.open(
                driver="GTiff", count=count, height=rows, width=columns,
                dtype=self.bands.dtype, nodata=self.nodata, crs="EPSG:28992",
                transform=_placed(self.west, self.north, self.cell),
                compress="deflate", zlevel=6, interleave="band", **options,
            ) as opened:  # fmt: skip
                opened.write(self.bands)
                opened.descriptions = self.names
            content: bytes = memory.read()
        return content


@dataclass(frozen=True)
class _Grid:
    west: float
    north: float
    shape: tuple[int, int]

    def burn(self, shapes: Shapes, values: npt.ArrayLike, onto: Codes) -> None:
        """Write the values into the cells whose middle lies in the shapes."""
        pairs = [(shape, int(value)) for shape, value in
                 zip(shapes, np.broadcast_to(values, len(shapes)), strict=True)
                 if not shape.is_empty]  # fmt: skip
        if pairs:
            place = _placed(self.west, self.north, _CELL)
            rasterize(pairs, out=onto, transform=place)


def summer_file(day: dt.date) -> str:
    """Return the file name of the image of a day."""
    return f"sentinel2_{day}.tif"


def summer_images(
    facts: Facts, found: Conditions, layers: Mapping[str, gpd.GeoDataFrame]
) -> Iterator[Picture]:
    """Return the images one by one, oldest first.

    Grass, crops, water and roofs are flat colours that differ a little per
    field and day, so that files stay small. Overgrown yards gain green every
    year, extended ones lie bare behind from two summers ago, and clouds with
    their shadows hide a twentieth of every image.
    """
    plan = facts.plan
    west, south = plan.origin[0] - _BEYOND, plan.origin[1] - _BEYOND
    shape = (int((plan.height + 2 * _BEYOND) / _CELL), int((plan.width + 2 * _BEYOND) / _CELL))
    grid = _Grid(west, south + shape[0] * _CELL, shape)
    rng = stream(facts.seed, "images")
    for year in _YEARS:
        codes, table = _of_year(facts, found, layers, grid, year)
        for day in (day for day in DAYS if day.year == year):
            shine = rng.normal(1.0, 0.012, len(table))[:, None]
            seen = table.astype(float)
            seen[:, :5] = np.clip(seen[:, :5] * shine, 1, 10_000)
            colours = np.round(seen).astype(np.uint16)
            bands = np.stack([np.take(colours[:, band], codes) for band in range(len(BANDS))])
            _cover(bands, rng)
            yield Picture(summer_file(day), bands, BANDS, west, grid.north, _CELL, 0)


def _of_year(
    facts: Facts,
    found: Conditions,
    layers: Mapping[str, gpd.GeoDataFrame],
    grid: _Grid,
    year: int,
) -> tuple[Codes, npt.NDArray[np.int64]]:
    """Return a number per cell, and the reflectance per number, in one year."""
    names, shades = list(_GROUND), _crop_colours()
    codes = np.full(grid.shape, names.index("grass"), dtype=np.uint16)
    grid.burn(facts.built_up, names.index("built"), codes)
    crops = layers[f"brp_gewas_{year}"]
    crops = crops[crops["category"].isin(list(_CROPS))]
    kind = crops["category"].map({word: i for i, word in enumerate(_CROPS)}).to_numpy()
    shade = np.arange(len(crops)) % _SHADES
    grid.burn(crops.geometry.to_numpy(), len(names) + _SHADES * kind + shade, codes)
    behind = new_ground(facts)
    dug = found.yards["extended"].to_numpy() & (year >= _DUG_IN)
    grid.burn(behind[~dug], names.index("grass"), codes)
    grid.burn(behind[dug], names.index("dug"), codes)
    start = len(names) + len(shades)
    grid.burn(yard_ground(facts), start + np.arange(len(found.yards)), codes)
    buildings = facts.town.buildings.geometry.to_numpy()
    grid.burn(buildings[facts.area > 100], names.index("built"), codes)  # noqa: PLR2004 - m2
    hedges = layers["bgt_begroeidterreindeel"].geometry.to_numpy()
    grid.burn(hedges, names.index("wood"), codes)
    water = layers["top10nl_waterdeel_vlak"]
    grid.burn(
        water.geometry.to_numpy()[water["vaarwegklasse"].notna()], names.index("water"), codes
    )
    parts = [np.array(list(_GROUND.values())), shades, _yard_colours(facts, found, year)]
    return codes, np.concatenate(parts)


def _crop_colours() -> npt.NDArray[np.int64]:
    """Return every crop in a few shades, so that neighbours differ and files stay small."""
    rows = np.repeat([_GROUND[name] for name in _CROPS.values()], _SHADES, axis=0).astype(float)
    rows[:, :5] *= np.tile(np.linspace(0.94, 1.06, _SHADES), len(_CROPS))[:, None]
    return np.round(rows).astype(np.int64)


def _yard_colours(facts: Facts, found: Conditions, year: int) -> npt.NDArray[np.int64]:
    """Return the reflectance of every yard: its greenness, a bit up and down, and its growth."""
    base = stream(facts.seed, "yard greenness").uniform(0.12, 0.34, len(found.yards))
    wobble = stream(facts.seed, f"yard greenness {year}").normal(0, 0.012, len(base))
    grown = np.where(found.yards["overgrown"], found.yards["greening"], 0.0)
    green = np.clip(base + wobble + grown * (year - _YEARS[0]), -0.05, 0.85)
    rows = np.tile(_YARD, (len(base), 1)).astype(float)
    total = rows[:, 2] + rows[:, 3]
    rows[:, 3] = total * (1 + green) / 2
    rows[:, 2] = total * (1 - green) / 2
    rows[:, 4] = 2_600 - 900 * green
    rows[:, 5] = np.where(green > 0.3, 4, 5)  # noqa: PLR2004 - what counts as vegetation
    return np.round(rows).astype(np.int64)


def _cover(bands: Codes, rng: np.random.Generator) -> None:
    """Draw clouds, and their shadows to the north-west, over a twentieth of the image."""
    _, high, wide = bands.shape
    covered = np.zeros((high, wide), dtype=bool)
    shadow, area = covered.copy(), 0.0
    while area < 0.05 * high * wide:
        middle, reach = rng.random(2) * (high, wide), rng.uniform(12, 45, 2)
        area += np.pi * reach[0] * reach[1]
        for mask, away in ((covered, 0), (shadow, 18)):
            _ellipse(mask, middle - away, reach)
    for mask, colour in ((shadow & ~covered, _SHADOW), (covered, _CLOUD)):
        bands[:, mask] = np.array(colour, dtype=np.uint16)[:, None]


def _ellipse(mask: "npt.NDArray[np.bool_]", middle: Numbers, reach: Numbers) -> None:
    """Set the cells of an ellipse; `middle` and `reach` in rows and columns."""
    low = np.maximum(np.floor(middle - reach), 0).astype(int)
    row, column = np.ogrid[
        low[0] : int(middle[0] + reach[0]) + 1, low[1] : int(middle[1] + reach[1]) + 1
    ]
    part = mask[low[0] : low[0] + row.shape[0], low[1] : low[1] + column.shape[1]]
    off = ((row - middle[0]) / reach[0]) ** 2 + ((column - middle[1]) / reach[1]) ** 2
    part |= (off < 1)[: part.shape[0], : part.shape[1]]


def night_image(facts: Facts) -> Picture:
    """Return light at night per 500 m: addresses, a little of everything else."""
    plan, rng = facts.plan, stream(facts.seed, "night light")
    columns, rows = int(plan.width / _NIGHT_CELL), int(plan.height / _NIGHT_CELL)
    place = ((facts.middle[facts.home] - np.array(plan.origin)) / _NIGHT_CELL).astype(int)
    place = np.clip(place, 0, (columns - 1, rows - 1))
    count: Numbers = np.zeros((rows, columns))
    np.add.at(count, (rows - 1 - place[:, 1], place[:, 0]), 1.0)
    light = 0.4 + 0.06 * count + rng.uniform(0, 0.5, count.shape)
    return Picture(
        NIGHT, light.astype(np.float32).round(2)[None], ("avg_rad",),
        plan.origin[0], plan.origin[1] + rows * _NIGHT_CELL, _NIGHT_CELL, -999.0,
    )  # fmt: skip
