"""Dead ends, against networkx."""

import networkx as nx
import numpy as np
import pytest

from riskmap.indicators.catalogue import measure
from riskmap.indicators.dead_end_access import INDICATOR, dead_end_access

SQUARE = {
    "1": ([(0, 0), (100, 0)], "a", "b", "G", None, False),
    "2": ([(100, 0), (100, 100)], "b", "c", "G", None, False),
    "3": ([(100, 100), (0, 100)], "c", "d", "G", None, False),
    "4": ([(0, 100), (0, 0)], "d", "a", "G", None, False),
}
LANE = {
    "5": ([(100, 0), (300, 0)], "b", "e", "G", None, False),
    "6": ([(300, 0), (300, 150)], "e", "f", "W", None, False),
}


def slow(made, anchor_of):
    """Return the length of the branch with networkx, and the road by measuring all of them."""
    graph = nx.MultiGraph()
    roads = made.frames["roads"].sort_index()
    roads = roads[roads["node_from"].notna() & roads["node_to"].notna()]
    roads = roads[roads["road_class"].ne("fietspad").fillna(value=True)]
    for row in roads.itertuples():
        graph.add_edge(row.node_from, row.node_to, key=row.Index, m=row.geometry.length)
    bridges = set()
    for one, other, key in graph.edges(keys=True):
        rest = graph.copy()
        rest.remove_edge(one, other, key)
        if not nx.has_path(rest, one, other):
            bridges.add(key)
    rings = {
        node
        for one, other, key in graph.edges(keys=True)
        if key not in bridges and one != other
        for node in (one, other)
    }
    tree = nx.MultiGraph()
    for one, other, key, m in graph.edges(keys=True, data="m"):
        if key in bridges:
            ends = [(n, key) if n in rings else n for n in (one, other)]
            tree.add_edge(*ends, key=key, m=m)
    length = dict.fromkeys(roads.index, 0.0)
    for part in nx.connected_components(tree):
        branch = list(tree.subgraph(part).edges(keys=True, data="m"))
        length |= dict.fromkeys((key for *_, key, _ in branch), sum(edge[3] for edge in branch))
    ramp = roads["ramp"].astype("boolean").fillna(value=False)
    entrances = roads[~ramp & roads["authority"].ne("R")]
    answer = []
    for place in made.locations.frame.index:
        far = entrances.distance(anchor_of(made, place))
        answer.append(length[min(far.index, key=lambda k: (far[k], k))])
    return answer


def case(make, roads, x, y):
    """Return the answer for one shed at this place."""
    made = make(
        {"a": (x, y, 10, 10, 1970, None, None)}, [("yard:a", "outbuilding", "a", 1.0)], roads=roads
    )
    buildings, roads = made.frames["buildings"], made.frames["roads"]
    return dead_end_access(made.locations, buildings, roads).iloc[0]


def test_on_a_ring_it_is_0_and_on_a_lane_the_length_of_the_whole_lane(make):
    assert case(make, SQUARE | LANE, 40, 5) == 0
    assert case(make, SQUARE | LANE, 200, 5) == 350
    assert case(make, SQUARE | LANE, 305, 100) == 350


def test_a_cycle_path_is_no_way_out_and_a_road_is(make):
    path = ([(300, 150), (100, 100)], "f", "c", "G")
    assert case(make, SQUARE | LANE | {"7": (*path, "fietspad", False)}, 200, 5) == 350
    assert case(make, SQUARE | LANE | {"7": (*path, "RB", False)}, 200, 5) == 0


def test_a_motorway_or_ramp_beside_the_yard_is_not_its_way_in(make):
    motorway = {
        "8": ([(-900, 40), (900, 40)], "m", "n", "R", "HR", False),
        "9": ([(190, 30), (230, 30)], "o", "p", "P", "OPR", True),
    }
    assert case(make, SQUARE | LANE | motorway, 200, 20) == 350


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
    assert length.to_numpy() == pytest.approx(slow(village, anchor_of))
    assert (length > 0).any()
    assert (length == 0).any()


def test_it_equals_networkx_on_the_real_roads_of_wageningen(wageningen, anchor_of):
    chosen = wageningen.locations.frame.index.to_series()
    some = chosen.isin(chosen.iloc[::10])
    few = type(wageningen)(wageningen.locations.only(some), wageningen.frames)
    length = dead_end_access(few.locations, few.frames["buildings"], few.frames["roads"])
    assert length.to_numpy() == pytest.approx(slow(few, anchor_of))
    assert (length > 0).any()
    assert (length == 0).any()
