"""A full disk: an error in words, the old file as it was, nothing half beside it."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.writing.saver import save

KINDS = ["csv", "parquet", "gpkg", "html", "folder"]
LIMITED = """
import resource, signal, sys
from pathlib import Path
from riskmap.errors import OutputError
from tests.writing.saver import save
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
save(sys.argv[1], Path(sys.argv[2]).with_name("free." + sys.argv[1]), 1_000)
for limit in map(int, sys.argv[3].split(",")):
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    try:
        save(sys.argv[1], Path(sys.argv[2]), 1_000)
    except OutputError as told:
        assert "cannot be written" in told.text() or "read back" in told.text()
        print("told", flush=True)
    else:
        print("written", flush=True)
"""


def tried(kind: str, path: Path, limits: list[int], checkout: Path) -> list[str]:
    """Return what a process said that may write files of at most these sizes."""
    child = subprocess.run(  # noqa: S603 (our own interpreter and code)
        [sys.executable, "-c", LIMITED, kind, str(path), ",".join(map(str, limits))],
        cwd=checkout,
        capture_output=True,
        text=True,
        check=False,
    )
    assert child.returncode == 0, child.stderr
    assert child.stderr == ""
    return child.stdout.split()


def size_of(path: Path) -> int:
    """Return the size of the largest file."""
    return max(one.stat().st_size for one in files_of(path))


def files_of(path: Path) -> list[Path]:
    """Return a file, or the files in a folder."""
    return [path] if path.is_file() else [one for one in path.rglob("*") if one.is_file()]


def check_limits(kind: str, folder: Path, steps: int, checkout: Path) -> None:
    """Try byte limits from nothing to all but the last byte, each beside a good old output."""
    target = folder / ("out" if kind == "folder" else f"out.{kind}")
    save(kind, target, 1_000)
    whole = size_of(target)
    limits = [max(1, whole * step // steps - 1) for step in range(1, steps + 1)]
    save(kind, target, 10)
    old = {one.relative_to(target): one.read_bytes() for one in files_of(target)}
    assert tried(kind, target, limits, checkout) == ["told"] * steps
    assert {one.relative_to(target): one.read_bytes() for one in files_of(target)} == old
    free = folder / f"free.{kind}"
    assert size_of(free) == whole
    assert {one.name for one in folder.iterdir()} == {target.name, free.name}


@pytest.mark.skipif(not hasattr(signal, "SIGXFSZ"), reason="this system has no limit on file sizes")
@pytest.mark.parametrize("kind", ["gpkg", "folder"])
def test_a_full_disk_is_told_and_the_old_output_stays(
    kind: str, tmp_path: Path, checkout: Path
) -> None:
    check_limits(kind, tmp_path, 4, checkout)


@pytest.mark.long
@pytest.mark.skipif(not hasattr(signal, "SIGXFSZ"), reason="this system has no limit on file sizes")
@pytest.mark.parametrize("kind", KINDS)
def test_no_byte_limit_goes_unnoticed(kind: str, tmp_path: Path, checkout: Path) -> None:
    check_limits(kind, tmp_path, 100, checkout)
