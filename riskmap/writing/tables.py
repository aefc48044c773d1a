"""Tables: CSV, Parquet and GeoPackage; the same rows give the same bytes."""

import errno
import io
import os
import re
import sqlite3
import warnings
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from riskmap import guard
from riskmap.writing.files import write_bytes, write_checked

import pyogrio  # isort: skip
from pyogrio.errors import DataLayerError, DataSourceError  # isort: skip

# A cell that starts like this is run as a formula by a spreadsheet; the wide forms count too.
_FORMULA = re.compile(r"((?:\A|[;\t\r\n])[ \"]*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])")
_CSV_DIGITS = 6
_LINEAR_RING = 2
_STYLES = "layer_styles"  # where QGIS looks for the style of a table


def write_csv(frame: pd.DataFrame, path: Path, *, overwrite: bool = False) -> None:
    """Write CSV: UTF-8, comma, decimal dot, six decimals at most, nothing above the header.

    Text a spreadsheet would run as a formula gets a leading apostrophe.

    Raises
    ------
    OutputError
        When the file cannot be written.
    """
    shown = pd.DataFrame({str(name): _as_csv(frame[name]) for name in frame.columns})
    shown.columns = pd.Index([_neutral(str(name)) for name in frame.columns])
    text = shown.to_csv(index=False, lineterminator="\n")
    write_bytes(text.encode("utf-8"), path, overwrite=overwrite)


def write_parquet(
    frame: pd.DataFrame,
    path: Path,
    *,
    metadata: Mapping[str, str] | None = None,
    overwrite: bool = False,
) -> None:
    """Write GeoParquet (with geometry) or Parquet (without), texts beside the rows.

    Raises
    ------
    OutputError
        When the file cannot be written.
    """
    content = io.BytesIO()
    frame.to_parquet(content, index=False)
    content.seek(0)
    table = pq.read_table(content)
    kept = table.schema.metadata or {}
    added = {key.encode(): value.encode() for key, value in (metadata or {}).items()}
    table = table.replace_schema_metadata({**kept, **added})
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd")
    write_bytes(sink.getvalue().to_pybytes(), path, overwrite=overwrite)


def write_geopackage(
    tables: Mapping[str, pd.DataFrame],
    path: Path,
    *,
    metadata: Mapping[str, str] | None = None,
    styles: Mapping[str, str] | None = None,
    indexed: bool = True,
    overwrite: bool = False,
) -> None:
    """Write a GeoPackage 1.3, one table per frame.

    Parameters
    ----------
    tables
        Table -> frame; a frame with geometry needs a CRS.
    path
        The file; always new, never appended to.
    metadata
        Texts that travel with the file.
    styles
        Table -> QGIS style (QML) that is used when the table is opened.
    indexed
        Write a spatial index beside each table; small files do without.
    overwrite
        Replace what stands at `path`.

    Raises
    ------
    OutputError
        When the file cannot be written or does not read back.
    """
    contents = {name: _for_gdal(frame) for name, frame in tables.items()}
    contents |= _style_table(tables, styles or {})

    def fill(temporary: Path) -> None:
        guard.apply_guards()
        pyogrio.set_gdal_config_options(dict(guard.SETTINGS))
        try:
            for number, (name, frame) in enumerate(contents.items()):
                texts = metadata if number == 0 else None
                _write_table(frame, temporary, name, texts, indexed=indexed)
        except (DataSourceError, DataLayerError) as wrong:
            # A full disk, mostly; the library does not say so in a way that can be told apart.
            raise OSError(errno.EIO, os.strerror(errno.EIO)) from wrong

    def same(temporary: Path) -> bool:
        return _holds(temporary, contents, metadata or {}, indexed=indexed)

    write_checked(path, fill, same, overwrite=overwrite)


def _write_table(
    frame: pd.DataFrame,
    path: Path,
    name: str,
    metadata: Mapping[str, str] | None,
    *,
    indexed: bool,
) -> None:
    options = {"FID": "id"} if name == _STYLES else {}
    if _shapes(frame) and not indexed:
        options["SPATIAL_INDEX"] = "NO"
    with warnings.catch_warnings():
        # A table without a CRS is the caller's wish, such as a fault of the demo.
        warnings.filterwarnings("ignore", message="'crs' was not provided")
        pyogrio.write_dataframe(
            frame,
            path,
            layer=name,
            driver="GPKG",
            append=path.exists(),
            dataset_metadata=dict(metadata) if metadata else None,
            dataset_options={"VERSION": "1.3", "ADD_GPKG_OGR_CONTENTS": "YES"},
            layer_options=options,
        )


def _holds(
    path: Path,
    contents: Mapping[str, pd.DataFrame],
    metadata: Mapping[str, str],
    *,
    indexed: bool,
) -> bool:
    """Tell whether a written GeoPackage is sound, with all rows, indexes and texts.

    On a full disk GDAL leaves out the spatial index, or the last rows of its
    own tables, without an error.
    """
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)) as opened:
            sound = opened.execute("PRAGMA quick_check").fetchone() == ("ok",)
            told = dict(opened.execute("SELECT table_name, feature_count FROM gpkg_ogr_contents"))
            texts = not metadata or _count(opened, "gpkg_metadata_reference") > 0
            return (
                sound
                and texts
                and all(
                    told.get(name) == len(frame) == _count(opened, name)
                    and (
                        not indexed
                        or not _shapes(frame)
                        or _shapes(frame) == _count(opened, f"rtree_{name}_geom_rowid")
                    )
                    for name, frame in contents.items()
                )
            )
    except sqlite3.Error:
        return False


def _count(opened: sqlite3.Connection, table: str) -> int:
    return int(opened.execute(f"SELECT count(*) FROM {_q(table)}").fetchone()[0])  # noqa: S608 (names are quoted)


def _shapes(frame: pd.DataFrame) -> int:
    """Return how many rows have a shape: the others stand in no spatial index."""
    if not isinstance(frame, gpd.GeoDataFrame):
        return 0
    return int((~(frame.geometry.isna() | frame.geometry.is_empty)).sum())


def _q(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _style_table(
    tables: Mapping[str, pd.DataFrame], styles: Mapping[str, str]
) -> dict[str, pd.DataFrame]:
    if not styles:
        return {}
    rows = [
        {
            "f_table_catalog": "",
            "f_table_schema": "",
            "f_table_name": name,
            "f_geometry_column": "geom",
            "styleName": name,
            "styleQML": style,
            "styleSLD": "",
            "useAsDefault": True,
            "description": "riskmap",
            "owner": "",
            "ui": "",
            "update_time": guard.SETTINGS["OGR_CURRENT_DATE"],
        }
        for name, style in styles.items()
        if name in tables
    ]
    return {_STYLES: pd.DataFrame(rows)}


def _for_gdal(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame GDAL can write: nullable numbers as floats, rings as lines."""
    ready = frame.copy()
    for name in ready.columns:
        dtype = ready[name].dtype
        if isinstance(dtype, pd.Int64Dtype) and ready[name].isna().all():
            ready[name] = ready[name].astype("float64")
    if isinstance(ready, gpd.GeoDataFrame):
        shapes = np.asarray(ready.geometry.array)
        rings = shapely.get_type_id(shapes) == _LINEAR_RING
        if rings.any():
            # The writer of GDAL's binding ends the process on a bare ring.
            shapes = shapes.copy()
            shapes[rings] = shapely.linestrings([shapely.get_coordinates(s) for s in shapes[rings]])
            ready = ready.set_geometry(shapes, crs=ready.crs)
    return ready


def _as_csv(column: "pd.Series[Any]") -> "pd.Series[Any]":
    if pd.api.types.is_bool_dtype(column.dtype) or pd.api.types.is_integer_dtype(column.dtype):
        return column
    if pd.api.types.is_float_dtype(column.dtype):
        numbers = column.astype("Float64").to_numpy(dtype="float64", na_value=np.nan)
        texts = [_number(value) for value in numbers.tolist()]
        return pd.Series(texts, index=column.index, dtype="object")
    texts = [None if pd.isna(value) else _neutral(str(value)) for value in column.tolist()]
    return pd.Series(texts, index=column.index, dtype="object")


def _number(value: float) -> str | None:
    """Return at most six decimals, never a power of ten and never a minus before nothing."""
    if not np.isfinite(value):
        return None
    text = f"{value:.{_CSV_DIGITS}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _neutral(text: str) -> str:
    """Return text that stays text in a spreadsheet.

    Dutch spreadsheets split lines at semicolons, so what follows one, or a
    line break or tab, starts a cell as well. Line breaks become plain ones:
    a lone carriage return would end the row.
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    neutral: str = _FORMULA.sub(r"\1'", plain)
    return "'" + neutral if neutral.startswith(("\t", "\n")) else neutral
