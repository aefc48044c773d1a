"""The one door in: every foreign file is opened here, after it was checked.

Plain local paths only; the content must be what the ending says; sizes are
read from headers before anything is loaded; GDAL runs under `riskmap.guard`.
"""

from riskmap import guard  # noqa: F401  # before any library that brings a GDAL
from riskmap.reading.features import Table, describe, read_features
from riskmap.reading.hashes import hash_file, sha256
from riskmap.reading.metadata import read_metadata
from riskmap.reading.paths import check_path, is_raster, read_bytes, read_head, read_text
from riskmap.reading.rasters import Grid, Raster, read_grid, read_raster, read_window
from riskmap.reading.tables import read_table
from riskmap.reading.zips import zip_members

__all__ = [
    "Grid",
    "Raster",
    "Table",
    "check_path",
    "describe",
    "hash_file",
    "is_raster",
    "read_bytes",
    "read_features",
    "read_grid",
    "read_head",
    "read_metadata",
    "read_raster",
    "read_table",
    "read_text",
    "read_window",
    "sha256",
    "zip_members",
]
