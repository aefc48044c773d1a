"""What `riskmap hotspots` found, over places, cells and areas."""

from dataclasses import dataclass

import geopandas as gpd

from riskmap.hotspots.areas import AreaRanking
from riskmap.hotspots.clusters import Clusters, Settings
from riskmap.hotspots.grid import CellShape
from riskmap.maps import Description
from riskmap.messages import Message


@dataclass(frozen=True)
class Cells:
    """A grid over the places and what lies together on it.

    Attributes
    ----------
    frame
        Indexed by ``cell_id``: ``places`` (in the cell), ``value`` (NaN where
        no place of the cell has one), the columns of the clusters, geometry.
    clusters
        What lies together among the cells with a value.
    side, shape, value
        As asked for.
    """

    frame: gpd.GeoDataFrame
    clusters: Clusters
    side: float
    shape: CellShape
    value: str


@dataclass(frozen=True)
class Hotspots:
    """Hot spots of one map or file.

    Attributes
    ----------
    places
        Indexed by ``place_id``: ``label`` and ``area_id`` where there are any,
        ``value`` (NaN unknown), the columns of the clusters, geometry.
    place_clusters
        What lies together among the places with a value; None where only
        cells were asked for.
    cells, areas
        None where not asked for.
    source, column
        File, and what the values are.
    unknown
        Places without a value: left out, not zero.
    settings
        How it was tested.
    description
        Of the map, where it is one of riskmap.
    notes
        What a reader must know.
    """

    places: gpd.GeoDataFrame
    place_clusters: Clusters | None
    cells: Cells | None
    areas: AreaRanking | None
    source: str
    column: str
    unknown: int
    settings: Settings
    description: Description | None
    notes: tuple[Message, ...]
