"""Rectangles, random streams and straight-line value functions of the demo."""

import math
import zlib

import numpy as np
import numpy.typing as npt
import shapely

Numbers = npt.NDArray[np.float64]
Shapes = npt.NDArray[np.object_]
Point = tuple[float, float]


def stream(seed: int, stage: str) -> np.random.Generator:
    """Return the random numbers of one stage.

    Every stage draws from its own stream of the one seed, so that a change in
    one stage leaves the others as they were.
    """
    return np.random.default_rng([seed, zlib.crc32(stage.encode())])


def rectangle(base: Point, along: Point, u: Point, v: Point) -> shapely.Polygon:
    """Return the rectangle between `u` along and `v` to the left of a unit direction.

    Parameters
    ----------
    base
        Where u = v = 0, in metres (EPSG:28992).
    along
        Unit vector of the u axis; the v axis lies 90 degrees to its left.
    u, v
        Lowest and highest value on either axis, in metres.
    """
    (x, y), (tx, ty) = base, along
    corners = ((u[0], v[0]), (u[1], v[0]), (u[1], v[1]), (u[0], v[1]))
    return shapely.Polygon([(x + a * tx - b * ty, y + a * ty + b * tx) for a, b in corners])


def unit(start: Point, end: Point) -> tuple[Point, float]:
    """Return the unit vector from start to end, and the distance in metres."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = math.hypot(dx, dy)
    return (dx / length, dy / length), length


def ramp(values: Numbers, low: float, high: float) -> Numbers:
    """Return 0 at `low`, 1 at `high`, a straight line between; `low` may be the larger."""
    return np.clip((values - low) / (high - low), 0.0, 1.0)


def parts_of(shapes: Shapes) -> tuple[Shapes, npt.NDArray[np.intp]]:
    """Return the single polygons of many shapes, and the shape each came from."""
    parts, origin = shapely.get_parts(shapes, return_index=True)
    flat = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    return parts[flat], origin[flat]


def minus(shapes: Shapes, obstacles: Shapes) -> Shapes:
    """Return each shape without the obstacles that touch it."""
    if not len(obstacles):
        return shapes
    hit, obstacle = shapely.STRtree(obstacles).query(shapes, predicate="intersects")
    left = shapes.copy()
    for index in np.unique(hit):
        taken = shapely.union_all(obstacles[obstacle[hit == index]])
        left[index] = shapely.difference(shapes[index], taken)
    return left


def near(shapes: Shapes, others: Shapes, distance: float) -> npt.NDArray[np.bool_]:
    """Tell per shape whether any of the others lies within `distance` metres."""
    found = np.zeros(len(shapes), dtype=bool)
    if len(others):
        found[shapely.STRtree(others).query(shapes, predicate="dwithin", distance=distance)[0]] = (
            True
        )
    return found
