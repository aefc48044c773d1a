"""The manifest of a run: what went in and came out, by hash, without a clock or a path."""

import datetime as dt
import hashlib
import json
import re
import tomllib
from importlib.metadata import version

import pytest

import riskmap
from riskmap.layers.layer import Access, Layer, Layers
from riskmap.outputs.manifest import manifest_text
from riskmap.project import parse_project


@pytest.fixture(scope="module")
def text(waterveen) -> str:
    return (waterveen / "out" / "manifest.json").read_text("utf-8")


@pytest.fixture(scope="module")
def manifest(text) -> dict:
    return json.loads(text)


def test_versions_are_those_that_ran(manifest):
    assert manifest["riskmap"] == riskmap.__version__
    assert manifest["libraries"] == {name: version(name) for name in manifest["libraries"]}
    assert {"numpy", "pandas", "geopandas", "shapely", "scipy"} <= set(manifest["libraries"])


def test_every_input_is_named_by_the_hash_of_its_file(manifest, waterveen):
    settings = tomllib.loads((waterveen / "riskmap.toml").read_text("utf-8"))["layers"]
    used = [name for name in settings if name in manifest["inputs"]]
    assert len(used) >= 8
    for name in used:
        card, wish = manifest["inputs"][name], settings[name]
        files = [wish["path"]] if "path" in wish else wish.get("paths", [])
        files += [image["path"] for image in wish.get("images", [])]
        paths = [waterveen / path for path in files]
        digests = [hashlib.sha256(path.read_bytes()).hexdigest() for path in paths]
        assert card["sha256"] == ";".join(digests)
        assert card["source"] == ", ".join(path.name for path in paths)


def test_weights_and_break_points_are_those_of_the_theme_files(manifest, checkout):
    for name, card in manifest["themes"].items():
        file = tomllib.loads((checkout / f"riskmap/themes/{name}.toml").read_text("utf-8"))
        assert {n: f["weight"] for n, f in card["families"].items()} == {
            n: f["weight"] for n, f in file["families"].items()
        }
        for family, content in file["families"].items():
            for key, criterion in content["criteria"].items():
                written = card["families"][family]["criteria"][key]
                assert written["weight"] == criterion["weight"]
                for shape, points in criterion.get("value", {}).items():
                    assert (written["value"]["shape"], written["value"]["points"]) == (
                        shape,
                        points,
                    )


def test_the_run_takes_the_strictest_class_of_its_inputs(manifest):
    order = ["open", "municipal", "police"]
    strictest = max((card["access"] for card in manifest["inputs"].values()), key=order.index)
    assert manifest["access"] == strictest == "police"


def test_there_is_no_path_of_a_machine_and_no_moment_in_it(text, waterveen):
    assert str(waterveen) not in text
    assert not re.search(r'"(/|[A-Z]:\\\\)', text)
    assert not re.search(r"\d{2}:\d{2}:\d{2}", text)


def test_a_run_of_open_layers_is_open(tmp_path, small_map):
    project = parse_project(
        {"name": "x", "reference_date": dt.date(2026, 1, 1)},
        folder=tmp_path,
        file="riskmap.toml",
    )
    (tmp_path / "a.txt").write_bytes(b"abc")
    scored = small_map([(1, 1, 1), (0, 0, 0)])
    layers = Layers({"roads": Layer("roads", scored.frame, "nwb.gpkg", access=Access.OPEN)})
    content = json.loads(manifest_text(project, layers, {"rural": scored}, tmp_path))
    assert content["access"] == "open"
    assert content["outputs"] == {
        "a.txt": {"bytes": 3, "sha256": hashlib.sha256(b"abc").hexdigest()}
    }
