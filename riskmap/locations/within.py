"""Members of places that are polygons: what lies in them, and with which share."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from riskmap.measures.arrays import Floats, Geometries
from riskmap.measures.containing import containing_polygon
from riskmap.measures.overlap import overlaps

LEAST_SHARE = 0.1


def buildings_within(
    places: gpd.GeoDataFrame, buildings: gpd.GeoDataFrame, *, least_share: float = LEAST_SHARE
) -> pd.DataFrame:
    """Return which part of each building stands in which place.

    A part under `least_share` of the building is taken for a difference in
    drawing between two registers and passed over, except where it is the
    largest part of that building.

    Parameters
    ----------
    places
        Polygons indexed by ``location_id``, EPSG:28992.
    buildings
        Frame of the layer ``buildings``, EPSG:28992.
    least_share
        Smallest part of a building (0..1) that makes it a member.

    Returns
    -------
        ``location_id``, ``member_id``, ``share`` (0..1 of the building).
    """
    shapes = buildings.geometry.to_numpy()
    pairs = overlaps(shapes, places.geometry.to_numpy())
    part = pairs.square_m / shapely.area(shapes)[pairs.geometry]
    rows = pd.DataFrame(
        {
            "location_id": places.index.to_numpy()[pairs.area],
            "member_id": buildings.index.to_numpy()[pairs.geometry],
            "share": np.minimum(part, 1.0),
        }
    ).sort_values(["member_id", "share", "location_id"], ascending=[True, False, True])
    largest = ~rows["member_id"].duplicated()
    return rows[largest | (rows["share"] >= least_share)]


def addresses_within(places: gpd.GeoDataFrame, addresses: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return in which place each address point lies.

    A point on a shared border belongs to the place with the lowest id.

    Parameters
    ----------
    places
        Polygons indexed by ``location_id``, EPSG:28992.
    addresses
        Points indexed by ``address_id``, EPSG:28992.

    Returns
    -------
        ``location_id``, ``member_id`` and ``share`` (always 1).
    """
    shapes = addresses.geometry.to_numpy()
    points = np.column_stack([shapely.get_x(shapes), shapely.get_y(shapes)])
    places = places.sort_index()
    place = containing_polygon(points, places.geometry.to_numpy())
    inside = place >= 0
    return pd.DataFrame(
        {
            "location_id": places.index.to_numpy()[place[inside]],
            "member_id": addresses.index.to_numpy()[inside],
            "share": 1.0,
        }
    )


def representative_points(shapes: Geometries) -> Floats:
    """Return a point inside each polygon.

    Parameters
    ----------
    shapes
        Shape (n,): polygons, EPSG:28992.

    Returns
    -------
        Shape (n, 2): x and y (metres).
    """
    points = shapely.point_on_surface(shapes)
    xy: Floats = np.column_stack([shapely.get_x(points), shapely.get_y(points)])
    return xy
