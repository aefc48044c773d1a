"""From the numbers in a raster to values: unknown, scale, bands, clouds."""

from datetime import date
from functools import partial

import numpy as np
import pytest
import rasterio

from riskmap.errors import LayerError
from riskmap.layers.image_reading import ImageFile, Numbers
from riskmap.reading import read_grid, read_window
from tests.layers.made_rasters import read, seen, write_bands

pytestmark = pytest.mark.filterwarnings("ignore:Use `@` matmul:PendingDeprecationWarning")


@pytest.fixture
def write(tmp_path):
    """Return a function that writes bands to a GeoTIFF."""
    return partial(write_bands, tmp_path)


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


def test_the_door_gives_codes_as_they_stand(write):
    path = write("a.tif", *(REFLECTANCE[name] for name in ("red", "scene_class")), nodata=4)
    (red, codes), _ = read_window(path, [1, 2], codes=[2])
    assert codes[0, 0] == 4
    assert np.isfinite(red).all()
    (_, masked), _ = read_window(path, [1, 2])
    assert np.isnan(masked[0, 0])
    assert read_grid(path).marks_unknown == (True, True)
