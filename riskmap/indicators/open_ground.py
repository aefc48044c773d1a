"""The open ground of a place: what of it is not built on.

Not an indicator: which ground the images are asked about.
"""

from collections.abc import Collection

import geopandas as gpd
import numpy as np
import shapely

from riskmap.measures.arrays import Geometries
from riskmap.measures.overlap import overlaps
from riskmap.measures.united import united
from riskmap.measures.without import without


def unbuilt(places: Geometries, buildings: gpd.GeoDataFrame) -> Geometries:
    """Return each place less all buildings, shape (n,), EPSG:28992."""
    return polygons_of(without(places, buildings.geometry.to_numpy()))


def of_cover(places: Geometries, surfaces: gpd.GeoDataFrame, words: Collection[str]) -> Geometries:
    """Return the part of each place where the ground is of one of these covers."""
    ground = surfaces.geometry.to_numpy()[surfaces["cover"].isin(list(words)).to_numpy(dtype=bool)]
    return united(places, ground, overlaps(places, ground), np.arange(len(places)))


def polygons_of(shapes: Geometries) -> Geometries:
    """Return only the polygons of each shape; a multipolygon each, possibly empty."""
    parts, owner = shapely.get_parts(shapes, return_index=True)
    flat = np.isin(shapely.get_type_id(parts), (3,)) & ~shapely.is_empty(parts)
    result = np.full(len(shapes), shapely.MultiPolygon(), dtype=object)
    if flat.any():
        shapely.multipolygons(parts[flat], indices=owner[flat], out=result)
    return result
