"""Signed distance to the built-up edge, against one place and one union at a time."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from riskmap.indicators.built_up_edge import INDICATOR, built_up_edge
from riskmap.layers.layer import Layer
from riskmap.layers.registers.built_up import derive_built_up


def areas(*shapes):
    return gpd.GeoDataFrame(geometry=list(shapes), crs=28992)


def test_it_is_positive_outside_negative_inside_and_the_value_falls_off_on_both_sides(make):
    made = make(
        {name: (x, 495, 10, 10, 1970, None, None) for name, x in {"in": 795, "out": 1095}.items()},
        [(f"building:{name}", "building", name, 1.0) for name in ("in", "out")],
    )
    metres = built_up_edge(made.locations, areas(shapely.box(0, 0, 1000, 1000)))
    assert metres.to_dict() == {"building:in": -200.0, "building:out": 100.0}
    assert INDICATOR.value.scores(metres.to_numpy()).tolist() == [0.0, 1.0]


def test_without_any_built_up_area_it_is_unknown(village):
    assert built_up_edge(village.locations, areas()).isna().all()


def test_the_yards_of_otterlo_lie_where_a_loop_finds_them(otterlo):
    built_up = derive_built_up(Layer("addresses", otterlo.frames["addresses"], "otterlo")).frame
    metres = built_up_edge(otterlo.locations, built_up)
    whole = shapely.union_all(built_up.geometry.to_numpy())
    for name, place in otterlo.locations.frame.geometry.items():
        point = place.point_on_surface()
        side = -1 if whole.contains(point) else 1
        assert metres[name] == pytest.approx(side * whole.boundary.distance(point))
    assert (metres > 0).any()
    assert np.isfinite(metres).all()
