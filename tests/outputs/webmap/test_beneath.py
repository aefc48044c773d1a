"""What lies beneath: near the places only, whole, small, and nothing unknown to the page."""

import json
from collections.abc import Callable

import geopandas as gpd
import pytest
import shapely

from riskmap.outputs.webmap.beneath import add_context
from riskmap.outputs.webmap.packing import Sections

Decode = Callable[..., list[int]]
Unpack = Callable[[Sections], dict[str, bytes]]
X, Y = 120_000.0, 455_000.0
PLACES = gpd.GeoSeries([shapely.box(X, Y, X + 100, Y + 100)], crs=28992)


def line(*corners: tuple[float, float]) -> shapely.LineString:
    return shapely.LineString([(X + x, Y + y) for x, y in corners])


def layer(shapes: list[object], **columns: list[str]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=28992)


def test_segments_between_crossings_become_one_line_and_twins_one(
    decode: Decode, unpack: Unpack
) -> None:
    first, second = line((0, 0), (50, 0)), line((50, 0), (100, 40))
    side = [line((100, 40), (100, 90)), line((100, 40), (200, 40))]
    twin = line((100, 40), (50, 0))
    sections = Sections()
    add_context(sections, {"roads": layer([first, second, twin, *side])}, PLACES)
    corners = decode(unpack(sections)["context.roads.corners"])
    assert sorted(corners) == [2, 2, 3]  # the two first are one bent line, up to the crossing


def test_only_what_lies_near_the_places_is_taken_and_it_is_not_cut(
    decode: Decode, unpack: Unpack
) -> None:
    sections = Sections()
    wide = shapely.box(X - 9000, Y - 9000, X + 50, Y + 50)
    far = shapely.box(X + 5000, Y, X + 6000, Y + 100)
    add_context(sections, {"borders": layer([wide, far])}, PLACES)
    found = unpack(sections)
    assert decode(found["context.borders.parts"]) == [1]
    steps = decode(found["context.borders.steps"])
    assert max(abs(step) for step in steps[2:]) > 9000 / 0.1  # pixels of about 0.09 m


def test_a_country_full_of_buildings_stays_out_of_the_page() -> None:
    house = shapely.box(X, Y, X + 8, Y + 8)
    few, many = layer([house] * 10), layer([house] * 30_001)
    assert [one["name"] for one in add_context(Sections(), {"buildings": few}, PLACES)]
    assert add_context(Sections(), {"buildings": many}, PLACES) == []


def test_an_area_with_a_name_keeps_it_and_one_without_keeps_its_place(unpack: Unpack) -> None:
    parks = layer([PLACES[0], PLACES[0].buffer(50)], name=["De Oude Haven", None], owner=["a", "b"])
    sections = Sections()
    facts = add_context(sections, {"places": parks}, PLACES)
    assert facts == [{"name": "places", "drawn_as": "areas", "named": True}]
    assert json.loads(unpack(sections)["context.places.name"]) == ["De Oude Haven", ""]


@pytest.mark.parametrize("places", [PLACES[:0], gpd.GeoSeries([None], crs=28992)])
def test_without_a_place_the_whole_ground_is_drawn(places: gpd.GeoSeries) -> None:
    assert add_context(Sections(), {"built_up": layer([PLACES[0]])}, places)


def test_the_ground_comes_before_lines_and_names_whatever_the_order_given() -> None:
    context = {"places": layer([PLACES[0]], name=["x"]), "built_up": layer([PLACES[0]])}
    names = [one["name"] for one in add_context(Sections(), context, PLACES)]
    assert names == ["built_up", "places"]
