"""Workbooks (.xlsx): looked at as a zip first, then read cell by cell, every value as text."""

import datetime as dt
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from riskmap.errors import InputError
from riskmap.messages import Message
from riskmap.reading.paths import damaged, missing_columns, too_many, unlike_its_name

ENDINGS = frozenset({".xlsx"})
_MOST_BYTES = 1024**3
_MOST_RATIO = 200
_LEAST_BYTES = 64 * 1024**2
_MOST_MEMBERS = 5_000
# The reader holds a sheet as a full grid: one far cell would ask for all memory there is.
_MOST_CELLS = 20_000_000
_MOST_COLUMNS = 2_000
_CHUNK = 1 << 20
_TAIL = 64  # an attribute may lie across two chunks
_PLACE = re.compile(rb"""\sr\s*=\s*["']([A-Z]{0,3})([0-9]{1,7})["']""")
_ROW = re.compile(rb"[<:]row[\s/>]")
_CELL = re.compile(rb"[<:]c[\s/>]")
_DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_EXACT_DIGITS = 15  # what a spreadsheet keeps of a number

Value = str | int | float | bool | dt.date | dt.time | dt.timedelta


def sheets(file: Path) -> dict[str, tuple[str, ...]]:
    """Return the columns of every visible sheet with a header, in the workbook's order.

    Raises
    ------
    InputError
        When the workbook is refused, or names a column twice.
    """
    check_workbook(file)
    with _opened(file) as book:
        found = {name: _header(_rows(book.get_sheet_by_name(name), 50)) for name in _visible(book)}
    for _, names in found.values():
        _check_names(names, file)
    kept = {name: tuple(filter(None, names)) for name, (_, names) in found.items()}
    return {name: names for name, names in kept.items() if names}


def read_workbook(file: Path, table: str | None, columns: Sequence[str] | None) -> pd.DataFrame:
    """Return one sheet, its values as text; an empty cell is missing.

    The header is the first row with more than one filled cell, so that a title
    above it does not matter. Whole numbers are written without decimals, days
    as ``2025-12-31``; numbers with more digits than a spreadsheet keeps are
    written as ``9.90110000001231E+15``, so that nobody takes them for an id.

    Parameters
    ----------
    file
        Checked by `riskmap.reading.paths.check_file`.
    table
        Name of a sheet; None takes the first visible one with a header.
    columns
        Columns wanted; None takes all.

    Raises
    ------
    InputError
        When the workbook is refused or damaged, or has no such sheet or column.
    """
    check_workbook(file)
    with _opened(file) as book:
        name = table if table is not None else _first(book)
        if name is None:
            raise InputError(
                Message("{file} holds no sheet with a header.", file=file.name),
                Message("Give a workbook whose first filled row names its columns."),
            )
        if name not in book.sheet_names:
            raise InputError(
                Message("{file} holds no sheet {table}.", file=file.name, table=name),
                Message("It holds: {names}.", names=", ".join(book.sheet_names)),
            )
        rows = _rows(book.get_sheet_by_name(name), None)
    start, names = _header(rows)
    _check_names(names, file)
    missing = [column for column in columns or () if column not in names]
    if missing:
        raise missing_columns(file, missing)
    filled = [row for row in rows[start + 1 :] if any(value != "" for value in row)]
    places = {column: place for place, column in enumerate(names) if column}
    wanted = list(places) if columns is None else list(columns)
    return pd.DataFrame(
        {
            column: pd.array([_text(row[places[column]]) for row in filled], dtype="string")
            for column in wanted
        }
    )


def check_workbook(file: Path) -> None:
    """Refuse an archive that is no workbook, points elsewhere, or holds far more than it should.

    Every member is unpacked once, in pieces, so that sizes and check sums are
    known to be true before the reader trusts them.

    Raises
    ------
    InputError
        In one sentence.
    """
    budget = min(_MOST_BYTES, max(_LEAST_BYTES, _MOST_RATIO * file.stat().st_size))
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            names = [member.filename for member in members]
            if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
                raise unlike_its_name(file)
            if len(set(names)) != len(names):
                raise damaged(file)
            if any(name.startswith("xl/externalLinks/") for name in names):
                raise _linked(file)
            if len(names) > _MOST_MEMBERS or sum(one.file_size for one in members) > budget:
                raise _too_much(file)
            for member in members:
                _check_member(archive, member, file)
    except (
        *(zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError),
        *(NotImplementedError, UnicodeError, ValueError),
    ):
        raise damaged(file) from None


def _check_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, file: Path) -> None:
    """Unpack a member in pieces; of a sheet, look how far its cells reach."""
    reach = _Reach() if member.filename.startswith("xl/worksheets/") else None
    tail = b""
    with archive.open(member) as opened:
        for chunk in iter(lambda: opened.read(_CHUNK), b""):
            if not member.filename.endswith((".xml", ".rels")):
                continue
            if _DECLARES.search(tail + chunk):
                raise damaged(file)
            if reach is not None:
                reach.see(tail, chunk)
                if reach.cells() > _MOST_CELLS:
                    raise too_many(file)
            tail = chunk[-_TAIL:]


@dataclass
class _Reach:
    """How far a sheet reaches: by the places its cells name, and by counting those that do not."""

    row: int = 0
    column: int = 0
    rows: int = 0
    cells_in_row: int = 0

    def see(self, tail: bytes, chunk: bytes) -> None:
        for letters, number in _PLACE.findall(tail + chunk):
            self.row = max(self.row, int(number))
            self.column = max(self.column, _column_number(letters))
        first, *later = _ROW.split(chunk)
        self.cells_in_row += len(_CELL.findall(first))
        for part in later:
            self.column = max(self.column, self.cells_in_row)
            self.cells_in_row = len(_CELL.findall(part))
        self.rows += len(later)

    def cells(self) -> int:
        return max(self.row, self.rows) * max(self.column, self.cells_in_row, 1)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


@contextmanager
def _opened(file: Path) -> Iterator[CalamineWorkbook]:
    try:
        with CalamineWorkbook.from_path(str(file)) as book:
            yield book
    except (CalamineError, OSError, ValueError):
        raise damaged(file) from None


def _visible(book: CalamineWorkbook) -> list[str]:
    return [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
    ]


def _first(book: CalamineWorkbook) -> str | None:
    for name in _visible(book):
        if _header(_rows(book.get_sheet_by_name(name), 50))[1]:
            return name
    return None


def _rows(sheet: CalamineSheet, most: int | None) -> list[list[Value]]:
    return list(sheet.to_python(skip_empty_area=False, nrows=most))


def _header(rows: list[list[Value]]) -> tuple[int, tuple[str, ...]]:
    """Return place and names of the first row with two filled cells, else with one."""
    counts = [sum(value != "" for value in row) for row in rows]
    for fewest in (2, 1):
        for place, count in enumerate(counts):
            if count >= fewest:
                return place, tuple((_text(value) or "").strip() for value in rows[place])
    return 0, ()


def _check_names(names: tuple[str, ...], file: Path) -> None:
    filled = [name for name in names if name]
    if len(set(filled)) != len(filled) or len(filled) > _MOST_COLUMNS:
        raise InputError(
            Message("The header of {file} names a column twice.", file=file.name),
            Message("Give every column its own name in the first filled row."),
        )


def _text(value: Value) -> str | None:
    """Return a cell as text; None where it is empty."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time()
        return value.date().isoformat() if midnight else value.isoformat(sep=" ")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value) or None


def _number(value: float) -> str:
    whole = float(value).is_integer()
    if whole and abs(value) >= 10**_EXACT_DIGITS:
        return f"{value:.{_EXACT_DIGITS - 1}E}"
    return str(int(value)) if whole else repr(float(value))


def _linked(file: Path) -> InputError:
    return InputError(
        Message("{file} takes cells from other workbooks.", file=file.name),
        Message("Save it with its values only, for example as CSV, and give that."),
    )


def _too_much(file: Path) -> InputError:
    return InputError(
        Message("{file} holds far more than a table does.", file=file.name),
        Message("Save the one sheet you need as CSV, and give that."),
    )
