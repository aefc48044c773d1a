"""Put a kind's places and members together: area, roles, parcels, label, municipality."""

from itertools import pairwise

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely.geometry.base import BaseGeometry

from riskmap.layers.layer import Layers
from riskmap.locations.address_links import address_links
from riskmap.locations.labels import labels
from riskmap.locations.locations import Kind, Locations
from riskmap.locations.membership import is_among
from riskmap.locations.municipality import municipality_of
from riskmap.locations.parcels_under import parcels_under
from riskmap.locations.within import addresses_within, buildings_within, representative_points
from riskmap.measures.containing import containing_polygon
from riskmap.messages import Message

MEMBER_COLUMNS = ["location_id", "role", "member_id", "share"]


def in_area(places: gpd.GeoDataFrame, area: BaseGeometry | None) -> gpd.GeoDataFrame:
    """Return the places whose representative point lies in the area, sorted by id.

    Parameters
    ----------
    places
        Polygons indexed by ``location_id``, EPSG:28992.
    area
        What is scored, EPSG:28992; None keeps everything.
    """
    places = places.sort_index()
    if area is None:
        return places
    points = representative_points(places.geometry.to_numpy())
    return places[containing_polygon(points, np.array([area], dtype=object)) >= 0]


def members_by_building(groups: "pd.Series[str]", links: pd.DataFrame) -> pd.DataFrame:
    """Return the member rows of places that are made of whole buildings.

    Parameters
    ----------
    groups
        ``location_id`` per building, indexed by ``building_id``.
    links
        As `address_links` gives them.

    Returns
    -------
        ``location_id``, ``role``, ``member_id``, ``share``; an address has the
        sum of the shares it has in the place's buildings.
    """
    addressed = is_among(groups.index, links["building_id"])
    buildings = pd.DataFrame(
        {
            "location_id": groups.to_numpy(),
            "role": np.where(addressed, "building", "outbuilding"),
            "member_id": groups.index.to_numpy(),
            "share": 1.0,
        }
    )
    own = links[is_among(links["building_id"], groups.index)]
    own = own.assign(location_id=groups[own["building_id"]].to_numpy())
    share = own.groupby(["location_id", "address_id"])["share"].sum().clip(upper=1.0)
    addresses = share.rename_axis(["location_id", "member_id"]).reset_index()
    addresses["role"] = "address"
    return pd.concat([buildings, addresses[MEMBER_COLUMNS]], ignore_index=True)


def members_by_place(places: gpd.GeoDataFrame, layers: Layers) -> pd.DataFrame:
    """Return the member rows of places that are polygons: what stands and lies in them.

    Without a layer ``addresses`` every building has role ``building``, for
    nobody knows which ones no address lies in.

    Parameters
    ----------
    places
        Polygons indexed by ``location_id``, EPSG:28992.
    layers
        ``buildings`` and ``addresses`` are used where they are there.
    """
    nothing = {name: pd.Series(dtype="str") for name in MEMBER_COLUMNS[:3]}
    parts = [pd.DataFrame(nothing).assign(share=pd.Series(dtype=np.float64))]
    buildings, addresses = layers.get("buildings"), layers.get("addresses")
    if buildings is not None:
        rows = buildings_within(places, buildings.frame).assign(role="building")
        if addresses is not None:
            links = address_links(addresses, buildings.frame)
            addressed = is_among(rows["member_id"], links["building_id"])
            rows["role"] = rows["role"].where(addressed, "outbuilding")
        parts.append(rows)
    if addresses is not None:
        parts.append(addresses_within(places, addresses.frame).assign(role="address"))
    return pd.concat(parts, ignore_index=True)


def assemble(  # noqa: PLR0917 (five things make a location, all of them named)
    kind: Kind,
    places: gpd.GeoDataFrame,
    members: pd.DataFrame,
    parts: gpd.GeoSeries,
    layers: Layers,
    notes: tuple[Message, ...] = (),
) -> Locations:
    """Return the locations, complete with parcels, labels and municipalities.

    Parameters
    ----------
    kind
        What is scored.
    places
        Polygons indexed by ``location_id``, sorted, EPSG:28992; a column
        ``label`` is kept where it is there.
    members
        Buildings and addresses, and for kind ``parcel`` the parcel itself;
        rows of other places are passed over.
    parts
        What each place covers of the parcels under it: its buildings, or the
        place itself; by ``location_id``.
    layers
        ``parcels``, ``addresses`` and ``municipalities`` are used where they
        are there.
    notes
        How the places were made.
    """
    members = members[is_among(members["location_id"], places.index)]
    parcels = layers.get("parcels")
    if parcels is not None and kind != "parcel":
        under = parcels_under(parts[is_among(parts.index, places.index)], parcels.frame).assign(
            role="parcel"
        )
        members = pd.concat([members, under], ignore_index=True)
    frame = places.copy()
    frame["parcels"] = _joined(members, places.index)
    own = members[members["role"] == "address"]
    if "label" not in frame.columns:
        addresses = layers.get("addresses")
        known = None if addresses is None else addresses.frame
        frame["label"] = labels(places, own, known, frame["parcels"])
    borders = layers.get("municipalities")
    standing = members[members["role"].isin(["building", "outbuilding"])]
    frame["municipality"] = municipality_of(
        places, standing, None if borders is None else borders.frame
    )
    members = members[MEMBER_COLUMNS].astype({"share": np.float64})
    members = members.sort_values(MEMBER_COLUMNS[:3]).reset_index(drop=True)
    return Locations(kind, frame[["label", "municipality", "parcels", "geometry"]], members, notes)


def _joined(members: pd.DataFrame, index: "pd.Index[str]") -> "pd.Series[str]":
    """Join parcel ids per place in the order they come in."""
    rows = members[members["role"] == "parcel"]
    place = index.get_indexer(pd.Index(rows["location_id"]))
    order = np.argsort(place, kind="stable")
    ids = rows["member_id"].to_numpy(dtype=object)[order]
    end = np.searchsorted(place, np.arange(len(index)), side="right", sorter=order)
    joined = [";".join(ids[first:last]) for first, last in pairwise([(place < 0).sum(), *end])]
    text = pd.Series(joined, index=index, dtype="str")
    return text.where(text.ne(""))
