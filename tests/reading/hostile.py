"""Files that want something else than to be read, each made small and at run time."""

import io
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import rasterio

from tests.reading.conftest import RASTER, write_good

Maker = Callable[[Path, str], Path]

SECRET = "CANARY-OF-A-SECRET-FILE"  # noqa: S105 (a word no output may hold)


def text(name: str, content: str) -> Maker:
    """Give a maker of a text file; ``{url}`` and ``{secret}`` in it are filled in."""

    def make(folder: Path, url: str) -> Path:
        secret = folder / "secret.csv"
        secret.write_text(f"a,b\n{SECRET},1\n")
        path = folder / name
        path.write_text(content.replace("{url}", url).replace("{secret}", str(secret)))
        return path

    return make


def raw(name: str, content: bytes) -> Maker:
    """Give a maker of a file of these bytes."""

    def make(folder: Path, _: str) -> Path:
        (folder / name).write_bytes(content)
        return folder / name

    return make


def cut(ending: str, share: float) -> Maker:
    """Give a maker of a good file of which only the first part is left."""

    def make(folder: Path, _: str) -> Path:
        path = write_good(folder, ending)
        whole = path.read_bytes()
        path.write_bytes(whole[: int(len(whole) * share)])
        return path

    return make


def package(*statements: str, after: Callable[[Path], None] | None = None) -> Maker:
    """Give a maker of a GeoPackage that was changed behind the back of GDAL."""

    def make(folder: Path, _: str) -> Path:
        path = write_good(folder, "gpkg")
        opened = sqlite3.connect(path, isolation_level=None)
        # The checks of GDAL's triggers need functions that plain SQLite does not have.
        for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type='trigger'"):
            opened.execute(f'DROP TRIGGER "{name}"')
        for statement in statements:
            opened.execute(statement)
        opened.close()
        if after is not None:
            after(path)
        return path

    return make


def without(part: str) -> Maker:
    """Give a maker of a shapefile that lost a part."""

    def make(folder: Path, _: str) -> Path:
        path = write_good(folder, "shp")
        path.with_suffix(part).unlink()
        return path

    return make


def part_cut(part: str) -> Maker:
    """Give a maker of a shapefile of which one part is cut off."""

    def make(folder: Path, _: str) -> Path:
        path = write_good(folder, "shp")
        whole = path.with_suffix(part).read_bytes()
        path.with_suffix(part).write_bytes(whole[: len(whole) // 2])
        return path

    return make


def packed(name: str, levels: int, size: int) -> Maker:
    """Give a maker of a zip, in zips, that is far larger inside."""

    def make(folder: Path, _: str) -> Path:
        inside, member = b" " * size, "a.xml"
        for _level in range(levels):
            content = io.BytesIO()
            with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as opened:
                for copy in range(4):
                    opened.writestr(f"{copy}{member}", inside)
            inside, member = content.getvalue(), "inner.zip"
        (folder / name).write_bytes(inside)
        return folder / name

    return make


def many_rows(folder: Path, _: str) -> Path:
    """Write a small Parquet file with more rows than fit."""
    path = folder / "many.parquet"
    column = pa.DictionaryArray.from_arrays(pa.array(np.zeros(1_000_000, "int8")), pa.array(["x"]))
    table = pa.table({"a": column})
    with pq.ParquetWriter(path, table.schema) as writer:
        for _group in range(41):
            writer.write_table(table)
    return path


def sparse_raster(folder: Path, _: str) -> Path:
    """Write a GeoTIFF of ten thousand million cells of which none is stored."""
    path = folder / "sparse.tif"
    size = {"width": 100_000, "height": 100_000, "blockxsize": 4096, "blockysize": 4096}
    with rasterio.open(path, "w", **RASTER, **size, sparse_ok=True, tiled=True):
        return path


def with_log(path: Path) -> None:
    """Leave a log of changes beside a GeoPackage."""
    path.with_name(path.name + "-wal").write_bytes(b"\x37\x7f\x06\x82" + bytes(60))


def with_journal(path: Path) -> None:
    """Leave the journal of a broken-off change beside a GeoPackage."""
    path.with_name(path.name + "-journal").write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7")


def in_capitals(folder: Path, _: str) -> Path:
    """Write a good GeoPackage under the ending of another format."""
    return Path(shutil.copy(write_good(folder, "gpkg"), folder / "other.FGB"))


VIRTUAL = (
    '<OGRVRTDataSource><OGRVRTLayer name="a"><SrcDataSource>{secret}</SrcDataSource>'
    "</OGRVRTLayer></OGRVRTDataSource>"
)
REMOTE = VIRTUAL.replace("{secret}", "/vsicurl/{url}/a.csv")
RECURSIVE = (
    "CREATE VIEW endless AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
    " SELECT i AS fid, NULL AS geom FROM n"
)
REGISTER = (
    "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id)"
    " VALUES ('endless', 'features', 'endless', 28992)"
)
SHAPED = "INSERT INTO gpkg_geometry_columns VALUES ('endless', 'geom', 'POINT', 28992, 0, 0)"
PAGE = (
    '"features":[{"type":"Feature","properties":{},'
    '"geometry":{"type":"Point","coordinates":[5,52]}}]'
)
LINKED = '"crs":{"type":"link","properties":{"href":"{url}/crs","type":"proj4"}}'
GML = (
    '<wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs/2.0" {head}'
    ' xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:app="http://app">{body}'
    '<wfs:member><app:thing gml:id="t.1"><app:word>A</app:word><app:shape><gml:Point'
    ' srsName="urn:ogc:def:crs:EPSG::28992"><gml:pos>155000 463000</gml:pos></gml:Point>'
    "</app:shape></app:thing></wfs:member></wfs:FeatureCollection>"
)


def gml(head: str = "", body: str = "") -> str:
    """Return one feature in GML, with more attributes or elements at its start."""
    return GML.replace("{head}", head).replace("{body}", body)


REFUSED: dict[str, Maker] = {
    **{
        f"virtual as {e}": text(f"v.{e}", VIRTUAL) for e in ("gpkg", "geojson", "gml", "xml", "shp")
    },
    **{f"virtual as {e}, more": text(f"v.{e}", VIRTUAL) for e in ("csv", "tif", "fgb", "json")},
    **{f"remote as {e}": text(f"r.{e}", REMOTE) for e in ("gml", "xml", "geojson", "csv", "tif")},
    "virtual raster": text(
        "v.tif",
        '<VRTDataset rasterXSize="1" rasterYSize="1"><SourceFilename>/vsicurl/{url}/a.tif'
        "</SourceFilename></VRTDataset>",
    ),
    "virtual after a comment": text("v.gml", "<?xml version='1.0'?><!-- x -->" + REMOTE),
    "service of maps": text(
        "w.xml", '<GDAL_WMS><Service name="TMS"><ServerUrl>{url}/</ServerUrl></Service></GDAL_WMS>'
    ),
    "service of features": text(
        "w.gml", "<OGRWFSDataSource><URL>{url}/wfs</URL></OGRWFSDataSource>"
    ),
    "commands as json": text(
        "g.geojson",
        '{"type":"gdal_streamed_alg","command_line":"gdal vector pipeline read {url}/a.json"}',
    ),
    **{
        f"crs elsewhere, {how}": text(f"c.{e}", '{"type":"FeatureCollection",' + start + "}")
        for how, e, start in (
            ("first", "geojson", LINKED + "," + PAGE),
            ("last", "json", PAGE + "," + LINKED),
            ("far away", "geojson", '"x":"' + "x" * 200_000 + '",' + LINKED + "," + PAGE),
            ("in capitals", "geojson", LINKED.replace("crs", "CRS") + "," + PAGE),
            ("escaped", "geojson", LINKED.replace("crs", r"\u0063rs") + "," + PAGE),
            ("escaped link", "geojson", LINKED.replace("link", r"\u006cink") + "," + PAGE),
            (
                "as url",
                "geojson",
                LINKED.replace("link", "url").replace("href", "url") + "," + PAGE,
            ),
            ("twice", "geojson", LINKED.replace('"link"', '"name","TYPE":"link"') + "," + PAGE),
        )
    },
    "document type": text(
        "d.gml",
        '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file://{secret}">]><a>&x;</a>',
    ),
    "document type, remote": text("d.xml", '<!DOCTYPE a SYSTEM "{url}/a.dtd"><a/>'),
    "document type after much": text(
        "d.gml", "<!--" + " " * 70_000 + '--><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'
    ),
    "markup as table": text("h.csv", "<html><body>Onderhoud</body></html>"),
    "registered view": package(RECURSIVE, REGISTER, SHAPED),
    "view of contents": package(
        "ALTER TABLE gpkg_contents RENAME TO kept",
        "CREATE VIEW gpkg_contents AS SELECT * FROM kept, (WITH RECURSIVE n(i) AS"
        " (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n)",
    ),
    "computed column": package(
        "ALTER TABLE good ADD COLUMN heavy GENERATED ALWAYS AS (zeroblob(9))"
    ),
    "wrong count": package("UPDATE gpkg_ogr_contents SET feature_count = 0"),
    "stale index": package("DELETE FROM rtree_good_geom WHERE id > 20"),
    "log beside": package(after=with_log),
    "journal beside": package(after=with_journal),
    "zip of much": packed("b.zip", 1, 50_000_000),
    "zip in zips": packed("n.zip", 3, 3_000_000),
    "no zip": raw("a.zip", b"PK\x03\x04" + bytes(200)),
    "rows of parquet": many_rows,
    "sparse raster": sparse_raster,
    **{f"{e} cut at {s}": cut(e, s) for e in ("gpkg", "shp", "gml", "fgb") for s in (0.5, 0.9)},
    **{f"{e} cut at {s}": cut(e, s) for e in ("geojson", "parquet", "tif") for s in (0.5, 0.9)},
    **{f"{e} of nothing": raw(f"a.{e}", b"") for e in ("gpkg", "csv", "gml", "tif", "parquet")},
    **{f"shapefile without {p}": without(p) for p in (".shx",)},
    **{f"shapefile, {p} cut": part_cut(p) for p in (".shx", ".dbf")},
    "first page, GML": text("p.gml", gml('numberMatched="4598" numberReturned="1"')),
    "first page, GeoJSON": text(
        "p.geojson", '{"type":"FeatureCollection","numberMatched":9,' + PAGE + "}"
    ),
    "next page": text(
        "p.json",
        '{"type":"FeatureCollection","links":[{"rel":"next","href":"{url}/2"}],' + PAGE + "}",
    ),
    "more at the service": text(
        "p.geojson", '{"type":"FeatureCollection","exceededTransferLimit":true,' + PAGE + "}"
    ),
    "deep nesting": text("d.geojson", '{"type":"FeatureCollection","features":' + "[" * 200_000),
    "unclosed quote": text("q.csv", 'a;b;c\n1;"x;y\n2;d;e\n3;"f";g\n'),
    "quote at the end": text("q.csv", 'a;b;c\n1;x;y\n2;d;"e\n'),
    "short row": text("s.csv", "a,b,c\n1,2\n"),
    "long row": text("s.csv", "a,b,c\n1,2,3,4\n"),
    "column twice": text("t.csv", "a,b,a\n1,2,3\n"),
    "nul bytes": raw("n.csv", b"a,b\n" + b"1,2\n" * 20_000 + b"1,\x00\n"),
    "wide text": raw("u.csv", "a,b\n1,2\n".encode("utf-16")),
    "another format": in_capitals,
    "no format": raw("a.exe", b"MZ"),
}
