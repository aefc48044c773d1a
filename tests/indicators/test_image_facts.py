"""Means of real images over real places, against every pixel by itself."""

import datetime as dt

import geopandas as gpd
import numpy as np
import pytest
import rasterio
import shapely
from exactextract import exact_extract
from exactextract.raster import NumPyRasterSource
from pyproj import Transformer

from riskmap.geo import shapes_from_rd
from riskmap.indicators.image_facts import cells_inside, covered, day_means
from riskmap.layers.catalogue import raster_registers
from riskmap.layers.image_reading import ImageFile, Numbers
from riskmap.layers.images import Images
from riskmap.layers.raster_layer import RasterWishes, read_images
from tests.indicators.made_images import picture

pytestmark = pytest.mark.filterwarnings("ignore:Use `@` matmul:PendingDeprecationWarning")
WHEN = dt.date(2026, 1, 1)


@pytest.fixture(scope="module")
def ndvi(shared_data):
    """Return the 26 Sentinel-2 images of the Achterhoek."""
    files = sorted((shared_data / "achterhoek-rural" / "s2").glob("NDVI-*.tif"))
    images = [ImageFile({"": file}) for file in files]
    wishes = RasterWishes(numbers=Numbers(scale=1 / 250))
    return read_images(raster_registers()["ndvi"], images, wishes, reference_date=WHEN).images


@pytest.fixture(scope="module")
def fields(shared_data):
    """Return the crop parcels of 2017 as they stand, mended where they are invalid."""
    frame = gpd.read_file(shared_data / "achterhoek-rural" / "gewaspercelen_2017_regio.shp")
    return frame.set_geometry(shapely.make_valid(frame.geometry.to_numpy()), crs=28992)


def published(shared_data, name):
    """Return an image as its makers say: a number / 250, 0 unknown; above 1 there is no NDVI."""
    with rasterio.open(shared_data / "achterhoek-rural" / "s2" / name) as opened:
        raw, placed = opened.read(1).astype(float), opened.transform
    return np.where((raw == 0) | (raw > 250), np.nan, raw / 250), placed


@pytest.mark.long
def test_every_date_over_every_field_equals_exactextract(ndvi, fields, shared_data):
    found = day_means(fields.geometry.to_numpy(), ndvi)
    assert len(found) == 26
    for day in found:
        values, placed = published(shared_data, f"NDVI-{day.date:%Y%m%d}.tif")
        west, north = placed.c, placed.f
        source = NumPyRasterSource(
            values, xmin=west, ymin=north - 10_000, xmax=west + 10_000, ymax=north
        )
        wanted = exact_extract(source, fields, ["mean", "count"], output="pandas")
        mean = wanted["mean"].to_numpy(dtype=float)
        share = wanted["count"].to_numpy() * 100 / fields.area.to_numpy()
        np.testing.assert_allclose(day.mean, mean, atol=1e-5)
        np.testing.assert_allclose(day.share, np.minimum(share, 1), atol=1e-5)
    # Some fields stick out of the square, and clouds leave part of most dates.
    shares = np.array([day.share for day in found])
    assert (shares == 0).any()
    assert ((shares > 0.01) & (shares < 0.99)).sum() > 1_000


def pixel_by_pixel(shape, values, placed):
    """Intersect a shape with every pixel of its box, one at a time."""
    west, south, east, north = shape.bounds
    total = weight = 0.0
    for row in range(int((north - placed.f) / placed.e), int((south - placed.f) / placed.e) + 1):
        for column in range(
            int((west - placed.c) / placed.a), int((east - placed.c) / placed.a) + 1
        ):
            if not (0 <= row < values.shape[0] and 0 <= column < values.shape[1]):
                continue
            value = values[row, column]
            x, y = placed.c + placed.a * column, placed.f + placed.e * row
            part = shape.intersection(shapely.box(x, y + placed.e, x + placed.a, y)).area
            if part and np.isfinite(value):
                total, weight = total + part * value, weight + part
    return (total / weight if weight else np.nan), weight / shape.area


def test_a_sample_of_fields_and_dates_equals_a_walk_over_every_pixel(ndvi, fields, shared_data):
    chance = np.random.default_rng(8)
    chosen = fields.geometry.to_numpy()[chance.choice(len(fields), 40, replace=False)]
    for image in (ndvi.images[3], ndvi.images[11], ndvi.images[20]):
        (found,) = day_means(chosen, [image])
        values, placed = published(shared_data, image.file)
        wanted = np.array([pixel_by_pixel(shape, values, placed) for shape in chosen])
        np.testing.assert_allclose(found.mean, wanted[:, 0], atol=1e-9)
        np.testing.assert_allclose(found.share, wanted[:, 1], atol=1e-9)


def moved_to_utm(shape):
    """Move a polygon corner by corner."""
    to_utm = Transformer.from_crs(28992, 32631, always_xy=True)
    rings = [
        [to_utm.transform(x, y) for x, y in r.coords] for r in (shape.exterior, *shape.interiors)
    ]
    return shapely.Polygon(rings[0], rings[1:])


def test_landsat_in_utm_over_water_and_buildings_equals_a_walk_over_every_pixel(
    shared_data, wageningen
):
    folder = shared_data / "wageningen"
    name = "landsat8-20140419/LC81970242014109LGN00_{}.tif"
    bands = {"red": "sr_band4", "near_infrared": "sr_band5", "cloud_mask": "cfmask"}
    paths = {band: folder / name.format(part) for band, part in bands.items()}
    image = ImageFile(paths, dt.date(2014, 4, 19))
    wishes = RasterWishes(numbers=Numbers(scale=1e-4))
    layer = read_images(raster_registers()["ndvi"], [image], wishes, reference_date=WHEN)
    water = gpd.read_file(folder / "top10nl-water" / "Water.shp").geometry
    water = water[water.is_valid]
    ponds = water[water.area.sort_values(ascending=False).index].to_numpy()[:50]
    places = np.concatenate([ponds[2:], wageningen.frames["buildings"].geometry.to_numpy()[:60]])
    places = np.array([shape for shape in places if shape.geom_type == "Polygon"])
    (found,) = day_means(places, layer.images)
    arrays = {}
    for band, path in paths.items():
        with rasterio.open(path) as opened:
            arrays[band], placed = opened.read(1).astype(float), opened.transform
    red, near = arrays["red"], arrays["near_infrared"]
    clear = (arrays["cloud_mask"] <= 1) & (red != -9999) & (near != -9999) & (red + near > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        values = np.where(clear, (near - red) / (near + red), np.nan)
    values[abs(values) > 1] = np.nan
    wanted = np.array([pixel_by_pixel(moved_to_utm(s), values, placed) for s in places])
    np.testing.assert_allclose(found.mean, wanted[:, 0], atol=1e-9)
    np.testing.assert_allclose(found.share, wanted[:, 1], atol=1e-9)
    assert np.isfinite(found.mean).sum() > 90
    (river,) = day_means(ponds[:1], layer.images)
    assert river.mean[0] < 0.2 < np.nanmedian(found.mean[-60:])


def test_parts_of_one_day_are_one_picture():
    left, right = np.full((4, 5), 1.0), np.full((4, 5), 3.0)
    day = dt.date(2020, 7, 1)
    parts = [
        picture(left, day, west=100_000, north=400_040, cell=10),
        picture(right, day, west=100_050, north=400_040, cell=10),
    ]
    places = np.array([shapely.box(100_035, 400_000, 100_055, 400_020)], dtype=object)
    (found,) = day_means(places, parts)
    assert (found.mean[0], found.share[0]) == pytest.approx((1.5, 1.0))
    (half,) = day_means(places, parts[:1])
    assert (half.mean[0], half.share[0]) == pytest.approx((1.0, 0.75))


def test_whole_cells_are_those_of_the_coarsest_grid_that_comes_there():
    places = np.array([shapely.box(0, 0, 60, 60), shapely.box(500, 0, 560, 60)], dtype=object)
    fine = picture(np.zeros((100, 100)), west=0, north=1_000, cell=10)
    coarse = picture(np.zeros((10, 10)), west=0, north=300, cell=30)
    images = Images((fine, coarse))
    assert cells_inside(places, images).tolist() == [4, 36]
    assert covered(places, [coarse]).tolist() == [True, False]
    assert cells_inside(places, Images(())).tolist() == [0, 0]


def test_places_move_to_the_system_of_the_image_corner_by_corner():
    shape = shapely.box(173_000, 444_000, 173_100, 444_050)
    (moved,) = shapes_from_rd(np.array([shape], dtype=object), "EPSG:32631")
    assert shapely.equals_exact(moved, moved_to_utm(shape), tolerance=1e-9)
