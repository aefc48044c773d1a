"""Lines of sight: from where a place can be looked at, and what stands between."""

from typing import NamedTuple

import numpy as np
import shapely
from scipy.spatial import cKDTree

from riskmap.measures.arrays import (
    Flags,
    Floats,
    Geometries,
    Indices,
    Pairs,
    geometry_array,
    in_slices,
    ranges,
    usable,
)
from riskmap.measures.own import OwnPairs

_ROWS = 500
_LINES = 100_000


class Samples(NamedTuple):
    """Points along lines, line by line, from start to end.

    Attributes
    ----------
    xy
        Shape (s, 2), metres.
    line
        Number of the line each lies on, shape (s,), rising.
    position_m
        Metres from the line's start, shape (s,).
    """

    xy: Floats
    line: Indices
    position_m: Floats


def points_along(lines: Geometries, spacing_m: float) -> Floats:
    """Return points spread evenly along lines, in the order of the lines.

    Parameters
    ----------
    lines
        Shape (n,): lines in EPSG:28992; a ring is a line. Missing and empty
        ones are passed over.
    spacing_m
        Metres, the largest gap. A line of length m has ceil(m / spacing)
        points, each in the middle of an equal part of it.

    Returns
    -------
    Coordinates, shape (p, 2).
    """
    lines = geometry_array(lines)
    parts = shapely.get_parts(lines[usable(lines)])
    length = shapely.length(parts)
    parts, length = parts[length > 0], length[length > 0]
    counts = np.ceil(length / spacing_m).astype(np.intp)
    part = np.repeat(np.arange(len(parts)), counts)
    step = ranges(np.zeros(len(parts), np.intp), counts) + 0.5
    found = shapely.line_interpolate_point(parts[part], step * (length / counts)[part])
    xy: Floats = shapely.get_coordinates(found)
    return xy


def spread_within(geometries: Geometries, points_xy: Floats, radius_m: float, most: int) -> Pairs:
    """Choose points within a distance of each geometry, spread evenly over their order.

    Parameters
    ----------
    geometries
        Shape (n,), in EPSG:28992; the distance counts from their outline.
    points_xy
        Shape (p, 2), metres.
    radius_m
        Metres; a point at exactly this distance counts.
    most
        How many to choose: of m points numbers floor((k + 0.5) m / most), all
        of them where there are no more.

    Returns
    -------
    Number of the geometry and of the point, shape (k,) each, in order.
    """
    geometries = geometry_array(geometries)
    rows = np.flatnonzero(usable(geometries))
    tree = cKDTree(points_xy.reshape(-1, 2))

    def chosen(part: slice) -> Pairs:
        row, point = _within(geometries[rows[part]], tree, radius_m)
        counts = np.bincount(row, minlength=part.stop - part.start)
        kept = np.minimum(counts, most)
        owner = np.repeat(np.arange(len(counts)), kept)
        step = ranges(np.zeros(len(counts), np.intp), kept)
        number = np.floor((step + 0.5) * counts[owner] / kept[owner]).astype(np.intp)
        place = (np.cumsum(counts) - counts)[owner] + number
        return rows[part][owner], point[place]

    found = in_slices(chosen, len(rows), _ROWS)
    none = np.empty(0, np.intp)
    return (
        np.concatenate([none, *(row for row, _ in found)]),
        np.concatenate([none, *(point for _, point in found)]),
    )


def _within(geometries: Geometries, tree: cKDTree, radius_m: float) -> Pairs:
    """Pairs of geometry and point, in order: a point is measured only where it may be too far."""
    middle = shapely.get_coordinates(shapely.point_on_surface(geometries))
    vertices, owner = shapely.get_coordinates(geometries, return_index=True)
    reach = np.zeros(len(geometries))
    np.maximum.at(reach, owner, np.hypot(*(vertices - middle[owner]).T))
    found = tree.query_ball_point(middle, radius_m + reach, return_sorted=True)
    row = np.repeat(np.arange(len(found)), [len(points) for points in found])
    point = np.concatenate([np.empty(0, np.intp), *(np.array(one, np.intp) for one in found)])
    near = np.hypot(*(tree.data[point] - middle[row]).T) <= radius_m
    far = np.flatnonzero(~near)
    ends = shapely.points(tree.data[point[far]])
    near[far] = shapely.dwithin(geometries[row[far]], ends, radius_m)
    return row[near], point[near]


def screened(
    start_xy: Floats,
    end_xy: Floats,
    screens: Geometries,
    place: Indices | None = None,
    own: Pairs | None = None,
) -> Flags:
    """Tell which straight lines meet a screen.

    Parameters
    ----------
    start_xy, end_xy
        Shape (l, 2) each, metres in EPSG:28992: the ends of each line.
    screens
        Shape (m,): lines or polygons in EPSG:28992; missing and empty ones
        screen nothing.
    place
        Shape (l,): number of the place each line looks at; only with `own`.
    own
        Place numbers and screen numbers, shape (k,) each: what does not screen
        a place, such as its own buildings.

    Returns
    -------
    Shape (l,); touching counts as meeting.

    Notes
    -----
    A slice of the lines goes into a tree at a time, which is what bounds the
    memory, and each screen that is near is prepared once for all of them.
    """
    screens = geometry_array(screens)
    kept = usable(screens)
    places = 0 if place is None else int(place.max(initial=-1)) + 1
    if own is not None:
        listed = own[0] < places
        own = own[0][listed], own[1][listed]
    pairs = OwnPairs.of(own, places, kept)
    screens = screens[kept]
    near = shapely.STRtree(screens)
    result = np.zeros(len(start_xy), dtype=bool)
    for begin in range(0, len(start_xy), _LINES):
        part = slice(begin, begin + _LINES)
        lines = shapely.linestrings(np.stack([start_xy[part], end_xy[part]], axis=1))
        candidates = np.sort(near.query(shapely.box(*shapely.total_bounds(lines))))
        screen, line = shapely.STRtree(lines).query(screens[candidates], predicate="intersects")
        line = line + begin
        if place is not None:
            line = line[~pairs.hold(place[line], candidates[screen])]
        result[line] = True
    return result


def samples_along(start_xy: Floats, end_xy: Floats, step_m: float) -> Samples:
    """Return points along straight lines, both ends among them.

    Parameters
    ----------
    start_xy, end_xy
        Shape (l, 2) each, metres.
    step_m
        Metres, the largest gap between two points of a line.
    """
    length = np.hypot(*(end_xy - start_xy).T)
    gaps = np.maximum(np.ceil(length / step_m), 1).astype(np.intp)
    line = np.repeat(np.arange(len(length)), gaps + 1)
    share = ranges(np.zeros(len(length), np.intp), gaps + 1) / gaps[line]
    xy = start_xy[line] + (end_xy - start_xy)[line] * share[:, None]
    return Samples(xy, line, share * length[line])


def risen_above(
    samples: Samples, surface_m: Floats, count: int, *, above_m: float, foot_m: float
) -> Flags:
    """Tell along which lines a surface rises above the straight line of the ground.

    Parameters
    ----------
    samples
        Points along the lines, from the viewer to the place.
    surface_m
        Shape (s,): height of the surface at each point, metres; NaN where it
        is unknown or must not count, such as on the place itself.
    count
        How many lines there are.
    above_m
        Metres above the ground from which a surface screens.
    foot_m
        Metres: the ground at an end is the lowest surface this near to the
        first, and to the last, point of known surface. On a slope steeper
        than `above_m` in `foot_m` the ground itself is in the way.

    Returns
    -------
    Shape (count,); False along a line without a known surface.
    """
    known = np.flatnonzero(np.isfinite(surface_m))
    line, position, height = samples.line[known], samples.position_m[known], surface_m[known]
    first, last = np.full(count, np.inf), np.full(count, -np.inf)
    np.minimum.at(first, line, position)
    np.maximum.at(last, line, position)
    ground = np.full((2, count), np.inf)
    begins, ends = position <= first[line] + foot_m, position >= last[line] - foot_m
    np.minimum.at(ground[0], line[begins], height[begins])
    np.minimum.at(ground[1], line[ends], height[ends])
    ground[np.isinf(ground)] = 0.0  # a line without a known surface: nothing is asked of it
    span = (last - first)[line]
    share = np.divide(position - first[line], span, out=np.zeros(len(known)), where=span > 0)
    level = ground[0][line] + (ground[1] - ground[0])[line] * share
    result = np.zeros(count, dtype=bool)
    result[line[height > level + above_m]] = True
    return result
