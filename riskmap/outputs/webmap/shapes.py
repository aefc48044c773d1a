"""Geometry for the page: simplified in metres, then whole pixels of the web map's own grid.

The page draws pixels of zoom 20 (0.09 m in the Netherlands) without any
projection of its own: moving and zooming is adding and shifting.
"""

from typing import Literal

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from riskmap.outputs.webmap.packing import Floats, Integers, Sections

PIXEL_ZOOM = 20
_WORLD_PIXELS = 256.0 * 2**PIXEL_ZOOM
_WORLD_METRES = 2.0 * np.pi * 6378137.0  # the sphere of EPSG:3857

Drawn = Literal["areas", "lines", "points"]


def add_shapes(sections: Sections, name: str, shapes: gpd.GeoSeries, tolerance_m: float) -> None:
    """Add geometry to the sections, once.

    Parameters
    ----------
    shapes
        Polygons, lines or points in EPSG:28992; missing and empty ones keep
        their place and draw nothing.
    tolerance_m
        Douglas-Peucker tolerance in metres; 0 keeps every vertex.
    """
    plain = shapely.force_2d(np.asarray(shapes.array, dtype=object))
    if tolerance_m:
        plain = shapely.simplify(plain, tolerance_m, preserve_topology=True)
    parts, owner = _parts(plain)
    corners, part_of = shapely.get_coordinates(parts, return_index=True)
    pixels = mercator_pixels(corners, shapes)
    keep = _vertices_worth_keeping(pixels, part_of, parts)
    pixels, part_of = pixels[keep], part_of[keep]
    sections.add_integers(f"{name}.parts", _counts(owner, len(plain)))
    sections.add_integers(f"{name}.corners", _counts(part_of, len(parts)))
    steps = np.diff(pixels, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    sections.add_integers(f"{name}.steps", steps.ravel())


def drawn_as(shapes: gpd.GeoSeries) -> Drawn:
    """Tell whether a layer is drawn as areas, lines or points."""
    dimension = shapely.get_dimensions(np.asarray(shapes.array, dtype=object)).max(initial=0)
    return "areas" if dimension >= 2 else "lines" if dimension == 1 else "points"  # noqa: PLR2004 (dimensions)


def mercator_pixels(corners: Floats, shapes: gpd.GeoSeries) -> Integers:
    """Return x to the right and y down from 180 W, 85 N, in pixels of `PIXEL_ZOOM`.

    `corners` are coordinates in the CRS of `shapes`, shape (n, 2).
    """
    points = gpd.GeoSeries(shapely.points(corners), crs=shapes.crs).to_crs(3857)
    metres = shapely.get_coordinates(points.array) if len(points) else np.empty((0, 2))
    share = np.column_stack(
        (metres[:, 0] / _WORLD_METRES + 0.5, 0.5 - metres[:, 1] / _WORLD_METRES)
    )
    pixels: Integers = np.rint(share * _WORLD_PIXELS).astype(np.int64)
    return pixels


def _parts(plain: NDArray[np.object_]) -> tuple[NDArray[np.object_], Integers]:
    """Return rings (holes turn the other way), lines and points, and whose they are."""
    single, owner = shapely.get_parts(shapely.orient_polygons(plain), return_index=True)
    areas = shapely.get_dimensions(single) == 2  # noqa: PLR2004 (a polygon's dimension)
    rings, ring_of = shapely.get_rings(single[areas], return_index=True)
    parts = np.concatenate((rings, single[~areas]))
    owners = np.concatenate((owner[areas][ring_of], owner[~areas])).astype(np.int64)
    order = np.argsort(owners, kind="stable")
    return parts[order], owners[order]


def _vertices_worth_keeping(
    pixels: Integers, part_of: Integers, parts: NDArray[np.object_]
) -> NDArray[np.bool_]:
    """Leave out a ring's repeated last corner, and corners that fall in the same pixel."""
    first = np.diff(part_of, prepend=-1) != 0
    last = np.roll(first, -1)
    same = np.all(np.diff(pixels, axis=0, prepend=pixels[:1]) == 0, axis=1)
    ring = shapely.get_type_id(parts) == shapely.GeometryType.LINEARRING
    keep: NDArray[np.bool_] = first | ~(same | (last & ring[part_of]))
    return keep


def _counts(owner: Integers, size: int) -> Integers:
    return np.bincount(owner, minlength=size).astype(np.int64)
