"""`riskmap new-indicator` writes two files that work before a line of them is changed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture
def written(python, tmp_path):
    done = python("-m", "riskmap", "new-indicator", "quiet_corner", "-o", tmp_path)
    assert done.returncode == 0, done.stderr
    return tmp_path, done


def test_it_writes_the_indicator_and_its_test_and_says_the_one_line_that_is_left(written):
    folder, done = written
    assert sorted(file.name for file in folder.iterdir()) == [
        "quiet_corner.py",
        "test_quiet_corner.py",
    ]
    assert done.stdout.split() == [
        str(folder / "quiet_corner.py"),
        str(folder / "test_quiet_corner.py"),
    ]
    assert 'quiet_corner = "quiet_corner:INDICATOR"' in done.stderr


def test_the_written_test_passes(written, checkout):
    folder, _ = written
    shutil.copy(checkout / "pyproject.toml", folder)
    done = subprocess.run(  # noqa: S603 (our own command)
        [
            *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"),
            *("-c", os.devnull, "--rootdir", str(folder), "test_quiet_corner.py"),
        ],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "2 passed" in done.stdout


def test_both_files_are_in_the_style_of_the_house(written, checkout):
    folder, _ = written
    ruff = shutil.which("ruff", path=str(Path(sys.executable).parent))
    if ruff is None:
        pytest.skip("ruff is not installed")
    settings = ["--config", str(checkout / "pyproject.toml"), "--no-cache"]
    unlike_a_test = ["--ignore", "ANN,S101,D103,INP001,PLR2004"]
    for words in (["check", *unlike_a_test], ["format", "--check"]):
        done = subprocess.run(  # noqa: S603 (our own command)
            [ruff, *words, *settings, str(folder)], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr


def test_in_a_checkout_they_land_in_their_rooms(python, tmp_path, checkout):
    rooms = tmp_path / "riskmap" / "indicators"
    rooms.mkdir(parents=True)
    shutil.copy(checkout / "riskmap" / "indicators" / "indicator.py", rooms)
    done = python("-m", "riskmap", "new-indicator", "quiet_corner", "-o", tmp_path)
    assert done.returncode == 0, done.stderr
    assert (rooms / "quiet_corner.py").is_file()
    test = (tmp_path / "tests" / "indicators" / "test_quiet_corner.py").read_text("utf-8")
    assert "from riskmap.indicators.quiet_corner import" in test


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Quiet Corner", "cannot be the name"),
        ("../corner", "cannot be the name"),
        ("class", "cannot be the name"),
        ("road_setback", "already"),
        ("income_level", "persons"),
    ],
)
def test_a_name_that_cannot_be_is_refused(python, tmp_path, name, words):
    done = python("-m", "riskmap", "new-indicator", name, "-o", tmp_path)
    assert done.returncode == 1
    assert words in done.stderr
    assert not list(tmp_path.iterdir())


def test_nothing_is_overwritten_unless_asked(written, python):
    folder, _ = written
    (folder / "quiet_corner.py").write_text("mine", "utf-8")
    again = python("-m", "riskmap", "new-indicator", "quiet_corner", "-o", folder)
    assert again.returncode == 1
    assert (folder / "quiet_corner.py").read_text("utf-8") == "mine"
