"""The one door out: written beside its place, checked, then renamed into it."""

from riskmap import guard  # noqa: F401  # before any library that brings a GDAL
from riskmap.writing.files import make_folder, write_bytes, write_text
from riskmap.writing.folder import publish_folder
from riskmap.writing.tables import write_csv, write_geopackage, write_parquet

__all__ = [
    "make_folder",
    "publish_folder",
    "write_bytes",
    "write_csv",
    "write_geopackage",
    "write_parquet",
    "write_text",
]
