"""Which addresses are in use, and what is known of a location's own addresses.

Not an indicator: what several indicators mean by an address.
"""

import geopandas as gpd
import pandas as pd

from riskmap.locations.locations import Locations
from riskmap.locations.members import dwelling_addresses

_OUT_OF_USE = "buiten gebruik"


def in_use(addresses: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the addresses that are in use.

    These are all that exist now, except those the register calls out of use
    (``Verblijfsobject buiten gebruik``). An address of unknown status counts
    as in use: the layer holds existing addresses only.
    """
    return addresses[~_out_of_use(addresses)]


def address_members(locations: Locations, addresses: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return what is known of the addresses of every location.

    Returns
    -------
    DataFrame
        One row per location and address, ordered by both: ``location_id``,
        ``member_id``, ``share``, ``exists`` (False for a member the layer
        does not hold), ``in_use``, ``dwelling`` (boolean, missing where the
        use is unknown) and ``floor_area_m2`` (m2, NaN unknown).
    """
    members = locations.of_role("address").drop_duplicates(["location_id", "member_id"])
    members = members.sort_values(["location_id", "member_id"]).reset_index(drop=True)
    position = addresses.index.get_indexer(members["member_id"])
    facts = pd.DataFrame(
        {
            "in_use": ~_out_of_use(addresses),
            "dwelling": dwelling_addresses(addresses),
            "floor_area_m2": addresses["floor_area_m2"].astype(float),
        }
    ).reindex(members["member_id"])
    return members.assign(
        exists=position >= 0,
        in_use=facts["in_use"].astype("boolean").fillna(value=True).to_numpy(dtype=bool),
        dwelling=facts["dwelling"].array,
        floor_area_m2=facts["floor_area_m2"].to_numpy(),
    )


def _out_of_use(addresses: gpd.GeoDataFrame) -> "pd.Series[bool]":
    status = addresses["status"].astype("string").str.lower()
    out: pd.Series[bool] = status.str.contains(_OUT_OF_USE, regex=False).eq(other=True)
    return out.fillna(value=False).astype(bool)
