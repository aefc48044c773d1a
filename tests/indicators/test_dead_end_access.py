"""Dead ends, against networkx."""

import networkx as nx
import numpy as np
import pytest
import shapely

from riskmap.indicators.catalogue import measure
from riskmap.indicators.dead_end_access import INDICATOR, dead_end_access

TOWN = {
    "1": ([(100, 0), (-100, 0)], "b", "a", "G", None, False),
    "2": ([(100, 0), (0, 300)], "b", "c", "G", None, False),
    "3": ([(0, 300), (-100, 0)], "c", "a", "G", None, False),
}
LANE = {
    "5": ([(100, 0), (300, 0)], "b", "e", "G", None, False),
    "6": ([(300, 0), (300, 150)], "e", "f", "W", None, False),
}


# Roads further out, so that the lane does not end at the edge of what was read.
AROUND = {
    "w": ([(-900, -500), (-900, 500)], "w1", "w2", "G", None, False),
    "x": ([(900, -500), (900, 500)], "x1", "x2", "G", None, False),
}


def slow(made, anchor_of):
    """Close roads one by one with networkx; find the access road by measuring all of them."""
    every = made.frames["roads"].sort_index()
    roads = every[every["node_from"].notna() & every["node_to"].notna()]
    roads = roads[roads["road_class"].ne("fietspad").fillna(value=True)]
    length = lengths_by_closing(roads, every.union_all().convex_hull.exterior)
    ramp = roads["ramp"].astype("boolean").fillna(value=False)
    entrances = roads[~ramp & roads["authority"].ne("R")]
    answer = []
    for place in made.locations.frame.index:
        far = entrances.distance(anchor_of(made, place))
        answer.append(length[min(far.index, key=lambda k: (far[k], k))])
    return answer


def lengths_by_closing(roads, border):
    """Return the length per road of the largest ringless part that one closing cuts off."""
    graph = nx.MultiGraph()
    places = {}
    for row in roads.itertuples():
        graph.add_edge(row.node_from, row.node_to, key=row.Index, m=row.geometry.length)
        places[row.node_from], places[row.node_to] = row.geometry.boundary.geoms
    closed, bridges = [], {}
    for one, other, key, m in list(graph.edges(keys=True, data="m")):
        graph.remove_edge(one, other, key)
        sides = [nx.node_connected_component(graph, node) for node in (one, other)]
        graph.add_edge(one, other, key=key, m=m)
        if other not in sides[0]:
            closed += [(side, key) for side in sides]
            bridges[key] = (one, other)
    rings = graph.copy()
    rings.remove_edges_from([(*ends, key) for key, ends in bridges.items()])
    long = set()
    for part in nx.connected_components(rings):
        if rings.subgraph(part).size("m") > 500:
            long |= part
    closed += [(part, None) for part in nx.connected_components(graph)]
    length = dict.fromkeys(roads.index, 0.0)
    for side, bridge in sorted(closed, key=lambda found: len(found[0])):
        if side & long:
            continue
        there = {key for *_, key in graph.subgraph(side).edges(keys=True)} | {bridge} - {None}
        metres = sum(roads.geometry[key].length for key in there & set(bridges))
        cut = [n for n in side if graph.degree(n) == 1 and places[n].distance(border) <= 50]
        length |= dict.fromkeys(there, np.nan if cut else metres)
    return length


def case(make, roads, x, y, **options):
    """Return the answer for one shed at this place."""
    made = make(
        {"a": (x, y, 10, 10, 1970, None, None)}, [("yard:a", "outbuilding", "a", 1.0)], roads=roads
    )
    buildings, roads = made.frames["buildings"], made.frames["roads"]
    return dead_end_access(made.locations, buildings, roads, **options).iloc[0]


def test_on_a_ring_it_is_0_and_on_a_lane_the_length_of_the_whole_lane(make):
    town = TOWN | LANE | AROUND
    assert case(make, town, 40, 5) == 0
    assert case(make, town, 200, 5) == 350
    assert case(make, town, 305, 100) == 350


def test_a_cycle_path_is_no_way_out_and_a_road_is(make):
    path = ([(300, 150), (0, 300)], "f", "c", "G")
    town = TOWN | LANE | AROUND
    assert case(make, town | {"7": (*path, "fietspad", False)}, 200, 5) == 350
    assert case(make, town | {"7": (*path, "RB", False)}, 200, 5) == 0


def test_a_motorway_or_ramp_beside_the_yard_is_not_its_way_in(make):
    motorway = {
        "8": ([(-900, 40), (900, 40)], "m", "n", "R", "HR", False),
        "9": ([(190, 30), (230, 30)], "o", "p", "P", "OPR", True),
    }
    assert case(make, TOWN | LANE | AROUND | motorway, 200, 20) == 350


def test_the_only_road_between_two_villages_is_0_unless_a_longer_ring_counts_as_a_loop(make):
    there = {
        "v1": ([(600, 0), (800, 0)], "p", "q", "G", None, False),
        "v2": ([(800, 0), (700, 200), (600, 0)], "q", "p", "G", None, False),
    }
    road = {"r": ([(100, 0), (600, 0)], "b", "p", "G", None, False)}
    assert case(make, TOWN | there | road | AROUND, 350, 5) == 0
    assert case(make, TOWN | there | road | AROUND, 350, 5, loop_m=650.0) == 500


def test_a_yard_on_a_turning_loop_lies_on_the_dead_end_of_its_lane(make):
    loop = {"t": ([(300, 150), (320, 170), (280, 170), (300, 150)], "f", "f", "G", None, False)}
    assert case(make, TOWN | LANE | AROUND | loop, 297, 172) == 350


@pytest.mark.parametrize(("beyond", "expected"), [(49.0, np.nan), (51.0, 350.0)])
def test_a_lane_that_ends_where_the_roads_that_were_read_stop_is_unknown(make, beyond, expected):
    edge = {"w": ([(-900, -500), (-900, 500)], "w1", "w2", "G", None, False)}
    # A cycle path is no road for cars, and still shows how far the layer reaches.
    east = 300 + beyond
    edge["z"] = ([(east, -500), (east, 500)], "z1", "z2", "G", "fietspad", False)
    found = case(make, TOWN | LANE | edge, 200, 5)
    assert found == pytest.approx(expected, nan_ok=True)
    assert case(make, TOWN | LANE | edge, 40, 5) == 0


def test_a_lane_cut_off_at_a_slanting_border_is_unknown(make):
    slanting = {"w": ([(-2000, -2000), (2200, 2000), (-2000, 2000)], "w1", "w2", "G", None, False)}
    cut_off = {"9": ([(100, 0), (1000, 840)], "b", "i", "G", None, False)}
    inside = {"9": ([(100, 0), (900, 840)], "b", "i", "G", None, False)}
    assert np.isnan(case(make, TOWN | slanting | cut_off, 200, 110))
    assert case(make, TOWN | slanting | inside, 200, 110) == pytest.approx(np.hypot(800, 840))


def test_a_road_in_parts_ends_where_its_last_part_ends(make):
    made = make(
        {"a": (200, 5, 10, 10, 1970, None, None)},
        [("yard:a", "outbuilding", "a", 1.0)],
        roads=TOWN | LANE | AROUND,
    )
    roads = made.frames["roads"]
    outward = shapely.MultiLineString([[(300, 0), (300, 50)], [(300, 50), (880, 50)]])
    parts = roads.geometry.where(roads.index != "6", outward)
    found = dead_end_access(made.locations, made.frames["buildings"], roads.set_geometry(parts))
    assert found.isna().all()


def test_without_nodes_it_is_missing_and_says_so(make):
    made = make(
        {"a": (0, 0, 10, 10, 1970, None, None)},
        [("yard:a", "outbuilding", "a", 1.0)],
        {"x": (5, 5, "woonfunctie", 90, None)},
        {"1": ([(0, 0), (100, 0)], None, None, None, None, None)},
    )
    _, _, missing = measure(INDICATOR, made.locations, made.layers())
    assert str(missing) == "Not known in layer road network: how roads connect."
    assert np.isnan(
        dead_end_access(made.locations, made.frames["buildings"], made.frames["roads"])
    ).all()


def test_it_equals_networkx_in_the_made_village(village, anchor_of):
    length = dead_end_access(
        village.locations, village.frames["buildings"], village.frames["roads"]
    )
    assert length.to_numpy() == pytest.approx(slow(village, anchor_of), nan_ok=True)
    assert (length > 0).any()
    assert (length == 0).any()


def test_it_equals_networkx_on_the_real_roads_of_wageningen(wageningen, anchor_of):
    chosen = wageningen.locations.frame.index.to_series()
    some = chosen.isin(chosen.iloc[::10])
    few = type(wageningen)(wageningen.locations.only(some), wageningen.frames)
    length = dead_end_access(few.locations, few.frames["buildings"], few.frames["roads"])
    assert length.to_numpy() == pytest.approx(slow(few, anchor_of), nan_ok=True)
    assert length.isna().any()
    assert (length > 0).any()
    assert (length == 0).any()
