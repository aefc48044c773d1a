"""Business parks (terreinen): one location per work location of the register."""

import pandas as pd
from shapely.geometry.base import BaseGeometry

from riskmap.layers.layer import Layers
from riskmap.locations.assemble import assemble, in_area, members_by_place
from riskmap.locations.kind import LocationKind
from riskmap.locations.locations import Locations
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
    parks = layers["business_parks"].frame
    ids = pd.Index("business_park:" + parks.index, name="location_id")
    places = parks.set_index(ids)[["geometry"]]
    register_id = pd.Series(parks.index, index=ids, dtype="str")
    name = parks["name"] if "name" in parks.columns else register_id
    places["label"] = pd.Series(name.to_numpy(), index=ids, dtype="str").fillna(register_id)
    places = in_area(places, area)
    members = members_by_place(places, layers)
    return assemble("business_park", places, members, places.geometry, layers)


KIND = LocationKind(
    name="business_park",
    builder=build_business_parks,
    rule=Message("Every work location of the register is a location."),
    needs=("business_parks",),
    may_use=("buildings", "addresses", "parcels", "municipalities"),
)
