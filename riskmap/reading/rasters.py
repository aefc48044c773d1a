"""Rasters: one band of a GeoTIFF, north up, unknown as NaN."""

import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from affine import Affine
from numpy.typing import NDArray

from riskmap import guard
from riskmap.errors import InputError
from riskmap.messages import Message
from riskmap.reading.alone import alone
from riskmap.reading.paths import check_file

import rasterio  # isort: skip
from rasterio._err import CPLE_BaseError  # isort: skip
from rasterio.errors import CRSError, NotGeoreferencedWarning, RasterioError  # isort: skip
from rasterio.windows import Window  # isort: skip

_MOST_CELLS = 150_000_000  # about 4 GB while it is read
_MOST_BYTES_PER_TILE = 512 * 1024**2


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


def read_raster(
    path: Path, *, band: int = 1, box: tuple[float, float, float, float] | None = None
) -> Raster:
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
    guard.apply_guards()
    file = check_file(path)
    try:
        with (
            alone(file) as shown,
            warnings.catch_warnings(action="ignore", category=NotGeoreferencedWarning),
            rasterio.open(shown, driver="GTiff") as opened,
        ):
            return _read(opened, file, band, box)
    except (RasterioError, CPLE_BaseError, CRSError, MemoryError, ValueError):
        raise InputError(
            Message("{file} is damaged, or no GeoTIFF.", file=file.name),
            Message("Download or export it again."),
        ) from None


def _read(
    opened: rasterio.DatasetReader,
    file: Path,
    band: int,
    box: tuple[float, float, float, float] | None,
) -> Raster:
    if not 1 <= band <= opened.count:
        raise InputError(
            Message("{file} has {count} bands, not {band}.", file=file.name, count=opened.count, band=band),  # noqa: E501
            Message("Choose a band that is there."),
        )  # fmt: skip
    _check_place(opened, file)
    _check_kind(opened, file, band)
    window = _window(opened, file, box)
    if window.width * window.height > _MOST_CELLS:
        raise InputError(
            Message("{file} has more cells than fit at once.", file=file.name),
            Message("Give an area in riskmap.toml, or a coarser grid."),
        )
    masked = opened.read(band, window=window, masked=True)
    values = masked.astype(np.float64).filled(np.nan)
    values = values * opened.scales[band - 1] + opened.offsets[band - 1]
    values[~np.isfinite(values)] = np.nan
    transform = opened.transform
    west = transform.c + transform.a * window.col_off
    top = transform.f + transform.e * window.row_off
    placed = Affine(transform.a, 0.0, west, 0.0, transform.e, top)
    if placed.e > 0:
        values = values[::-1]
        north = placed.f + placed.e * values.shape[0]
        placed = Affine(placed.a, 0.0, placed.c, 0.0, -placed.e, north)
    crs = None if opened.crs is None else opened.crs.to_string()
    return Raster(np.ascontiguousarray(values), placed, crs)


def _check_place(opened: rasterio.DatasetReader, file: Path) -> None:
    """Refuse grids that are turned, and grids without a place."""
    transform = opened.transform
    if transform.b or transform.d or transform.a <= 0:
        raise InputError(
            Message("{file} is a rotated grid.", file=file.name),
            Message("Warp it to a grid with north up first, for example with QGIS."),
        )
    if transform == Affine.identity():
        raise InputError(
            Message("{file} does not say where it lies.", file=file.name),
            Message("Export it as GeoTIFF with its position, for example with QGIS."),
        )


def _check_kind(opened: rasterio.DatasetReader, file: Path, band: int) -> None:
    """Refuse tiles that explode when one of them is read, and numbers that are no measurements."""
    rows, columns = opened.block_shapes[band - 1]
    kind = np.dtype(opened.dtypes[band - 1])
    if kind.kind not in "iufb" or rows * columns * kind.itemsize > _MOST_BYTES_PER_TILE:
        raise InputError(
            Message("{file} has cells riskmap cannot read.", file=file.name),
            Message("Export it as GeoTIFF with plain numbers and tiles of 512 by 512 cells."),
        )


def _window(
    opened: rasterio.DatasetReader, file: Path, box: tuple[float, float, float, float] | None
) -> Window:
    whole = Window(0, 0, opened.width, opened.height)
    if box is None:
        return whole
    west, south, east, north = box
    placed = opened.transform
    across = sorted(((west - placed.c) / placed.a, (east - placed.c) / placed.a))
    down = sorted(((south - placed.f) / placed.e, (north - placed.f) / placed.e))
    columns = (int(np.floor(across[0])), int(np.ceil(across[1])))
    rows = (int(np.floor(down[0])), int(np.ceil(down[1])))
    left, right = max(columns[0], 0), min(columns[1], opened.width)
    first, last = max(rows[0], 0), min(rows[1], opened.height)
    if left >= right or first >= last:
        raise InputError(
            Message("{file} does not overlap the area.", file=file.name),
            Message("Check its CRS and that it covers the area of the project."),
        )
    return Window(left, first, right - left, last - first)
