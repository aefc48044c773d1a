"""Tables without places: CSV, Parquet and workbooks, every value as text."""

import codecs
import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from riskmap.errors import InputError
from riskmap.messages import Message
from riskmap.reading import parquet, workbooks
from riskmap.reading.gdal import Opened, opened_by_gdal, read_rows
from riskmap.reading.paths import check_file, damaged, missing_columns, read_head

TEXT_ENDINGS = frozenset({".csv", ".txt"})
_DELIMITERS = ";,\t|"
_MOST_COLUMNS = 2_000
_CHUNK = 1 << 20


def read_table(
    path: Path, *, table: str | None = None, columns: Sequence[str] | None = None
) -> pd.DataFrame:
    """Return a table with every value as text; only an empty cell is missing.

    The delimiter of a CSV file is the one its header uses most (semicolon,
    comma, tab or bar); text is UTF-8, or Windows-1252 when it is no UTF-8.
    Words such as NA and null stay words.

    Parameters
    ----------
    path
        CSV, Parquet, a workbook, or a format with places, which are then left out.
    table
        Table inside the file; may be left out where there is one. Of a
        workbook the first visible sheet with a header is taken.
    columns
        Columns wanted; None takes all.

    Raises
    ------
    InputError
        When the file is refused, its rows do not fit its header, or a wanted
        column is not there.
    """
    file = check_file(path)
    ending = file.suffix.lower()
    if ending in TEXT_ENDINGS:
        frame = _read_text_table(file, columns)
    elif ending in parquet.ENDINGS:
        frame = parquet.read_parquet_table(file, columns)
    elif ending in workbooks.ENDINGS:
        frame = workbooks.read_workbook(file, table, columns)
    else:
        with opened_by_gdal(file) as opened:
            name = table if table is not None else _only_table(opened)
            frame = read_rows(opened, name, columns=columns, places=False)
    return frame.astype("string")


def text_columns(file: Path) -> tuple[str, ...]:
    """Return the header of a CSV file.

    Raises
    ------
    InputError
        When the file is empty or names a column twice.
    """
    text = _decoded(read_head(file))
    line = _first_line(text)
    if not line.strip():
        raise InputError(
            Message("{file} is empty.", file=file.name),
            Message("Give a table whose first line names its columns."),
        )
    try:
        header = next(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(line)))
    except (csv.Error, StopIteration):
        raise _no_fit(file, 1) from None
    names = tuple(name.strip() for name in header)
    if len(set(names)) != len(names) or len(names) > _MOST_COLUMNS:
        raise InputError(
            Message("The first line of {file} names a column twice.", file=file.name),
            Message("Give every column its own name in the first line."),
        )
    return names


def _only_table(opened: Opened) -> str:
    if len(opened.tables) == 1:
        return next(iter(opened.tables))
    raise InputError(
        Message("{file} holds {count} tables.", file=opened.file.name, count=len(opened.tables)),
        Message(
            "Name one with layer; the file holds: {names}.", names=", ".join(opened.tables) or "-"
        ),
    )


def _read_text_table(file: Path, columns: Sequence[str] | None) -> pd.DataFrame:
    names = text_columns(file)
    missing = [name for name in columns or () if name not in names]
    if missing:
        raise missing_columns(file, missing)
    delimiter = _delimiter(_first_line(_decoded(read_head(file))))
    encoding = _encoding(file)
    _check_rows(file, len(names), delimiter, encoding)
    try:
        frame = pd.read_csv(
            file,
            sep=delimiter,
            dtype="string",
            header=0,
            names=list(names),
            index_col=False,
            keep_default_na=False,
            na_values=[""],
            encoding=encoding,
            on_bad_lines="error",
        )
    except (pd.errors.ParserError, UnicodeDecodeError):
        raise damaged(file) from None
    return frame if columns is None else frame[list(columns)]


def _check_rows(file: Path, width: int, delimiter: str, encoding: str) -> None:
    """Compare every row with the header; pandas would fill short rows and cut long ones.

    An unclosed quote swallows rows until the next quote: the strict reader
    stumbles over what follows it.
    """
    with file.open(encoding=encoding, newline="") as opened:
        rows = csv.reader(opened, delimiter=delimiter, strict=True)
        try:
            for row in rows:
                if len(row) != width and any(cell.strip() for cell in row):
                    raise _no_fit(file, rows.line_num)
        except (csv.Error, UnicodeDecodeError):
            raise _no_fit(file, rows.line_num) from None


def _no_fit(file: Path, line: int) -> InputError:
    return InputError(
        Message("Line {line} of {file} does not fit its first line.", file=file.name, line=line),
        Message("Look for a quote that is not closed or a stray delimiter; save it again."),
    )


def _first_line(text: str) -> str:
    return re.split(r"[\r\n]", text, maxsplit=1)[0]


def _delimiter(line: str) -> str:
    return max(_DELIMITERS, key=line.count)


def _encoding(file: Path) -> str:
    """Return UTF-8 where the whole file is that, Windows-1252 otherwise."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    encoding = "utf-8-sig"
    with file.open("rb") as opened:
        for chunk in iter(lambda: opened.read(_CHUNK), b""):
            if b"\x00" in chunk:
                raise damaged(file)
            if encoding == "cp1252":
                continue
            try:
                decoder.decode(chunk, final=len(chunk) < _CHUNK)
            except UnicodeDecodeError:
                encoding = "cp1252"
    return encoding


def _decoded(head: bytes) -> str:
    try:
        return codecs.getincrementaldecoder("utf-8-sig")().decode(head)
    except UnicodeDecodeError:
        return head.decode("cp1252", "replace")
