"""What images show of places: their means day by day, and which places are too small for them.

Not an indicator: how several indicators look at the images of a layer, in
whatever coordinate system those are.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

import numpy as np
import shapely
from affine import Affine

from riskmap.geo import shapes_from_rd
from riskmap.layers.images import Box, Image, Images
from riskmap.measures.arrays import Flags, Floats, Geometries, Indices
from riskmap.measures.whole_cells import whole_cells
from riskmap.measures.windows import WINDOW_CELLS, windowed_mean

SUMMER = (6, 7, 8)
"""June, July and August: the months in which what can be green is green."""

LEAST_SHARE = 0.5
"""A day counts for a place when at least this share of it is seen."""


class DayMeans(NamedTuple):
    """Mean value and share seen of every place on one day, shapes (n,)."""

    date: dt.date | None
    mean: Floats
    share: Floats


def day_means(places: Geometries, images: Iterable[Image]) -> list[DayMeans]:
    """Return the mean over each place per day, by the exact part of every cell inside.

    Parameters
    ----------
    places
        Shape (n,): polygons in EPSG:28992.
    images
        Oldest first; images of one day are parts of one picture.

    Returns
    -------
    One per day. The mean is NaN where nothing is seen; the share is that of
    the place with a known value, 0 where no image of that day lies.
    """
    found = []
    for day, parts in groupby(images, key=lambda image: image.date):
        total, share = np.zeros(len(places)), np.zeros(len(places))
        for image in parts:
            mean, seen = _mean(places, image)
            there = seen > 0
            total[there] += mean[there] * seen[there]
            share[there] += seen[there]
        mean = np.full(len(places), np.nan)
        np.divide(total, share, out=mean, where=share > 0)
        found.append(DayMeans(day, mean, np.minimum(share, 1.0)))
    return found


def _mean(places: Geometries, image: Image) -> tuple[Floats, Floats]:
    def read(box: Box) -> tuple[Floats, Affine]:
        window = image.read(box)
        return window.values, window.transform

    shapes = shapes_from_rd(places, image.crs)
    return windowed_mean(shapes, image.transform, image.shape, read, block=image.block)


def stacked_mean(
    places: Geometries,
    images: Sequence[Image],
    combine: Callable[[Sequence[Floats]], Floats],
) -> tuple[Floats, Floats]:
    """Return the mean over each place of something computed cell by cell.

    Parameters
    ----------
    places
        Shape (n,): polygons in EPSG:28992.
    images
        On one grid, with the same or different edges.
    combine
        Takes what the images show of one window, in their order, shape
        (rows, columns) each; gives one such array.

    Returns
    -------
    See `day_means`.
    """

    def read(box: Box) -> tuple[Floats, Affine]:
        windows = [image.read(box) for image in images]
        return combine([window.values for window in windows]), windows[0].transform

    first = images[0]
    shapes = shapes_from_rd(places, first.crs)
    placed, shape = _together(images)
    cells = WINDOW_CELLS // len(images)
    return windowed_mean(shapes, placed, shape, read, block=first.block, window_cells=cells)


def _together(images: Sequence[Image]) -> tuple[Affine, tuple[int, int]]:
    """Return the transform and shape of the grid that holds all images."""
    west, south, east, north = np.array([image.box for image in images]).T
    placed = images[0].transform
    origin = Affine(placed.a, 0.0, west.min(), 0.0, placed.e, north.max())
    rows = round((south.min() - north.max()) / placed.e)
    return origin, (rows, round((east.max() - west.min()) / placed.a))


def cells_inside(places: Geometries, images: Images) -> Indices:
    """Return how many whole cells lie in each place, on the grid with the fewest; shape (n,)."""
    grids = {(i.crs, *np.round(i.transform[:6], 3), i.shape): i for i in images}
    fewest = np.full(len(places), np.iinfo(np.intp).max, dtype=np.intp)
    for image in grids.values():
        counts = whole_cells(shapes_from_rd(places, image.crs), image.transform)
        near = _near(places, image)
        fewest[near] = np.minimum(fewest, counts)[near]
    return np.where(fewest == np.iinfo(np.intp).max, 0, fewest)


def covered(places: Geometries, images: Iterable[Image]) -> Flags:
    """Tell which places lie in the box of at least one image, wholly or in part; shape (n,)."""
    near = np.zeros(len(places), dtype=bool)
    for image in images:
        near |= _near(places, image)
    return near


def _near(places: Geometries, image: Image) -> Flags:
    flags: Flags = shapely.intersects(shapes_from_rd(places, image.crs), shapely.box(*image.box))
    return flags


def years_of(images: Iterable[Image], months: Sequence[int] = SUMMER) -> list[int]:
    """Return the years with at least one image in these months, in order."""
    return sorted({i.date.year for i in images if i.date is not None and i.date.month in months})


def in_year(images: Iterable[Image], year: int, months: Sequence[int] = SUMMER) -> list[Image]:
    """Return the images of these months of one year, oldest first."""
    return [i for i in images if i.date and i.date.year == year and i.date.month in months]
