"""Geometry in the page lies where it lies in the world, and is there in full."""

import math
from collections.abc import Callable

import geopandas as gpd
import numpy as np
import shapely

from riskmap.outputs.webmap.packing import Sections
from riskmap.outputs.webmap.shapes import PIXEL_ZOOM, add_shapes, drawn_as, mercator_pixels

Decode = Callable[..., list[int]]
Unpack = Callable[[Sections], dict[str, bytes]]
PIXEL_M = 2 * math.pi * 6378137 / (256 * 2**PIXEL_ZOOM)  # on the sphere of web maps


def rings(shapes: list[object], tolerance: float, decode: Decode, unpack: Unpack) -> list[list]:
    """Return per shape its parts, each a list of pixels."""
    sections = Sections()
    add_shapes(sections, "s", gpd.GeoSeries(shapes, crs=28992), tolerance)
    found = unpack(sections)
    steps = np.array(decode(found["s.steps"])).reshape(-1, 2).cumsum(axis=0).tolist()
    corners = [[steps.pop(0) for _ in range(n)] for n in decode(found["s.corners"])]
    return [[corners.pop(0) for _ in range(n)] for n in decode(found["s.parts"])]


def test_the_origin_of_rd_lies_on_the_church_tower_of_amersfoort() -> None:
    # Published by Kadaster (RDNAPTRANS): 155000, 463000 is 52.155172897 N, 5.387203657 E.
    latitude, longitude = math.radians(52.155172897), 5.387203657
    world = 256 * 2**PIXEL_ZOOM
    x = (longitude / 360 + 0.5) * world
    y = (0.5 - math.asinh(math.tan(latitude)) / (2 * math.pi)) * world
    found = mercator_pixels(np.array([[155000.0, 463000.0]]), gpd.GeoSeries(crs=28992))
    assert np.hypot(*(found[0] - [x, y])) * PIXEL_M * math.cos(latitude) < 0.5


def test_rings_holes_and_parts_come_out_with_their_corners(decode: Decode, unpack: Unpack) -> None:
    yard = shapely.box(120000, 455000, 120100, 455080).difference(
        shapely.box(120020, 455020, 120040, 455040)
    )
    two = shapely.MultiPolygon([shapely.box(0, 0, 9, 9), shapely.box(20, 0, 29, 9)])
    two = shapely.transform(two, lambda xy: np.add(xy, [121000, 455000]))
    found = rings([yard, None, two, shapely.Polygon()], 0.5, decode, unpack)
    assert [[len(part) for part in shape] for shape in found] == [[4, 4], [], [4, 4], []]
    width = max(x for x, _ in found[0][0]) - min(x for x, _ in found[0][0])
    shrink = math.cos(math.radians(52.09))
    assert abs(width * PIXEL_M * shrink - 100) < 1.5  # RD's grid north is not the map's


def test_a_hole_turns_the_other_way_so_that_it_stays_open(decode: Decode, unpack: Unpack) -> None:
    yard = shapely.box(120000, 455000, 120100, 455080).difference(
        shapely.box(120020, 455020, 120040, 455040)
    )
    turned = [shapely.LinearRing(part).is_ccw for part in rings([yard], 0, decode, unpack)[0]]
    assert turned[0] != turned[1]


def test_a_corner_no_eye_can_see_is_left_out(decode: Decode, unpack: Unpack) -> None:
    line = [(0, 0), (50, 0.2), (100, 0), (100, 50), (0, 50)]
    shape = shapely.Polygon(np.add(line, [120000, 455000]))
    assert len(rings([shape], 0.5, decode, unpack)[0][0]) == 4
    assert len(rings([shape], 0, decode, unpack)[0][0]) == 5


def test_lines_and_points_keep_both_ends(decode: Decode, unpack: Unpack) -> None:
    line = shapely.LineString([(120000, 455000), (120100, 455000), (120000, 455000)])
    point = shapely.Point(120000, 455000)
    found = rings([line, point], 0, decode, unpack)
    assert [len(part) for part in found[0]] == [3]
    assert found[0][0][0] == found[0][0][2] == found[1][0][0]


def test_a_layer_is_drawn_as_what_it_mostly_is() -> None:
    point, line = shapely.Point(0, 0), shapely.LineString([(0, 0), (1, 1)])
    assert drawn_as(gpd.GeoSeries([point])) == "points"
    assert drawn_as(gpd.GeoSeries([point, line])) == "lines"
    assert drawn_as(gpd.GeoSeries([line, shapely.box(0, 0, 1, 1)])) == "areas"
