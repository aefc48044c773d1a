"""Yards (erven): buildings close together outside the built-up area, one yard per household farm.

Rule of the domain guide, 2.1: a farm is a house with its barns, often on
several parcels, so buildings whose gaps are at most 25 m form one yard.
"""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from riskmap.layers.layer import Layers
from riskmap.layers.naming import LAYER_NAMES
from riskmap.locations.address_links import address_links
from riskmap.locations.assemble import assemble, in_area, members_by_building
from riskmap.locations.kind import LocationKind
from riskmap.locations.labels import address_order
from riskmap.locations.locations import Locations
from riskmap.locations.members import dwelling_addresses
from riskmap.locations.membership import is_among
from riskmap.locations.parcels_under import hull_of, parts_of
from riskmap.locations.within import representative_points
from riskmap.measures.clusters import single_link
from riskmap.measures.containing import containing_polygon
from riskmap.messages import Message


def build_yards(
    layers: Layers,
    *,
    area: BaseGeometry | None = None,
    gap_m: float = 25.0,
    min_footprint_m2: float = 100.0,
    most_dwellings: int = 3,
) -> Locations:
    """Return the yards: clusters of buildings outside the built-up area and work locations.

    A cluster with more than `most_dwellings` dwellings is a hamlet and is
    split: every building with a dwelling in it becomes a yard, and every
    other building of the cluster goes to the nearest of them (the lowest id
    when equally near). A building is never split, so flats stay one yard. An
    address of unknown use counts as a dwelling here.

    The main address is a dwelling, else an address of unknown use, else any
    address (the lowest id among equals). The yard's id is that of the
    building the main address lies in (the lowest id of several), else of the
    largest building (the lowest id among equals). The geometry is the convex
    hull of the buildings; areas are always those of the buildings.

    Parameters
    ----------
    layers
        ``buildings`` and ``addresses``; ``built_up``, ``business_parks``,
        ``parcels`` and ``municipalities`` where they are there.
    area
        Yards whose representative point lies in it are kept; None keeps all.
    gap_m
        Largest gap between buildings of one yard (metres).
    min_footprint_m2
        Smallest total footprint of a yard (m2).
    most_dwellings
        Most dwellings a cluster may hold before it is split.
    """
    everything, addresses = layers["buildings"].frame, layers["addresses"]
    buildings, notes = _outside(everything.sort_index(), layers)
    links = address_links(addresses, everything)
    links = links[is_among(links["building_id"], buildings.index)]
    cluster = pd.Series(
        single_link(buildings.geometry.to_numpy(), gap_m), index=buildings.index, dtype=np.int64
    )
    lived_in = dwelling_addresses(addresses.frame).fillna(value=True)
    dwellings = links[links["address_id"].map(lived_in).to_numpy(dtype=bool)]
    groups, hamlets = _split_hamlets(cluster, buildings, dwellings, most_dwellings)
    footprint = pd.Series(buildings.area, index=buildings.index)
    groups = groups[footprint.groupby(groups).transform("sum") >= min_footprint_m2]
    groups = _named(groups, footprint, links, address_order(addresses.frame))
    places = in_area(hull_of(parts_of(groups, buildings)), area)
    groups = groups[is_among(groups, places.index)]
    if hamlets:
        notes += (
            Message("Clusters of more dwellings than one yard has, split: {count}.", count=hamlets),
        )
    members = members_by_building(groups, links)
    return assemble("yard", places, members, parts_of(groups, buildings), layers, notes=notes)


def _outside(
    buildings: gpd.GeoDataFrame, layers: Layers
) -> tuple[gpd.GeoDataFrame, tuple[Message, ...]]:
    """Leave out buildings whose representative point lies in town or on a work location."""
    notes: tuple[Message, ...] = ()
    for name in ("built_up", "business_parks"):
        layer = layers.get(name)
        if layer is None:
            notes += (
                Message(
                    "There is no layer {layer}, so no building was left out for lying in it.",
                    layer=LAYER_NAMES.get(name, name),
                ),
            )
            continue
        points = representative_points(buildings.geometry.to_numpy())
        buildings = buildings[containing_polygon(points, layer.frame.geometry.to_numpy()) < 0]
    return buildings, notes


def _split_hamlets(
    cluster: "pd.Series[int]",
    buildings: gpd.GeoDataFrame,
    dwellings: pd.DataFrame,
    most: int,
) -> tuple["pd.Series[str]", int]:
    """Return a yard key per building (a building id), and how many clusters were split."""
    lowest = cluster.index.to_series().groupby(cluster).transform("min")
    home = cluster[dwellings["building_id"]].to_numpy()
    counts = dwellings.groupby(home)["address_id"].nunique()
    hamlets = counts.index[counts > most]
    seeds = buildings[is_among(buildings.index, dwellings["building_id"])]
    by_cluster = {key: rows.index for key, rows in cluster[cluster.isin(hamlets)].groupby(cluster)}
    keys = lowest.astype("str")
    for hamlet in hamlets:
        inside = by_cluster[hamlet]
        keys[inside] = _nearest_seed(buildings.loc[inside], seeds[is_among(seeds.index, inside)])
    return keys, len(hamlets)


def _nearest_seed(buildings: gpd.GeoDataFrame, seeds: gpd.GeoDataFrame) -> "pd.Series[str]":
    """Return the id of the nearest seed per building; a seed is its own."""
    tree = shapely.STRtree(seeds.geometry.to_numpy())
    building, seed = tree.query_nearest(buildings.geometry.to_numpy())
    rows = pd.DataFrame(
        {"building": buildings.index.to_numpy()[building], "seed": seeds.index.to_numpy()[seed]}
    ).sort_values(["building", "seed"])
    nearest = rows.drop_duplicates("building").set_index("building")["seed"]
    nearest[seeds.index] = seeds.index
    return nearest.reindex(buildings.index)


def _named(
    groups: "pd.Series[str]",
    footprint: "pd.Series[float]",
    links: pd.DataFrame,
    order: "pd.Series[int]",
) -> "pd.Series[str]":
    """Turn yard keys into location ids: those of each yard's main building."""
    own = links[is_among(links["building_id"], groups.index)]
    best = pd.Series(order[own["address_id"]].to_numpy(), index=own["building_id"])
    rows = pd.DataFrame(
        {
            "key": groups,
            # No address comes after every address.
            "order": best.groupby(level=0).min().reindex(groups.index).fillna(np.inf),
            "largest": -footprint[groups.index],
            "building": groups.index,
        }
    )
    # Size only decides where no address does.
    rows["largest"] = rows["largest"].where(np.isinf(rows["order"]), 0.0)
    rows = rows.sort_values(["key", "order", "largest", "building"]).drop_duplicates("key")
    main = pd.Series(("yard:" + rows["building"]).to_numpy(), index=rows["key"].to_numpy())
    return groups.map(main).astype("str")


KIND = LocationKind(
    name="yard",
    builder=build_yards,
    rule=Message(
        "Buildings at most 25 m apart form a yard, outside the built-up area and work locations,"
        " with at least 100 m2 of footprint; more than three dwellings are split."
    ),
    needs=("buildings", "addresses"),
    may_use=("built_up", "business_parks", "parcels", "municipalities"),
    margin_m=250.0,
)
