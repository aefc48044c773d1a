"""Degrees become metres anywhere on earth, and nowhere else."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from pyproj import Geod

from riskmap.errors import InputError
from riskmap.pipeline.plane import plane_points


@pytest.mark.parametrize(("lon", "lat"), [(5.1, 52.0), (-78.5, -0.2), (359.0, 64.0)])
def test_metres_are_those_of_the_ellipsoid(lon: float, lat: float) -> None:
    places = gpd.GeoSeries(shapely.points([(lon, lat), (lon + 0.01, lat + 0.01)]), crs=4326)
    points, notes = plane_points(places)
    straight = Geod(ellps="WGS84").inv(lon, lat, lon + 0.01, lat + 0.01)[2]
    assert np.hypot(*(points[1] - points[0])) == pytest.approx(straight, rel=1e-5)
    assert len(notes) == 1


@pytest.mark.parametrize("lonlat", [(5.1, 200.0), (5.1, -90.5), (150_000.0, 52.0)])
def test_coordinates_off_the_earth_are_told(lonlat: tuple[float, float]) -> None:
    places = gpd.GeoSeries(shapely.points([(5.1, 52.0), lonlat]), crs=4326)
    with pytest.raises(InputError, match="no place on earth"):
        plane_points(places)


def test_places_of_which_none_is_known_are_told() -> None:
    with pytest.raises(InputError, match="no place on earth"):
        plane_points(gpd.GeoSeries([None, None], crs=4326))
