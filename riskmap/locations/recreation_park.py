"""Recreation parks (recreatieparken): one location per park, never one of its units.

People may live in a unit because they have nowhere else to go. A park is
therefore scored as a whole, and its chalets are members without a score.
"""

from shapely.geometry.base import BaseGeometry

from riskmap.layers.layer import Layers
from riskmap.locations.kind import LocationKind
from riskmap.locations.locations import Locations
from riskmap.locations.park import build_parks
from riskmap.messages import Message


def build_recreation_parks(layers: Layers, *, area: BaseGeometry | None = None) -> Locations:
    """Return every recreation park; its label is its own name, which is a place name.

    Many chalets are in no register, so a park may have fewer buildings and
    addresses than units.

    Parameters
    ----------
    layers
        ``recreation_parks``; ``buildings``, ``addresses``, ``parcels`` and
        ``municipalities`` where they are there.
    area
        Parks whose representative point lies in it are kept; None keeps all.
    """
    return build_parks("recreation_park", layers["recreation_parks"].frame, layers, area)


KIND = LocationKind(
    name="recreation_park",
    builder=build_recreation_parks,
    rule=Message("Every recreation park is one location; its units are never scored."),
    needs=("recreation_parks",),
    may_use=("buildings", "addresses", "parcels", "municipalities"),
    margin_m=2000.0,
)
