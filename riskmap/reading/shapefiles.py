"""The parts of a shapefile, compared before GDAL reads them together."""

import struct
from pathlib import Path

from riskmap.errors import InputError
from riskmap.messages import Message
from riskmap.reading.alone import part

_HEADER = 100  # bytes before the first record of .shp and .shx
_ENTRY = 8  # bytes per record in .shx


def check_shapefile(file: Path) -> None:
    """Refuse a shapefile whose parts are lost, cut off, or of different age.

    Raises
    ------
    InputError
        With the part that does not fit.
    """
    index = part(file, ".shx")
    if index is None:
        raise InputError(
            Message("{file} has lost its .shx part.", file=file.name),
            Message("Copy all parts of the shapefile: .shp, .shx, .dbf and .prj."),
        )
    shapes = _shapes(file, index)
    table = part(file, ".dbf")
    if table is None:
        return
    with table.open("rb") as opened:
        head = opened.read(12)
    if len(head) < 12:  # noqa: PLR2004 (where the three counts end)
        raise _misfit(file, ".dbf")
    rows, start, width = struct.unpack("<4xIHH", head)
    if rows != shapes or table.stat().st_size < start + rows * width:
        raise _misfit(file, ".dbf")


def _shapes(file: Path, index: Path) -> int:
    """Return the number of shapes, after comparing the index with the shapes themselves."""
    size = index.stat().st_size
    shapes, left = divmod(size - _HEADER, _ENTRY)
    if shapes < 0 or left:
        raise _misfit(file, ".shx")
    with file.open("rb") as opened:
        words = struct.unpack(">24xi", opened.read(28).ljust(28, b"\xff"))[0]
    ends = 2 * words
    if shapes:
        with index.open("rb") as opened:
            opened.seek(size - _ENTRY)
            offset, length = struct.unpack(">ii", opened.read(_ENTRY))
        ends = max(ends, 2 * (offset + length) + _ENTRY)
    if words < 0 or ends > file.stat().st_size:
        raise _misfit(file, ".shp")
    return shapes


def _misfit(file: Path, ending: str) -> InputError:
    return InputError(
        Message(
            "The {ending} part of {file} is cut off or belongs to another copy.",
            ending=ending,
            file=file.name,
        ),
        Message("Copy all parts of the shapefile again: .shp, .shx, .dbf and .prj."),
    )
