"""How large places are: by hand on a plane, and by the geodesic polygon of pyproj."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from pyproj import Geod

from riskmap.outcomes.areas import areas

FLAT = shapely.Polygon([(0, 0), (1, 1), (2, 2)])


def test_a_polygon_without_surface_has_no_known_area() -> None:
    shapes = [shapely.box(0, 0, 3, 2), FLAT, shapely.Point(1, 1), None]
    found = areas(gpd.GeoSeries(shapes, crs=28992))
    assert found[0] == 6
    assert np.isnan(found[1:]).all()
    meridian = shapely.Polygon([(5, 0), (5, 1), (5, 2)])
    assert np.isnan(areas(gpd.GeoSeries([meridian], crs=4326)))


def test_degrees_are_measured_on_the_ellipsoid() -> None:
    box = shapely.box(5, 52, 5.1, 52.1)
    geodesic = abs(Geod(ellps="WGS84").geometry_area_perimeter(box)[0])
    assert areas(gpd.GeoSeries([box], crs=4326)) == pytest.approx([geodesic], rel=1e-3)
