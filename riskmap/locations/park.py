"""Places with a name and a polygon of their own: what business and recreation parks share."""

import geopandas as gpd
import pandas as pd
from shapely.geometry.base import BaseGeometry

from riskmap.layers.layer import Layers
from riskmap.locations.assemble import assemble, in_area, members_by_place
from riskmap.locations.locations import Kind, Locations
from riskmap.locations.parcels_under import ground_of


def build_parks(
    kind: Kind, parks: gpd.GeoDataFrame, layers: Layers, area: BaseGeometry | None
) -> Locations:
    """Return one location per park, with what stands and lies in it.

    Several rows of one id are parts of one park: their union is the location.
    Its label is its own name, which is a place name (of several the first in
    alphabetical order), else its id.

    Parameters
    ----------
    kind
        Which kind of location a park is.
    parks
        Polygons indexed by ``park_id``, with or without ``name``, EPSG:28992.
    layers
        ``buildings``, ``addresses``, ``parcels`` and ``municipalities`` where
        they are there.
    area
        Parks whose representative point lies in it are kept; None keeps all.
    """
    ids = pd.Index(f"{kind}:" + parks.index, name="location_id", dtype="str")
    ground = ground_of(gpd.GeoSeries(parks.geometry.to_numpy(), index=ids, crs=parks.crs))
    places = gpd.GeoDataFrame(index=ground.index, geometry=ground)
    register_id = places.index.to_series().str.split(":", n=1).str[1]
    places["label"] = register_id
    if "name" in parks.columns:
        names = pd.Series(parks["name"].to_numpy(), index=ids, dtype="str").dropna()
        first = names.groupby(level=0).min().reindex(places.index)
        places["label"] = first.where(first.notna(), register_id)
    places = in_area(places, area)
    members = members_by_place(places, layers)
    return assemble(kind, places, members, places.geometry, layers)
