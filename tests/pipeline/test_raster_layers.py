"""Raster layers in the project file, from the key to the manifest."""

import datetime as dt
import json
import subprocess
import sys

import numpy as np
import pytest
import rasterio
import shapely
from affine import Affine

from riskmap.errors import Faults, RiskmapError
from riskmap.layers.catalogue import layer_names, raster_registers
from riskmap.layers.layer import Access
from riskmap.outputs.catalogue_json import layers_json
from riskmap.outputs.catalogue_pages import layer_page, layer_table
from riskmap.outputs.manifest import manifest_text
from riskmap.pipeline.reading_layers import read_layers
from riskmap.pipeline.run import check
from riskmap.project import load_project
from riskmap.reading import hash_file

HEAD = 'name = "Proef"\nreference_date = 2026-01-01\n'
pytestmark = pytest.mark.filterwarnings("ignore:Use `@` matmul:PendingDeprecationWarning")


@pytest.fixture
def project(tmp_path):
    """Return a function that writes a project file and loads it, with some rasters beside it."""
    values = np.linspace(1, 5_000, 40, dtype="uint16").reshape(5, 8)
    for name in ("a_20210715.tif", "b_2022-07-20.tif", "red.tif", "nir.tif"):
        write(tmp_path / name, values if "red" in name else values[::-1])

    def loaded(text):
        (tmp_path / "riskmap.toml").write_text(HEAD + text)
        return load_project(tmp_path)

    return loaded


def write(path, values, **options):
    settings = {
        "driver": "GTiff", "count": 1, "dtype": values.dtype, "crs": "EPSG:28992", "nodata": 0,
        "transform": Affine(10, 0, 155_000, 0, -10, 463_000),
        "height": values.shape[0], "width": values.shape[1],
    } | options  # fmt: skip
    with rasterio.open(path, "w", **settings) as opened:
        opened.write(values, 1)


def read(project, name, area=None):
    return read_layers(project, [name], area=area, margins={})[name]


def test_paths_with_days_in_their_names(project, tmp_path):
    text = (
        '[layers.ndvi]\npaths = ["b_2022-07-20.tif", "a_20210715.tif"]\nscale = 0.0002\n'
        'access = "municipal"\n'
    )
    layer = read(project(text), "ndvi")
    assert [image.date for image in layer.images] == [dt.date(2021, 7, 15), dt.date(2022, 7, 20)]
    assert (layer.date, layer.access) == (dt.date(2022, 7, 20), Access.MUNICIPAL)
    assert layer.sha256.split(";") == [
        hash_file(tmp_path / name) for name in ("b_2022-07-20.tif", "a_20210715.tif")
    ]


def test_images_with_facts_of_their_own(project):
    layer = read(
        project(
            "[layers.ndvi]\nscale = 1e-4\noffset = -10\nnodata = 1\nimages = [\n"
            '  { path = "a_20210715.tif", date = 2020-06-30, offset = 0 },\n'
            '  { bands = { red = "red.tif", near_infrared = "nir.tif" }, date = 2019-08-01 },\n]\n'
        ),
        "ndvi",
    )
    first, second = layer.images
    assert (first.date, second.date) == (dt.date(2019, 8, 1), dt.date(2020, 6, 30))
    assert first.file == "red.tif, nir.tif"
    red = np.linspace(1, 5_000, 40, dtype="uint16").reshape(5, 8).astype(float)
    near = red[::-1].copy()
    red[red == 1], near[near == 1] = np.nan, np.nan
    wanted = (near - red) / (near + red - 20)
    np.testing.assert_allclose(first.read(None).values, wanted)
    np.testing.assert_allclose(second.read(None).values, near * 1e-4)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[layers.buildings]\npath = "x.gpkg"\nscale = 2\n', "holds scale, but .* is no raster"),
        (
            '[layers.parcels]\nimages = [{ path = "a_20210715.tif" }]\nbands = { red = 1 }\n',
            "holds bands, images, but .* is no raster",
        ),
        ('[layers.ndvi]\npath = "a_20210715.tif"\nlayer = "x"\n', "holds layer, but .* a raster"),
        ('[layers.height]\npath = "a_20210715.tif"\ncolumns = { a = "b" }\n', "holds columns, but"),
    ],
)
def test_keys_of_the_other_kind_are_refused(project, text, told):
    with pytest.raises(RiskmapError, match=told):
        check(project(text))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('path = "a.tif"\nimages = [{ path = "a.tif" }]', "for dated rasters images"),
        ('images = [{ path = "a.tif", bands = { red = "b.tif" } }]', "for every image"),
        ("images = [{ date = 2021-07-15 }]", "for every image"),
        ('path = "a.tif"\nscale = 0', "other than 0"),
        ('path = "a.tif"\nscale = nan', "not allowed|number"),
        ('path = "a.tif"\nbands = { red = 0 }', "at least 1"),
        ('images = [{ path = "https://x.nl/a.tif" }]', "address"),
        ('images = [{ path = "a.tif", dat = 2021-07-15 }]', "Did you mean date"),
    ],
)
def test_values_that_cannot_be_are_refused_with_what_to_write(project, text, told):
    with pytest.raises(RiskmapError, match=told):
        project(f"[layers.ndvi]\n{text}\n")


def test_check_tells_the_faults_of_all_images_of_all_layers_at_once(project, tmp_path):
    (tmp_path / "broken_20200601.tif").write_bytes(b"II*\x00 and nothing more")
    text = (
        '[layers.ndvi]\npaths = ["red.tif", "broken_20200601.tif", "a_20210715.tif"]\n'
        '[layers.height]\npath = "gone.tif"\n'
        '[layers.night_light]\npath = "nir.tif"\ncrs = "EPSG:32631"\n'
    )
    with pytest.raises(Faults) as told:
        check(project(text))
    said = str(told.value)
    for part in ("red.tif", "broken_20200601.tif", "run from 1 to 5000", "gone.tif", "outside the"):
        assert part in said


def test_an_area_elsewhere_is_one_clear_fault(project):
    text = '[layers.ndvi]\npath = "a_20210715.tif"\nscale = 0.0002\n'
    with pytest.raises(RiskmapError, match="0 of its 1 images touch the area"):
        read(project(text), "ndvi", area=shapely.box(100_000, 400_000, 100_100, 400_100))


def test_the_manifest_names_files_and_never_paths(project, tmp_path):
    wanted = project(
        "[layers.ndvi]\nscale = 0.0002\nimages = [\n"
        '  { path = "a_20210715.tif" },\n'
        '  { bands = { red = "red.tif", near_infrared = "nir.tif" }, date = 2019-08-01 },\n]\n'
    )
    layers = read_layers(wanted, ["ndvi"], area=None, margins={})
    content = json.loads(manifest_text(wanted, layers, {}, tmp_path / "nothing"))
    settings = content["project"]["layers"]["ndvi"]
    assert settings["files"] == ["a_20210715.tif", "red.tif", "nir.tif"]
    assert settings["images"][1] == {
        "date": "2019-08-01",
        "offset": None,
        "files": {"red": "red.tif", "near_infrared": "nir.tif"},
    }
    hashes = content["inputs"]["ndvi"]["sha256"].split(";")
    assert hashes == [hash_file(tmp_path / name) for name in settings["files"]]
    assert str(tmp_path) not in json.dumps(content)


def test_raster_layers_are_listed_and_explained():
    assert set(raster_registers()) >= {"ndvi", "bare_soil", "height", "night_light"}
    for name in raster_registers():
        assert name in layer_names()
        assert layer_table("nl")[name]
        assert len(layer_page(name, "en")) >= 3
        assert layers_json(None)[name] == "raster"
        assert layers_json(name)["geometry"] == "raster"
    assert "near_infrared" in layer_page("ndvi", "en")["Computed from bands"]
    assert layers_json("bare_soil")["one_grid"] is True


_BIG = """
import re, sys, tracemalloc
from datetime import date
from pathlib import Path
import numpy as np, shapely
from riskmap.indicators.image_facts import day_means
from riskmap.layers.catalogue import raster_registers
from riskmap.layers.image_reading import ImageFile
from riskmap.layers.raster_layer import RasterWishes, read_images
file = ImageFile({"": Path(sys.argv[1])})
register = raster_registers()["height"]
layer = read_images(register, [file], RasterWishes(), reference_date=date(2026, 1, 1))
chance = np.random.default_rng(3)
xy = chance.uniform((150_000, 460_000), (160_000, 470_000), (1000, 2))
places = shapely.buffer(shapely.points(xy), chance.uniform(5, 60, 1000))
tracemalloc.start()
(found,) = day_means(places, layer.images)
# Not ru_maxrss: that remembers the size of the process this one was started from.
most = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024
traced = tracemalloc.get_traced_memory()[1] / 1e6
print(np.isfinite(found.mean).sum(), found.mean.mean(), traced, most)
"""


@pytest.mark.long
@pytest.mark.parametrize("layout", [{"tiled": True, "blockxsize": 512, "blockysize": 512}, {}])
def test_a_raster_of_400_million_cells_takes_a_few_hundred_megabytes(tmp_path, layout):
    path, size = tmp_path / "ahn.tif", 20_000
    placed = Affine(0.5, 0, 150_000, 0, -0.5, 470_000)
    settings = {
        "driver": "GTiff", "count": 1, "dtype": "float32", "crs": "EPSG:7415", "nodata": np.nan,
        "transform": placed, "height": size, "width": size, "compress": "deflate",
    } | layout  # fmt: skip
    row = np.linspace(0, 10, size, dtype="float32")
    with rasterio.open(path, "w", **settings) as opened:
        for top in range(0, size, 512):
            height = min(512, size - top)
            window = rasterio.windows.Window(0, top, size, height)
            opened.write(np.broadcast_to(row, (height, size)), 1, window=window)
    answer = subprocess.run(  # noqa: S603 (our own script)
        [sys.executable, "-c", _BIG, str(path)], capture_output=True, text=True, check=True
    )
    count, mean, traced, most = map(float, answer.stdout.split())
    assert count == 1000
    assert mean == pytest.approx(5, abs=0.3)  # rises from 0 in the west to 10 in the east
    assert traced < 100
    assert most < 600
