"""Raster layers at the border: every fault of a raster, written on the spot."""

from datetime import date
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine

from riskmap.errors import Faults, LayerError, RiskmapError
from riskmap.layers.image_reading import ImageFile
from riskmap.layers.layer import Access
from riskmap.reading import hash_file
from tests.layers.made_rasters import BOX, DAY, PLACED, read, seen, write_bands

pytestmark = pytest.mark.filterwarnings("ignore:Use `@` matmul:PendingDeprecationWarning")


@pytest.fixture
def write(tmp_path):
    """Return a function that writes bands to a GeoTIFF."""
    return partial(write_bands, tmp_path)


def test_a_window_is_read_also_beyond_the_edge(write):
    layer = read("ndvi", write())
    (image,) = layer.images
    whole = image.read(None)
    beyond = image.read((154_985, 462_985, 155_015, 463_015))
    assert (image.box, image.cell_m) == ((155_000, 462_970, 155_040, 463_000), (10, 10))
    assert beyond.values.shape == (4, 4)
    assert (beyond.transform.c, beyond.transform.f) == (154_980, 463_020)
    np.testing.assert_array_equal(beyond.values[2:, 2:], whole.values[:2, :2])
    assert np.isnan(beyond.values[:2]).all()
    assert np.isnan(beyond.values[:, :2]).all()
    assert np.isnan(image.read((0, 300_000, 9, 300_009)).values).all()


def test_days_hashes_and_sources_are_kept_and_the_newest_day_is_the_layers(write):
    files = [write(f"x_{day}.tif") for day in ("20230101", "2021-07-15", "20220612T105031_2025")]
    layer = read("ndvi", *files)
    days = [date(2021, 7, 15), date(2022, 6, 12), date(2023, 1, 1)]
    assert [image.date for image in layer.images] == days
    assert layer.date == days[-1]
    assert layer.source == ", ".join(file.name for file in files)
    assert layer.sha256 == ";".join(hash_file(file) for file in files)
    assert layer.access is Access.OPEN


@pytest.mark.parametrize(
    ("name", "own", "layers", "found"),
    [
        ("LC08_197024_20140419_20200911.tif", None, None, date(2014, 4, 19)),
        ("20141419.tif", None, date(2014, 5, 1), date(2014, 5, 1)),
        ("a20140419.tif", date(2014, 6, 1), None, date(2014, 6, 1)),
        ("12014041901.tif", None, date(2014, 5, 1), date(2014, 5, 1)),
    ],
)
def test_the_day_is_its_own_or_in_the_name_or_the_layers(write, name, own, layers, found):
    file = ImageFile({"": write(name)}, own)
    (image,) = read("ndvi", file, dated=layers).images
    assert image.date == found


def test_an_image_without_a_day_is_refused_where_days_matter(write):
    with pytest.raises(LayerError, match="on which day"):
        read("ndvi", write("summer.tif"))
    assert read("height", write("sheet.tif")).images.images[0].date is None


def test_a_grid_from_the_south_up_is_turned(write):
    values = np.arange(12, dtype="float32").reshape(3, 4)
    up = Affine(10, 0, 155_000, 0, 10, 462_970)
    layer = read("height", write("a.tif", values, transform=up))
    plain = read("height", write("b.tif", values[::-1]))
    assert layer.images.images[0].transform == PLACED
    np.testing.assert_array_equal(seen(layer, BOX)[0], seen(plain, BOX)[0])
    np.testing.assert_array_equal(seen(layer)[0], values[::-1])


def test_a_rotated_grid_and_one_without_a_system_are_refused(write):
    with pytest.raises(RiskmapError, match="rotated"):
        read("height", write("a.tif", transform=Affine(10, 2, 155_000, 2, -10, 463_000)))
    lost = write("b.tif", crs=None)
    with pytest.raises(LayerError, match=r"declares no CRS.*RD New"):
        read("height", lost)
    assert read("height", lost, crs="EPSG:28992").images.images[0].crs == "EPSG:28992"


def test_heights_in_the_system_are_no_other_place(write):
    layer = read("height", write("a.tif", crs="EPSG:7415"), box=BOX)
    assert layer.images.images[0].crs == "EPSG:28992"


def test_a_wrong_system_is_refused_and_the_likely_one_named(write):
    with pytest.raises(LayerError, match=r"outside the Netherlands.*RD New"):
        read("height", write(crs="EPSG:32631"))
    with pytest.raises(LayerError, match="CRS nobody knows"):
        read("height", write(), crs="EPSG:999999")


def test_another_system_keeps_its_own_grid(write):
    utm = Affine(10, 0, 650_000, 0, -10, 5_780_000)
    layer = read("ndvi", write(crs="EPSG:32631", transform=utm))
    assert layer.images.images[0].crs == "EPSG:32631"
    degrees = Affine(1 / 240, 0, 5.0, 0, -1 / 240, 52.0)
    (image,) = read("night_light", write("v.tif", crs="EPSG:4326", transform=degrees)).images
    assert image.cell_m == pytest.approx((286, 463), abs=2)  # 15 seconds of arc at 52 degrees


def test_bands_on_different_grids_are_refused(write):
    coarse = np.full((1, 2), 2_000, dtype="uint16")
    files = {
        "red": write("red.tif", np.full((2, 4), 500, dtype="uint16")),
        "near_infrared": write("nir.tif", coarse, transform=PLACED @ Affine.scale(2)),
    }
    with pytest.raises(LayerError, match="different grids"):
        read("ndvi", ImageFile(files, DAY))


def test_images_compared_cell_by_cell_lie_on_one_grid(write):
    cells = np.zeros((30, 40), dtype="float32")
    first = write("a20200615.tif", cells)
    shifted = write("b20210615.tif", cells, transform=PLACED @ Affine.translation(0.4, 0))
    elsewhere = write("c20220615.tif", cells, transform=PLACED @ Affine.translation(-7, 3))
    with pytest.raises(LayerError, match=r"a20200615.tif and b20210615.tif do not lie on one grid"):
        read("bare_soil", first, shifted)
    assert len(read("ndvi", first, shifted).images) == 2
    layer = read("bare_soil", first, elsewhere)
    box = (155_001.0, 462_701.0, 155_399.0, 462_999.0)
    assert {one.shape for one in seen(layer, box)} == {(30, 40)}


def test_images_beside_the_area_are_left_out_and_none_left_is_an_error(write):
    here = write("a20200615.tif")
    away = write("b20210615.tif", transform=PLACED @ Affine.translation(500, 500))
    layer = read("ndvi", here, away, box=BOX)
    assert [image.file for image in layer.images] == ["a20200615.tif"]
    assert "do not touch the area" in str(layer.report.notes[-1])
    assert (layer.report.rows_read, layer.report.rows_kept) == (2, 1)
    with pytest.raises(LayerError, match="0 of its 1 images touch the area"):
        read("ndvi", away, box=BOX)


def test_images_after_the_reference_date_are_left_out(write):
    layer = read("ndvi", write("a20200615.tif"), write("b20260615.tif"))
    assert [image.date.year for image in layer.images] == [2020]
    assert "after the reference date" in str(layer.report.notes[-1])


def test_all_faults_of_all_images_are_told_at_once(write, tmp_path):
    cut = write("cut20200101.tif", np.random.default_rng(1).random((900, 900), dtype="float32"))
    cut.write_bytes(cut.read_bytes()[:1_000_000])
    files = [
        write("undated.tif"),
        write("lost20200615.tif", crs=None),
        write("good20200615.tif"),
        cut,
        tmp_path / "not_here.tif",
        write("turned20200615.tif", transform=Affine(10, 2, 155_000, 2, -10, 463_000)),
    ]
    with pytest.raises(Faults) as told:
        read("ndvi", *files)
    text = str(told.value)
    assert len(told.value.faults) == 5
    for name in ("undated.tif", "lost20200615.tif", "cut20200101", "not_here", "turned"):
        assert name in text
    assert not any(str(fault.problem).startswith("good") for fault in told.value.faults)


def test_a_large_file_that_was_cut_off_is_found_without_reading_it_whole(write):
    chance = np.random.default_rng(1).random((1_500, 1_500), dtype="float32")
    path = write("a20200615.tif", chance, tiled=True, blockxsize=256, blockysize=256)
    path.write_bytes(path.read_bytes()[:-40_000])
    with pytest.raises(RiskmapError, match="damaged"):
        read("ndvi", path)


def test_a_layer_past_its_last_day_is_refused(write):
    with pytest.raises(LayerError, match="2025-12-31"):
        read("height", write("a.tif"), valid_until=date(2025, 12, 31))


def test_real_surface_model_with_heights_in_its_system(shared_data: Path):
    path = shared_data / "ahn" / "ahn_dsm_05m_kijkduin.tif"
    box = (73_500.25, 451_300.25, 73_599.75, 451_399.75)
    (image,) = read("height", path, box=box).images
    with rasterio.open(path) as opened:
        whole = opened.read(1)
        row, column = opened.index(73_500.25, 451_399.75)
    assert (image.crs, image.cell_m) == ("EPSG:28992", (0.5, 0.5))
    np.testing.assert_array_equal(
        image.read(box).values, whole[row : row + 200, column : column + 200]
    )
    assert np.isnan(image.read(None).values).mean() == pytest.approx(0.053, abs=0.001)
