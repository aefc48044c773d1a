"""The guards reach both GDALs, also in a notebook that came first, and talk to nobody."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from riskmap import guard
from tests.reading.conftest import write_good

QUIET = """
import sys
import riskmap.guard
import pyogrio, rasterio
from pathlib import Path
from riskmap.errors import InputError
from riskmap.reading import read_features, read_raster
folder = Path(sys.argv[1])
read_features(folder / "good.gpkg")
read_raster(folder / "good.tif")
for name in ("v.gml", "broken.tif", "broken.fgb"):
    try:
        (read_raster if name.endswith("tif") else read_features)(folder / name)
    except InputError as told:
        print(told.text())
print(sorted(set(pyogrio.list_drivers()) & set(sys.argv[2].split(","))))
"""
NOTEBOOK = """
import sys, warnings
import geopandas, pyogrio, rasterio
geopandas.read_file(sys.argv[1] + "/good.gpkg")
rasterio.open(sys.argv[1] + "/good.tif").close()
assert "OGR_VRT" in pyogrio.list_drivers() or "VRT" in pyogrio.list_drivers()
from pathlib import Path
from riskmap.errors import InputError
from riskmap.reading import read_features, read_raster
for name in sys.argv[2].split(","):
    try:
        (read_raster if name.endswith("tif") else read_features)(Path(sys.argv[1]) / name)
    except InputError as told:
        print("refused")
    else:
        print("READ", name)
"""
VIRTUAL = (
    '<OGRVRTDataSource><OGRVRTLayer name="a"><SrcDataSource>good.gpkg</SrcDataSource>'
    "<SrcLayer>good</SrcLayer></OGRVRTLayer></OGRVRTDataSource>"
)


def run(code: str, *words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run code in a process of its own."""
    command = [sys.executable, "-c", code, *words]
    bare = {name: value for name, value in os.environ.items() if name not in guard.SETTINGS}
    return subprocess.run(command, cwd=cwd, env=bare, capture_output=True, text=True, check=False)  # noqa: S603


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with good files, broken ones and virtual ones under many names."""
    for ending in ("gpkg", "tif", "fgb"):
        made = write_good(tmp_path, ending)
        broken = tmp_path / f"broken.{ending}"
        broken.write_bytes(made.read_bytes()[: made.stat().st_size // 2])
    for ending in ("gml", "gpkg", "geojson", "shp", "xml", "tif", "fgb"):
        (tmp_path / f"v.{ending}").write_text(VIRTUAL)
    return tmp_path


def test_no_driver_that_points_elsewhere_is_left_and_nothing_is_said(
    folder: Path, checkout: Path
) -> None:
    ended = run(QUIET, str(folder), guard.SETTINGS["GDAL_SKIP"], cwd=checkout)
    assert ended.stderr == ""
    assert ended.returncode == 0
    *told, drivers = ended.stdout.splitlines()
    assert drivers == "[]"
    assert len(told) == 3  # real errors still become our sentences
    assert all(sentence.endswith(".") for sentence in told)


def test_a_notebook_that_came_first_gets_the_same_refusals(folder: Path, checkout: Path) -> None:
    files = sorted(file.name for file in folder.glob("v.*"))
    ended = run(NOTEBOOK, str(folder), ",".join(files), cwd=checkout)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.split() == ["refused"] * len(files)


def test_the_guards_stand_before_any_part_of_riskmap_that_opens_files(checkout: Path) -> None:
    # stops at the first library with a GDAL: 0 when the guards stood before it
    code = (
        "import os, sys\n"
        "class Watch:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name in {'pyogrio', 'rasterio', 'geopandas'}:\n"
        "            os._exit(0 if os.environ.get('GML_DOWNLOAD_SCHEMA') == 'NO' else 1)\n"
        "sys.meta_path.insert(0, Watch())\n"
        "import {module}\n"
        "os._exit(2)\n"
    )
    for module in ("riskmap.reading", "riskmap.writing", "riskmap.geo"):
        assert run(code.replace("{module}", module), cwd=checkout).returncode == 0, module


def test_a_setting_of_the_user_does_not_open_the_door(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GDAL_SKIP", "")
    monkeypatch.setenv("GML_DOWNLOAD_SCHEMA", "YES")
    guard.apply_guards()

    assert {name: os.environ[name] for name in guard.SETTINGS} == dict(guard.SETTINGS)
