"""Parquet and GeoParquet: sizes from the footer first, then the rows."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from pyproj import CRS
from pyproj.exceptions import CRSError

from riskmap import guard  # noqa: F401  # guards stand before any geo import
from riskmap.errors import InputError
from riskmap.messages import Message
from riskmap.reading.paths import GIB, damaged, missing_columns, too_many

import geopandas as gpd  # isort: skip

ENDINGS = frozenset({".parquet", ".geoparquet"})
_MOST_ROWS = 40_000_000
_MOST_VALUES = 1_000_000_000
_MOST_BYTES = 16 * GIB


@dataclass(frozen=True)
class Footer:
    """What a Parquet file says of itself.

    Attributes
    ----------
    rows
        Number of rows.
    columns
        Without the geometries and other columns of bytes.
    geometry
        The main geometry column; None for a table without places.
    crs
        Of that column; None when it does not say.
    metadata
        Name -> text.
    """

    rows: int
    columns: tuple[str, ...]
    geometry: str | None
    crs: str | None
    metadata: dict[str, str]


def read_footer(file: Path) -> Footer:
    """Return what the footer says, without reading rows.

    Raises
    ------
    InputError
        When the file is damaged or holds more than fits at once.
    """
    with _told(file), pq.ParquetFile(file) as opened:
        rows, names = opened.metadata.num_rows, opened.schema_arrow.names
        size = sum(
            opened.metadata.row_group(group).total_byte_size
            for group in range(opened.metadata.num_row_groups)
        )
        kinds = [opened.schema_arrow.field(name).type for name in names]
        raw = opened.schema_arrow.metadata or {}
        texts = {key.decode(): value.decode("utf-8", "replace") for key, value in raw.items()}
        geometry, crs = _places(texts)
    if rows > _MOST_ROWS or rows * len(names) > _MOST_VALUES or size > _MOST_BYTES:
        raise too_many(file)
    columns = (name for name, kind in zip(names, kinds, strict=True) if not _is_bytes(kind))
    return Footer(rows, tuple(name for name in columns if name != geometry), geometry, crs, texts)


def read_parquet_places(file: Path, columns: Sequence[str] | None) -> gpd.GeoDataFrame:
    """Return the rows of a GeoParquet file with their main geometry.

    Raises
    ------
    InputError
        When it is damaged, too large, or without places or a wanted column.
    """
    footer = read_footer(file)
    if footer.geometry is None:
        raise InputError(
            Message("{file} is a table without places.", file=file.name),
            Message("Give GeoParquet, written with its geometry."),
        )
    wanted = [*_chosen(file, footer, columns), footer.geometry]
    with _told(file):
        return gpd.read_parquet(file, columns=list(dict.fromkeys(wanted)))


def read_parquet_table(file: Path, columns: Sequence[str] | None) -> pd.DataFrame:
    """Return the rows of a Parquet file without geometry; whole numbers stay whole.

    Raises
    ------
    InputError
        As for `read_parquet_places`.
    """
    wanted = _chosen(file, read_footer(file), columns)
    with _told(file), pq.ParquetFile(file) as opened:
        frame: pd.DataFrame = opened.read(wanted).to_pandas(
            integer_object_nulls=True, ignore_metadata=True
        )
    return frame


def _chosen(file: Path, footer: Footer, columns: Sequence[str] | None) -> list[str]:
    if columns is None:
        return list(footer.columns)
    missing = [name for name in columns if name not in footer.columns]
    if missing:
        raise missing_columns(file, missing)
    return list(columns)


def _places(texts: dict[str, str]) -> tuple[str | None, str | None]:
    """Return the main geometry column and its CRS, from the metadata of GeoParquet."""
    if "geo" not in texts:
        return None, None
    described = json.loads(texts["geo"])
    name = str(described["primary_column"])
    declared = described["columns"][name].get("crs", "OGC:CRS84")
    return name, None if declared is None else CRS.from_user_input(declared).to_string()


def _is_bytes(kind: pa.DataType) -> bool:
    return bool(
        pa.types.is_binary(kind)
        or pa.types.is_large_binary(kind)
        or pa.types.is_fixed_size_binary(kind)
    )


@contextmanager
def _told(file: Path) -> Iterator[None]:
    """Turn what goes wrong inside a damaged file into a sentence."""
    try:
        yield
    except (
        *(pa.ArrowException, shapely.errors.ShapelyError, CRSError, OSError, UnicodeError),
        *(ValueError, KeyError, TypeError, AttributeError),
    ):
        raise damaged(file) from None
