"""Rasters written on the spot, and read as a layer."""

from datetime import date

import numpy as np
import rasterio
from affine import Affine

from riskmap.layers.catalogue import raster_registers
from riskmap.layers.image_reading import ImageFile, Numbers
from riskmap.layers.raster_layer import RasterWishes, read_images

DAY = date(2026, 1, 1)
PLACED = Affine(10, 0, 155_000, 0, -10, 463_000)
BOX = (155_005.0, 462_965.0, 155_025.0, 462_995.0)


def write_bands(folder, name="ndvi-20210715.tif", *bands, **options):
    """Write bands to a GeoTIFF in a folder."""
    bands = bands or (np.linspace(-0.2, 0.8, 12, dtype="float32").reshape(3, 4),)
    settings = {
        "driver": "GTiff", "count": len(bands), "dtype": bands[0].dtype, "crs": "EPSG:28992",
        "transform": PLACED, "height": bands[0].shape[0], "width": bands[0].shape[1],
    } | options  # fmt: skip
    path = folder / name
    with rasterio.open(path, "w", **settings) as opened:
        for number, band in enumerate(bands, start=1):
            opened.write(band, number)
    return path


def read(name, *files, box=None, **wishes):
    """Read files, or images with facts of their own, as a layer."""
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
    """Return what every image of a layer shows."""
    return [image.read(box).values for image in layer.images]
