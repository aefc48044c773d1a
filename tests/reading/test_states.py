"""What was found out about a file is kept by its state, never by its name."""

import hashlib
import os
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from riskmap.errors import InputError
from riskmap.reading import describe, hash_file
from riskmap.reading import hashes as door
from tests.reading.conftest import write_good


def rewritten(path: Path, content: bytes) -> None:
    """Write other content of the same size, and set the time of change back."""
    time.sleep(0.05)  # longer than a tick of the file system's clock
    before = path.stat()
    path.write_bytes(content)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def test_a_file_is_hashed_once_however_many_layers_it_gives(tmp_path, monkeypatch):
    path = tmp_path / "a.csv"
    path.write_bytes(b"one")
    hashed = []
    monkeypatch.setattr(door, "sha256", lambda file: hashed.append(file.name) or file.name)
    assert [hash_file(path), hash_file(path)] == ["a.csv"] * 2
    assert hashed == ["a.csv"]


def test_other_content_of_the_same_size_under_the_same_time_has_another_hash(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"one")
    hash_file(path)
    os.utime(path, ns=(1, 1))
    hash_file(path)
    rewritten(path, b"two")
    assert hash_file(path) == hashlib.sha256(b"two").hexdigest()


def test_another_file_under_the_same_name_has_another_hash(tmp_path):
    path, other = tmp_path / "a.csv", tmp_path / "b.csv"
    path.write_bytes(b"one")
    other.write_bytes(b"two")
    os.utime(path, ns=(1, 1))
    os.utime(other, ns=(1, 1))
    hash_file(path)
    other.replace(path)
    assert hash_file(path) == hashlib.sha256(b"two").hexdigest()


def test_a_geopackage_that_passed_is_checked_again_after_a_change(tmp_path):
    path = write_good(tmp_path, "gpkg")
    assert [table.name for table in describe(path)] == ["good"]
    with closing(sqlite3.connect(path)) as opened:
        opened.execute("UPDATE gpkg_ogr_contents SET feature_count = 7")
        opened.commit()
    with pytest.raises(InputError):
        describe(path)


def test_a_geopackage_that_passed_is_refused_once_another_program_writes_in_it(tmp_path):
    path = write_good(tmp_path, "gpkg")
    describe(path)
    path.with_name("good.gpkg-wal").write_bytes(b"\x37\x7f\x06\x82" + bytes(60))
    with pytest.raises(InputError):
        describe(path)
