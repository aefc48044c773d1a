"""A layer that stops short of what the indicators look at is told."""

import geopandas as gpd
import shapely

from riskmap.layers.layer import Layer, Layers
from riskmap.pipeline.reach import empty_municipalities, short_layers

AREA = shapely.box(100_000, 450_000, 110_000, 460_000)


def roads(reach: float) -> Layers:
    line = shapely.box(*AREA.buffer(reach).bounds).exterior
    frame = gpd.GeoDataFrame({"geometry": [shapely.LineString(line.coords)]}, crs=28992)
    return Layers({"roads": Layer("roads", frame, "wegen.gpkg")})


def test_roads_that_stop_at_the_border_are_told_with_both_distances():
    (note,) = short_layers(roads(0), AREA, {"roads": 5000})
    assert "road network 0 of 5000 m" in note.text()


def test_one_side_is_enough():
    layers = roads(6000)
    layers["roads"].frame.geometry = [shapely.box(94_000, 444_000, 116_000, 460_100).exterior]
    (note,) = short_layers(layers, AREA, {"roads": 5000})
    assert "road network 100 of 5000 m" in note.text()


def test_a_layer_that_reaches_far_enough_or_is_not_looked_beyond_is_not_told():
    assert short_layers(roads(3000), AREA, {"roads": 5000}) == ()
    assert short_layers(roads(0), AREA, {"roads": 0}) == ()
    assert short_layers(roads(0), None, {"roads": 5000}) == ()


def towns(roads_to: float, buildings_to: float = 2000) -> Layers:
    """Return two towns beside each other, with roads and buildings every 40 m up to an x."""
    borders = gpd.GeoDataFrame(
        {"name": ["West", "Oost"]},
        index=["0001", "0002"],
        geometry=[shapely.box(0, 0, 1000, 500), shapely.box(1000, 0, 2000, 500)],
        crs=28992,
    )
    east = [x + 5 for x in range(0, 2000, 40)]
    lines = [shapely.LineString([(x, 0), (x, 400)]) for x in east if x < roads_to]
    boxes = [shapely.box(x, 100, x + 10, 110) for x in east if x < buildings_to]
    return Layers(
        {
            "municipalities": Layer("municipalities", borders, "-"),
            "roads": Layer("roads", gpd.GeoDataFrame(geometry=lines, crs=28992), "-"),
            "buildings": Layer("buildings", gpd.GeoDataFrame(geometry=boxes, crs=28992), "-"),
        }
    )


def test_a_layer_with_nothing_in_one_of_two_towns_is_told_with_the_town():
    (note,) = empty_municipalities(towns(roads_to=1000))
    assert "road network has nothing in Oost" in note.text()


def test_a_layer_that_reaches_both_towns_or_neither_is_not_told():
    assert empty_municipalities(towns(roads_to=1100)) == ()
    assert empty_municipalities(towns(roads_to=0)) == ()


def test_a_town_with_hardly_any_buildings_is_a_sliver_and_not_looked_at():
    assert empty_municipalities(towns(roads_to=1000, buildings_to=1000 + 19 * 40)) == ()
    assert empty_municipalities(towns(roads_to=1000, buildings_to=1000 + 20 * 40)) != ()
    layers = towns(roads_to=1000)
    alone = {name: layers[name] for name in ("roads", "buildings")}
    assert empty_municipalities(Layers(alone)) == ()


def test_several_short_layers_are_told_in_one_sentence():
    both = Layers({**roads(0).by_name, "water": roads(10)["roads"]})
    (note,) = short_layers(both, AREA, {"roads": 5000, "water": 300})
    assert "road network 0 of 5000 m; water 10 of" in note.text()
