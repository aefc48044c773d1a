"""Layer `night_light`: light at night seen from space (VIIRS composites), nW/cm2/sr."""

from riskmap.layers.raster_register import RasterRegister
from riskmap.messages import Message

REGISTER = RasterRegister(
    name="night_light",
    about=Message("Light at night from satellite images (VIIRS), monthly or yearly composites"),
    between=(-10.0, 100_000.0),
)
