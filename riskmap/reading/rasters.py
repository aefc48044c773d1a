"""Rasters: bands of a GeoTIFF, north up, unknown as NaN; a window at a time or whole."""

import warnings
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from affine import Affine
from numpy.typing import NDArray

from riskmap import guard
from riskmap.errors import InputError
from riskmap.messages import Message
from riskmap.reading.alone import alone
from riskmap.reading.paths import check_file
from riskmap.reading.raster_checks import check_count, check_kind, check_place

import rasterio  # isort: skip
from rasterio._err import CPLE_BaseError  # isort: skip
from rasterio.errors import CRSError, NotGeoreferencedWarning, RasterioError  # isort: skip
from rasterio.windows import Window  # isort: skip

Box = tuple[float, float, float, float]

_ON_A_LINE = 1e-6  # in cells: a box drawn along the cells' own borders holds no others


@dataclass(frozen=True)
class Raster:
    """One band of a grid.

    Attributes
    ----------
    values
        Shape (rows, columns), first row in the north; NaN where unknown.
    transform
        From column and row to coordinates.
    crs
        As declared by the file; None when it does not say.
    """

    values: NDArray[np.float64]
    transform: Affine
    crs: str | None


@dataclass(frozen=True)
class Grid:
    """How the cells of a file lie, from its header.

    Attributes
    ----------
    transform
        From column and row to coordinates, first row in the north, whatever
        the order in the file.
    shape
        Rows and columns.
    crs
        As declared by the file; None when it does not say.
    bands
        How many there are.
    marks_unknown
        Per band, whether the file says which cells are unknown: a value, a
        mask, or numbers that can be NaN.
    block
        Rows and columns the file keeps together.
    """

    transform: Affine
    shape: tuple[int, int]
    crs: str | None
    bands: int
    marks_unknown: tuple[bool, ...]
    block: tuple[int, int]

    @property
    def box(self) -> Box:
        """West, south, east, north of all cells."""
        rows, columns = self.shape
        west, north = self.transform.c, self.transform.f
        return (west, north + rows * self.transform.e, west + columns * self.transform.a, north)


def read_grid(path: Path) -> Grid:
    """Return how the cells of a GeoTIFF lie, reading no cell.

    Raises
    ------
    InputError
        When the file is refused or damaged, rotated or without a place.
    """
    with _opened(path) as (opened, file):
        check_place(opened, file)
        block = opened.block_shapes[0]
        return Grid(
            transform=_north_up(opened),
            shape=(opened.height, opened.width),
            crs=None if opened.crs is None else opened.crs.to_wkt(),
            bands=opened.count,
            marks_unknown=tuple(
                np.dtype(kind).kind == "f" or "all_valid" not in [flag.name for flag in flags]
                for kind, flags in zip(opened.dtypes, opened.mask_flag_enums, strict=True)
            ),
            block=(int(block[0]), int(block[1])),
        )


def read_raster(path: Path, *, band: int = 1, box: Box | None = None) -> Raster:
    """Return one band of a GeoTIFF, with scale and offset applied.

    Parameters
    ----------
    path
        A local GeoTIFF.
    band
        Counted from 1.
    box
        West, south, east, north in the raster's own system; only the cells
        that touch it are read.

    Raises
    ------
    InputError
        When the file is refused or damaged, rotated, too large, without that
        band, or does not overlap the box.
    """
    with _opened(path) as (opened, file):
        check_place(opened, file)
        whole = (0, opened.height, 0, opened.width)
        asked = whole if box is None else _cells(box, _north_up(opened))
        there = _common(asked, whole)
        if there is None:
            raise InputError(
                Message("{file} does not overlap the area.", file=file.name),
                Message("Check its CRS and that it covers the area of the project."),
            )
        values = _band(opened, file, band, there, None)
        crs = None if opened.crs is None else opened.crs.to_string()
        return Raster(values, _moved(_north_up(opened), there), crs)


def read_window(
    path: Path,
    bands: Sequence[int],
    box: Box | None = None,
    *,
    codes: Collection[int] = (),
    nodata: float | None = None,
) -> tuple[list[NDArray[np.float64]], Affine]:
    """Return every cell that touches a box, also beyond the edge of the file.

    Parameters
    ----------
    path, box
        See `read_raster`; beyond the file everything is unknown.
    bands
        Counted from 1.
    codes
        Bands that hold codes: their numbers are given as they stand, also
        those the file calls unknown.
    nodata
        Number in the file that stands for unknown, besides what the file says.

    Returns
    -------
    One array of shape (rows, columns) per band, first row in the north, NaN
    where unknown; and the transform from column and row to coordinates.

    Raises
    ------
    InputError
        When the file is refused or damaged, rotated, without such a band, or
        the box holds more cells than fit at once.
    """
    with _opened(path) as (opened, file):
        check_place(opened, file)
        whole = (0, opened.height, 0, opened.width)
        asked = whole if box is None else _cells(box, _north_up(opened))
        first, last, left, right = asked
        check_count((last - first) * (right - left), file)
        there = _common(asked, whole)
        found = []
        for band in bands:
            values = np.full((last - first, right - left), np.nan)
            if there is not None:
                rows = slice(there[0] - first, there[1] - first)
                columns = slice(there[2] - left, there[3] - left)
                values[rows, columns] = (
                    _codes(opened, file, band, there)
                    if band in codes
                    else _band(opened, file, band, there, nodata)
                )
            found.append(values)
        return found, _moved(_north_up(opened), asked)


@contextmanager
def _opened(path: Path) -> Iterator[tuple[rasterio.DatasetReader, Path]]:
    guard.apply_guards()
    file = check_file(path)
    try:
        with (
            alone(file) as shown,
            warnings.catch_warnings(action="ignore", category=NotGeoreferencedWarning),
            rasterio.open(shown, driver="GTiff") as opened,
        ):
            yield opened, file
    except (RasterioError, CPLE_BaseError, CRSError, MemoryError, ValueError):
        raise InputError(
            Message("{file} is damaged, or no GeoTIFF.", file=file.name),
            Message("Download or export it again."),
        ) from None


def _north_up(opened: rasterio.DatasetReader) -> Affine:
    placed = opened.transform
    if placed.e < 0:
        return Affine(placed.a, 0.0, placed.c, 0.0, placed.e, placed.f)
    north = placed.f + placed.e * opened.height
    return Affine(placed.a, 0.0, placed.c, 0.0, -placed.e, north)


def _cells(box: Box, placed: Affine) -> tuple[int, int, int, int]:
    """First and last row, first and last column of the cells that touch a box."""
    west, south, east, north = box
    first, last = (north - placed.f) / placed.e, (south - placed.f) / placed.e
    left, right = (west - placed.c) / placed.a, (east - placed.c) / placed.a
    start, stop = np.floor([first + _ON_A_LINE, left + _ON_A_LINE]), np.ceil(
        [last - _ON_A_LINE, right - _ON_A_LINE]
    )  # fmt: skip
    stop = np.maximum(stop, start + 1)
    return int(start[0]), int(stop[0]), int(start[1]), int(stop[1])


def _common(
    asked: tuple[int, int, int, int], whole: tuple[int, int, int, int]
) -> tuple[int, int, int, int] | None:
    first, left = max(asked[0], whole[0]), max(asked[2], whole[2])
    last, right = min(asked[1], whole[1]), min(asked[3], whole[3])
    return None if first >= last or left >= right else (first, last, left, right)


def _moved(placed: Affine, cells: tuple[int, int, int, int]) -> Affine:
    west, north = placed.c + placed.a * cells[2], placed.f + placed.e * cells[0]
    return Affine(placed.a, 0.0, west, 0.0, placed.e, north)


def _band(
    opened: rasterio.DatasetReader,
    file: Path,
    band: int,
    cells: tuple[int, int, int, int],
    nodata: float | None,
) -> NDArray[np.float64]:
    """Read the measurements in cells of one band, which must lie in the file."""
    masked = _read(opened, file, band, cells, masked=True)
    values = masked.astype(np.float64).filled(np.nan)
    if nodata is not None:
        values[values == nodata] = np.nan
    values = values * opened.scales[band - 1] + opened.offsets[band - 1]
    values[~np.isfinite(values)] = np.nan
    return np.ascontiguousarray(values)


def _codes(
    opened: rasterio.DatasetReader, file: Path, band: int, cells: tuple[int, int, int, int]
) -> NDArray[np.float64]:
    """Read the codes in cells of one band, which must lie in the file."""
    return np.ascontiguousarray(_read(opened, file, band, cells, masked=False).astype(np.float64))


def _read(
    opened: rasterio.DatasetReader,
    file: Path,
    band: int,
    cells: tuple[int, int, int, int],
    *,
    masked: bool,
) -> Any:  # noqa: ANN401 (a plain or a masked array of the file's own type)
    if not 1 <= band <= opened.count:
        raise InputError(
            Message("{file} has {count} bands, not {band}.", file=file.name, count=opened.count, band=band),  # noqa: E501
            Message("Choose a band that is there."),
        )  # fmt: skip
    check_kind(opened, file, band)
    first, last, left, right = cells
    check_count((last - first) * (right - left), file)
    from_south = opened.transform.e > 0
    top = opened.height - last if from_south else first
    found = opened.read(band, window=Window(left, top, right - left, last - first), masked=masked)
    return found[::-1] if from_south else found
