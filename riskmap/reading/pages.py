"""Answers of services: refused when they are the first page of several."""

import re
from pathlib import Path

from riskmap.errors import InputError
from riskmap.messages import Message
from riskmap.reading.paths import read_head

_PAGED = {".gml", ".xml", ".geojson", ".json"}
_TAIL = 65_536
_MATCHED = re.compile(rb'(?:numberMatched|totalFeatures)"?\s*[=:]\s*"?(\d+)')
_NEXT = re.compile(rb'"rel"\s*:\s*"next"|"exceededTransferLimit"\s*:\s*true')


def check_all_pages(file: Path, rows: int) -> None:
    """Refuse the first page of a download that had more pages.

    Parameters
    ----------
    file
        GML or GeoJSON; other formats have no pages.
    rows
        How many the file itself holds.

    Raises
    ------
    InputError
        When the answer says that more matched, or names a next page.
    """
    if file.suffix.lower() not in _PAGED:
        return
    with file.open("rb") as opened:
        opened.seek(max(0, file.stat().st_size - _TAIL))
        ends = read_head(file) + opened.read()
    matched = _MATCHED.search(ends)
    short = matched is not None and int(matched.group(1)) > rows
    if short or _NEXT.search(ends):
        raise InputError(
            Message("{file} is the first page of a longer answer.", file=file.name),
            Message("Download all pages, or the whole register as a file."),
        )
