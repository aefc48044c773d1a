"""Tables with places: GeoPackage, GeoParquet, Shapefile, FlatGeobuf, GeoJSON, GML."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from riskmap.errors import InputError
from riskmap.geo import RD
from riskmap.messages import Message
from riskmap.reading import parquet, workbooks
from riskmap.reading.gdal import Box, Opened, opened_by_gdal, read_info, read_rows
from riskmap.reading.paths import check_file, damaged
from riskmap.reading.tables import TEXT_ENDINGS, text_columns


@dataclass(frozen=True)
class Table:
    """One table of a file.

    Attributes
    ----------
    name
        Name inside the file.
    rows
        Number of rows; -1 where the file does not say without being read.
    columns
        Without the geometry.
    geometry
        Type of geometry; None for a table without places.
    crs
        As declared by the file; None when it does not say.
    """

    name: str
    rows: int
    columns: tuple[str, ...]
    geometry: str | None
    crs: str | None


def describe(path: Path) -> list[Table]:
    """Return the tables of a file without reading their rows.

    Raises
    ------
    InputError
        When the file is refused at the door.
    """
    file = check_file(path)
    ending = file.suffix.lower()
    if ending in TEXT_ENDINGS:
        return [Table(file.stem, -1, text_columns(file), None, None)]
    if ending in parquet.ENDINGS:
        footer = parquet.read_footer(file)
        kind = None if footer.geometry is None else "Unknown"
        return [Table(file.stem, footer.rows, footer.columns, kind, footer.crs)]
    if ending in workbooks.ENDINGS:
        found = workbooks.sheets(file).items()
        return [Table(name, -1, columns, None, None) for name, columns in found]
    with opened_by_gdal(file) as opened:
        return [_described(opened, name) for name in opened.tables]


def read_features(
    path: Path,
    *,
    table: str | None = None,
    columns: Sequence[str] | None = None,
    box: Box | None = None,
    box_crs: str = RD,
) -> gpd.GeoDataFrame:
    """Return rows with their geometry as they stand in the file, in the file's own CRS.

    Parameters
    ----------
    path
        A local file.
    table
        Table inside the file; may be left out where there is one with places.
    columns
        Columns wanted; None takes all.
    box
        West, south, east, north: only what touches it is read.
    box_crs
        System of the box.

    Raises
    ------
    InputError
        When the file is refused, damaged, incomplete or too large.
    """
    file = check_file(path)
    if file.suffix.lower() in parquet.ENDINGS:
        frame = parquet.read_parquet_places(file, columns)
        frame = _inside(frame, box, box_crs, file)
    else:
        with opened_by_gdal(file) as opened:
            name = table if table is not None else _only_table(opened)
            declared = read_info(opened, name)["crs"]
            moved = _moved(box, box_crs, declared, file)
            frame = read_rows(opened, name, columns=columns, box=moved)
        if not isinstance(frame, gpd.GeoDataFrame):
            raise InputError(
                Message("Table {table} of {file} holds no places.", table=name, file=file.name),
                Message("Give a table with geometry."),
            )
    return frame.rename_geometry("geometry") if frame.geometry.name != "geometry" else frame


def _described(opened: Opened, name: str) -> Table:
    info = read_info(opened, name)
    kind, crs = info["geometry_type"], info["crs"]
    return Table(
        name=name,
        rows=int(info["features"]),
        columns=tuple(str(field) for field in info["fields"]),
        geometry=None if kind in {None, "None"} else str(kind),
        crs=None if crs is None else str(crs),
    )


def _only_table(opened: Opened) -> str:
    places = [name for name, kind in opened.tables.items() if kind is not None]
    if len(places) == 1:
        return places[0]
    raise InputError(
        Message(
            "{file} holds {count} tables with places.", file=opened.file.name, count=len(places)
        ),
        Message(
            "Name one with layer; the file holds: {names}.", names=", ".join(opened.tables) or "-"
        ),
    )


def _moved(box: Box | None, box_crs: str, crs: object, file: Path) -> Box | None:
    """Return the box in the file's system; edges bend, so it becomes a little wider."""
    if box is None or crs is None:
        return box
    try:
        own = CRS.from_user_input(crs)
        if own.equals(CRS.from_user_input(box_crs)):
            return box
        moved = Transformer.from_crs(box_crs, own, always_xy=True).transform_bounds(*box)
    except CRSError:
        raise damaged(file) from None
    west, south, east, north = (float(side) for side in moved)
    return (west, south, east, north)


def _inside(frame: gpd.GeoDataFrame, box: Box | None, box_crs: str, file: Path) -> gpd.GeoDataFrame:
    if box is None:
        return frame
    moved = _moved(box, box_crs, frame.crs, file)
    touched = shapely.intersects(frame.geometry.to_numpy(), shapely.box(*(moved or box)))
    return frame[touched].reset_index(drop=True)
