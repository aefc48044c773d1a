"""What a grid is refused for before a cell of it is read."""

from pathlib import Path

import numpy as np
from affine import Affine

from riskmap.errors import InputError
from riskmap.messages import Message

import rasterio  # isort: skip

_MOST_CELLS = 150_000_000  # about 4 GB while it is read
_MOST_BYTES_PER_TILE = 512 * 1024**2


def check_count(count: int, file: Path) -> None:
    """Refuse more cells than fit in memory at once."""
    if count > _MOST_CELLS:
        raise InputError(
            Message("{file} has more cells than fit at once.", file=file.name),
            Message("Give an area in riskmap.toml, or a coarser grid."),
        )


def check_place(opened: rasterio.DatasetReader, file: Path) -> None:
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


def check_kind(opened: rasterio.DatasetReader, file: Path, band: int) -> None:
    """Refuse tiles that explode when one of them is read, and numbers that are no measurements."""
    rows, columns = opened.block_shapes[band - 1]
    kind = np.dtype(opened.dtypes[band - 1])
    if kind.kind not in "iufb" or rows * columns * kind.itemsize > _MOST_BYTES_PER_TILE:
        raise InputError(
            Message("{file} has cells riskmap cannot read.", file=file.name),
            Message("Export it as GeoTIFF with plain numbers and tiles of 512 by 512 cells."),
        )
