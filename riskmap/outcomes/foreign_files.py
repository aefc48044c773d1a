"""Foreign tables and maps: opened at the door, only the columns that were asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from pyproj.exceptions import CRSError

from riskmap.errors import InputError, PersonDataError, ProjectError
from riskmap.geo import RD, to_rd
from riskmap.layers.persons import person_columns, person_content
from riskmap.layers.values import as_text, is_shortened
from riskmap.messages import Message
from riskmap.outcomes.numbers import as_number
from riskmap.outcomes.recognising import coordinate_columns, named
from riskmap.reading import Table, describe, read_features, read_table

# Where lists in degrees are Dutch ones: those are moved to RD New.
_NETHERLANDS = (3.0, 50.5, 7.5, 54.0)


@dataclass(frozen=True)
class ForeignTable:
    """One table of a file, before its rows are read.

    Attributes
    ----------
    path
        The file.
    name
        Of the table inside it.
    columns
        Without the geometry.
    drawn
        Whether it has a geometry of its own.
    """

    path: Path
    name: str
    columns: tuple[str, ...]
    drawn: bool


def open_table(path: Path, table: str | None) -> ForeignTable:
    """Return the table asked for, the only one, or the only one with places.

    Of a workbook the first sheet with a header is taken.

    Raises
    ------
    InputError
        When the file is refused, or it is not clear which table is meant.
    """
    tables = describe(path)
    chosen = _chosen(path, tables, table)
    return ForeignTable(path, chosen.name, chosen.columns, chosen.geometry is not None)


def _chosen(path: Path, tables: Sequence[Table], wished: str | None) -> Table:
    if wished is not None:
        found = [one for one in tables if one.name == wished]
    elif path.suffix.lower() == ".xlsx":
        found = list(tables[:1])
    else:
        drawn = [one for one in tables if one.geometry is not None]
        found = drawn if len(drawn) == 1 else list(tables)
    if len(found) == 1:
        return found[0]
    names = ", ".join(one.name for one in tables) or "-"
    if wished is not None or not tables:
        raise InputError(
            Message("{file} holds no table {table}.", file=path.name, table=wished or "-"),
            Message("It holds: {names}.", names=names),
        )
    raise InputError(
        Message("{file} holds {count} tables.", file=path.name, count=len(tables)),
        Message("Name one with --table or --outcomes-table: {names}.", names=names),
    )


def read_columns(
    table: ForeignTable,
    columns: Sequence[str],
    *,
    crs: str | None,
    asked: Sequence[str] = (),
    at: tuple[str | None, str | None] = (None, None),
) -> gpd.GeoDataFrame:
    """Return the columns with their places, indexed by row (the first is 1).

    Places come from the file's geometry, or from columns with coordinates or
    WKT. Lists in degrees that lie in the Netherlands are moved to RD New;
    elsewhere on earth the file's own system stays.

    Parameters
    ----------
    columns
        To be read; no other column is.
    crs
        Said by an option; the file's own where None.
    asked
        Columns named by an option, whose names are looked at too.
    at
        Columns with x and y, named by an option; used where the file has no
        geometry of its own.

    Raises
    ------
    PersonDataError
        When a column is about persons.
    InputError
        When the rows or places cannot be read.
    """
    wanted = list(dict.fromkeys(columns))
    if table.drawn:
        frame = read_features(table.path, table=table.name, columns=wanted)
        drawn, system = frame.geometry, _system(crs or frame.crs, table.path)
        frame = pd.DataFrame(frame.drop(columns=frame.geometry.name))
    else:
        asked_for = _system(crs, table.path)
        places, says = _coordinates(table, at, asked_for)
        frame = read_table(
            table.path, table=table.name, columns=[*dict.fromkeys([*wanted, *places])]
        )
        drawn = _drawn(frame, places, table.path)
        system = _said(drawn, says, asked_for)
        frame = frame[wanted]
    _refuse_persons(frame, asked, table.path)
    frame.index = pd.RangeIndex(1, len(frame) + 1)
    shapes = np.asarray(drawn, dtype=object)
    return _in_place(gpd.GeoDataFrame(frame, geometry=shapes, crs=system))


def _said(drawn: NDArray[np.object_], says: str | None, asked_for: CRS | None) -> CRS | None:
    """Return the system: of an option, else what the names of the columns say and values can be."""
    if says is None:
        return asked_for
    told = CRS.from_user_input(says)
    if told.is_geographic:
        west, south, east, north = shapely.total_bounds(drawn)
        if west < -180 or east > 360 or south < -90 or north > 90:  # noqa: PLR2004 (degrees)
            return asked_for
    same_kind = asked_for is not None and asked_for.is_geographic == told.is_geographic
    return asked_for if same_kind else told


def _coordinates(
    table: ForeignTable, at: tuple[str | None, str | None], asked_for: CRS | None
) -> tuple[tuple[str, ...], str | None]:
    """Return the columns with the place and the system they say, of the options first."""
    x, y = at
    if (x is None) != (y is None):
        raise ProjectError(
            Message("Coordinates of {file} need both columns.", file=table.path.name),
            Message("Give --x and --y together."),
        )
    if x is not None and y is not None:
        chosen = (named(x, table.columns, table.path), named(y, table.columns, table.path))
        found = coordinate_columns(chosen)
        return chosen, None if found is None or found[0] != chosen else found[1]
    plane = asked_for is not None and not asked_for.is_geographic
    return coordinate_columns(table.columns, plane=plane) or ((), None)


def ids(raw: pd.Series, column: str, file: Path) -> pd.Series:
    """Return ids as text; refuse those a spreadsheet wrote as numbers with lost digits.

    Raises
    ------
    InputError
        When digits are lost.
    """
    text = as_text(raw)
    if is_shortened(raw):
        raise InputError(
            Message(
                "A spreadsheet shortened the ids in column {column} of {file}.",
                column=column,
                file=file.name,
            ),
            Message("Export the table again with that column as text; the digits are lost here."),
        )
    return text.str.replace(r"^(\d+)\.0+$", r"\1", regex=True)


def _drawn(frame: pd.DataFrame, places: Sequence[str], file: Path) -> NDArray[np.object_]:
    if not places:
        return np.full(len(frame), None, dtype=object)
    if len(places) == 1:
        try:
            text = frame[places[0]].fillna("").replace("", None).to_numpy(dtype=object)
            return np.asarray(shapely.from_wkt(text), dtype=object)
        except shapely.errors.ShapelyError:
            raise InputError(
                Message(
                    "Column {column} of {file} holds no geometries as text.",
                    column=places[0],
                    file=file.name,
                ),
                Message("Write them as WKT, such as POINT (155000 463000), or give a GeoPackage."),
            ) from None
    x, y = (as_number(frame[name]).to_numpy(dtype=float) for name in places)
    known = np.isfinite(x) & np.isfinite(y)
    points = np.full(len(frame), None, dtype=object)
    points[known] = shapely.points(x[known], y[known])
    return points


def _in_place(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Move Dutch degrees to RD New, and leave heights out."""
    shapes = frame.geometry.to_numpy()
    shapes = shapely.force_2d(shapes)
    shapes[shapely.is_empty(shapes)] = None
    frame = frame.set_geometry(gpd.GeoSeries(shapes, index=frame.index, crs=frame.crs))
    if frame.crs is None or frame.geometry.isna().all():
        return frame
    if frame.crs.to_epsg() in {28992, 7415}:
        return frame.set_crs(RD, allow_override=True)
    west, south, east, north = frame.total_bounds
    low_x, low_y, high_x, high_y = _NETHERLANDS
    dutch = low_x <= west and low_y <= south and east <= high_x and north <= high_y
    return to_rd(frame) if frame.crs.is_geographic and dutch else frame


def _system(crs: object, file: Path) -> CRS | None:
    try:
        return None if crs is None else CRS.from_user_input(crs)
    except CRSError:
        raise InputError(
            Message("Nobody knows the CRS {crs} given for {file}.", crs=crs, file=file.name),
            Message("Write a code such as EPSG:28992."),
        ) from None


def _refuse_persons(frame: pd.DataFrame, asked: Sequence[str], file: Path) -> None:
    found = [*dict.fromkeys([*person_columns(asked), *person_content(frame)])]
    if found:
        raise PersonDataError(
            Message(
                "{file} holds columns about persons: {columns}.",
                file=file.name,
                columns=", ".join(found),
            ),
            Message("Give columns about places; riskmap reads nothing about persons."),
        )
