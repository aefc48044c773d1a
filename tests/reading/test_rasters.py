"""Grids: unknown is NaN, scale and offset count, north is up."""

from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine

from riskmap.errors import InputError
from riskmap.reading import read_raster
from tests.reading.conftest import write_raster

VALUES = np.arange(12, dtype="int16").reshape(3, 4)


def test_no_data_is_unknown_and_scale_and_offset_are_applied(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    write_raster(path, VALUES, nodata=5)
    with rasterio.open(path, "r+") as opened:
        opened.scales, opened.offsets = (0.5,), (100.0,)
    wanted = VALUES * 0.5 + 100
    wanted[1, 1] = np.nan
    raster = read_raster(path)
    np.testing.assert_array_equal(raster.values, wanted)
    assert raster.crs == "EPSG:28992"
    assert not (tmp_path / "a.tif.aux.xml").exists()


def test_a_grid_from_the_south_up_is_turned(tmp_path: Path) -> None:
    up = Affine(10, 0, 155_000, 0, 10, 462_970)
    raster = read_raster(write_raster(tmp_path / "a.tif", VALUES, transform=up))
    np.testing.assert_array_equal(raster.values, VALUES[::-1])
    assert raster.transform == Affine(10, 0, 155_000, 0, -10, 463_000)


def test_a_box_gives_the_cells_it_touches(tmp_path: Path) -> None:
    path = write_raster(tmp_path / "a.tif", VALUES)
    raster = read_raster(path, box=(155_011, 462_981, 155_029, 462_989))
    np.testing.assert_array_equal(raster.values, VALUES[1:2, 1:3])
    assert (raster.transform.c, raster.transform.f) == (155_010, 462_990)
    with pytest.raises(InputError, match="does not overlap"):
        read_raster(path, box=(0, 300_000, 10, 300_010))


@pytest.mark.parametrize("band", [0, 2, -1])
def test_a_band_that_is_not_there_is_refused(band: int, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="bands"):
        read_raster(write_raster(tmp_path / "a.tif", VALUES), band=band)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"transform": Affine(10, 2, 155_000, 2, -10, 463_000)}, "rotated"),
        ({"transform": Affine.identity()}, "where it lies"),
        ({"dtype": "complex64"}, "cells riskmap cannot read"),
    ],
)
@pytest.mark.filterwarnings("ignore:The given matrix is equal to Affine.identity")
def test_a_grid_that_cannot_be_placed_or_measured_is_refused(
    options: dict[str, object], told: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=told):
        read_raster(write_raster(tmp_path / "a.tif", VALUES, **options))


def test_statistics_and_masks_beside_a_grid_are_not_trusted(tmp_path: Path) -> None:
    path = write_raster(tmp_path / "a.tif", VALUES)
    (tmp_path / "a.tif.aux.xml").write_text(
        '<PAMDataset><PAMRasterBand band="1"><NoDataValue>3</NoDataValue>'
        "</PAMRasterBand></PAMDataset>"
    )
    write_raster(tmp_path / "a.tif.msk", np.zeros((3, 4), "uint8"))
    np.testing.assert_array_equal(read_raster(path).values, VALUES)


def test_real_grids_are_read(shared_data: Path) -> None:
    path = shared_data / "achterhoek-rural" / "s2" / "NDVI-20170526.tif"
    raster = read_raster(path)
    known = raster.values[np.isfinite(raster.values)]
    assert raster.crs == "EPSG:28992"
    assert 0 < known.size <= raster.values.size
    assert known.min() >= 1  # nodata is 0 in these files, so that no zero may be left
