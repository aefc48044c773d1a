"""A GeoPackage looked at with SQLite before GDAL sees it."""

import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from riskmap.errors import InputError
from riskmap.messages import Message
from riskmap.reading.paths import GIB

# Counting rows with a shape reads the whole table: only done where that is quick.
_COUNTED_UP_TO = GIB


def check_geopackage(file: Path) -> None:
    """Refuse a GeoPackage that would be read wrongly without a word.

    Views are refused (they can hang or explode), and so are a file that was
    copied while in use, and one whose own row counts or spatial index do not
    fit its tables.

    Raises
    ------
    InputError
        With what is wrong and how to mend it.
    """
    log = file.with_name(file.name + "-wal")
    if log.exists() and log.stat().st_size > 0:
        raise InputError(
            Message(
                "{file} is open in another program, or was copied while it was.", file=file.name
            ),
            Message("Close it there, or copy the files that end in -wal and -shm as well."),
        )
    address = f"file:{quote(str(file))}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as opened:
            _check_tables(opened, file)
    except sqlite3.DatabaseError:
        raise InputError(
            Message("{file} is damaged and cannot be read.", file=file.name),
            Message("Download or export it again."),
        ) from None


def _check_tables(opened: sqlite3.Connection, file: Path) -> None:
    kinds = dict(opened.execute("SELECT name, type FROM sqlite_master"))
    tables = [name for (name,) in opened.execute("SELECT table_name FROM gpkg_contents")]
    counts = {}
    if "gpkg_ogr_contents" in kinds:
        counts = dict(opened.execute("SELECT table_name, feature_count FROM gpkg_ogr_contents"))
    for table in tables:
        if kinds.get(table) != "table":
            raise InputError(
                Message(
                    "Table {table} of {file} is a view or is not there.",
                    table=table,
                    file=file.name,
                ),
                Message("Export it to a table of its own first."),
            )
        promised = counts.get(table)
        if promised is not None and promised != _count(opened, f"SELECT count(*) FROM {_q(table)}"):  # noqa: S608 (names are quoted)
            raise _inconsistent(file, table)
    if file.stat().st_size <= _COUNTED_UP_TO and "gpkg_geometry_columns" in kinds:
        _check_indexes(opened, file, kinds)


def _check_indexes(opened: sqlite3.Connection, file: Path, kinds: dict[str, str]) -> None:
    columns = opened.execute("SELECT table_name, column_name FROM gpkg_geometry_columns")
    for table, column in columns.fetchall():
        index = f"rtree_{table}_{column}"
        if index not in kinds or kinds.get(table) != "table":
            continue
        # Empty shapes stand in the table but not in the index, so only fewer rows in the
        # table than in the index, or none in the index at all, prove that it is stale.
        indexed = _count(opened, f"SELECT count(*) FROM {_q(index + '_rowid')}")  # noqa: S608 (names are quoted)
        shaped = _count(opened, f"SELECT count({_q(column)}) FROM {_q(table)}")  # noqa: S608 (names are quoted)
        if indexed > shaped or (indexed == 0 and shaped > 0):
            raise _inconsistent(file, table)


def _count(opened: sqlite3.Connection, query: str) -> int:
    return int(opened.execute(query).fetchone()[0])


def _q(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _inconsistent(file: Path, table: str) -> InputError:
    return InputError(
        Message(
            "Table {table} of {file} does not hold the rows its own index promises.",
            table=table,
            file=file.name,
        ),
        Message("Export the table again, for example with QGIS."),
    )
