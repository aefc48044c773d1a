"""Killed at any moment: the old output or the new one, and nothing left after the next run."""

import hashlib
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from tests.writing.saver import save

KINDS = ["csv", "parquet", "gpkg", "html", "folder"]
SAVER = Path(__file__).with_name("saver.py")
OLD, NEW = 50, 4_000


def content(path: Path) -> dict[str, str]:
    """Return the hash of a file, or of every file in a folder, by name."""
    files = [path] if path.is_file() else sorted(one for one in path.rglob("*") if one.is_file())
    return {
        str(one.relative_to(path)): hashlib.sha256(one.read_bytes()).hexdigest() for one in files
    }


def start(kind: str, path: Path) -> subprocess.Popen[str]:
    """Start the process and let it write as soon as it is ready."""
    child = subprocess.Popen(  # noqa: S603 (our own interpreter and file)
        [sys.executable, str(SAVER), kind, str(path), str(NEW)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    assert child.stdin is not None
    child.stdin.write("\n")
    child.stdin.flush()
    return child


def kill_after(kind: str, path: Path, seconds: float) -> None:
    """Kill the process that long after it began to write."""
    child = start(kind, path)
    time.sleep(seconds)
    child.kill()
    child.communicate()


def measured(kind: str, path: Path) -> float:
    """Return how long one undisturbed write takes (seconds)."""
    began = time.monotonic()
    save(kind, path, NEW)
    return time.monotonic() - began


def check_kills(kind: str, folder: Path, times: int, seed: int) -> None:
    """Kill as many writes at random moments and look at what stands there each time."""
    target = folder / ("out" if kind == "folder" else f"out.{kind}")
    lasts = measured(kind, target)
    new = content(target)
    save(kind, target, OLD)
    old = content(target)
    assert old != new
    for share in np.random.default_rng(seed).uniform(0, 1.1, times):
        kill_after(kind, target, share * lasts)
        assert content(target) in (old, new)
        save(kind, target, OLD)
        assert [one.name for one in folder.iterdir()] == [target.name]
        assert content(target) == old
    save(kind, target, NEW)
    assert content(target) == new


@pytest.mark.parametrize("kind", ["gpkg", "folder"])
def test_a_kill_leaves_the_old_output_or_the_new_one(kind: str, tmp_path: Path) -> None:
    check_kills(kind, tmp_path, 2, 0)


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_many_kills_leave_the_old_output_or_the_new_one(kind: str, tmp_path: Path) -> None:
    check_kills(kind, tmp_path, 40, 1)
