"""What a place is called: street and number, and never a name of a person or company."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from riskmap.locations.members import dwelling_addresses
from riskmap.locations.membership import is_among
from riskmap.locations.within import representative_points

NEAR_M = 250.0


def address_order(addresses: gpd.GeoDataFrame) -> "pd.Series[int]":
    """Return how well each address serves as a main address: the lowest is the best.

    A dwelling comes first, then an address of unknown use, then any other;
    among equals the lowest id.

    Parameters
    ----------
    addresses
        Frame of the layer ``addresses``.

    Returns
    -------
        A number per address, all different, on the index of `addresses`.
    """
    dwelling = dwelling_addresses(addresses)
    grade = np.select([dwelling.eq(other=True).fillna(value=False), dwelling.isna()], [0, 1], 2)
    order = np.lexsort((addresses.index.to_numpy(dtype=str), grade))
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    return pd.Series(place, index=addresses.index)


def street_and_number(addresses: gpd.GeoDataFrame) -> "pd.Series[str]":
    """Return ``Dorpsstraat 12`` per address; missing where street or number is.

    Parameters
    ----------
    addresses
        Frame of the layer ``addresses``, with or without ``street`` and
        ``number``.
    """
    if not {"street", "number"} <= set(addresses.columns):
        return pd.Series(pd.NA, index=addresses.index, dtype="str")
    text: pd.Series[str] = (
        addresses["street"].astype("str") + " " + addresses["number"].astype("str")
    )
    return text


def labels(
    places: gpd.GeoDataFrame,
    own: pd.DataFrame,
    addresses: gpd.GeoDataFrame | None,
    parcels: "pd.Series[str]",
) -> "pd.Series[str]":
    """Return the label of each place.

    The street and number of its main address (see `address_order`); else
    those of the nearest address within 250 m with ``bij`` (Dutch for near)
    before them, a label being data; else the first parcel; else the
    coordinates.

    Parameters
    ----------
    places
        Indexed by ``location_id``, EPSG:28992.
    own
        ``location_id`` and ``member_id`` of the addresses of each place.
    addresses
        Frame of the layer ``addresses``, or None.
    parcels
        Parcel ids per place, joined by ``;``, missing where there are none.
    """
    label = pd.Series(pd.NA, index=places.index, dtype="str")
    if addresses is not None:
        text = street_and_number(addresses).dropna()
        order = address_order(addresses)[text.index]
        label = _main(own, order, text).reindex(places.index)
        near = _near(places[label.isna()], addresses.loc[text.index], text)
        label = label.where(label.notna(), near.reindex(places.index))
    label = label.where(label.notna(), parcels.str.extract("^([^;]+)", expand=False))
    points = representative_points(places.geometry.to_numpy())
    where = [f"RD {east:.0f} {north:.0f}" for east, north in points]
    return label.where(label.notna(), pd.Series(where, index=places.index, dtype="str"))


def _main(own: pd.DataFrame, order: "pd.Series[int]", text: "pd.Series[str]") -> "pd.Series[str]":
    known = own[is_among(own["member_id"], order.index)]
    known = known.assign(order=order[known["member_id"]].to_numpy())
    first = known.sort_values(["location_id", "order"]).drop_duplicates("location_id")
    return pd.Series(text[first["member_id"]].to_numpy(), index=first["location_id"], dtype="str")


def _near(
    places: gpd.GeoDataFrame, addresses: gpd.GeoDataFrame, text: "pd.Series[str]"
) -> "pd.Series[str]":
    if places.empty or addresses.empty:
        return pd.Series(dtype="str")
    tree = shapely.STRtree(addresses.geometry.to_numpy())
    place, address = tree.query_nearest(places.geometry.to_numpy(), max_distance=NEAR_M)
    rows = pd.DataFrame(
        {"place": places.index.to_numpy()[place], "address": addresses.index.to_numpy()[address]}
    ).sort_values(["place", "address"])
    rows = rows.drop_duplicates("place")
    return "bij " + pd.Series(
        text[rows["address"]].to_numpy(), index=rows["place"].to_numpy(), dtype="str"
    )
