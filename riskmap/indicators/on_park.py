"""On which business park a location stands, and what is known of that park.

Not an indicator: how several indicators give a place what holds for its park.
"""

from typing import TypeVar

import geopandas as gpd
import pandas as pd

from riskmap.locations.locations import Locations
from riskmap.locations.within import representative_points
from riskmap.measures.containing import containing_polygon
from riskmap.measures.share import largest_overlap, share_covered

_HALF = 0.5
Value = TypeVar("Value", float, bool)


def park_of(locations: Locations, business_parks: gpd.GeoDataFrame) -> "pd.Series[str]":
    """Return the id of the park each location stands on; missing where it stands on none.

    A location of kind ``business_park`` is its own park. Any other stands on
    the park that holds its representative point (the lowest id where parks
    overlap), else on the one that covers most of it when parks cover at least
    half: as the gate asks whether a place lies inside a layer.

    Parameters
    ----------
    locations
        The places.
    business_parks
        Frame of the layer, indexed by ``park_id``, EPSG:28992.
    """
    index = locations.frame.index
    parks = business_parks.sort_index()
    if locations.kind == "business_park":
        own: pd.Series[str] = index.to_series().str.split(":", n=1).str[1].astype("str")
        return own.where(own.isin(parks.index))
    answer = pd.Series(pd.NA, index=index, dtype="str")
    if parks.empty:
        return answer
    shapes, covers = locations.frame.geometry.to_numpy(), parks.geometry.to_numpy()
    park = containing_polygon(representative_points(shapes), covers)
    beside = park < 0
    nearest = largest_overlap(shapes[beside], covers)
    nearest[~(share_covered(shapes[beside], covers) >= _HALF)] = -1
    park[beside] = nearest
    answer[park >= 0] = parks.index.to_numpy()[park[park >= 0]]
    return answer


def stands_on_park(locations: Locations, business_parks: gpd.GeoDataFrame) -> "pd.Series[bool]":
    """Tell which locations stand on a business park (see `park_of`)."""
    return park_of(locations, business_parks).notna().astype(bool)


def fact_of_park(
    locations: Locations, business_parks: gpd.GeoDataFrame, facts: "pd.Series[Value]"
) -> "pd.Series[Value]":
    """Return a fact of the park each location stands on, unknown where there is none.

    Parameters
    ----------
    locations, business_parks
        See `park_of`.
    facts
        One value per park, by ``park_id``; ids are unique.
    """
    park = park_of(locations, business_parks)
    return facts.reindex(park).set_axis(park.index)
