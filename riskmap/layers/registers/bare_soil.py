"""Layer `bare_soil`: how bare the ground is, from satellite images.

The bare soil index of Rikimaru, Roy and Miyatake, Tropical forest cover
density mapping, Tropical Ecology 43 (2002), 39-47: high over soil, gravel and
roofs, low over anything green.
"""

from collections.abc import Mapping

from riskmap.layers.raster_register import Floats, Index, RasterRegister, normalised_difference
from riskmap.messages import Message


def _bare_soil(bands: Mapping[str, Floats]) -> Floats:
    return normalised_difference(
        bands["shortwave_infrared"] + bands["red"], bands["near_infrared"] + bands["blue"]
    )


REGISTER = RasterRegister(
    name="bare_soil",
    about=Message("Bare soil index from satellite images, one image per day"),
    between=(-1.0, 1.0),
    index=Index(
        bands=("blue", "red", "near_infrared", "shortwave_infrared"),
        words=(
            "((shortwave_infrared + red) - (near_infrared + blue)) / "
            "((shortwave_infrared + red) + (near_infrared + blue))"
        ),
        formula=_bare_soil,
    ),
    dated=True,
    one_grid=True,
)
