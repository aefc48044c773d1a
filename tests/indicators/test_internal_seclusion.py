"""The back of a park, by hand, and against a walk over every way in Wageningen."""

import itertools

import geopandas as gpd
import networkx as nx
import numpy as np
import pytest
import shapely
from scipy.stats import percentileofscore

from riskmap.indicators import internal_seclusion as module
from riskmap.indicators.catalogue import measure
from riskmap.indicators.internal_seclusion import INDICATOR


def internal_seclusion(*layers, **options):
    """Return the ranks, without the reasons."""
    return module.internal_seclusion(*layers, **options)[0]


def parks(*shapes):
    names = [f"park{k}" for k in range(len(shapes))]
    return gpd.GeoDataFrame(index=names, geometry=list(shapes), crs=28992).rename_axis("park_id")


def a_park(make, streets, state=()):
    """Return a street of equal parts with a hall beside each, and a road that leads to it."""
    roads = {
        f"s{k:02}": ([(100 * k, 0), (100 * k + 100, 0)], f"n{k}", f"n{k + 1}", "G", None, False)
        for k in range(streets)
    }
    roads["in"] = ([(-500, 0), (0, 0)], "town", "n0", "R" if "in" in state else "G", None, False)
    halls = {f"b{k:02}": (100 * k + 40, 20, 20, 20, 1970, None, None) for k in range(streets)}
    halls["out"] = (-200, 20, 20, 20, 1970, None, None)
    members = [(f"building:{name}", "building", name, 1.0) for name in halls]
    return make(halls, members, roads=roads, kind="building")


def seclusion(made, *shapes, **options):
    frames = made.frames
    return internal_seclusion(
        made.locations, frames["buildings"], frames["roads"], parks(*shapes), **options
    )


def test_the_deeper_along_a_dead_end_street_the_more_secluded(make):
    made = a_park(make, 12)
    found = seclusion(made, shapely.box(-10, -50, 1210, 50))
    # All 12 halls pass the first part, one reaches the last: ranks 11.5 / 12 to 0.5 / 12.
    expected = [1 - (11.5 - k) / 12 for k in range(12)]
    assert found[[f"building:b{k:02}" for k in range(12)]].tolist() == pytest.approx(expected)
    assert INDICATOR.value.scores(found.to_numpy())[:12] == pytest.approx(expected)


def test_off_the_parks_it_does_not_apply_and_on_a_small_park_it_is_unknown(make):
    made = a_park(make, 12)
    whole, small = shapely.box(-10, -50, 1210, 50), shapely.box(-10, -50, 1110, 50)
    for park, known in ((whole, 12), (small, 0)):
        layers = made.layers(business_parks=parks(park))
        values, applies, _ = measure(INDICATOR, made.locations, layers)
        assert not applies["building:out"]
        assert values.notna().sum() == known
        assert applies.sum() == (12 if known else 11)


def test_a_park_nobody_can_enter_by_a_street_or_without_a_building_is_unknown(make):
    made = a_park(make, 12)
    whole = shapely.box(-10, -50, 1210, 50)
    cut_off = made.frames["roads"].drop(index="in")
    found = internal_seclusion(made.locations, made.frames["buildings"], cut_off, parks(whole))
    assert found.isna().all()
    by_motorway = a_park(make, 12, state=("in",))
    assert seclusion(by_motorway, whole).notna().sum() == 12  # where it joins is a way in


def test_what_is_unknown_says_why(make):
    made = a_park(make, 12)
    frames, small = made.frames, parks(shapely.box(-10, -50, 1110, 50))
    found = module.internal_seclusion(made.locations, frames["buildings"], frames["roads"], small)
    told = [None if one is None else one.text() for one in found.because]
    assert told[:11] == ["The park has fewer than 12 roads of its own."] * 11
    assert told[11:] == [None, None]  # off the park there is nothing to know
    cut_off = frames["roads"].drop(index="in")
    whole = parks(shapely.box(-10, -50, 1210, 50))
    found = module.internal_seclusion(made.locations, frames["buildings"], cut_off, whole)
    assert "No road leads into the park" in found.because.iloc[0].text()


def test_a_road_that_lies_mostly_outside_is_no_street_of_the_park(make):
    made = a_park(make, 13)
    # 49 m of the thirteenth street lie in the park, and 500 m of the way in do not.
    found = seclusion(made, shapely.box(-10, -50, 1249, 50), least_edges=13)
    assert found.isna().all()
    found = seclusion(made, shapely.box(-10, -50, 1250, 50), least_edges=13)
    assert found.notna().sum() == 13


def test_the_order_of_roads_buildings_and_parks_does_not_matter(make):
    made = a_park(make, 14)
    shapes = [shapely.box(-10, -50, 1410, 50), shapely.box(0, -40, 1500, 60)]
    found = seclusion(made, *shapes)
    again = internal_seclusion(
        made.locations,
        made.frames["buildings"][::-1],
        made.frames["roads"][::-1],
        parks(*shapes)[::-1],
    )
    assert found.notna().any()
    np.testing.assert_array_equal(found, again)


def ways_walked(roads, streets, homes):
    """Walk every shortest way from every way in to every home; return the use of each street."""
    graph = nx.Graph()
    for name in streets:
        for node in roads.loc[name, ["node_from", "node_to"]]:
            graph.add_edge(node, ("middle", name), weight=round(1000 * roads.geometry[name].length))
    others = roads.drop(index=streets)
    outside = {*others["node_from"], *others["node_to"]}
    use = dict.fromkeys(streets, 0.0)
    lived_in = [("middle", street) for street in streets if homes[street]]
    for node, door in itertools.product([node for node in graph if node in outside], lived_in):
        if nx.has_path(graph, node, door):
            ways = list(nx.all_shortest_paths(graph, node, door, weight="weight"))
            for stop in itertools.chain.from_iterable(ways):
                if isinstance(stop, tuple):
                    use[stop[1]] += homes[door[1]] / len(ways)
    return {street: round(load, 6) for street, load in use.items()}


def test_a_part_of_wageningen_has_the_ranks_of_a_walk_over_every_way(wageningen):
    park = shapely.box(173_400, 443_300, 174_300, 444_300)
    buildings, roads = wageningen.frames["buildings"], wageningen.frames["roads"]
    found = internal_seclusion(wageningen.locations, buildings, roads, parks(park))
    streets = [
        name
        for name, line in roads.geometry.items()
        if line.intersection(park).length >= line.length / 2
    ]
    near = {name for name, shape in buildings.geometry.items() if shape.intersects(park)}
    nearest = {
        name: min((buildings.geometry[name].distance(roads.geometry[s]), s) for s in streets)[1]
        for name in near
    }
    at_home = [n for n in near if park.intersects(buildings.geometry[n].point_on_surface())]
    homes = {street: [nearest[n] for n in at_home].count(street) for street in streets}
    use = ways_walked(roads, streets, homes)
    loads = list(use.values())
    places = wageningen.locations.frame.geometry  # hulls, whose inside point may lie elsewhere
    inside = {
        name: nearest[name.removeprefix("building:")]
        for name, place in places.items()
        if park.intersects(place.point_on_surface())
    }
    assert set(found.index[found.notna()]) == set(inside)
    for name, street in inside.items():
        rank = percentileofscore(loads, use[street], kind="mean") / 100
        assert found[name] == pytest.approx(1 - rank)
    assert found.nunique() >= 20
