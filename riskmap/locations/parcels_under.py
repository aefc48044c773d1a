"""Which cadastral parcels a location stands on, and how much of each it covers."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from riskmap.measures.arrays import Geometries
from riskmap.measures.overlap import overlaps

LEAST_M2 = 1.0


def parcels_under(
    ground: gpd.GeoSeries, parcels: gpd.GeoDataFrame, *, least_m2: float = LEAST_M2
) -> pd.DataFrame:
    """Return the parcels under each location, most ground first.

    Less ground than `least_m2` is taken for a difference in drawing between
    the two registers and passed over, except where a location has no more
    ground anywhere.

    Parameters
    ----------
    ground
        What the location covers, indexed by ``location_id``, EPSG:28992.
    parcels
        Frame of the layer ``parcels``, EPSG:28992.
    least_m2
        Smallest overlap (m2) that counts.

    Returns
    -------
        ``location_id``, ``member_id``, ``share`` (0..1 of the parcel's area)
        and ``overlap_m2``; per location ordered by overlap (largest first),
        then by parcel id.
    """
    shapes = parcels.geometry.to_numpy()
    pairs = overlaps(ground.to_numpy(), shapes)
    part = pairs.square_m / shapely.area(shapes)[pairs.area]
    rows = pd.DataFrame(
        {
            "location_id": ground.index.to_numpy()[pairs.geometry],
            "member_id": parcels.index.to_numpy()[pairs.area],
            "share": np.minimum(part, 1.0),
            "overlap_m2": pairs.square_m,
        }
    ).sort_values(["location_id", "overlap_m2", "member_id"], ascending=[True, False, True])
    largest = ~rows["location_id"].duplicated()
    return rows[largest | (rows["overlap_m2"] >= least_m2)].reset_index(drop=True)


def ground_of(groups: "pd.Series[str]", buildings: gpd.GeoDataFrame) -> gpd.GeoSeries:
    """Return the ground the buildings of each location cover together.

    Parameters
    ----------
    groups
        ``location_id`` per building, indexed by ``building_id``.
    buildings
        Frame of the layer ``buildings``, EPSG:28992.

    Returns
    -------
        Union of the footprints, indexed by ``location_id`` and sorted by it.
    """
    shapes = buildings.geometry.loc[groups.index].to_numpy()
    code, index = pd.factorize(groups.to_numpy(), sort=True)
    ground = np.empty(len(index), dtype=object)
    ground[code] = shapes  # right for one building, and mended below for more
    several = np.flatnonzero(np.bincount(code) > 1)
    by_place = pd.Series(np.arange(len(code))).groupby(code).indices
    for place in several:
        ground[place] = shapely.union_all(shapes[by_place[place]])
    return gpd.GeoSeries(ground, index=pd.Index(index, name="location_id"), crs=buildings.crs)


def hull_of(groups: "pd.Series[str]", buildings: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the convex hull of each location's buildings.

    A hull is one polygon that can be drawn, hatched and clicked; it is no
    measure of area. See `ground_of` for the parameters.
    """
    code, index = pd.factorize(groups.to_numpy(), sort=True)
    order = np.argsort(code, kind="stable")
    shapes: Geometries = buildings.geometry.loc[groups.index].to_numpy()
    hulls = shapely.convex_hull(shapely.geometrycollections(shapes[order], indices=code[order]))
    ids = pd.Index(index, name="location_id")
    return gpd.GeoDataFrame(index=ids, geometry=hulls, crs=buildings.crs)
