"""No file of the corpus is read, none asks a server, none hangs, none is touched."""

import signal
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import pytest

from riskmap.errors import InputError
from riskmap.reading import (
    describe,
    is_raster,
    read_features,
    read_metadata,
    read_raster,
    read_table,
    sha256,
    zip_members,
)
from tests.reading.conftest import Canary, write_good
from tests.reading.hostile import RECURSIVE, REFUSED, SECRET, gml

SECONDS = 10


@pytest.fixture(autouse=True)
def no_hang() -> Iterator[None]:
    """Break off what takes longer than it may."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        pytest.fail(f"took longer than {SECONDS} s")

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(SECONDS)
    yield
    signal.alarm(0)


def listing(folder: Path) -> dict[str, tuple[str, int]]:
    """Return hash and time of every file in a folder."""
    return {
        str(path.relative_to(folder)): (sha256(path), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def read_any(path: Path) -> object:
    """Read a file by the door for its ending."""
    if is_raster(path):
        return read_raster(path)
    if path.suffix == ".zip":
        return list(zip_members(path, ".xml"))
    if path.suffix in {".csv", ".txt"}:
        return read_table(path)
    return read_features(path)


@pytest.mark.parametrize("case", REFUSED)
def test_a_hostile_file_is_refused_with_one_sentence_and_a_next_step(
    case: str, tmp_path: Path, canary: Canary
) -> None:
    path = REFUSED[case](tmp_path, canary.address)
    before = listing(tmp_path)
    with pytest.raises(InputError) as refused:
        read_any(path)
    told = refused.value
    assert told.problem.text().count(". ") == 0
    assert told.next_step.text().endswith(".")
    assert "\n" not in told.text()
    assert SECRET not in told.text()
    assert told.__cause__ is None
    assert told.__suppress_context__ or told.__context__ is None
    assert listing(tmp_path) == before
    assert canary.asked == []


@pytest.mark.parametrize("case", REFUSED)
def test_describing_a_hostile_file_or_its_metadata_gives_an_answer_or_a_sentence(
    case: str, tmp_path: Path, canary: Canary
) -> None:
    path = REFUSED[case](tmp_path, canary.address)
    before = listing(tmp_path)
    for look in (describe, read_metadata):
        try:
            answer = str(look(path))
        except InputError as told:
            answer = told.text()
        assert SECRET not in answer
    assert listing(tmp_path) == before
    assert canary.asked == []


@pytest.mark.parametrize(
    "path",
    [
        "http://127.0.0.1:{port}/a.gpkg",
        "/vsicurl/http://127.0.0.1:{port}/a.gpkg",
        "/vsizip//vsicurl/http://127.0.0.1:{port}/a.zip",
        "/vsimem/a.gpkg",
        "GPKG:a.gpkg",
        "WFS:http://127.0.0.1:{port}/wfs",
        "PG:dbname=a",
        "MYSQL:a",
        "GTIFF_DIR:1:a.tif",
        "ftp://a/b.csv",
        r"\\server\share\a.gpkg",
    ],
)
def test_a_path_that_is_no_plain_local_file_is_refused(path: str, canary: Canary) -> None:
    named = Path(path.replace("{port}", str(canary.server.server_port)))
    for read in (describe, read_features, read_table, read_raster, read_metadata):
        with pytest.raises(InputError, match="is not a plain local path"):
            read(named)
    assert canary.asked == []


def test_a_folder_a_missing_file_and_a_strange_name_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "lots.gpkg").mkdir()
    with pytest.raises(InputError, match="is a folder"):
        read_features(tmp_path / "lots.gpkg")
    write_good(tmp_path, "gpkg", "parcels")
    with pytest.raises(InputError, match=r"Did you mean parcels\.gpkg"):
        read_features(tmp_path / "parcel.gpkg")
    for name in ("a" * 5_000 + ".gpkg", "nul\x00.gpkg"):
        with pytest.raises(InputError):
            read_features(tmp_path / name)


def test_a_link_to_another_kind_of_file_is_judged_by_what_it_leads_to(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET)
    link = tmp_path / "parcels.gpkg"
    link.symlink_to(secret)
    with pytest.raises(InputError):
        read_features(link)
    good = tmp_path / "good link.gpkg"
    good.symlink_to(write_good(tmp_path, "gpkg"))
    assert len(read_features(good)) == 40


def test_a_view_nobody_registered_cannot_be_asked_for(tmp_path: Path) -> None:
    path = write_good(tmp_path, "gpkg")
    with sqlite3.connect(path) as opened:
        opened.execute(RECURSIVE)
    opened.close()
    assert [table.name for table in describe(path)] == ["good"]
    assert len(read_features(path)) == 40
    with pytest.raises(InputError, match="holds no table endless"):
        read_table(path, table="endless")


def test_a_schema_elsewhere_is_not_fetched_and_the_rows_are_read(
    tmp_path: Path, canary: Canary
) -> None:
    path = tmp_path / "a.gml"
    head = (
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        'xsi:schemaLocation="http://app {url}/app.xsd"'
    )
    path.write_text(gml(head.replace("{url}", canary.address)))
    frame = read_features(path)
    assert frame["word"].tolist() == ["A"]
    assert canary.asked == []


@pytest.mark.parametrize(
    "crs",
    [
        "null",
        '{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::28992"}}',
        '{"properties":{"name":"EPSG:28992"},"type":"name"}',
    ],
)
def test_a_named_crs_and_words_like_it_in_a_row_are_read(
    crs: str, tmp_path: Path, canary: Canary
) -> None:
    row = r'{"crs":"link","note":"a \"crs\": {","url":"http://x"}'
    shape = '{"type":"Point","coordinates":[5,52]}'
    feature = f'{{"type":"Feature","properties":{row},"geometry":{shape}}}'
    path = tmp_path / "a.geojson"
    path.write_text(f'{{"type":"FeatureCollection","crs":{crs},"features":[{feature}]}}')
    assert read_features(path)["crs"].tolist() == ["link"]
    assert canary.asked == []
