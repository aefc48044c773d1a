"""Texts that travel inside a file beside its rows."""

from pathlib import Path

from riskmap.reading import parquet
from riskmap.reading.gdal import opened_by_gdal, read_info
from riskmap.reading.paths import check_file


def read_metadata(path: Path) -> dict[str, str]:
    """Return the metadata of a GeoParquet or GeoPackage file, name -> text.

    Raises
    ------
    InputError
        When the file cannot be opened.
    """
    file = check_file(path)
    if file.suffix.lower() in parquet.ENDINGS:
        return parquet.read_footer(file).metadata
    if file.suffix.lower() != ".gpkg":
        return {}
    with opened_by_gdal(file) as opened:
        if not opened.tables:
            return {}
        found = read_info(opened, next(iter(opened.tables)))["dataset_metadata"] or {}
        return {str(key): str(value) for key, value in found.items()}
