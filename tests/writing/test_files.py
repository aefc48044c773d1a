"""Files: complete or not there, for their owner only, the same bytes for the same rows."""

import os
import stat
import time
from pathlib import Path

import pytest

from riskmap.errors import OutputError
from riskmap.writing import make_folder, write_bytes, write_text
from riskmap.writing.files import write_checked
from riskmap.writing.leftovers import own_name
from tests.writing.saver import save

FORMATS = ["csv", "parquet", "gpkg", "html", "bin"]


def mode(path: Path) -> int:
    """Return the rights on a path."""
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("kind", FORMATS)
def test_a_file_is_for_its_owner_only_whatever_the_mask_says(kind: str, tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        save(kind, tmp_path / f"a.{kind}", 10)
    finally:
        os.umask(old)
    assert mode(tmp_path / f"a.{kind}") == 0o600
    assert [one.name for one in tmp_path.iterdir()] == [f"a.{kind}"]


def test_a_folder_is_for_its_owner_only_and_one_that_is_there_stays(tmp_path: Path) -> None:
    make_folder(tmp_path / "new")
    assert mode(tmp_path / "new") == 0o700
    there = tmp_path / "there"
    there.mkdir(mode=0o755)
    make_folder(there)
    assert mode(there) == 0o755
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match="cannot be written"):
        make_folder(tmp_path / "file" / "below")


def test_nobody_can_look_while_a_file_is_being_written(tmp_path: Path) -> None:
    seen = []

    def fill(temporary: Path) -> None:
        temporary.write_bytes(b"secret")
        seen.append((mode(temporary.parent), temporary.parent.parent))

    write_checked(tmp_path / "a.bin", fill, lambda _: True, overwrite=False)
    assert seen == [(0o700, tmp_path)]


def test_nothing_is_replaced_without_being_asked(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    write_text("old", path)
    with pytest.raises(OutputError, match="exists already"):
        write_text("new", path)
    assert path.read_text() == "old"
    write_text("new", path, overwrite=True)
    assert path.read_text() == "new"
    with pytest.raises(OutputError, match="exists already"):
        write_text("new", tmp_path, overwrite=True)
    with pytest.raises(OutputError, match="does not exist"):
        write_text("new", tmp_path / "nowhere" / "a.txt")


def test_a_file_that_appears_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"

    def fill(temporary: Path) -> None:
        temporary.write_text("ours")
        path.write_text("theirs")

    with pytest.raises(OutputError, match="exists already"):
        write_checked(path, fill, lambda _: True, overwrite=False)
    assert path.read_text() == "theirs"


@pytest.mark.parametrize("fault", ["differs", "breaks", "stops"])
def test_what_goes_wrong_leaves_the_old_file_and_nothing_else(fault: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    write_text("old", path)

    def fill(temporary: Path) -> None:
        temporary.write_text("half")
        if fault == "breaks":
            raise OSError(28, os.strerror(28))
        if fault == "stops":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt if fault == "stops" else OutputError):
        write_checked(path, fill, lambda _: fault != "differs", overwrite=True)
    assert path.read_text() == "old"
    assert [one.name for one in tmp_path.iterdir()] == ["a.txt"]


def test_leftovers_of_processes_that_ended_are_swept_and_others_stay(tmp_path: Path) -> None:
    mine = own_name("a.txt")
    ended = mine.replace(f"part-{os.getpid()}-", f"part-{2**22 + 1}-")
    elsewhere = f".a.txt.part-{2**22 + 1}-00000000-0123abcd"
    other_output = ended.replace(".a.txt", ".b.txt")
    for name in (mine, ended, elsewhere, other_output):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text("half")
    write_text("new", tmp_path / "a.txt")
    left = {one.name for one in tmp_path.iterdir()}
    assert left == {"a.txt", mine, elsewhere, other_output}


@pytest.mark.parametrize("kind", ["csv", "parquet", "gpkg"])
def test_two_writes_more_than_a_second_apart_give_the_same_bytes(kind: str, tmp_path: Path) -> None:
    save(kind, tmp_path / f"one.{kind}", 100)
    time.sleep(1.1)
    save(kind, tmp_path / f"two.{kind}", 100)
    first = (tmp_path / f"one.{kind}").read_bytes()
    assert first == (tmp_path / f"two.{kind}").read_bytes()


def test_a_link_is_replaced_and_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.txt"
    elsewhere.write_bytes(b"theirs")
    link = tmp_path / "a.txt"
    link.symlink_to(elsewhere)
    write_bytes(b"ours", link, overwrite=True)
    assert elsewhere.read_bytes() == b"theirs"
    assert link.read_bytes() == b"ours"
    assert not link.is_symlink()
