"""Layer `ndvi`: how green the ground is, from satellite images."""

from collections.abc import Mapping

from riskmap.layers.raster_register import Floats, Index, RasterRegister, normalised_difference
from riskmap.messages import Message


def _ndvi(bands: Mapping[str, Floats]) -> Floats:
    return normalised_difference(bands["near_infrared"], bands["red"])


REGISTER = RasterRegister(
    name="ndvi",
    about=Message("Vegetation index (NDVI) from satellite images, one image per day"),
    between=(-1.0, 1.0),
    index=Index(
        bands=("red", "near_infrared"),
        words="(near_infrared - red) / (near_infrared + red)",
        formula=_ndvi,
    ),
    dated=True,
)
