"""Members of places that are polygons: what lies in them, and with which share."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from riskmap.measures.arrays import Floats, Geometries, Indices
from riskmap.measures.containing import containing_polygon
from riskmap.measures.overlap import overlaps

_LEAST_SHARE = 0.1


def standing_in(places: Geometries, shapes: Geometries) -> tuple[Indices, Indices, Floats]:
    """Return which shapes stand in which places, and with which part.

    A shape stands in a place with at least a tenth of itself, or where it
    covers at least a tenth of the place. What is less than both is taken for
    a difference in drawing between two registers.

    Parameters
    ----------
    places, shapes
        Polygons in EPSG:28992, shapes (n,) and (m,).

    Returns
    -------
        Positions of place and shape, and the share of the shape (0..1);
        ordered by shape.
    """
    pairs = overlaps(shapes, places)
    share = np.minimum(pairs.square_m / shapely.area(shapes)[pairs.geometry], 1.0)
    covered = pairs.square_m / shapely.area(places)[pairs.area]
    kept = (share >= _LEAST_SHARE) | (covered >= _LEAST_SHARE)
    return pairs.area[kept], pairs.geometry[kept], share[kept]


def buildings_within(places: gpd.GeoDataFrame, buildings: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return which part of each building stands in which place (see `standing_in`).

    Parameters
    ----------
    places
        Polygons indexed by ``location_id``, EPSG:28992.
    buildings
        Frame of the layer ``buildings``, EPSG:28992.

    Returns
    -------
        ``location_id``, ``member_id``, ``share`` (0..1 of the building).
    """
    place, building, share = standing_in(places.geometry.to_numpy(), buildings.geometry.to_numpy())
    return pd.DataFrame(
        {
            "location_id": places.index.to_numpy()[place],
            "member_id": buildings.index.to_numpy()[building],
            "share": share,
        }
    )


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
