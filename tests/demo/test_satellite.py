"""The images of the demo: what they show is what is so on the ground, and they stay small."""

import datetime as dt
import hashlib
import io

import numpy as np
import pytest
import rasterio
import shapely
from affine import Affine
from rasterio.features import geometry_mask

from riskmap.demo import Municipality
from riskmap.demo.satellite import BANDS, Picture, night_image, summer_images
from riskmap.demo.terrain import new_ground, yard_ground

NAMES = [f"sentinel2_{year}-{day}.tif" for year in range(2021, 2026) for day in ("06-24", "08-11")]


@pytest.fixture(scope="module")
def pictures(mini: Municipality) -> list[Picture]:
    """Return the ten images of the small municipality."""
    return list(summer_images(mini.facts, mini.conditions, mini.layers))


def index(picture: Picture, high: tuple[str, ...], low: tuple[str, ...]) -> np.ndarray:
    """Return a normalised difference of sums of bands, NaN under clouds and shadows."""
    bands = dict(zip(BANDS, picture.bands.astype(float), strict=True))
    top, rest = sum(bands[name] for name in high), sum(bands[name] for name in low)
    return np.where(np.isin(bands["SCL"], [4, 5, 6]), (top - rest) / (top + rest), np.nan)


def means(picture: Picture, shapes: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Return the mean over the cells each shape holds that no cloud hides; NaN without any."""
    place = Affine(picture.cell, 0, picture.west, 0, -picture.cell, picture.north)
    inside = [~geometry_mask([shape], values.shape, place) for shape in shapes]
    seen = [mask & np.isfinite(values) for mask in inside]
    return np.array([values[mask].mean() if mask.any() else np.nan for mask in seen])


def test_ten_summer_days_on_one_grid_of_10_m(pictures: list[Picture]) -> None:
    assert [picture.name for picture in pictures] == NAMES
    for picture in pictures:
        assert picture.bands.shape == (6, 612, 612)
        assert picture.bands.dtype == np.uint16
        assert picture.bands.min() > 0  # 0 stands for unknown


def test_a_file_is_a_compressed_geotiff_in_rd(pictures: list[Picture]) -> None:
    with rasterio.open(io.BytesIO(pictures[0].as_tiff())) as opened:
        assert opened.crs.to_epsg() == 28992
        assert opened.res == (10, 10)
        assert opened.descriptions == BANDS
        assert opened.nodata == 0
        assert opened.compression.value == "DEFLATE"
        assert np.array_equal(opened.read(), pictures[0].bands)


def test_files_stay_small_and_are_the_same_each_time(
    mini: Municipality, pictures: list[Picture]
) -> None:
    files = [picture.as_tiff() for picture in pictures]
    assert sum(map(len, files)) < 1_500_000
    again = [p.as_tiff() for p in summer_images(mini.facts, mini.conditions, mini.layers)]
    assert [hashlib.sha256(file).digest() for file in files] == [
        hashlib.sha256(file).digest() for file in again
    ]


def test_images_of_the_large_size_stay_under_eight_megabytes(full: Municipality) -> None:
    sizes = [
        len(picture.as_tiff())
        for picture in summer_images(full.facts, full.conditions, full.layers)
    ]
    assert len(sizes) == 10
    assert sum(sizes) < 8_000_000


def test_clouds_hide_some_and_never_most_of_an_image(pictures: list[Picture]) -> None:
    for picture in pictures:
        hidden = np.isin(picture.bands[5], [3, 9]).mean()
        assert 0.02 < hidden < 0.2


def test_overgrown_yards_gain_what_was_drawn_and_others_stay(
    mini: Municipality, pictures: list[Picture]
) -> None:
    built = shapely.union_all(mini.layers["pand"].make_valid().to_numpy())
    ground = shapely.buffer(shapely.difference(yard_ground(mini.facts), built), -7.5)
    large = shapely.area(ground) > 200
    yards = mini.conditions.yards[large]
    green = [means(p, ground[large], index(p, ("B08",), ("B04",))) for p in pictures]
    years = np.repeat(np.arange(5), 2)
    slope = np.array(
        [
            np.polyfit(years[np.isfinite(seen)], seen[np.isfinite(seen)], 1)[0]
            if np.isfinite(seen).sum() > 4
            else np.nan
            for seen in np.array(green).T
        ]
    )
    overgrown = yards["overgrown"].to_numpy()
    known = np.isfinite(slope)
    assert overgrown[known].sum() >= 4
    drawn = yards["greening"].to_numpy()
    assert slope[known & overgrown] == pytest.approx(drawn[known & overgrown], abs=0.015)
    assert np.abs(slope[known & ~overgrown]).max() < 0.02


def test_extended_yards_lie_bare_behind_from_2024_on(
    mini: Municipality, pictures: list[Picture]
) -> None:
    ground = shapely.buffer(new_ground(mini.facts), -8)
    extended = mini.conditions.yards["extended"].to_numpy()
    bare = np.array([means(p, ground, index(p, ("B11", "B04"), ("B08", "B02"))) for p in pictures])
    before, after = np.nanmean(bare[:6], axis=0), np.nanmean(bare[6:], axis=0)
    rise = after - before
    assert np.nanmedian(rise[extended]) > 0.25
    assert abs(np.nanmedian(rise[~extended])) < 0.05


def test_light_at_night_follows_the_addresses(mini: Municipality) -> None:
    picture = night_image(mini.facts)
    assert picture.bands.shape == (1, 12, 12)
    homes = mini.layers["verblijfsobject"]
    column = ((homes.geometry.x - picture.west) // 500).astype(int)
    row = ((picture.north - homes.geometry.y) // 500).astype(int)
    count = np.zeros((12, 12))
    np.add.at(count, (row, column), 1)
    assert np.corrcoef(count.ravel(), picture.bands[0].ravel())[0, 1] > 0.95
    assert dt.date.fromisoformat(picture.name[6:13] + "-31")
