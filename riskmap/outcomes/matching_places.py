"""Points laid in places: in the polygon, or at the nearest place within a distance."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from riskmap.errors import InputError
from riskmap.messages import Message

_POLYGONS = (3, 6)
_WIDEST = 12.0  # degrees: further apart, one plane stretches distances too much
_SAME_M = 0.01  # points of the same file differ by rounding only


def match_places(
    places: gpd.GeoSeries, points: gpd.GeoSeries, *, within_m: float | None, names: tuple[str, str]
) -> tuple["pd.Series[str]", list[Message]]:
    """Return the place per point, NA where none fits.

    A point in several polygons belongs to the smallest of them (the lowest id
    among equals). What lies in none goes to the nearest place within
    `within_m`; without it, points go to points at the same spot only.

    Parameters
    ----------
    places
        Geometries by ``place_id``.
    points
        Any geometry by row; of others than points a point inside is taken.
    within_m
        Largest distance in metres.
    names
        File of the places, file of the points.

    Raises
    ------
    InputError
        When one of the two does not say in which system it is.
    """
    places, points = places[places.notna()].sort_index(), points[points.notna()]
    points = _together(places, points, names)
    inside = gpd.GeoSeries(points.representative_point(), index=points.index)
    found = pd.Series(None, index=points.index, dtype="str")
    notes: list[Message] = []
    flat = places[np.isin(shapely.get_type_id(places.to_numpy()), _POLYGONS)]
    if len(flat):
        place, several = _containing(flat, inside.to_numpy())
        found = pd.Series(
            np.where(place < 0, None, flat.index.to_numpy()[place]), index=points.index, dtype="str"
        )
        if several:
            notes.append(
                Message(
                    "Points in more than one place, counted in the smallest: {count}.",
                    count=several,
                )
            )
    left = inside[found.isna()]
    if len(left) and (within_m is not None or not len(flat)):
        near = _nearest(places, left, _SAME_M if within_m is None else within_m, names[0])
        found[left.index] = near
        if within_m is not None and near.notna().any():
            notes.append(
                Message(
                    "Points counted at the nearest place within {metres} m: {count}.",
                    metres=f"{within_m:g}",
                    count=int(near.notna().sum()),
                )
            )
    return found, notes


def _together(
    places: gpd.GeoSeries, points: gpd.GeoSeries, names: tuple[str, str]
) -> gpd.GeoSeries:
    if places.crs is None and points.crs is None:
        return points
    if places.crs is None or points.crs is None:
        silent = names[0] if places.crs is None else names[1]
        raise InputError(
            Message("{file} does not say in which system its coordinates are.", file=silent),
            Message("Give the system with --crs or --outcomes-crs, such as EPSG:28992."),
        )
    return points.to_crs(places.crs)


def _containing(places: gpd.GeoSeries, points: NDArray[np.object_]) -> tuple[NDArray[np.intp], int]:
    """Return the row of the smallest polygon per point, -1 for none; how many lie in several."""
    tree = shapely.STRtree(places.to_numpy())
    point, polygon = tree.query(points, predicate="intersects")
    size = shapely.area(places.to_numpy())
    # Largest first, so that the smallest, of equals the first, is written last.
    order = np.lexsort((-polygon, -size[polygon]))
    found = np.full(len(points), -1, dtype=np.intp)
    found[point[order]] = polygon[order]
    return found, int((np.bincount(point, minlength=len(points)) > 1).sum())


def _nearest(
    places: gpd.GeoSeries, points: gpd.GeoSeries, within_m: float, name: str
) -> "pd.Series[str]":
    """Return the nearest place within a distance, the lowest id among equals."""
    plane, moved, factor = places, points, 1.0
    if places.crs is not None and places.crs.is_geographic:
        west, _, east, _ = places.total_bounds
        if east - west > _WIDEST:
            raise InputError(
                Message(
                    "The places of {file} lie too far apart for distances in one plane.", file=name
                ),
                Message("Give the list in a system of metres, or ids with the outcomes."),
            )
        local = places.estimate_utm_crs()
        plane, moved = places.to_crs(local), points.to_crs(local)
    elif places.crs is not None:
        factor = places.crs.axis_info[0].unit_conversion_factor
    tree = shapely.STRtree(plane.to_numpy())
    point, place = tree.query_nearest(
        moved.to_numpy(), max_distance=within_m / factor, all_matches=True
    )
    rows = pd.DataFrame({"point": point, "place": place}).groupby("point")["place"].min()
    found = pd.Series(None, index=points.index, dtype="str")
    found.iloc[rows.index.to_numpy()] = places.index.to_numpy()[rows.to_numpy()]
    return found
