"""Killed at any moment: the old output or the new one, and nothing left after the next run."""

import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from tests.writing.saver import save

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
KINDS = ["csv", "parquet", "gpkg", "html", "folder"]
SAVER = Path(__file__).with_name("saver.py")
OLD, NEW = 50, 4_000


def content(path: Path) -> dict[str, str]:
    """Return the hash of a file, or of every file in a folder, by name."""
    files = [path] if path.is_file() else sorted(one for one in path.rglob("*") if one.is_file())
    return {
        str(one.relative_to(path)): hashlib.sha256(one.read_bytes()).hexdigest() for one in files
    }


@pytest.fixture(scope="module")
def server() -> Iterator[subprocess.Popen[str]]:
    """Give a process that forks one writer per line, so that each starts at once."""
    process = subprocess.Popen(  # noqa: S603 (our own interpreter and file)
        [sys.executable, str(SAVER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    yield process
    process.communicate()


def kill_after(server: subprocess.Popen[str], kind: str, path: Path, seconds: float) -> bool:
    """Kill a writer that long after it began; tell whether it was still at it."""
    assert server.stdin is not None
    assert server.stdout is not None
    server.stdin.write(f"{kind}\t{path}\t{NEW}\n")
    server.stdin.flush()
    writer = int(server.stdout.readline())
    time.sleep(seconds)
    with suppress(ProcessLookupError):  # done already
        os.kill(writer, signal.SIGKILL)
    return server.stdout.readline() == "killed\n"


def measured(kind: str, path: Path) -> float:
    """Return how long one undisturbed write takes (seconds)."""
    began = time.monotonic()
    save(kind, path, NEW)
    return time.monotonic() - began


def check_kills(
    server: subprocess.Popen[str], kind: str, folder: Path, times: int, seed: int
) -> None:
    """Kill as many writes at random moments and look at what stands there each time."""
    target = folder / ("out" if kind == "folder" else f"out.{kind}")
    lasts = measured(kind, target)
    new = content(target)
    save(kind, target, OLD)
    old = content(target)
    assert old != new
    hits = 0
    for share in np.random.default_rng(seed).uniform(0, 1.1, times):
        hits += kill_after(server, kind, target, share * lasts)
        assert content(target) in (old, new)
        save(kind, target, OLD)
        assert [one.name for one in folder.iterdir()] == [target.name]
        assert content(target) == old
    assert hits > times / 3
    save(kind, target, NEW)
    assert content(target) == new


@pytest.mark.parametrize("kind", ["gpkg", "folder"])
def test_a_kill_leaves_the_old_output_or_the_new_one(
    kind: str, tmp_path: Path, server: subprocess.Popen[str]
) -> None:
    check_kills(server, kind, tmp_path, 5, 0)


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_many_kills_leave_the_old_output_or_the_new_one(
    kind: str, tmp_path: Path, server: subprocess.Popen[str]
) -> None:
    check_kills(server, kind, tmp_path, 40, 1)
