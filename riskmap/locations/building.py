"""Buildings (panden): one location per building of the register."""

import pandas as pd
from shapely.geometry.base import BaseGeometry

from riskmap.layers.layer import Layers
from riskmap.locations.address_links import address_links
from riskmap.locations.assemble import assemble, in_area, members_by_building
from riskmap.locations.kind import LocationKind
from riskmap.locations.locations import Locations
from riskmap.locations.membership import is_among
from riskmap.locations.parcels_under import parts_of
from riskmap.messages import Message


def build_buildings(layers: Layers, *, area: BaseGeometry | None = None) -> Locations:
    """Return every building as a location of its own.

    Parameters
    ----------
    layers
        ``buildings`` and ``addresses``; ``parcels`` and ``municipalities``
        where they are there.
    area
        Buildings whose representative point lies in it are kept; None keeps
        all.
    """
    buildings = layers["buildings"].frame
    groups = pd.Series("building:" + buildings.index, index=buildings.index, dtype="str")
    places = buildings.set_index(pd.Index(groups, name="location_id"))[["geometry"]]
    places = in_area(places, area)
    groups = groups[is_among(groups, places.index)]
    members = members_by_building(groups, address_links(layers["addresses"], buildings))
    return assemble("building", places, members, parts_of(groups, buildings), layers)


KIND = LocationKind(
    name="building",
    builder=build_buildings,
    rule=Message("Every building of the register is a location."),
    needs=("buildings", "addresses"),
    may_use=("parcels", "municipalities"),
    margin_m=250.0,
)
