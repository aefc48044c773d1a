"""Business parks (terreinen): one location per work location of the register."""

from shapely.geometry.base import BaseGeometry

from riskmap.layers.layer import Layers
from riskmap.locations.kind import LocationKind
from riskmap.locations.locations import Locations
from riskmap.locations.park import build_parks
from riskmap.messages import Message


def build_business_parks(layers: Layers, *, area: BaseGeometry | None = None) -> Locations:
    """Return every work location; its label is its own name, which is a place name.

    Parameters
    ----------
    layers
        ``business_parks``; ``buildings``, ``addresses``, ``parcels`` and
        ``municipalities`` where they are there.
    area
        Parks whose representative point lies in it are kept; None keeps all.
    """
    return build_parks("business_park", layers["business_parks"].frame, layers, area)


KIND = LocationKind(
    name="business_park",
    builder=build_business_parks,
    rule=Message("Every work location of the register is a location."),
    needs=("business_parks",),
    may_use=("buildings", "addresses", "parcels", "municipalities"),
    margin_m=2000.0,
)
