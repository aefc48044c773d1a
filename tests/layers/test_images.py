"""Raster layers at the border: every fault of a raster, written on the spot."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine

from riskmap.errors import Faults, LayerError, RiskmapError
from riskmap.layers.catalogue import raster_registers
from riskmap.layers.image_reading import ImageFile, Numbers
from riskmap.layers.layer import Access
from riskmap.layers.raster_layer import RasterWishes, read_images
from riskmap.reading import hash_file, read_grid, read_window

DAY = date(2026, 1, 1)
PLACED = Affine(10, 0, 155_000, 0, -10, 463_000)
BOX = (155_005.0, 462_965.0, 155_025.0, 462_995.0)
pytestmark = pytest.mark.filterwarnings("ignore:Use `@` matmul:PendingDeprecationWarning")


@pytest.fixture
def write(tmp_path):
    """Return a function that writes bands to a GeoTIFF."""

    def written(name="ndvi-20210715.tif", *bands, **options):
        bands = bands or (np.linspace(-0.2, 0.8, 12, dtype="float32").reshape(3, 4),)
        settings = {
            "driver": "GTiff", "count": len(bands), "dtype": bands[0].dtype, "crs": "EPSG:28992",
            "transform": PLACED, "height": bands[0].shape[0], "width": bands[0].shape[1],
        } | options  # fmt: skip
        path = tmp_path / name
        with rasterio.open(path, "w", **settings) as opened:
            for number, band in enumerate(bands, start=1):
                opened.write(band, number)
        return path

    return written


def read(name, *files, box=None, **wishes):
    images = [one if isinstance(one, ImageFile) else ImageFile({"": one}) for one in files]
    numbers = wishes.pop("numbers", Numbers())
    return read_images(
        raster_registers()[name],
        images,
        RasterWishes(numbers=numbers, **wishes),
        reference_date=DAY,
        box=box,
    )


def seen(layer, box=None):
    return [image.read(box).values for image in layer.images]


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


def test_unknown_is_what_the_file_or_the_project_says_and_silence_is_told(write):
    values = np.array([[0, 50, 100], [150, 200, 250]], dtype="uint8")
    scaled = {"scale": 1 / 250}
    silent = read("ndvi", write("a20200601.tif", values), numbers=Numbers(**scaled))
    assert "do not say which cells are unknown" in str(silent.report.notes[0])
    assert seen(silent)[0][0, 0] == 0
    own = read("ndvi", write("b20200601.tif", values, nodata=0), numbers=Numbers(**scaled))
    wished = read("ndvi", write("c20200601.tif", values), numbers=Numbers(nodata=0, **scaled))
    for layer in (own, wished):
        assert layer.report.notes == ()
        np.testing.assert_allclose(seen(layer)[0], [[np.nan, 0.2, 0.4], [0.6, 0.8, 1.0]])


def test_scale_and_offset_of_the_file_come_first_then_those_of_the_project(write):
    path = write("a20200601.tif", np.array([[1000, 2000, 3000]], dtype="int16"), nodata=-9999)
    with rasterio.open(path, "r+") as opened:
        opened.scales, opened.offsets = (0.5,), (100.0,)
    layer = read("ndvi", path, numbers=Numbers(scale=0.0004, offset=-100))
    np.testing.assert_allclose(seen(layer)[0], [[0.2, 0.4, 0.6]])
    own = ImageFile({"": path}, None, offset=400.0)
    layer = read("ndvi", own, numbers=Numbers(scale=0.0004, offset=-100))
    np.testing.assert_allclose(seen(layer)[0], [[0.4, 0.6, 0.8]])


def test_numbers_that_cannot_be_true_are_refused_when_there_are_many(write):
    values = np.linspace(1, 250, 12).round().astype("uint8").reshape(3, 4)
    with pytest.raises(LayerError, match=r"run from 1 to 250.*between -1 and 1.*scale"):
        read("ndvi", write("a20200601.tif", values, nodata=0))


def test_a_few_numbers_that_cannot_be_true_are_unknown(write):
    values = np.full((20, 20), 0.5, dtype="float32")
    values[3, 4] = -9999
    layer = read("ndvi", write("a20200601.tif", values))
    assert np.isnan(seen(layer)[0]).sum() == 1


REFLECTANCE = {
    "red": np.array([[500, 1000, 0, 800], [600, 700, 900, 500]], dtype="uint16"),
    "near_infrared": np.array([[3000, 2000, 0, 800], [2400, 1400, 2700, 500]], dtype="uint16"),
    "blue": np.array([[400, 400, 0, 300], [500, 300, 400, 500]], dtype="uint16"),
    "shortwave_infrared": np.array([[900, 2500, 0, 900], [800, 700, 1900, 500]], dtype="uint16"),
    "scene_class": np.array([[4, 5, 4, 9], [3, 6, 7, 11]], dtype="uint16"),
}


def by_hand(name, offset=0):
    """Work the index out one cell at a time."""
    result = np.full((2, 4), np.nan)
    for place, code in np.ndenumerate(REFLECTANCE["scene_class"]):
        r, n, b, s = (
            float(REFLECTANCE[band][place]) + offset
            for band in ("red", "near_infrared", "blue", "shortwave_infrared")
        )
        if code in (4, 5, 6, 7) and REFLECTANCE["red"][place]:
            pair = (n, r) if name == "ndvi" else (s + r, n + b)
            result[place] = (pair[0] - pair[1]) / (pair[0] + pair[1])
    return result


@pytest.mark.parametrize("name", ["ndvi", "bare_soil"])
@pytest.mark.parametrize("offset", [0, -100])
def test_an_index_is_computed_from_one_file_or_one_per_band_and_clouds_are_unknown(
    write, name, offset
):
    whole = write("s2_20210715.tif", *REFLECTANCE.values(), nodata=0)
    numbers = Numbers(
        bands={band: place for place, band in enumerate(REFLECTANCE, 1)}, scale=1e-4, offset=offset
    )
    if name == "ndvi":
        numbers.bands.pop("blue")
        numbers.bands.pop("shortwave_infrared")
    np.testing.assert_allclose(seen(read(name, whole, numbers=numbers))[0], by_hand(name, offset))
    each = {band: write(f"{band}.tif", REFLECTANCE[band], nodata=0) for band in numbers.bands}
    apart = ImageFile(each, date(2021, 7, 15), float(offset))
    layer = read(name, apart, numbers=Numbers(scale=1e-4))
    np.testing.assert_allclose(seen(layer)[0], by_hand(name, offset))
    assert layer.sha256.count(";") == len(each) - 1


def test_clear_is_0_in_a_landsat_mask_also_where_the_file_calls_0_unknown(write):
    red, near = REFLECTANCE["red"], REFLECTANCE["near_infrared"]
    mask = np.array([[0, 1, 0, 4], [2, 0, 255, 3]], dtype="uint16")
    path = write("a20140419.tif", red, near, mask, nodata=0)
    bands = {"red": 1, "near_infrared": 2, "cloud_mask": 3}
    values = seen(read("ndvi", path, numbers=Numbers(bands=bands)))[0]
    known = np.array([[True, True, False, False], [False, True, False, False]])
    np.testing.assert_array_equal(np.isfinite(values), known)


@pytest.mark.parametrize(
    ("bands", "told"),
    [
        ({"red": 1}, "band near_infrared is missing"),
        ({"red": 1, "near_infrared": 2, "nir": 3}, "called nir"),
        ({"red": 1, "near_infrared": 9}, "has 5 bands, not 9"),
    ],
)
def test_wrong_bands_are_refused(write, bands, told):
    path = write("a20210715.tif", *REFLECTANCE.values(), nodata=0)
    with pytest.raises(LayerError, match=told):
        read("ndvi", path, numbers=Numbers(bands=bands))


def test_a_layer_that_is_no_index_has_no_bands_with_names(write):
    with pytest.raises(LayerError, match="no bands with names"):
        read("height", write("a.tif"), numbers=Numbers(bands={"red": 1}))


def test_bands_on_different_grids_are_refused(write):
    coarse = REFLECTANCE["near_infrared"][:1, :2]
    files = {
        "red": write("red.tif", REFLECTANCE["red"]),
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


def test_the_door_gives_codes_as_they_stand(write):
    path = write("a.tif", *(REFLECTANCE[name] for name in ("red", "scene_class")), nodata=4)
    (red, codes), _ = read_window(path, [1, 2], codes=[2])
    assert codes[0, 0] == 4
    assert np.isfinite(red).all()
    (_, masked), _ = read_window(path, [1, 2])
    assert np.isnan(masked[0, 0])
    assert read_grid(path).marks_unknown == (True, True)


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
