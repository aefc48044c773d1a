"""Tables: CSV, Parquet and GeoPackage; the same rows give the same bytes."""

import io
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from riskmap import guard
from riskmap.writing.files import write_bytes, write_checked

import pyogrio  # isort: skip

# A text that starts like this is run as a formula by a spreadsheet.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_CSV_DIGITS = 6
_LINEAR_RING = 2


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
        with warnings.catch_warnings():
            # A table without a CRS is the caller's wish, such as a fault of the demo.
            warnings.filterwarnings("ignore", message="'crs' was not provided")
            for number, (name, frame) in enumerate(contents.items()):
                first = number == 0
                pyogrio.write_dataframe(
                    frame,
                    temporary,
                    layer=name,
                    driver="GPKG",
                    append=not first,
                    dataset_metadata=dict(metadata) if metadata and first else None,
                    dataset_options={"VERSION": "1.3", "ADD_GPKG_OGR_CONTENTS": "YES"},
                )

    def same(temporary: Path) -> bool:
        return all(
            int(pyogrio.read_info(temporary, layer=name, force_feature_count=True)["features"])
            == len(frame)
            for name, frame in contents.items()
        )

    write_checked(path, fill, same, overwrite=overwrite)


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
    return {"layer_styles": pd.DataFrame(rows)}


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
        texts = [_number(value) for value in column.astype("float64").tolist()]
        return pd.Series(texts, index=column.index, dtype="object")
    texts = [None if pd.isna(value) else _neutral(str(value)) for value in column.tolist()]
    return pd.Series(texts, index=column.index, dtype="object")


def _number(value: float) -> str | None:
    if not np.isfinite(value):
        return None
    rounded = round(value, _CSV_DIGITS)
    return f"{rounded:.0f}" if rounded == int(rounded) else repr(rounded)


def _neutral(text: str) -> str:
    return "'" + text if text.startswith(_FORMULA_STARTS) else text
