"""A ranked list of places, from riskmap or from any other tool."""

from dataclasses import dataclass

import geopandas as gpd


@dataclass(frozen=True)
class RankedPlaces:
    """Places in an order, whoever made it.

    Attributes
    ----------
    frame
        Indexed by ``place_id`` (text, unique). ``score``: higher stands first,
        equal scores are tied, NaN where the list does not rank the place (a
        rank in the file is its negative). ``area_m2``: NaN where not told.
        Geometry is EPSG:28992, or the file's own system abroad; None where
        the file has no places on the map. Further numeric columns of the file
        keep their names and are there only when they were asked for.
    source
        Name of the file.
    ranked_by
        Column of the file the order comes from.
    """

    frame: gpd.GeoDataFrame
    source: str
    ranked_by: str
