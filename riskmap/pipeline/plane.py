"""Coordinates of any system as metres in one plane."""

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray
from pyproj import CRS

from riskmap.errors import InputError
from riskmap.geo import WGS84
from riskmap.messages import Message

# Systems whose metres are no metres.
_STRETCHED = (3857, 3395, 900913)
_ROUND, _POLE = 360, 90  # degrees; some count longitudes from 0 to 360


def plane_points(places: gpd.GeoSeries) -> tuple[NDArray[np.float64], tuple[Message, ...]]:
    """Return a point inside every place in metres, shape (n, 2), and what was done for it.

    Longitude and latitude, and Web Mercator, are projected on an equal-area plane round the
    middle of the places (Lambert azimuthal), which holds anywhere on earth.
    Coordinates without a system are taken as metres. NaN where a place has
    no geometry.

    Raises
    ------
    InputError
        When longitudes or latitudes are off the earth, or nothing is placed.
    """
    crs = None if places.crs is None else CRS.from_user_input(places.crs)
    notes: tuple[Message, ...] = ()
    factor = 1.0
    if crs is None:
        notes = (
            Message("The coordinates declare no system: they are taken as metres in a plane."),
        )
    elif crs.is_geographic or crs.to_epsg() in _STRETCHED:
        west, south, east, north = places.to_crs(WGS84).total_bounds
        if (
            not (np.abs([west, east]) <= _ROUND).all()
            or not (np.abs([south, north]) <= _POLE).all()
        ):
            raise _off_the_earth(crs)
        middle = f"+lon_0={(west + east) / 2:.4f} +lat_0={(south + north) / 2:.4f}"
        places = places.to_crs(CRS.from_proj4(f"+proj=laea {middle} +datum=WGS84 +units=m"))
        notes = (
            Message(
                "Longitude and latitude were projected on an equal-area plane round {middle} to "
                "measure distances.",
                middle=f"{(south + north) / 2:.2f}, {(west + east) / 2:.2f}",
            ),
        )
    else:
        factor = crs.axis_info[0].unit_conversion_factor
    inside = gpd.GeoSeries(places.representative_point(), crs=places.crs)
    return np.column_stack([inside.x, inside.y]) * factor, notes


def _off_the_earth(crs: CRS) -> InputError:
    return InputError(
        Message(
            "Some coordinates are no place on earth in the system they are said to have, {crs}.",
            crs=crs.name,
        ),
        Message(
            "Look for rows with swapped, empty or mistyped coordinates, or name another --crs."
        ),
    )
