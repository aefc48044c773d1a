"""A folder of outputs: all of it or none, one writer, nobody else's things removed."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from riskmap.errors import OutputError
from riskmap.writing import folder as publishing
from riskmap.writing import publish_folder, write_text
from tests.writing.saver import save

HOLDER = """
import sys
from pathlib import Path
from riskmap.writing import publish_folder
with publish_folder(Path(sys.argv[1]), overwrite=True) as folder:
    (folder / "manifest.json").write_text("theirs")
    print("holds", flush=True)
    sys.stdin.readline()
"""


def names(folder: Path) -> set[str]:
    """Return what stands in a folder."""
    return {one.name for one in folder.iterdir()}


def files(folder: Path) -> dict[str, bytes]:
    """Return the content of all files below a folder."""
    return {
        str(one.relative_to(folder)): one.read_bytes()
        for one in sorted(folder.rglob("*"))
        if one.is_file()
    }


def test_nothing_appears_before_all_of_it_is_there(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "out"
    with publish_folder(target) as folder:
        write_text("{}", folder / "manifest.json")
        assert not target.exists()
    assert names(target) == {"manifest.json"}
    assert names(target.parent) == {"out"}
    assert stat.S_IMODE(target.stat().st_mode) == 0o700


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    save("folder", tmp_path / "one", 100)
    save("folder", tmp_path / "two", 100)
    assert files(tmp_path / "one") == files(tmp_path / "two")
    assert len(files(tmp_path / "one")) == 4


def test_an_error_on_the_way_leaves_the_old_folder_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "out"
    with publish_folder(target) as folder:
        write_text("old", folder / "manifest.json")
    with pytest.raises(ValueError, match="on the way"), publish_folder(target, overwrite=True) as folder:  # noqa: E501, PT012  # fmt: skip
        write_text("new", folder / "manifest.json")
        raise ValueError("on the way")  # noqa: EM101, TRY003
    assert files(target) == {"manifest.json": b"old"}
    assert names(tmp_path) == {"out"}


def test_a_folder_is_replaced_only_when_asked_and_only_when_a_run_made_it(tmp_path: Path) -> None:
    target = tmp_path / "out"
    save("folder", target, 5)
    with pytest.raises(OutputError, match="exists already"), publish_folder(target):
        pytest.fail("the folder was given")
    photos = tmp_path / "photos"
    photos.mkdir()
    (photos / "yard.jpg").write_bytes(b"x")
    with (
        pytest.raises(OutputError, match="other things than the outputs of a run"),
        publish_folder(photos, overwrite=True),
    ):
        pytest.fail("the folder was given")
    link = tmp_path / "link"
    link.symlink_to(target)
    with pytest.raises(OutputError), publish_folder(link, overwrite=True):
        pytest.fail("the folder was given")
    assert names(photos) == {"yard.jpg"}
    assert len(files(target)) == 4
    assert names(tmp_path) == {"out", "photos", "link"}


def test_an_empty_folder_may_be_filled(tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.mkdir()
    save("folder", target, 5)
    assert len(files(target)) == 4


def test_a_second_run_in_the_same_folder_stops_and_says_why(tmp_path: Path) -> None:
    target = tmp_path / "out"
    first = subprocess.Popen(  # noqa: S603 (our own interpreter and code)
        [sys.executable, "-c", HOLDER, str(target)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert first.stdout is not None
    assert first.stdout.readline() == "holds\n"
    with pytest.raises(OutputError, match="Another run is writing"), publish_folder(target):
        pytest.fail("the folder was given")
    first.communicate("\n")
    assert files(target) == {"manifest.json": b"theirs"}
    assert names(tmp_path) == {"out"}


def test_a_run_that_was_killed_holds_nobody_up(tmp_path: Path) -> None:
    target = tmp_path / "out"
    (tmp_path / ".out.lock").write_text(f"{os.getpid()} a-number-that-was-given-out-again")
    (tmp_path / ".out.partial-1-0123abcd").mkdir()
    (tmp_path / ".out.partial-1-0123abcd" / "half").write_text("x")
    (tmp_path / ".outer.partial-1-0123abcd").mkdir()
    save("folder", target, 5)
    assert names(tmp_path) == {"out", ".outer.partial-1-0123abcd"}


@pytest.mark.parametrize("cut_off", ["before", "after"])
def test_without_an_exchange_in_one_step_a_cut_off_replacing_is_mended(
    cut_off: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "_exchanged", lambda *_: False)
    target = tmp_path / "out"
    save("folder", target, 5)
    old = files(target)
    save("folder", target, 6)
    new = files(target)
    assert names(tmp_path) == {"out"}
    # what a kill between the two renames, or after them, leaves behind
    aside = tmp_path / ".out.replaced-1-0123abcd"
    if cut_off == "before":
        target.rename(aside)
    else:
        aside.mkdir()
    with pytest.raises(OutputError, match="exists already"), publish_folder(target):
        pytest.fail("the folder was given")
    assert files(target) == new != old
    assert names(tmp_path) == {"out"}


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write all")
def test_a_folder_that_may_not_be_written_is_told_at_once(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(OutputError, match="cannot be written"), publish_folder(tmp_path / "out"):
        pytest.fail("the folder was given")
