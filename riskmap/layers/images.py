"""Rasters of one layer: dated images that are opened when a window is asked for."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from affine import Affine

from riskmap.geo import RD, cell_in_metres
from riskmap.reading import Raster

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Image:
    """One raster of a layer.

    Attributes
    ----------
    file
        File name, never a path.
    date
        Day it was taken; None when nobody said.
    crs
        Coordinate system of `read`, without heights (``EPSG:28992``,
        ``EPSG:32631``).
    transform
        From column and row to `crs`, north up.
    shape
        Rows and columns.
    read
        ``read(box)``: every cell that touches west, south, east, north in
        `crs`, also beyond the edge of the image; without a box the whole
        image. North up, NaN where unknown and beyond the edge. Nothing is
        kept between two readings.
    block
        Rows and columns that are read fast together.
    """

    file: str
    date: dt.date | None
    crs: str
    transform: Affine
    shape: tuple[int, int]
    read: Callable[[Box | None], Raster]
    block: tuple[int, int] = (512, 512)

    @property
    def box(self) -> Box:
        """West, south, east, north of the image, in `crs`."""
        rows, columns = self.shape
        west, north = self.transform.c, self.transform.f
        return (west, north + rows * self.transform.e, west + columns * self.transform.a, north)

    @property
    def cell_m(self) -> tuple[float, float]:
        """Width and height of a cell in the middle of the image (m)."""
        return cell_in_metres(self.box, self.shape, self.crs)


@dataclass(frozen=True)
class Images:
    """The images of one layer, oldest first, those without a date before all others.

    Images of one day, or without a date, are parts of one picture.
    """

    images: tuple[Image, ...]

    def __iter__(self) -> Iterator[Image]:
        """Give the images, oldest first."""
        return iter(self.images)

    def __len__(self) -> int:
        """Return how many images there are."""
        return len(self.images)


def image_of(raster: Raster, *, file: str = "", date: dt.date | None = None) -> Image:
    """Return an image of a raster that is in memory already, for tests and notebooks."""

    def read(box: Box | None) -> Raster:
        if box is None:
            return raster
        placed, (rows, columns) = raster.transform, raster.values.shape
        left, right = ((x - placed.c) / placed.a for x in (box[0], box[2]))
        first, last = ((y - placed.f) / placed.e for y in (box[3], box[1]))
        start = np.floor([first + 1e-6, left + 1e-6]).astype(int)
        stop = np.maximum(np.ceil([last - 1e-6, right - 1e-6]).astype(int), start + 1)
        values = np.full(stop - start, np.nan)
        top, low = max(start[0], 0), min(stop[0], rows)
        west, east = max(start[1], 0), min(stop[1], columns)
        if top < low and west < east:
            target = values[top - start[0] : low - start[0], west - start[1] : east - start[1]]
            target[:] = raster.values[top:low, west:east]
        corner = placed.c + placed.a * int(start[1]), placed.f + placed.e * int(start[0])
        moved = Affine(placed.a, 0.0, corner[0], 0.0, placed.e, corner[1])
        return Raster(values, moved, raster.crs)

    shape = (int(raster.values.shape[0]), int(raster.values.shape[1]))
    return Image(file, date, raster.crs or RD, raster.transform, shape, read)
