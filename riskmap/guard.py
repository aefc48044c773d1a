"""GDAL guards: set before any library with a GDAL of its own is imported.

Two GDALs live in one process (that of pyogrio and that of rasterio). Both read
the environment when they start, so importing this module first reaches both.
Where pyogrio was loaded earlier, as in a notebook, its settings are changed as
well; what is registered by then is caught by the checks on content.
"""

import os
import sys
from collections.abc import Mapping

# Formats that can point at other files or at servers, and databases.
_SKIPPED = (
    *("VRT", "OGR_VRT", "WMS", "WFS", "WCS", "WMTS", "HTTP", "OAPIF", "OGCAPI", "CSW"),
    *("Elasticsearch", "Carto", "PLSCENES", "PLMOSAIC", "EEDA", "EEDAI", "NGW", "GMLAS"),
    *("PostgreSQL", "PostGISRaster", "MySQL", "MSSQLSpatial", "ODBC", "PGEO", "OCI", "MongoDBv3"),
    *("AmigoCloud", "GeoRSS", "STACTA", "STACIT", "RASTERLITE", "TileDB", "Zarr", "HANA"),
    *("GDALG", "ADBC", "GPSBabel", "PDS4", "netCDF", "DODS", "OGR_DODS", "NAS", "DAAS", "RDA"),
    *(
        "CouchDB",
        "Cloudant",
        "GFT",
        "MongoDB",
        "WMSMetadata",
        "JPIPKAK",
        "RCM",
        "ISIS3",
        "KMLSuperOverlay",
    ),
    *("ESRIJSON", "TopoJSON", "GNMFile", "GNMDatabase", "MVT", "DERIVED", "GTI", "SQLite"),
)

SETTINGS: Mapping[str, str] = {
    "GDAL_SKIP": ",".join(_SKIPPED),
    # Drivers a build does not have would each be told on standard error.
    "CPL_LOG": os.devnull,
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".no-file-ends-like-this",
    "GDAL_HTTP_MAX_RETRY": "0",
    # A way out that does not exist: what still asks a server ends here.
    "GDAL_HTTP_PROXY": "none://none",
    "GDAL_HTTPS_PROXY": "none://none",
    # No grids are fetched: the same coordinates on every machine.
    "PROJ_NETWORK": "OFF",
    "GML_DOWNLOAD_SCHEMA": "NO",
    "GML_SKIP_RESOLVE_ELEMS": "ALL",
    "GML_FIELDTYPES": "ALWAYS_STRING",
    "GDAL_PAM_ENABLED": "NO",
    "OGR_CURRENT_DATE": "2000-01-01T00:00:00.000Z",
    "OGR_SQLITE_LOAD_EXTENSIONS": "",
}


def apply_guards() -> None:
    """Set the guards for every GDAL that starts from now on, and for one that has started."""
    os.environ.update(SETTINGS)
    pyogrio = sys.modules.get("pyogrio")
    if pyogrio is not None:
        pyogrio.set_gdal_config_options(dict(SETTINGS))


apply_guards()
