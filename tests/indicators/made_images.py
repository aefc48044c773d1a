"""Images over the made village, by chance: greening, turning bare, light, clouds."""

import datetime as dt

import numpy as np
from affine import Affine

from riskmap.layers.images import Image, Images, image_of
from riskmap.reading import Raster

RD = "EPSG:28992"
_WEST, _NORTH = 149_900, 471_200
_CELL_M = 3
_SHAPE = (540, 800)


def picture(
    values: np.ndarray, day: dt.date | None = None, *, west=_WEST, north=_NORTH, cell=_CELL_M
) -> Image:
    """Return an image in RD New whose north-west corner is given."""
    placed = Affine(cell, 0, west, 0, -cell, north)
    return image_of(Raster(np.asarray(values, float), placed, RD), file=f"{day}.tif", date=day)


def village_images() -> dict[str, Images]:
    """Return six summers of two days each, and light in cells of 450 m."""
    chance = np.random.default_rng(13)
    start, slope = chance.uniform(0.1, 0.5, _SHAPE), chance.uniform(-0.02, 0.09, _SHAPE)
    # Neighbouring cells alike, as on the ground.
    start, slope = (np.kron(part[::30, ::30], np.ones((30, 30))) for part in (start, slope))
    start, slope = start[: _SHAPE[0], : _SHAPE[1]], slope[: _SHAPE[0], : _SHAPE[1]]
    green, bare = [], []
    for year in range(2018, 2024):
        for month in (6, 8):
            day = dt.date(year, month, 15)
            values = np.clip(start + slope * (year - 2018), -1, 1)
            values = values + chance.normal(0, 0.01, _SHAPE)
            values[chance.random(_SHAPE) < 0.05] = np.nan
            green.append(picture(values, day))
            bare.append(picture(np.where(year > 2020, slope * 4 - 0.1, -0.3), day))
    light = picture(chance.uniform(0.2, 8, (6, 8)), west=_WEST, cell=450)
    return {
        "ndvi": Images(tuple(green)),
        "bare_soil": Images(tuple(bare)),
        "night_light": Images((light,)),
    }
