"""XML looked at with a parser that fetches nothing, before GDAL sees it."""

import re
from pathlib import Path
from xml.parsers import expat

from riskmap.errors import InputError
from riskmap.messages import Message

_START = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*<[A-Za-z_]", re.DOTALL)
_DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
# Documents that stand for other files or for servers.
_POINTS_ELSEWHERE = re.compile(
    rb"<(?:\w+:)?(?:OGRVRT|VRTDataset|VRTTi|GDAL_WM|GDALTileIndex|OGRWFS|WCS_|GDALWCS|WFS_Cap"
    rb"|WMS_Cap|WMT_MS|WMS_Tile|TileMap\b|Capabilities\b|GDALMosaic|SourceFilename|SrcDataSource)"
)


class _DocumentTypeFound(Exception):  # noqa: N818 (a signal to stop, never shown)
    """The document declares a document type."""


def looks_like_data(head: bytes) -> bool:
    """Tell whether XML starts with an element of its own, and points nowhere else.

    No register publishes documents with a document type, and nothing but
    comments and the XML declaration may stand before the first element.
    """
    return (
        _START.match(head) is not None
        and _DECLARES.search(head) is None
        and _POINTS_ELSEWHERE.search(head) is None
    )


def check_xml(file: Path) -> None:
    """Refuse XML that is cut off or not well formed; GDAL would give the rows before the cut.

    Raises
    ------
    InputError
        With the line where the document ends or breaks.
    """
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _stop
    try:
        with file.open("rb") as opened:
            parser.ParseFile(opened)
    except (expat.ExpatError, LookupError, ValueError):
        raise InputError(
            Message(
                "{file} is cut off or damaged at line {line}.",
                file=file.name,
                line=parser.ErrorLineNumber,
            ),
            Message("Download or export it again."),
        ) from None
    except _DocumentTypeFound:
        raise InputError(
            Message("{file} declares a document type, which no register does.", file=file.name),
            Message("Download the file again from its source."),
        ) from None


def _stop(*_: object) -> None:
    raise _DocumentTypeFound
