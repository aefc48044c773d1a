"""Tables with places: GeoPackage, GeoParquet, Shapefile, FlatGeobuf, GeoJSON, GML."""

import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pyarrow.parquet as pq
import shapely
from pyproj import CRS, Transformer

from riskmap import guard
from riskmap.errors import InputError
from riskmap.geo import RD
from riskmap.messages import Message
from riskmap.reading.geopackage import check_geopackage
from riskmap.reading.paths import check_file, read_head
from riskmap.reading.tables import TEXT_ENDINGS, text_columns

import pyogrio  # isort: skip
from pyogrio.errors import DataLayerError, DataSourceError  # isort: skip

Box = tuple[float, float, float, float]

_MOST_ROWS = 40_000_000
_PARQUET = {".parquet", ".geoparquet"}
_MATCHED = re.compile(rb'numberMatched"?\s*[=:]\s*"?(\d+)')
_NEXT = re.compile(rb'"rel"\s*:\s*"next"')
_TAIL = 65_536


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
    if ending in _PARQUET:
        return [_describe_parquet(file)]
    with _gdal_path(file) as readable:
        return [_describe_gdal(readable, name) for name, _ in _listed(readable, file)]


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
    if file.suffix.lower() in _PARQUET:
        frame = _read_parquet(file, columns)
        return _inside(frame, box, box_crs)
    with _gdal_path(file) as readable:
        name = table if table is not None else _only_table(readable, file)
        frame = _read_gdal(readable, file, name, columns, _box_in(readable, name, box, box_crs))
    _check_complete(file, len(frame), whole=box is None)
    return frame


def _listed(readable: Path, file: Path) -> list[tuple[str, str | None]]:
    try:
        return [(str(name), kind) for name, kind in pyogrio.list_layers(readable)]
    except DataSourceError:
        raise _damaged(file) from None


def _describe_gdal(readable: Path, name: str) -> Table:
    info = pyogrio.read_info(readable, layer=name)
    kind = info["geometry_type"]
    crs = info["crs"]
    return Table(
        name=name,
        rows=int(info["features"]),
        columns=tuple(str(field) for field in info["fields"]),
        geometry=None if kind in {None, "None"} else str(kind),
        crs=None if crs is None else str(crs),
    )


def _describe_parquet(file: Path) -> Table:
    try:
        opened = pq.ParquetFile(file)
        rows, names = opened.metadata.num_rows, opened.schema_arrow.names
        places = b"geo" in (opened.schema_arrow.metadata or {})
    except (OSError, ValueError):
        raise _damaged(file) from None
    if not places:
        return Table(file.stem, rows, tuple(names), None, None)
    empty = gpd.GeoDataFrame.from_arrow(opened.schema_arrow.empty_table())
    columns = tuple(name for name in names if name != empty.geometry.name)
    crs = None if empty.crs is None else empty.crs.to_string()
    return Table(file.stem, rows, columns, "Unknown", crs)


def _read_gdal(
    readable: Path, file: Path, table: str, columns: Sequence[str] | None, box: Box | None
) -> gpd.GeoDataFrame:
    options = {"IMMUTABLE": "YES"} if file.suffix.lower() == ".gpkg" else {}
    try:
        rows = pyogrio.read_info(readable, layer=table)["features"]
        if box is None and rows > _MOST_ROWS:
            raise _too_many(file)
        frame = pyogrio.read_dataframe(
            readable, layer=table, columns=columns, bbox=box, on_invalid="ignore", **options
        )
    except DataLayerError:
        names = ", ".join(name for name, _ in _listed(readable, file))
        raise InputError(
            Message("{file} holds no table {table}.", file=file.name, table=table),
            Message("It holds: {names}. Name one of them with layer.", names=names),
        ) from None
    except (DataSourceError, UnicodeDecodeError, shapely.errors.GEOSException):
        raise _damaged(file) from None
    if not isinstance(frame, gpd.GeoDataFrame):
        raise InputError(
            Message("Table {table} of {file} holds no places.", table=table, file=file.name),
            Message("Give a table with geometry."),
        )
    return frame.rename_geometry("geometry") if frame.geometry.name != "geometry" else frame


def _read_parquet(file: Path, columns: Sequence[str] | None) -> gpd.GeoDataFrame:
    described = _describe_parquet(file)
    if described.rows > _MOST_ROWS:
        raise _too_many(file)
    if described.geometry is None:
        raise InputError(
            Message("{file} is a table without places.", file=file.name),
            Message("Give GeoParquet, written with its geometry."),
        )
    try:
        frame = gpd.read_parquet(file)
    except (OSError, ValueError):
        raise _damaged(file) from None
    frame = frame.rename_geometry("geometry") if frame.geometry.name != "geometry" else frame
    return frame if columns is None else frame[[*columns, "geometry"]]


def _only_table(readable: Path, file: Path) -> str:
    places = [name for name, kind in _listed(readable, file) if kind is not None]
    if len(places) == 1:
        return places[0]
    names = ", ".join(name for name, _ in _listed(readable, file))
    raise InputError(
        Message("{file} holds {count} tables with places.", file=file.name, count=len(places)),
        Message("Name one with layer; the file holds: {names}.", names=names or "-"),
    )


def _box_in(readable: Path, table: str, box: Box | None, box_crs: str) -> Box | None:
    if box is None:
        return None
    try:
        declared = pyogrio.read_info(readable, layer=table)["crs"]
    except DataLayerError:
        return box
    if declared is None or CRS.from_user_input(declared).equals(CRS.from_user_input(box_crs)):
        return box
    moved = Transformer.from_crs(box_crs, declared, always_xy=True).transform_bounds(*box)
    west, south, east, north = (float(side) for side in moved)
    return (west, south, east, north)


def _inside(frame: gpd.GeoDataFrame, box: Box | None, box_crs: str) -> gpd.GeoDataFrame:
    if box is None:
        return frame
    if frame.crs is not None and not frame.crs.equals(CRS.from_user_input(box_crs)):
        moved = Transformer.from_crs(box_crs, frame.crs, always_xy=True).transform_bounds(*box)
        west, south, east, north = (float(side) for side in moved)
        box = (west, south, east, north)
    touched = shapely.intersects(frame.geometry.to_numpy(), shapely.box(*box))
    return frame[touched].reset_index(drop=True)


@contextmanager
def _gdal_path(file: Path) -> Iterator[Path]:
    """Yield a path GDAL may open: checked, and for GML without files lying beside it.

    GDAL writes and trusts a template beside a GML file, so the file is shown
    to it through a link in a private folder.
    """
    guard.apply_guards()
    if file.suffix.lower() == ".gpkg":
        check_geopackage(file)
    if file.suffix.lower() == ".shp" and not file.with_suffix(".shx").exists():
        raise InputError(
            Message("{file} has lost its .shx part.", file=file.name),
            Message("Copy all parts of the shapefile: .shp, .shx, .dbf and .prj."),
        )
    if file.suffix.lower() not in {".gml", ".xml"}:
        yield file
        return
    with tempfile.TemporaryDirectory(prefix="riskmap-") as folder:
        link = Path(folder) / "document.gml"
        link.symlink_to(file)
        yield link


def _check_complete(file: Path, rows: int, *, whole: bool) -> None:
    """Refuse the first page of a download that had more pages."""
    if file.suffix.lower() not in {".gml", ".xml", ".geojson", ".json"}:
        return
    with file.open("rb") as opened:
        opened.seek(max(0, file.stat().st_size - _TAIL))
        ends = read_head(file) + opened.read()
    matched = _MATCHED.search(ends)
    short = whole and matched is not None and int(matched.group(1)) > rows
    if short or _NEXT.search(ends):
        raise InputError(
            Message("{file} is the first page of a longer answer.", file=file.name),
            Message("Download all pages, or the whole register as a file."),
        )


def _damaged(file: Path) -> InputError:
    return InputError(
        Message("{file} is damaged, or no file of its kind.", file=file.name),
        Message("Download or export it again."),
    )


def _too_many(file: Path) -> InputError:
    return InputError(
        Message("{file} holds more rows than fit at once.", file=file.name),
        Message("Give an area in riskmap.toml, so that only that part is read."),
    )
