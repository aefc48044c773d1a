"""Texts that travel inside a file beside its rows."""

from pathlib import Path

import pyarrow.parquet as pq

from riskmap.reading.paths import check_file

import pyogrio  # isort: skip


def read_metadata(path: Path) -> dict[str, str]:
    """Return the metadata of a GeoParquet or GeoPackage file, name -> text.

    Raises
    ------
    InputError
        When the file cannot be opened.
    """
    file = check_file(path)
    if file.suffix.lower() in {".parquet", ".geoparquet"}:
        raw = pq.read_schema(file).metadata or {}
        return {key.decode(): value.decode("utf-8", "replace") for key, value in raw.items()}
    if file.suffix.lower() == ".gpkg":
        found = pyogrio.read_info(file).get("dataset_metadata") or {}
        return {str(key): str(value) for key, value in found.items()}
    return {}
