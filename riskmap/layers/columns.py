"""From a file to working columns: the table, the edition, the kinds, the CRS."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely
from pyproj.exceptions import CRSError

from riskmap.geo import RD, check_coordinates, to_rd
from riskmap.layers import bag_extract, bgt
from riskmap.layers.geometries import refuse_kind
from riskmap.layers.layer import Access
from riskmap.layers.matching import Match, choose_table, match, plain, tables_together
from riskmap.layers.persons import AREA_WORDS, PLACE_NAMES, refuse_persons
from riskmap.layers.register import Kind, Register, Treatment
from riskmap.layers.values import as_text, is_dutch, is_shortened, is_written, read_as, unknown
from riskmap.messages import Message
from riskmap.reading import Table, describe, read_features, read_table

Box = tuple[float, float, float, float]
_FREE = ("permit_id",)  # numbers of permits may look like a telephone number or a plate
_FEW = 1_000_000  # rows that may be read just to see where they lie


@dataclass(frozen=True)
class Rows:
    """Rows of one file in EPSG:28992, and from which of its columns they were read.

    `columns` maps working columns to columns in the file; `table` is told
    where several tables of the file were read.
    """

    frame: pd.DataFrame
    edition: str
    columns: Mapping[str, str]
    table: str = ""


def read_parts(
    path: Path,
    register: Register,
    treatment: Treatment,
    *,
    table: str | None,
    wished: Mapping[str, str],
    crs: str | None,
    box: Box | None,
) -> Iterator[Rows]:
    """Yield the working columns of one file, table by table.

    Raises
    ------
    LayerError
        When the table, a column, the geometry or the CRS is not what it should be.
    PersonDataError
        When columns that no register put there are about persons.
    """
    treatment.wished = frozenset(wished)
    rows = _objects(path, register, box)
    if rows is not None:
        yield _as_kinds(rows, register, treatment)
        return
    described = {one.name: one for one in describe(path)}
    together = table is None and register.all_tables and len(described) > 1
    names = tables_together(register, described) if together else ()
    for name in names or (table,):
        rows = _table_rows(
            path, described, register, treatment, table=name, wished=wished, crs=crs, box=box
        )
        rows = _as_kinds(rows, register, treatment)
        yield replace(rows, table=name or "") if len(names) > 1 else rows


def _as_kinds(rows: Rows, register: Register, treatment: Treatment) -> Rows:
    """Return the working columns read as their kinds; those the file lacks are unknown."""
    frame = pd.DataFrame(rows.frame)
    for name, kind in register.kinds.items():
        if name in rows.columns:
            frame[name] = _told(frame[name], kind, name, treatment)
        else:
            frame[name] = unknown(frame.index, kind)
    return replace(rows, frame=frame)


def _objects(path: Path, register: Register, box: Box | None) -> Rows | None:
    """Read the registers whose XML holds several geometries per object; None for other files."""
    if path.suffix.casefold() == ".zip" and bag_extract.is_extract(path, register.name):
        edition = bag_extract.EDITION
        frame = bag_extract.read_extract(path, register.name)
    else:
        documents = bgt.documents(path, register.name)
        if documents is None:
            return None
        edition = bgt.edition_of(register.name)
        frame = bgt.read_gml(documents, register.name)
    if box is not None:
        inside = shapely.intersects(frame.geometry.to_numpy(), shapely.box(*box))
        frame = frame[inside].reset_index(drop=True)
    names = [name for name in frame.columns if name in register.kinds]
    return Rows(frame, edition, {name: name for name in names})


def _table_rows(
    path: Path,
    described: Mapping[str, Table],
    register: Register,
    treatment: Treatment,
    *,
    table: str | None,
    wished: Mapping[str, str],
    crs: str | None,
    box: Box | None,
) -> Rows:
    tables = {name: tuple(one.columns) for name, one in described.items()}
    name = choose_table(register, tables, table, treatment)
    if register.geometry != "none":
        refuse_kind(described[name].geometry, register.geometry, treatment)
    found = match(register, tables[name], wished, treatment)
    wanted = list(dict.fromkeys([*found.columns.values(), *found.unchecked]))
    if register.geometry == "none":
        raw = read_table(path, table=name, columns=wanted)
    else:
        raw = _features(path, described[name], wanted, treatment, crs=crs, box=box)
    _refuse_persons(raw, found, register, treatment)
    if found.dropped:
        treatment.note(
            Message("Columns the layer does not need, left behind: {count}.", count=found.dropped)
        )
    if not found.edition:
        treatment.note(Message("No known edition; columns were matched by their names."))
    frame = pd.DataFrame({canonical: raw[column] for canonical, column in found.columns.items()})
    if register.geometry != "none":
        frame["geometry"] = raw.geometry
    return Rows(frame, found.edition, found.columns)


def _refuse_persons(
    raw: pd.DataFrame, found: Match, register: Register, treatment: Treatment
) -> None:
    """Refuse columns about persons; what somebody filled in by hand is looked at in full."""
    known = [
        column
        for name, column in found.columns.items()
        if register.access > Access.OPEN and name not in _FREE and column not in found.unchecked
    ]
    places = {
        column: "place_name"  # a bare `naam` is a place when the layer says so
        for name, column in found.columns.items()
        if name in PLACE_NAMES and plain(column) in AREA_WORDS
    }
    seen = raw[[*found.unchecked, *known]].rename(columns=places)
    refuse_persons(seen, treatment.file, treatment.layer, known=known)


def _features(
    path: Path,
    table: Table,
    wanted: list[str],
    treatment: Treatment,
    *,
    crs: str | None,
    box: Box | None,
) -> gpd.GeoDataFrame:
    """Read rows inside the box and bring them to RD New, by the CRS that is true."""
    true_crs = crs if crs is not None else table.crs
    if crs is not None and box is not None:
        box = _moved(box, crs, treatment)
    box_crs = RD if crs is None else (table.crs or RD)  # a mended CRS: do not move the box again
    raw = read_features(path, table=table.name, columns=wanted, box=box, box_crs=box_crs)
    seen = raw
    if box is not None and raw.empty and 0 < table.rows <= _FEW:
        # nothing in the box may mean that the coordinates are not what the CRS says
        seen = read_features(path, table=table.name, columns=[])
    check_coordinates(seen, true_crs, treatment.file, treatment.layer)
    if true_crs is None:  # only where there is no geometry at all
        return raw.set_crs(RD, allow_override=True)
    return to_rd(raw.set_crs(true_crs, allow_override=True))


def _moved(box: Box, crs: str, treatment: Treatment) -> Box:
    try:
        moved = gpd.GeoSeries([shapely.box(*box)], crs=RD).to_crs(crs).total_bounds
    except CRSError:
        raise treatment.error(
            Message("nobody knows the CRS {crs}.", crs=crs),
            Message('Write a code such as crs = "EPSG:28992".'),
        ) from None
    west, south, east, north = (float(side) for side in moved)
    return (west, south, east, north)


def _told(raw: pd.Series, kind: Kind, name: str, treatment: Treatment) -> pd.Series:
    """Return the column read as its kind, and note what had to be done to it."""
    if kind in ("bag_id", "id"):
        _refuse_shortened(raw, name, treatment)
    values = read_as(raw, kind)
    if kind in ("number", "date"):
        lost = values.isna() & is_written(raw)
        treatment.count(
            Message(
                "Values of column {column} that could not be read, made unknown: {count}.",
                count=int(lost.sum()),
                column=name,
            )
        )
    if kind == "number" and is_dutch(raw):
        treatment.note(
            Message("Column {column} was read with decimal commas, the Dutch way.", column=name)
        )
    if kind == "bag_id":
        mended = values.notna() & values.ne(as_text(raw))
        treatment.count(
            Message(
                "Ids of column {column} with a prefix or written as numbers, put right: {count}.",
                count=int(mended.sum()),
                column=name,
            )
        )
    return values


def _refuse_shortened(raw: pd.Series, name: str, treatment: Treatment) -> None:
    """Refuse ids that a spreadsheet wrote as 9.9E+15: their last digits are gone."""
    if not is_shortened(raw):
        return
    raise treatment.error(
        Message("a spreadsheet shortened the ids in column {column}.", column=name),
        Message("Export the table again with that column as text; the digits are lost here."),
    )
