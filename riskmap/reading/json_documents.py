"""JSON looked at before GDAL sees it: a coordinate system stands in it, not at an address."""

import json
import mmap
import re
from pathlib import Path

from riskmap.reading.paths import unlike_its_name

# The member `crs` with an object behind it, as GDAL finds it: in capitals or not, its letters
# written as escapes or not, and in the quotes and with the comments its lenient parser takes.
_GAP = rb"(?:\s|/\*.{0,4096}?\*/|//[^\n]{0,4096}\n)*"
_CRS = re.compile(
    rb"""["'](?:[cC]|\\u00[46]3)(?:[rR]|\\u00[57]2)(?:[sS]|\\u00[57]3)["']"""
    + _GAP
    + rb":"
    + _GAP
    + rb"(?=\{)",
    re.DOTALL,
)
_NAMED = {"name", "epsg", "ogc"}
_PAIRS = json.JSONDecoder(object_pairs_hook=list)
_MOST_BYTES = 65_536  # far more than a coordinate system takes


def check_json(file: Path) -> None:
    """Refuse JSON whose coordinate system has to be fetched: GDAL would ask the server for it.

    Raises
    ------
    InputError
        When a ``crs`` is a link, or cannot be read as JSON.
    """
    with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as data:
        for found in _CRS.finditer(data):
            if not _is_named(data[found.end() : found.end() + _MOST_BYTES]):
                raise unlike_its_name(file)


def _is_named(start: bytes) -> bool:
    try:
        members, _ = _PAIRS.raw_decode(start.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return False
    # GDAL also takes a member in capitals, or the last of two, so each of them counts.
    kinds = [kind for member, kind in members if member.lower() == "type"]
    return all(isinstance(kind, str) and kind.lower() in _NAMED for kind in kinds)
