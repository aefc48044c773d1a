"""Addresses (verblijfsobjecten): one location per addressable object."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from riskmap.layers.layer import Layers
from riskmap.locations.address_links import address_links
from riskmap.locations.assemble import assemble, in_area
from riskmap.locations.kind import LocationKind
from riskmap.locations.locations import Locations
from riskmap.locations.membership import is_among
from riskmap.locations.parcels_under import ground_of
from riskmap.messages import Message

_HALF_SIDE_M = 3.0


def build_addresses(layers: Layers, *, area: BaseGeometry | None = None) -> Locations:
    """Return every address as a location of its own.

    It is drawn as the buildings it lies in, so that the addresses of one
    building are drawn on top of each other; an address that lies in none is a
    square of 6 by 6 m on its point. Of a building with k addresses each has
    a k-th part; an address that lies in two buildings counts for half in each.

    Parameters
    ----------
    layers
        ``buildings`` and ``addresses``; ``parcels`` and ``municipalities``
        where they are there.
    area
        Addresses whose representative point lies in it are kept; None keeps
        all.
    """
    addresses, buildings = layers["addresses"].frame, layers["buildings"].frame
    links = address_links(layers["addresses"], buildings)
    parts = _parts(addresses, buildings, links)
    ground = ground_of(parts)
    places = in_area(gpd.GeoDataFrame(index=ground.index, geometry=ground), area)
    members = pd.concat(
        [
            pd.DataFrame(
                {
                    "location_id": "address:" + addresses.index,
                    "role": "address",
                    "member_id": addresses.index,
                    "share": 1.0,
                }
            ),
            pd.DataFrame(
                {
                    "location_id": "address:" + links["address_id"],
                    "role": "building",
                    "member_id": links["building_id"],
                    "share": links["share"]
                    / links.groupby("building_id")["share"].transform("sum"),
                }
            ),
        ],
        ignore_index=True,
    )
    return assemble("address", places, members, parts, layers)


def _parts(
    addresses: gpd.GeoDataFrame, buildings: gpd.GeoDataFrame, links: pd.DataFrame
) -> gpd.GeoSeries:
    """Return what each address covers: its buildings, else a square on its point."""
    alone = addresses.geometry[~is_among(addresses.index, links["address_id"])]
    squares = shapely.buffer(alone.to_numpy(), _HALF_SIDE_M, cap_style="square")
    shapes = [buildings.geometry.loc[links["building_id"]].to_numpy(), squares]
    ids = pd.Index([*links["address_id"], *alone.index], dtype="str", name="location_id")
    return gpd.GeoSeries(np.concatenate(shapes), index="address:" + ids, crs=addresses.crs)


KIND = LocationKind(
    name="address",
    builder=build_addresses,
    rule=Message("Every address of the register is a location."),
    needs=("buildings", "addresses"),
    may_use=("parcels", "municipalities"),
    margin_m=250.0,
)
