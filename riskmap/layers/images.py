"""Rasters of one layer: dated images that are opened when a window is asked for."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

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
    cell_m
        Width and height of a cell in metres.
    read
        ``read(box)``: the cells that touch west, south, east, north in `crs`;
        without a box all of them. North up, NaN where unknown.
    """

    file: str
    date: dt.date | None
    crs: str
    cell_m: tuple[float, float]
    read: Callable[[Box | None], Raster]


@dataclass(frozen=True)
class Images:
    """The images of one layer, oldest first."""

    images: tuple[Image, ...]

    def __iter__(self) -> Iterator[Image]:
        """Give the images, oldest first."""
        return iter(self.images)

    def __len__(self) -> int:
        """Return how many images there are."""
        return len(self.images)
