"""Which ground belongs to a building, and how far it is closed off.

Not an indicator: what is meant by the yard of a hall.
"""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from riskmap.locations.locations import Locations, Role
from riskmap.measures.arrays import Floats, Geometries
from riskmap.measures.containing import containing_polygon
from riskmap.measures.nearest_ground import nearest_ground
from riskmap.measures.overlap import Overlaps, overlaps
from riskmap.measures.united import united
from riskmap.measures.without import without

_TOUCHES_M = 0.5
_SEAM_M = 0.01


def halls_of(locations: Locations, buildings: gpd.GeoDataFrame) -> Geometries:
    """Return the buildings of each location as one shape, in the order of its frame."""
    places = locations.frame.geometry.to_numpy()
    return _on_members(locations, ("building", "outbuilding"), buildings, places)


def nearer_ground(
    locations: Locations,
    halls: Geometries,
    buildings: gpd.GeoDataFrame,
    addresses: gpd.GeoDataFrame,
    reach_m: float,
) -> Geometries:
    """Return the ground within reach that is nearer to each hall than to others.

    Others are buildings in which an address lies and that are no part of any
    of the halls; a shed without an address takes no ground away.
    """
    shapes = buildings.geometry.to_numpy()
    points = addresses.geometry.to_numpy()
    xy = np.column_stack([shapely.get_x(points), shapely.get_y(points)])
    home = np.unique(containing_polygon(xy, shapes))
    own = locations.of_role("building", "outbuilding")["member_id"]
    others = home[home >= 0]
    others = others[~buildings.index[others].isin(own)]
    near = shapely.STRtree(shapes[others]).query(halls, predicate="dwithin", distance=2 * reach_m)[
        1
    ]
    rivals = shapes[others[np.unique(near)]]
    return nearest_ground(halls, rivals, reach_m)


def within_parcels(
    locations: Locations, ground: Geometries, parcels: gpd.GeoDataFrame
) -> Geometries:
    """Return what of the ground lies on the location's own parcels; all where it has none."""
    return _on_members(locations, ("parcel",), parcels, ground)


def yards_on(
    ground: Geometries, halls: Geometries, surfaces: Geometries, buildings: Geometries
) -> Geometries:
    """Return the surfaces on the ground that are connected to each hall, less all buildings."""
    pairs = overlaps(ground, surfaces)
    found = without(united(ground, surfaces, pairs, np.arange(len(ground))), buildings)
    # Two surfaces cut apart may leave a seam of a few nanometres between them.
    closed = shapely.buffer(shapely.buffer(found, _SEAM_M, join_style="mitre"), -_SEAM_M)
    parts, owner = shapely.get_parts(closed, return_index=True)
    joined = shapely.distance(parts, halls[owner]) <= _TOUCHES_M
    yards = np.full(len(ground), shapely.MultiPolygon(), dtype=object)
    shapely.multipolygons(parts[joined], indices=owner[joined], out=yards)
    return yards


def closed_share(yards: Geometries, closing: Geometries) -> Floats:
    """Return the share of the yards' outer outlines that lies in `closing`; NaN without yard."""
    parts, owner = shapely.get_parts(yards, return_index=True)
    outlines = shapely.get_exterior_ring(parts)
    length = np.bincount(owner, shapely.length(outlines), len(yards))
    open_length = np.bincount(owner, shapely.length(without(outlines, closing)), len(yards))
    share = np.full(len(yards), np.nan)
    np.divide(length - open_length, length, out=share, where=length > 0)
    return share


def _on_members(
    locations: Locations, roles: tuple[Role, ...], layer: gpd.GeoDataFrame, ground: Geometries
) -> Geometries:
    """Return the part of each ground that its members cover; all where it has none."""
    members = locations.of_role(*roles)
    place = locations.frame.index.get_indexer(pd.Index(members["location_id"]))
    member = layer.index.get_indexer(pd.Index(members["member_id"]))
    known = np.flatnonzero((place >= 0) & (member >= 0))
    order = known[np.lexsort((member[known], place[known]))]
    pairs = Overlaps(place[order], member[order], np.ones(len(order)))
    rows = np.unique(pairs.geometry)
    result = ground.copy()
    result[rows] = united(ground, layer.geometry.to_numpy(), pairs, rows)
    return result
