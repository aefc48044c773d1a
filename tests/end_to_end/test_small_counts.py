"""A count of establishments from 1 to 4 cannot be worked out from anything a run writes."""

import hashlib
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

SMALL = (1, 4)
HIDDEN = "<5"
Python = Callable[..., "subprocess.CompletedProcess[str]"]


def written(folder: Path) -> dict[str, str]:
    """Return the hash of every file below a folder."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.long
def test_runs_that_differ_in_small_counts_only_write_the_same_bytes(
    waterveen: Path, python: Python, tmp_path: Path
) -> None:
    said, found = [], []
    for small in SMALL:
        folder = tmp_path / str(small)
        shutil.copytree(waterveen / "data", folder / "data")
        shutil.copy(waterveen / "riskmap.toml", folder)
        changed = 0
        for table in sorted((folder / "data").glob("*.csv")):
            text = table.read_text("utf-8")
            changed += text.count(HIDDEN)
            table.write_text(text.replace(HIDDEN, str(small)), "utf-8")
        assert changed > 20, "the demo hides too few counts for this test"
        done = python("-m", "riskmap", "run", folder, "-o", folder / "out")
        assert done.returncode == 0, done.stderr
        said.append((done.stdout + done.stderr).replace(str(folder), ""))
        found.append(written(folder / "out"))
    assert len(found[0]) > 20
    assert found[0] == found[1]
    assert said[0] == said[1]
