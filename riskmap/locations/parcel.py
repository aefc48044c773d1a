"""Parcels (percelen): one location per cadastral parcel."""

import pandas as pd
from shapely.geometry.base import BaseGeometry

from riskmap.layers.layer import Layers
from riskmap.locations.assemble import assemble, in_area, members_by_place
from riskmap.locations.kind import LocationKind
from riskmap.locations.locations import Locations
from riskmap.messages import Message


def build_parcels(layers: Layers, *, area: BaseGeometry | None = None) -> Locations:
    """Return every cadastral parcel, with the parts of buildings that stand on it.

    Parameters
    ----------
    layers
        ``parcels``; ``buildings``, ``addresses`` and ``municipalities`` where
        they are there.
    area
        Parcels whose representative point lies in it are kept; None keeps
        all.
    """
    parcels = layers["parcels"].frame
    ids = pd.Index("parcel:" + parcels.index, name="location_id")
    places = in_area(parcels.set_index(ids)[["geometry"]], area)
    itself = pd.DataFrame({"location_id": ids, "member_id": parcels.index, "share": 1.0})
    members = pd.concat(
        [members_by_place(places, layers), itself.assign(role="parcel")], ignore_index=True
    )
    return assemble("parcel", places, members, places.geometry, layers)


KIND = LocationKind(
    name="parcel",
    builder=build_parcels,
    rule=Message("Every cadastral parcel is a location."),
    needs=("parcels",),
    may_use=("buildings", "addresses", "municipalities"),
    margin_m=250.0,
)
