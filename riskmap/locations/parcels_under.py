"""Which cadastral parcels a location stands on, and how much of each it covers."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from riskmap.locations.within import standing_in
from riskmap.measures.arrays import Geometries
from riskmap.measures.overlap import overlaps


def parcels_under(parts: gpd.GeoSeries, parcels: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return the parcels under each location, most ground first.

    A location stands on a parcel when one of its parts does, by the rule of
    `standing_in`: a wall drawn just over a border is no stand. Where parts
    overlap each other, the ground counts once.

    Parameters
    ----------
    parts
        What each location covers, building by building: polygons indexed by
        ``location_id``, repeated as needed, EPSG:28992.
    parcels
        Frame of the layer ``parcels``, EPSG:28992.

    Returns
    -------
        ``location_id``, ``member_id``, ``share`` (0..1 of the parcel's area)
        and ``overlap_m2``; per location ordered by overlap (largest first),
        then by parcel id.
    """
    shapes = parcels.geometry.to_numpy()
    ground = ground_of(parts)
    place, part, _ = standing_in(shapes, parts.to_numpy())
    owner = ground.index.get_indexer(parts.index)[part]
    pairs = overlaps(ground.to_numpy(), shapes)
    # One number per pair of location and parcel.
    stands = np.isin(pairs.geometry * len(shapes) + pairs.area, owner * len(shapes) + place)
    location, parcel, square_m = (
        column[stands] for column in (pairs.geometry, pairs.area, pairs.square_m)
    )
    rows = pd.DataFrame(
        {
            "location_id": ground.index.to_numpy()[location],
            "member_id": parcels.index.to_numpy()[parcel],
            "share": np.minimum(square_m / shapely.area(shapes)[parcel], 1.0),
            "overlap_m2": square_m,
        }
    )
    order = ["location_id", "overlap_m2", "member_id"]
    return rows.sort_values(order, ascending=[True, False, True]).reset_index(drop=True)


def parts_of(groups: "pd.Series[str]", buildings: gpd.GeoDataFrame) -> gpd.GeoSeries:
    """Return the buildings of each location, by ``location_id`` and building.

    Parameters
    ----------
    groups
        ``location_id`` per building, indexed by ``building_id``.
    buildings
        Frame of the layer ``buildings``, EPSG:28992.
    """
    ordered = groups.sort_index().sort_values(kind="stable")
    shapes = buildings.geometry.loc[ordered.index].to_numpy()
    ids = pd.Index(ordered, name="location_id", dtype="str")
    return gpd.GeoSeries(shapes, index=ids, crs=buildings.crs)


def ground_of(parts: gpd.GeoSeries) -> gpd.GeoSeries:
    """Return the union of the parts of each location, sorted by ``location_id``.

    See `parcels_under` for `parts`.
    """
    parts = parts.sort_index(kind="stable")
    index, first, count = np.unique(
        parts.index.to_numpy(dtype=str), return_index=True, return_counts=True
    )
    shapes = parts.to_numpy()
    ground: Geometries = shapes[first]  # right for one part, and mended below for more
    for place in np.flatnonzero(count > 1):
        ground[place] = shapely.union_all(shapes[first[place] : first[place] + count[place]])
    ids = pd.Index(index, name="location_id", dtype="str")
    return gpd.GeoSeries(ground, index=ids, crs=parts.crs)


def hull_of(parts: gpd.GeoSeries) -> gpd.GeoDataFrame:
    """Return the convex hull of the parts of each location, sorted by ``location_id``.

    A hull is one polygon that can be drawn, hatched and clicked; it is no
    measure of area. See `parcels_under` for `parts`.
    """
    parts = parts.sort_index(kind="stable")
    index, code = np.unique(parts.index.to_numpy(dtype=str), return_inverse=True)
    hulls = shapely.convex_hull(shapely.geometrycollections(parts.to_numpy(), indices=code))
    ids = pd.Index(index, name="location_id", dtype="str")
    return gpd.GeoDataFrame(index=ids, geometry=hulls, crs=parts.crs)
