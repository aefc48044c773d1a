"""Files opened by GDAL: only after their own checks, alone, and by the one right driver."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import shapely

from riskmap import guard
from riskmap.errors import InputError
from riskmap.messages import Message
from riskmap.reading.alone import alone
from riskmap.reading.geopackage import check_geopackage
from riskmap.reading.json_documents import check_json
from riskmap.reading.pages import check_all_pages
from riskmap.reading.paths import damaged, missing_columns, too_many, unlike_its_name
from riskmap.reading.shapefiles import check_shapefile
from riskmap.reading.xml_documents import check_xml

import pyogrio  # isort: skip
from pyogrio.errors import DataLayerError, DataSourceError  # isort: skip
from pyproj.exceptions import CRSError  # isort: skip

Box = tuple[float, float, float, float]

# pyogrio cannot be told which driver to use, so it is asked afterwards which one it was.
_DRIVERS: Mapping[str, str] = {
    ".gpkg": "GPKG",
    ".shp": "ESRI Shapefile",
    ".fgb": "FlatGeobuf",
    ".geojson": "GeoJSON",
    ".json": "GeoJSON",
    ".gml": "GML",
    ".xml": "GML",
}
_MOST_ROWS = 40_000_000
_WRONG = (DataSourceError, DataLayerError, CRSError, shapely.errors.ShapelyError, UnicodeError)


@dataclass(frozen=True)
class Opened:
    """A file that passed its checks.

    Attributes
    ----------
    file
        The user's file, for messages.
    shown
        Where it can be opened.
    tables
        Name -> type of geometry, None for a table without.
    """

    file: Path
    shown: Path
    tables: Mapping[str, str | None]


@contextmanager
def opened_by_gdal(file: Path) -> Iterator[Opened]:
    """Yield a file that was checked by `riskmap.reading.paths.check_file`.

    Raises
    ------
    InputError
        When the checks of its format refuse it.
    """
    guard.apply_guards()
    ending = file.suffix.lower()
    if ending not in _DRIVERS:
        raise InputError(
            Message("{file} is no table.", file=file.name),
            Message("Give one of: {endings}.", endings=", ".join(sorted(_DRIVERS))),
        )
    registered = check_geopackage(file) if ending == ".gpkg" else None
    if ending == ".shp":
        check_shapefile(file)
    if ending in {".gml", ".xml"}:
        check_xml(file)
    if ending in {".geojson", ".json"}:
        check_json(file)
    with alone(file) as shown:
        # GDAL would also list what the GeoPackage does not register, views among them.
        tables = _tables(file, shown) if registered is None else registered
        if tables:
            info = read_info(Opened(file, shown, tables), next(iter(tables)))
            if info["driver"] != _DRIVERS[ending]:
                raise unlike_its_name(file)
        yield Opened(file, shown, tables)


def read_info(opened: Opened, table: str) -> dict[str, Any]:
    """Return what GDAL says of a table without reading it.

    Raises
    ------
    InputError
        When there is no such table, or it is damaged.
    """
    if table not in opened.tables:
        raise InputError(
            Message("{file} holds no table {table}.", file=opened.file.name, table=table),
            Message(
                "It holds: {names}. Name one of them with layer.",
                names=", ".join(opened.tables) or "-",
            ),
        )
    try:
        info: dict[str, Any] = pyogrio.read_info(
            opened.shown, layer=table, **_options(opened.shown)
        )
    except _WRONG:
        raise damaged(opened.file) from None
    return info


def read_rows(
    opened: Opened,
    table: str,
    *,
    columns: Sequence[str] | None,
    box: Box | None = None,
    places: bool = True,
) -> pd.DataFrame:
    """Return rows of a table; whole numbers and yes-or-no stay what they are beside gaps.

    Raises
    ------
    InputError
        When the table is damaged, too large, one page of more, or without a
        wanted column.
    """
    info = read_info(opened, table)
    fields = {str(name): str(dtype) for name, dtype in zip(info["fields"], info["dtypes"], strict=True)}  # noqa: E501  # fmt: skip
    missing = [name for name in columns or () if name not in fields]
    if missing:
        raise missing_columns(opened.file, missing)
    if box is None and info["features"] > _MOST_ROWS:
        raise too_many(opened.file)
    check_all_pages(opened.file, int(info["features"]))
    try:
        frame: pd.DataFrame = pyogrio.read_dataframe(
            opened.shown,
            layer=table,
            columns=columns,
            bbox=box,
            read_geometry=places,
            on_invalid="ignore",
            **_options(opened.shown),
        )
    except _WRONG:
        raise damaged(opened.file) from None
    # A shapefile counts rows that were deleted; the others count what they give.
    if box is None and opened.shown.suffix != ".shp" and 0 <= info["features"] != len(frame):
        raise damaged(opened.file)
    for name in frame.columns:
        if fields.get(name, "").startswith(("int", "uint")) and frame[name].dtype.kind == "f":
            frame[name] = frame[name].astype("Int64")
        elif fields.get(name) == "bool" and frame[name].dtype.kind != "b":
            frame[name] = frame[name].astype("boolean")
    return frame


def _tables(file: Path, shown: Path) -> dict[str, str | None]:
    try:
        return {str(name): kind for name, kind in pyogrio.list_layers(shown)}
    except _WRONG:
        raise damaged(file) from None


def _options(shown: Path) -> dict[str, str]:
    """Keep SQLite from making its log beside a GeoPackage."""
    return {"IMMUTABLE": "YES"} if shown.suffix == ".gpkg" else {}
