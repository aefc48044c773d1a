"""A GeoPackage looked at with SQLite before GDAL sees it."""

import sqlite3
import struct
from collections.abc import Collection
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from riskmap.errors import InputError
from riskmap.messages import Message
from riskmap.reading.paths import GIB, damaged, read_head
from riskmap.reading.states import KEPT, FileState, state_of

# Counting rows with a shape reads the whole table: only done where that is quick.
_COUNTED_UP_TO = GIB
_HOT = b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"  # how a journal of a broken-off change starts
# What GDAL reads before it reads a table: none of it may be a view.
_OWN = frozenset(
    """
    gpkg_contents gpkg_ogr_contents gpkg_geometry_columns gpkg_spatial_ref_sys gpkg_extensions
    gpkg_metadata gpkg_metadata_reference gpkg_data_columns gpkg_data_column_constraints
    gpkg_tile_matrix gpkg_tile_matrix_set gpkgext_relations sqlite_sequence layer_styles
    """.split()  # noqa: SIM905 (a list of names reads best as words)
)
# The flag for an empty shape is the fifth bit of the fourth byte of a GeoPackage shape.
_HAS_SHAPE = "{0} IS NOT NULL AND (instr('13579BDF', substr(hex(substr({0}, 4, 1)), 1, 1)) = 0)"


def check_geopackage(file: Path) -> dict[str, str | None]:
    """Return the registered tables and their geometry, or refuse what would be read wrongly.

    Views, virtual tables and computed columns are refused (they can hang or
    explode), and so are a file that was copied while in use, one that is cut
    off, and one whose own row counts or spatial index do not fit its tables.

    Raises
    ------
    InputError
        With what is wrong and how to mend it.
    """
    if _in_use(file):
        raise InputError(
            Message(
                "{file} is open in another program, or was copied while it was.", file=file.name
            ),
            Message("Close it there, or copy the files that end in -wal and -shm as well."),
        )
    return dict(_checked(state_of(file)))


@lru_cache(maxsize=KEPT)
def _checked(state: FileState) -> tuple[tuple[str, str | None], ...]:
    """Check a file once per state: its counts read whole tables."""
    file = state.path
    if _cut_off(file):
        raise damaged(file)
    address = f"file:{quote(str(file))}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as opened:
            opened.execute("PRAGMA trusted_schema = OFF")
            return tuple(_check_tables(opened, file).items())
    except (sqlite3.Error, ValueError):
        raise damaged(file) from None


def _in_use(file: Path) -> bool:
    """Tell whether changes lie beside the file that are not in it, or only half."""
    log = file.with_name(file.name + "-wal")
    journal = file.with_name(file.name + "-journal")
    if log.exists() and log.stat().st_size > 0:
        return True
    return journal.exists() and read_head(journal, len(_HOT)) == _HOT


def _cut_off(file: Path) -> bool:
    head = read_head(file, 100)
    if len(head) < 100:  # noqa: PLR2004 (the header of SQLite)
        return True
    page, changed, pages, valid_for = struct.unpack(">16xH6xII60xI4x", head)
    size = 65_536 if page == 1 else page  # 65,536 does not fit in the two bytes of the header
    return bool(changed == valid_for and pages * size > file.stat().st_size)


def _check_tables(opened: sqlite3.Connection, file: Path) -> dict[str, str | None]:
    plain = {
        name
        for name, kind, source in opened.execute("SELECT name, type, sql FROM sqlite_master")
        if kind == "table" and not str(source).upper().startswith("CREATE VIRTUAL")
    }
    told = {name for (name,) in opened.execute("SELECT name FROM sqlite_master")}
    for name in sorted(told & _OWN):
        _must_be_plain(opened, file, name, plain)
    tables = [name for (name,) in opened.execute("SELECT table_name FROM gpkg_contents")]
    counts: dict[str, int | None] = {}
    if "gpkg_ogr_contents" in plain:
        counts = dict(opened.execute("SELECT table_name, feature_count FROM gpkg_ogr_contents"))
    for table in tables:
        _must_be_plain(opened, file, table, plain)
        _check_count(opened, file, table, counts.get(table))
    if file.stat().st_size <= _COUNTED_UP_TO and "gpkg_geometry_columns" in plain:
        _check_indexes(opened, file, told, plain)
    places: dict[str, str] = {}
    if "gpkg_geometry_columns" in plain:
        places = dict(
            opened.execute("SELECT table_name, geometry_type_name FROM gpkg_geometry_columns")
        )
    return {str(table): places.get(table) for table in tables}


def _must_be_plain(
    opened: sqlite3.Connection, file: Path, table: str, plain: Collection[str]
) -> None:
    computed = table in plain and any(
        hidden for *_, hidden in opened.execute(f"PRAGMA table_xinfo({_q(table)})")
    )
    if table not in plain or computed:
        raise InputError(
            Message(
                "Table {table} of {file} is a view or is not there.", table=table, file=file.name
            ),
            Message("Export it to a table of its own first."),
        )


def _check_count(opened: sqlite3.Connection, file: Path, table: str, promised: int | None) -> None:
    """Compare the rows with the count GDAL would believe; a large table only with none at all."""
    if promised is None:
        return
    if file.stat().st_size <= _COUNTED_UP_TO:
        found = _count(opened, f"SELECT count(*) FROM {_q(table)}")  # noqa: S608 (names are quoted)
        wrong = found != promised
    else:
        found = _count(opened, f"SELECT count(*) FROM (SELECT 1 FROM {_q(table)} LIMIT 1)")  # noqa: S608 (names are quoted)
        wrong = (found == 0) != (promised == 0)
    if wrong:
        raise _inconsistent(file, table)


def _check_indexes(
    opened: sqlite3.Connection, file: Path, told: Collection[str], plain: Collection[str]
) -> None:
    columns = opened.execute("SELECT table_name, column_name FROM gpkg_geometry_columns")
    for table, column in columns.fetchall():
        rows = f"rtree_{table}_{column}_rowid"
        if rows not in told or table not in plain:
            continue
        _must_be_plain(opened, file, rows, plain)
        # Empty shapes stand in the table but not in the index.
        indexed = _count(opened, f"SELECT count(*) FROM {_q(rows)}")  # noqa: S608 (names are quoted)
        shaped = _count(opened, f"SELECT count(*) FROM {_q(table)} WHERE {_HAS_SHAPE.format(_q(column))}")  # noqa: E501, S608 (names are quoted)  # fmt: skip
        if indexed != shaped:
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
