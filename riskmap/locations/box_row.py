"""Box rows (boxrijen): rows of storage or garage boxes, and buildings full of small units.

Rule of the domain guide, 2.1 and indicator 24. In many municipalities boxes
have an address of their own, so a box is a small building without an address
or with non-dwelling addresses only.
"""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from riskmap.layers.layer import Layers
from riskmap.locations.address_links import address_links
from riskmap.locations.assemble import assemble, in_area, members_by_building
from riskmap.locations.kind import LocationKind
from riskmap.locations.locations import Locations
from riskmap.locations.members import dwelling_addresses
from riskmap.locations.membership import is_among
from riskmap.locations.parcels_under import hull_of, parts_of
from riskmap.measures.clusters import single_link
from riskmap.messages import Message

UNIT_M2 = 40.0


@dataclass(frozen=True)
class BoxRule:
    """What makes a box row.

    Attributes
    ----------
    gap_m
        Largest gap between boxes of one row (metres).
    min_boxes
        Fewest boxes in a row.
    min_box_m2, max_box_m2
        Footprint of one box (m2), both ends included.
    min_units
        Fewest small units in one building.
    """

    gap_m: float = 8.0
    min_boxes: int = 8
    min_box_m2: float = 12.0
    max_box_m2: float = 40.0
    min_units: int = 10


def build_box_rows(
    layers: Layers,
    *,
    area: BaseGeometry | None = None,
    gap_m: float = BoxRule.gap_m,
    min_boxes: int = BoxRule.min_boxes,
    min_box_m2: float = BoxRule.min_box_m2,
    max_box_m2: float = BoxRule.max_box_m2,
    min_units: int = BoxRule.min_units,
) -> Locations:
    """Return rows of boxes, and buildings that hold many small non-dwelling units.

    A row is named after its box with the lowest id and drawn as the convex
    hull of its boxes. A building with at least `min_units` non-dwelling
    addresses under 40 m2 is a location by itself, under its own id. An
    address of unknown use may be a dwelling, and makes no box.

    Parameters
    ----------
    layers
        ``buildings`` and ``addresses``; ``parcels`` and ``municipalities``
        where they are there.
    area
        Rows whose representative point lies in it are kept; None keeps all.
    gap_m, min_boxes, min_box_m2, max_box_m2, min_units
        See `BoxRule`.
    """
    buildings = layers["buildings"].frame.sort_index()
    links = address_links(layers["addresses"], buildings)
    rule = BoxRule(gap_m, min_boxes, min_box_m2, max_box_m2, min_units)
    groups, many = find_rows(buildings, layers["addresses"].frame, links, rule)
    places = hull_of(parts_of(groups, buildings))
    alone = buildings.loc[many].set_index("box_row:" + many)
    places.loc[alone.index, "geometry"] = alone.geometry
    places = in_area(places, area)
    groups = groups[is_among(groups, places.index)].sort_index()
    members = members_by_building(groups, links)
    return assemble("box_row", places, members, parts_of(groups, buildings), layers)


def find_rows(
    buildings: gpd.GeoDataFrame, addresses: pd.DataFrame, links: pd.DataFrame, rule: BoxRule
) -> tuple["pd.Series[str]", "pd.Index[str]"]:
    """Return which buildings make a box row, and which of them do so by themselves.

    Parameters
    ----------
    buildings, addresses
        Frames of those layers, EPSG:28992.
    links
        As `address_links` gives them for these two.
    rule
        What makes a row.

    Returns
    -------
        ``location_id`` per building, indexed by ``building_id``; ids of the
        buildings that are a location for their small units.
    """
    buildings = buildings.sort_index()
    units = small_units(addresses, links)
    many = units.index[units >= rule.min_units]
    boxes = _boxes(buildings.drop(many), addresses, links, rule)
    label = single_link(boxes.geometry.to_numpy(), rule.gap_m)
    row = pd.Series(label, index=boxes.index, dtype=np.int64)
    row = row[row.groupby(row).transform("size") >= rule.min_boxes]
    main = row.index.to_series().groupby(row).transform("min")
    return "box_row:" + pd.concat([main, many.to_series()]).astype("str"), many


def small_units(addresses: pd.DataFrame, links: pd.DataFrame) -> "pd.Series[int]":
    """Return how many small non-dwelling addresses each building holds.

    Parameters
    ----------
    addresses
        Frame of the layer ``addresses``; floor areas under 40 m2 are small,
        an unknown floor area or use is not counted.
    links
        As `address_links` gives them.

    Returns
    -------
        Count per building with at least one, indexed by ``building_id``.
    """
    if "floor_area_m2" not in addresses.columns:
        return pd.Series(dtype=np.int64)
    non_dwelling = dwelling_addresses(addresses).eq(other=False).fillna(value=False)
    small = addresses.index[non_dwelling & (addresses["floor_area_m2"] < UNIT_M2)]
    return links[is_among(links["address_id"], small)].groupby("building_id").size()


def boxes_in(locations: Locations, addresses: pd.DataFrame) -> "pd.Series[int]":
    """Return how many boxes each box row holds.

    For a row that is its buildings; for a building full of small units it is
    those units.

    Parameters
    ----------
    locations
        Locations of kind ``box_row``.
    addresses
        Frame of the layer ``addresses``.
    """
    return boxes_of(locations.members, addresses).reindex(locations.frame.index, fill_value=0)


def boxes_of(members: pd.DataFrame, addresses: pd.DataFrame) -> "pd.Series[int]":
    """Return how many boxes each box row among the members holds (see `boxes_in`).

    Parameters
    ----------
    members
        ``location_id``, ``role`` and ``member_id`` of box rows.
    addresses
        Frame of the layer ``addresses``.
    """
    standing = members[members["role"].isin(["building", "outbuilding"])]
    own = members[members["role"] == "address"].rename(
        columns={"location_id": "building_id", "member_id": "address_id"}
    )
    counts = pd.DataFrame(
        {"boxes": standing.groupby("location_id").size(), "units": small_units(addresses, own)}
    ).fillna(0)
    alone = counts["boxes"] <= 1
    return counts["boxes"].where(~alone, counts["units"]).astype(np.int64)


def _boxes(
    buildings: gpd.GeoDataFrame,
    addresses: pd.DataFrame,
    links: pd.DataFrame,
    rule: BoxRule,
) -> gpd.GeoDataFrame:
    """Return the buildings of the right size no address lies in that is or may be a dwelling."""
    lived_in = dwelling_addresses(addresses).fillna(value=True)
    homes = links["building_id"][links["address_id"].map(lived_in).to_numpy(dtype=bool)]
    area = shapely.area(buildings.geometry.to_numpy())
    right = (area >= rule.min_box_m2) & (area <= rule.max_box_m2)
    return buildings[right & ~is_among(buildings.index, homes)]


KIND = LocationKind(
    name="box_row",
    builder=build_box_rows,
    rule=Message(
        "At least eight boxes of 12 to 40 m2 without a dwelling, at most 8 m apart, form a box"
        " row; so does a building with at least ten non-dwelling addresses under 40 m2."
    ),
    needs=("buildings", "addresses"),
    may_use=("parcels", "municipalities"),
    margin_m=250.0,
)
