"""Paths and first bytes: is this a plain local file, and is it what its name says."""

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path

from riskmap.errors import InputError
from riskmap.messages import Message
from riskmap.reading.xml_documents import looks_like_data

GIB = 1024**3
_HEAD = 65_536
_SCHEME = re.compile(r"^[A-Za-z][A-Za-z0-9+._-]+:")
_ELSEWHERE = ("/vsi", "\\\\")
_TEXT = frozenset({".csv", ".txt", ".toml", ".json", ".geojson", ".gml", ".xml"})
_BLANKS = b"\xef\xbb\xbf \t\r\n"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_NO_TEXT = (b"<", b"{", b"PK\x03\x04", b"%PDF", b"PAR1")
_STREAMED = b'"gdal_streamed_alg"'  # a document that tells GDAL which commands to run
_COMPOUND = b"\xd0\xcf\x11\xe0"  # what .xls and locked workbooks start with
_TIFF = (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")

# Ending -> largest file that is opened. Text formats are read whole, the others by part.
MOST_BYTES: Mapping[str, int] = {
    ".gpkg": 64 * GIB,
    ".parquet": 16 * GIB,
    ".geoparquet": 16 * GIB,
    ".shp": 4 * GIB,
    ".fgb": 32 * GIB,
    ".geojson": 2 * GIB,
    ".json": 2 * GIB,
    ".gml": 4 * GIB,
    ".xml": 4 * GIB,
    ".csv": 2 * GIB,
    ".txt": 2 * GIB,
    ".tif": 16 * GIB,
    ".tiff": 16 * GIB,
    ".zip": 8 * GIB,
    ".xlsx": GIB // 4,
    ".toml": 4 * 1024**2,
}


def check_path(path: Path) -> Path:
    """Return the resolved path of a plain local file.

    Raises
    ------
    InputError
        When the path names a server, a driver or a virtual file system, or
        when no such file is there.
    """
    text = str(path)
    windows_drive = bool(re.match(r"^[A-Za-z]:[\\/]", text))
    if text.startswith(_ELSEWHERE) or (_SCHEME.match(text) and not windows_drive):
        raise InputError(
            Message("{path} is not a plain local path.", path=text),
            Message("Download the file first and give its path on this machine."),
        )
    try:
        if path.is_dir():
            raise InputError(
                Message("{path} is a folder, not a file.", path=text),
                Message("Give the path of one file in it."),
            )
        if not path.is_file():
            raise InputError(
                Message("The file {path} does not exist.", path=text), _nearest_file(path)
            )
        found = path.resolve()
    except (OSError, ValueError, RuntimeError) as wrong:
        raise _closed(path, wrong) from None
    if str(found).startswith(_ELSEWHERE):
        raise InputError(
            Message("{path} is not a plain local path.", path=text),
            Message("Copy the file to another folder first."),
        )
    return found


def check_file(path: Path) -> Path:
    """Return the resolved path of a file whose size and first bytes fit its ending.

    Raises
    ------
    InputError
        When the ending is not known, the file is too large, or its content
        is something else than its name says.
    """
    file = check_path(path)
    ending = file.suffix.lower()
    if ending not in MOST_BYTES:
        raise InputError(
            Message("{file} has an ending riskmap does not read.", file=file.name),
            Message("Give one of: {endings}.", endings=", ".join(sorted(MOST_BYTES))),
        )
    try:
        size, head = file.stat().st_size, read_head(file)
    except OSError as wrong:
        raise _closed(file, wrong) from None
    if size > MOST_BYTES[ending]:
        raise InputError(
            Message("{file} is larger than riskmap opens.", file=file.name),
            Message("Cut out the area you need first, for example with QGIS."),
        )
    if size == 0:
        raise InputError(
            Message("{file} is empty.", file=file.name), Message("Download or export it again.")
        )
    if head.startswith(_UTF16) and ending in _TEXT:
        raise _no_utf8(file)
    if ending == ".xlsx" and head.startswith(_COMPOUND):
        raise InputError(
            Message("{file} is locked with a password, or an older workbook.", file=file.name),
            Message("Save it as .xlsx without a password, or as CSV."),
        )
    if not _fits(head, ending):
        raise unlike_its_name(file)
    return file


def read_head(path: Path, count: int = _HEAD) -> bytes:
    """Return the first bytes of a file."""
    with path.open("rb") as file:
        return file.read(count)


def read_bytes(path: Path, limit: int = 2 * GIB) -> bytes:
    """Return a whole file of a format riskmap knows; see `check_file`.

    Raises
    ------
    InputError
        When the file is larger than `limit` bytes.
    """
    file = check_file(path)
    if file.stat().st_size > limit:
        raise _too_large(file)
    return file.read_bytes()


def read_text(path: Path, limit: int) -> str:
    """Return a text file in UTF-8 of at most `limit` bytes.

    Raises
    ------
    InputError
        When it is larger, or no UTF-8.
    """
    file = check_path(path)
    if file.stat().st_size > limit:
        raise _too_large(file)
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise _no_utf8(file) from None
    except OSError as wrong:
        raise _closed(file, wrong) from None


def is_raster(path: Path) -> bool:
    """Tell from the ending whether a file is a GeoTIFF."""
    return path.suffix.lower() in {".tif", ".tiff"}


def damaged(file: Path) -> InputError:
    """Return the error for a file that opens and then breaks."""
    return InputError(
        Message("{file} is damaged, or no file of its kind.", file=file.name),
        Message("Download or export it again."),
    )


def too_many(file: Path) -> InputError:
    """Return the error for a file whose own figures say that it does not fit."""
    return InputError(
        Message("{file} holds more rows than fit at once.", file=file.name),
        Message("Give an area in riskmap.toml, so that only that part is read."),
    )


def unlike_its_name(file: Path) -> InputError:
    """Return the error for a file that is something else than its ending says."""
    return InputError(
        Message("The content of {file} is not what its name says.", file=file.name),
        Message("Export the file again in the format of its ending."),
    )


def missing_columns(file: Path, columns: Sequence[str]) -> InputError:
    """Return the error for columns that were asked for and are not there."""
    return InputError(
        Message("{file} has no column {columns}.", file=file.name, columns=", ".join(columns)),
        Message("Name a column that is in the file."),
    )


def _closed(path: Path, wrong: Exception) -> InputError:
    reason = wrong.strerror if isinstance(wrong, OSError) else None
    return InputError(
        Message("{path} cannot be opened: {reason}.", path=path, reason=reason or "-"),
        Message("Check the path and the rights on the file."),
    )


def _no_utf8(file: Path) -> InputError:
    return InputError(
        Message("{file} is not text in UTF-8.", file=file.name),
        Message("Save it again as UTF-8."),
    )


def _too_large(file: Path) -> InputError:
    return InputError(
        Message("{file} is larger than riskmap opens.", file=file.name),
        Message("Give a smaller file."),
    )


def _nearest_file(path: Path) -> Message:
    folder = path.parent
    if not folder.is_dir():
        return Message("The folder {folder} does not exist either; mend the path.", folder=folder)
    names = sorted(entry.name for entry in folder.iterdir() if entry.is_file())
    close = get_close_matches(path.name, names, n=1)
    if close:
        return Message("Did you mean {name}?", name=close[0])
    return Message("Mend the path; in riskmap.toml relative paths start at that file.")


def _fits(head: bytes, ending: str) -> bool:  # noqa: PLR0911 (one line per format)
    if ending == ".gpkg":
        return head.startswith(b"SQLite format 3\x00") and head[68:70] == b"GP"
    if ending in {".parquet", ".geoparquet"}:
        return head.startswith(b"PAR1")
    if ending == ".shp":
        return head.startswith(b"\x00\x00\x27\x0a")
    if ending == ".fgb":
        return head.startswith(b"fgb")
    if ending in {".tif", ".tiff"}:
        return head.startswith(_TIFF)
    if ending in {".zip", ".xlsx"}:
        return head.startswith((b"PK\x03\x04", b"PK\x05\x06"))
    if ending in {".geojson", ".json"}:
        return head.lstrip(_BLANKS).startswith(b"{") and _STREAMED not in head
    if ending in {".gml", ".xml"}:
        return looks_like_data(head)
    return b"\x00" not in head and not head.lstrip(_BLANKS).startswith(_NO_TEXT)
