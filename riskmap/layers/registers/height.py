"""Layer `height`: the surface with everything that stands on it (AHN), metres above NAP."""

from riskmap.layers.raster_register import RasterRegister
from riskmap.messages import Message

REGISTER = RasterRegister(
    name="height",
    about=Message("Height of the surface with trees and buildings (AHN), one or several sheets"),
    between=(-50.0, 500.0),
)
