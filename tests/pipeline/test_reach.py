"""A layer that stops short of what the indicators look at is told."""

import geopandas as gpd
import shapely

from riskmap.layers.layer import Layer, Layers
from riskmap.pipeline.reach import short_layers

AREA = shapely.box(100_000, 450_000, 110_000, 460_000)


def roads(reach: float) -> Layers:
    line = shapely.box(*AREA.buffer(reach).bounds).exterior
    frame = gpd.GeoDataFrame({"geometry": [shapely.LineString(line.coords)]}, crs=28992)
    return Layers({"roads": Layer("roads", frame, "wegen.gpkg")})


def test_roads_that_stop_at_the_border_are_told_with_both_distances():
    (note,) = short_layers(roads(0), AREA, {"roads": 5000})
    assert "road network reaches 0 m" in note.text()
    assert "5000 m beyond" in note.text()


def test_one_side_is_enough():
    layers = roads(6000)
    layers["roads"].frame.geometry = [shapely.box(94_000, 444_000, 116_000, 460_100).exterior]
    (note,) = short_layers(layers, AREA, {"roads": 5000})
    assert "reaches 100 m" in note.text()


def test_a_layer_that_reaches_far_enough_or_is_not_looked_beyond_is_not_told():
    assert short_layers(roads(3000), AREA, {"roads": 5000}) == ()
    assert short_layers(roads(0), AREA, {"roads": 0}) == ()
    assert short_layers(roads(0), None, {"roads": 5000}) == ()
