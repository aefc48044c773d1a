"""What of a project is drawn under the places of its map."""

import geopandas as gpd
import numpy as np
import shapely

from riskmap.layers.layer import Access, Layer, Layers
from riskmap.pipeline.publishing import context

AREA = shapely.box(120_000, 455_000, 126_000, 461_000)


def layer(name: str, access: Access = Access.OPEN) -> Layer:
    return Layer(name=name, frame=gpd.GeoDataFrame(geometry=[AREA], crs=28992), source="made up",
                 access=access)  # fmt: skip


def layers(*given: Layer) -> Layers:
    return Layers({one.name: one for one in given})


def street_of_addresses() -> Layer:
    """Return 60 addresses, 20 m apart in three rows: a village by any count."""
    x, y = np.meshgrid(np.arange(20) * 20.0, np.arange(3) * 20.0)
    points = shapely.points(121_000 + x.ravel(), 456_000 + y.ravel())
    return Layer("addresses", gpd.GeoDataFrame(geometry=points, crs=28992), "made up")


def test_parks_give_place_names_and_municipal_borders_are_borders():
    drawn = context(layers(layer("business_parks"), layer("municipalities")), AREA, Access.OPEN)
    assert sorted(drawn) == ["borders", "places"]


def test_without_municipal_borders_the_project_s_area_is_the_border():
    drawn = context(layers(layer("roads")), AREA, Access.OPEN)
    assert sorted(drawn) == ["borders", "roads"]
    assert drawn["borders"].geometry[0].equals(AREA)
    assert context(layers(), None, Access.OPEN) == {}


def test_a_built_up_area_nobody_gave_is_derived_from_the_addresses():
    drawn = context(layers(street_of_addresses()), None, Access.OPEN)
    assert drawn["built_up"].geometry.iloc[0].contains(shapely.Point(121_200, 456_020))
    given = context(layers(street_of_addresses(), layer("built_up")), None, Access.OPEN)
    assert given["built_up"].geometry.iloc[0].equals(AREA)


def test_the_ground_never_makes_a_page_more_confidential_than_its_maps():
    given = layers(layer("roads", Access.MUNICIPAL), layer("water"))
    assert sorted(context(given, None, Access.OPEN)) == ["water"]
    assert sorted(context(given, None, Access.MUNICIPAL)) == ["roads", "water"]


def test_the_police_layer_and_addresses_are_no_ground():
    given = layers(layer("risk", Access.POLICE), layer("built_up"), street_of_addresses())
    assert sorted(context(given, None, Access.POLICE)) == ["built_up"]
