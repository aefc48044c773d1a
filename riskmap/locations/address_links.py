"""Which addresses lie in which buildings: by the register's word, else by place."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from riskmap.layers.layer import Layer
from riskmap.locations.membership import is_among

REACH_M = 5.0
_COLUMNS = ["address_id", "building_id"]


def address_links(
    addresses: Layer, buildings: gpd.GeoDataFrame, *, reach_m: float = REACH_M
) -> pd.DataFrame:
    """Return one row per address and building it lies in.

    Where the register links addresses to buildings (``addresses.links``), it
    is believed: an address whose buildings do not exist now lies in none.
    A link to one of the BAG's dummy ids, or to an id that several buildings
    share (``source_id``), says nothing and is passed over. Addresses the
    register says nothing about go by place: the building that contains the
    point, else the nearest one within `reach_m`; among several the lowest id.

    Parameters
    ----------
    addresses
        Layer of points, EPSG:28992.
    buildings
        Frame of the layer ``buildings``, EPSG:28992.
    reach_m
        How far beside a building an address point may lie (metres).

    Returns
    -------
        ``address_id``, ``building_id``, and ``share`` (1/k for an address
        that lies in k of these buildings), ordered by address and building.
    """
    points = addresses.frame
    if addresses.links is None:
        links = _by_place(points, buildings, reach_m)
    else:
        said = addresses.links[_COLUMNS]
        known = is_among(said["address_id"], points.index)
        said = said[known & ~_says_nothing(said["building_id"], buildings)]
        silent = points[~is_among(points.index, said["address_id"])]
        links = pd.concat(
            [
                said[is_among(said["building_id"], buildings.index)],
                _by_place(silent, buildings, reach_m),
            ]
        )
    links = links.drop_duplicates(_COLUMNS).sort_values(_COLUMNS).reset_index(drop=True)
    k = links.groupby("address_id")["building_id"].transform("size")
    return links.assign(share=1.0 / k.to_numpy(dtype=np.float64))


def _says_nothing(ids: "pd.Series[str]", buildings: gpd.GeoDataFrame) -> "pd.Series[bool]":
    """Tell which ids are missing, fillers (all nines or zeros), or shared by buildings."""
    filler = ids.str.fullmatch(r"\d{6}9{10}|0+").fillna(value=True).astype(bool)
    if "source_id" not in buildings.columns:
        return filler
    return filler | is_among(ids, buildings["source_id"].dropna())


def _by_place(
    points: gpd.GeoDataFrame, buildings: gpd.GeoDataFrame, reach_m: float
) -> pd.DataFrame:
    """Link each point to the building it lies in, else to the nearest within reach."""
    if points.empty or buildings.empty:
        return pd.DataFrame({name: pd.Series(dtype=str) for name in _COLUMNS})
    tree = shapely.STRtree(buildings.geometry.to_numpy())
    # A point inside has distance 0, so one query answers both.
    address, building = tree.query_nearest(points.geometry.to_numpy(), max_distance=reach_m)
    links = pd.DataFrame(
        {
            "address_id": points.index.to_numpy()[address],
            "building_id": buildings.index.to_numpy()[building],
        }
    )
    return links.sort_values(_COLUMNS).drop_duplicates("address_id")
