"""Which places are neighbours, as an option of a command says it."""

import re

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from riskmap.errors import ProjectError
from riskmap.messages import Message
from riskmap.statistics.spatial_weights import (
    Weights,
    distance_weights,
    islands,
    nearest_weights,
    queen_weights,
    rook_weights,
    row_standardised,
)

NEAREST = 8
_POLYGONS = (3, 6)
_FEW = 0.5
SHARED_BORDERS = {
    "queen": Message("places that share a border or a corner"),
    "rook": Message("places that share a border"),
}
_COUNT = re.compile(r"(?:knn:)?(\d+)")
_DISTANCE = re.compile(r"(?:distance:(\d+(?:\.\d+)?)\s*m?|(\d+(?:\.\d+)?)\s*m)")


def neighbours_of(
    places: gpd.GeoSeries, points: NDArray[np.float64], asked: str | None
) -> tuple[Weights, Message]:
    """Return row-standardised weights, and in words who is a neighbour: see `binary_neighbours`."""
    weights, who = binary_neighbours(places, points, asked)
    return row_standardised(weights), who


def binary_neighbours(
    places: gpd.GeoSeries, points: NDArray[np.float64], asked: str | None, *, gap: float = 0.0
) -> tuple[Weights, Message]:
    """Return binary weights, and in words who is a neighbour.

    Parameters
    ----------
    places
        Geometries, none missing.
    points
        Shape (n, 2), metres: a point inside each.
    asked
        ``queen`` or ``rook`` (shared borders), ``knn:8`` or ``8`` (that many
        nearest places), ``distance:500`` or ``500m``. None: shared borders and
        corners where most places are polygons that touch, else the eight
        nearest places, fewer where there are not twice as many.
    gap
        Polygons this far apart still touch, in the unit of the coordinates.

    Raises
    ------
    ProjectError
        When it is none of these, or places that are no polygons are asked for
        their borders.
    """
    shapes = places.to_numpy()
    drawn = bool(len(shapes)) and bool(np.isin(shapely.get_type_id(shapes), _POLYGONS).all())
    if asked is None:
        if drawn:
            touching = queen_weights(_sound(shapes), gap=gap)
            if len(islands(touching)) < _FEW * len(shapes):
                return touching, SHARED_BORDERS["queen"]
        asked = str(min(NEAREST, max(1, (len(shapes) - 1) // 2)))
    if asked in SHARED_BORDERS:
        if not drawn:
            raise ProjectError(
                Message("Places that are no polygons share no borders: {asked}.", asked=asked),
                Message("Write a number of nearest places such as 8, or a distance such as 500m."),
            )
        made = queen_weights if asked == "queen" else rook_weights
        return made(_sound(shapes), gap=gap), SHARED_BORDERS[asked]
    counted, measured = _COUNT.fullmatch(asked), _DISTANCE.fullmatch(asked)
    if counted is not None and int(counted[1]) > 0:
        near = nearest_weights(points, int(counted[1]))
        return near, Message("the {count} nearest places", count=counted[1])
    metres = None if measured is None else measured[1] or measured[2]
    if metres is None or float(metres) <= 0:
        raise ProjectError(
            Message("{asked} does not say who is a neighbour.", asked=asked),
            Message("Write queen, rook, a number such as 8, or a distance such as 500m."),
        )
    near = distance_weights(points, float(metres))
    return near, Message("places within {metres} m", metres=metres)


def says_distance(asked: str) -> bool:
    """Tell whether an option asks for neighbours within a distance."""
    return _DISTANCE.fullmatch(asked) is not None


def _sound(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return shapes that can be intersected: a register may hold crossing borders."""
    broken = ~shapely.is_valid(shapes)
    if not broken.any():
        return shapes
    mended = shapes.copy()
    mended[broken] = shapely.make_valid(shapes[broken])
    return mended
