"""The example plug-in, built and installed as anybody would, brings all three things."""

import json
import os
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from riskmap.demo import make_demo

Command = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def installed(checkout, tmp_path_factory) -> Path:
    """Build the plug-in's wheel, and return the folder it is unpacked in."""
    folder = tmp_path_factory.mktemp("site")
    subprocess.run(  # noqa: S603 (our own example)
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=checkout / "examples" / "plugin",
        check=True,
        capture_output=True,
    )
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        wheel.extractall(folder)
    return folder


@pytest.fixture(scope="module")
def with_plugin(installed) -> Command:
    """Return a function that starts Python where the plug-in is installed, in English."""

    def started(*arguments: object) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(  # noqa: S603 (our own commands)
            [sys.executable, *map(str, arguments)],
            capture_output=True,
            text=True,
            check=False,
            env=os.environ | {"RISKMAP_LANG": "en", "PYTHONPATH": str(installed)},
        )

    return started


@pytest.fixture(scope="module")
def scored(tmp_path_factory, with_plugin) -> dict:
    """Run the plug-in's theme on a layer of three parking places, and return the map."""
    folder = tmp_path_factory.mktemp("plugin") / "waterveen"
    make_demo(folder, size="mini", seed=1)
    file = folder / "riskmap.toml"
    made = tomllib.loads(file.read_text("utf-8"))
    west, south, east, north = gpd.read_file(folder / "data" / made["area"][5:]).total_bounds
    places = gpd.GeoDataFrame(
        {"id": ["p1", "p2", "p3"], "aantal_plaatsen": [4, 8, 2]},
        geometry=[
            shapely.Point(west + share * (east - west), south + share * (north - south))
            for share in (0.2, 0.5, 0.8)
        ],
        crs="EPSG:28992",
    )
    places.to_file(folder / "data" / "parkeerplaatsen.gpkg", layer="parkeerplaatsen")
    text = file.read_text("utf-8").split("[themes")[0]
    file.write_text(f'{text}\n[layers.parkings]\npath = "data/parkeerplaatsen.gpkg"\n', "utf-8")
    out = folder / "cells.parquet"
    done = with_plugin("-m", "riskmap", "score", folder, "--theme", "dumping", "-o", out)
    assert done.returncode == 0, done.stderr
    return {"places": places, "frame": gpd.read_parquet(out)}


@pytest.mark.parametrize(
    ("command", "name", "words"),
    [
        ("indicators", "parking_distance", "Distance to a parking place"),
        ("layers", "parkings", "Parking places beside the road"),
        ("themes", "dumping", "Dump spots"),
    ],
)
def test_each_of_the_three_is_listed_and_explained(with_plugin, command, name, words):
    listed = with_plugin("-m", "riskmap", command)
    assert name in listed.stdout
    explained = with_plugin("-m", "riskmap", command, name)
    assert explained.returncode == 0, explained.stderr
    assert words in explained.stdout


def test_without_the_plug_in_they_are_not_there(python):
    for command, name in [("indicators", "parking_distance"), ("layers", "parkings")]:
        assert name not in json.loads(python("-m", "riskmap", command, "--json").stdout)


def test_the_theme_scores_with_the_indicator_and_the_layer(scored):
    frame, places = scored["frame"], scored["places"]
    expected = [min(shape.distance(point) for point in places.geometry) for shape in frame.geometry]
    assert frame["parking_distance__value"].tolist() == pytest.approx(expected)
    near = frame["parking_distance__value"] <= 30
    assert near.any()
    assert (frame.loc[near, "parking_distance__score"] == 1).all()
    assert frame["rank"].notna().sum() > 100


def test_its_own_tests_pass(checkout, with_plugin):
    done = with_plugin(
        *(
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "--rootdir",
            checkout / "examples/plugin",
        ),
        *("-c", os.devnull, checkout / "examples" / "plugin" / "tests"),
    )
    assert done.returncode == 0, done.stdout


def test_an_indicator_is_no_more_than_two_small_files_and_one_line(checkout):
    package = checkout / "examples" / "plugin"
    entries = tomllib.loads((package / "pyproject.toml").read_text("utf-8"))["project"]
    assert len(entries["entry-points"]["riskmap.indicators"]) == 1
    code = (package / "riskmap_dumping" / "parking_distance.py").read_text("utf-8")
    record = code[code.index("INDICATOR") :]
    assert len(record.strip().splitlines()) <= 14
    function = code[code.index("def ") : code.index("INDICATOR")]
    assert len(function.strip().splitlines()) <= 5
