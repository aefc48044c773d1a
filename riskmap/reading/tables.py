"""Tables without places: CSV and Parquet, every value as text."""

import csv
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from riskmap.errors import InputError
from riskmap.messages import Message
from riskmap.reading.geopackage import check_geopackage
from riskmap.reading.paths import check_file, read_head

import pyogrio  # isort: skip

TEXT_ENDINGS = frozenset({".csv", ".txt"})
_DELIMITERS = ";,\t|"
_MOST_COLUMNS = 2_000
_MOST_ROWS = 40_000_000


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
        CSV, Parquet or GeoPackage.
    table
        Table inside a GeoPackage.
    columns
        Columns wanted; None takes all.

    Raises
    ------
    InputError
        When the file is refused or its rows do not fit its header.
    """
    file = check_file(path)
    ending = file.suffix.lower()
    if ending in TEXT_ENDINGS:
        frame = _read_text_table(file)
    elif ending in {".parquet", ".geoparquet"}:
        frame = _read_parquet(file)
    else:
        if ending == ".gpkg":
            check_geopackage(file)
        frame = pyogrio.read_dataframe(file, layer=table, read_geometry=False)
    frame = frame if columns is None else frame[list(columns)]
    return frame.astype("string")


def text_columns(file: Path) -> tuple[str, ...]:
    """Return the header of a CSV file.

    Raises
    ------
    InputError
        When the file is empty or names a column twice.
    """
    line = _decoded(read_head(file)).splitlines()[:1]
    if not line or not line[0].strip():
        raise InputError(
            Message("{file} is empty.", file=file.name),
            Message("Give a table whose first line names its columns."),
        )
    names = tuple(name.strip() for name in next(csv.reader(line, delimiter=_delimiter(line[0]))))
    if len(set(names)) != len(names) or len(names) > _MOST_COLUMNS:
        raise InputError(
            Message("The first line of {file} names a column twice.", file=file.name),
            Message("Give every column its own name in the first line."),
        )
    return names


def _read_text_table(file: Path) -> pd.DataFrame:
    names = text_columns(file)
    line = _decoded(read_head(file)).splitlines()[0]
    try:
        return pd.read_csv(
            file,
            sep=_delimiter(line),
            dtype="string",
            header=0,
            names=list(names),
            index_col=False,
            keep_default_na=False,
            na_values=[""],
            encoding=_encoding(file),
            on_bad_lines="error",
        )
    except (pd.errors.ParserError, UnicodeDecodeError, csv.Error):
        raise InputError(
            Message("The rows of {file} do not fit its first line.", file=file.name),
            Message("Look for a quote that is not closed or a stray delimiter; save it again."),
        ) from None


def _read_parquet(file: Path) -> pd.DataFrame:
    try:
        if pq.ParquetFile(file).metadata.num_rows > _MOST_ROWS:
            raise InputError(
                Message("{file} holds more rows than fit at once.", file=file.name),
                Message("Give a smaller table."),
            )
        return pd.read_parquet(file)
    except (OSError, ValueError):
        raise InputError(
            Message("{file} is damaged, or no file of its kind.", file=file.name),
            Message("Export it again."),
        ) from None


def _delimiter(line: str) -> str:
    return max(_DELIMITERS, key=line.count)


def _encoding(file: Path) -> str:
    with file.open("rb") as opened:
        for chunk in iter(lambda: opened.read(1 << 20), b""):
            try:
                # A character may be cut at the end of a chunk: three bytes are forgiven.
                chunk[:-3].decode("utf-8")
            except UnicodeDecodeError as wrong:
                if wrong.start > 3:  # noqa: PLR2004 (a character cut at the start of a chunk)
                    return "cp1252"
    return "utf-8-sig"


def _decoded(head: bytes) -> str:
    try:
        return head.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        if wrong.start >= len(head) - 3:
            return head[: wrong.start].decode("utf-8-sig")
        return head.decode("cp1252", "replace")
