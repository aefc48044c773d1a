"""How large places are, in square metres, anywhere on earth."""

import re

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

# Systems whose metres are no metres: areas are taken on the ellipsoid.
_STRETCHED = (3857, 3395, 900913)
# Cylindrical and of equal area on the WGS84 ellipsoid (NSIDC EASE-Grid 2.0 Global).
_EQUAL_AREA = "EPSG:6933"
_UNITS = {"km2": 1e6, "sqkm": 1e6, "ha": 1e4, "hectare": 1e4, "hectares": 1e4}
# The unit is a word of its own, or follows a word for area: alpha is not in hectares.
_UNIT = re.compile(r"(?:^|[^a-z]|area|oppervlakte|opp|size)(km2|sqkm|ha|hectares?)$", re.IGNORECASE)


def unit_of(column: str) -> float:
    """Return the square metres in the unit that the name of a column says.

    >>> unit_of("OPP_HA"), unit_of("areaKm2"), unit_of("alpha")
    (10000.0, 1000000.0, 1.0)
    """
    found = _UNIT.search(column.strip())
    return _UNITS[found[1].casefold()] if found else 1.0


def areas(places: gpd.GeoSeries) -> NDArray[np.float64]:
    """Return the area of polygons in m2, shape (n,); NaN for points, lines and no shape.

    NaN too for a polygon without any surface: nothing can be had per area there.

    Planar in systems of length units (feet become metres), on the ellipsoid
    for longitude and latitude and for Web Mercator. Without a system the
    coordinates are taken for metres.
    """
    shapes = places.to_numpy()
    flat = np.isin(shapely.get_type_id(shapes), (3, 6))  # polygons, also of several parts
    found = np.full(len(shapes), np.nan)
    crs = places.crs
    if crs is None or not (crs.is_geographic or crs.to_epsg() in _STRETCHED):
        factor = 1.0 if crs is None else crs.axis_info[0].unit_conversion_factor
        found[flat] = shapely.area(shapes[flat]) * factor**2
    else:
        found[flat] = shapely.area(places[flat].to_crs(_EQUAL_AREA).to_numpy())
    return np.where(found > 0, found, np.nan)
