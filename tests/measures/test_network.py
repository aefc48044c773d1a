"""Bridges, branches and distances against networkx."""

from collections import Counter

import geopandas as gpd
import networkx as nx
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from riskmap.measures.network import (
    bridges,
    distance_along_network,
    leaf_branch_length,
    network_distance,
    road_graph,
)

EDGES = st.lists(
    st.tuples(st.integers(0, 14), st.integers(0, 14), st.integers(0, 9)), min_size=1, max_size=30
)

# Mostly trees, with few and small rings.
SPARSE = st.lists(st.tuples(st.integers(0, 13), st.integers(0, 9)), min_size=5, max_size=14).map(
    lambda drawn: (
        [(min(up, k), k + 1, m) for k, (up, m) in enumerate(drawn)]
        + [(up, up + 1, m) for up, m in drawn[10:]]
    )
)


def graph_of(edges):
    start, end, length = zip(*edges, strict=True)
    return road_graph(
        np.array([f"n{node:02}" for node in start], dtype=object),
        np.array([f"n{node:02}" for node in end], dtype=object),
        np.array(length, dtype=float),
    )


def drawn(graph):
    """Return the same network as networkx draws it, keyed by edge number."""
    multigraph = nx.MultiGraph()
    for number, (one, other) in enumerate(zip(graph.start, graph.end, strict=True)):
        length = graph.length_m[number]
        multigraph.add_edge(int(one), int(other), key=number, length=length)
    return multigraph


def bridges_by_networkx(graph):
    """Return which edges are bridges of the simple graph and have no parallel edge."""
    pairs = [frozenset(pair) for pair in zip(graph.start.tolist(), graph.end.tolist(), strict=True)]
    times = Counter(pairs)
    simple = nx.Graph([tuple(pair) for pair in pairs if len(pair) == 2])
    found = {frozenset(pair) for pair in nx.bridges(simple)}
    return np.array([pair in found and times[pair] == 1 for pair in pairs])


def branches_by_closing(graph, loop_m, goes_on=frozenset()):
    """Close each bridge; a side without a long ring is cut off, the largest such side counts."""
    bridge = bridges_by_networkx(graph)
    ends = list(zip(graph.start.tolist(), graph.end.tolist(), strict=True))
    roads = nx.Graph(ends)
    rings = drawn(graph)
    rings.remove_edges_from([(*ends[k], k) for k in np.flatnonzero(bridge)])
    long = set()
    for nodes in nx.connected_components(rings):
        if sum(m for *_, m in rings.subgraph(nodes).edges(data="length")) > loop_m:
            long |= nodes
    cut_off = [(part, None) for part in nx.connected_components(roads) if not part & long]
    for k in np.flatnonzero(bridge):
        roads.remove_edge(*ends[k])
        sides = [nx.node_connected_component(roads, node) for node in ends[k]]
        roads.add_edge(*ends[k])
        cut_off += [(side, k) for side in sides if not side & long]
    result = np.zeros(len(ends))
    # From small to large: the largest side has the last word.
    for side, closed in sorted(cut_off, key=lambda found: len(found[0])):
        lies = np.array([number == closed or set(pair) <= side for number, pair in enumerate(ends)])
        result[lies] = np.nan if side & goes_on else graph.length_m[lies & bridge].sum()
    return result


@settings(max_examples=200, deadline=None)
@given(edges=EDGES)
def test_bridges_are_those_of_networkx_on_any_multigraph(edges):
    graph = graph_of(edges)
    np.testing.assert_array_equal(bridges(graph), bridges_by_networkx(graph))


@settings(max_examples=50, deadline=None)
@given(edges=EDGES)
def test_closing_a_bridge_and_only_a_bridge_cuts_its_ends_off(edges):
    graph = graph_of(edges)
    for number, bridge in enumerate(bridges(graph)):
        rest = drawn(graph)
        one, other = int(graph.start[number]), int(graph.end[number])
        rest.remove_edge(one, other, key=number)
        assert bridge == (not nx.has_path(rest, one, other))


@settings(max_examples=300, deadline=None)
@given(
    edges=EDGES | SPARSE,
    loop_m=st.integers(0, 40),
    goes_on=st.sets(st.integers(0, 14), max_size=3),
)
def test_a_branch_is_all_that_one_closing_cuts_off_from_the_long_rings(edges, loop_m, goes_on):
    graph = graph_of(edges)
    flags = np.isin(graph.nodes, [f"n{node:02}" for node in goes_on])
    found = leaf_branch_length(graph, loop_m=loop_m, goes_on=flags)
    reference = branches_by_closing(graph, loop_m, set(np.flatnonzero(flags).tolist()))
    np.testing.assert_allclose(found, reference, atol=1e-9)


@settings(max_examples=50, deadline=None)
@given(edges=EDGES, seed=st.integers(0, 2**32 - 1))
def test_the_order_of_the_edges_does_not_matter(edges, seed):
    mixed = np.random.default_rng(seed).permutation(len(edges))
    plain, moved = graph_of(edges), graph_of([edges[k] for k in mixed])
    found = leaf_branch_length(plain, loop_m=9)
    np.testing.assert_array_equal(leaf_branch_length(moved, loop_m=9), found[mixed])
    targets = plain.nodes[:2]
    np.testing.assert_array_equal(
        network_distance(moved, plain.nodes, targets), network_distance(plain, plain.nodes, targets)
    )


VILLAGE = [(0, 1, 300), (1, 2, 300), (2, 0, 300)]
OTHER_VILLAGE = [(10, 11, 300), (11, 12, 300), (12, 10, 300)]


def lengths(*parts, **options):
    """Return the length per edge, one list per part of the network."""
    found = leaf_branch_length(graph_of([edge for part in parts for edge in part]), **options)
    return [
        part.tolist() for part in np.split(found, np.cumsum([len(part) for part in parts])[:-1])
    ]


def test_the_only_road_between_two_villages_is_no_dead_end_and_a_lane_off_it_is():
    road = [(0, 3, 900), (3, 10, 1100)]
    lane = [(3, 4, 250)]
    found = lengths(VILLAGE, OTHER_VILLAGE, road, lane)
    assert found == [[0, 0, 0], [0, 0, 0], [0, 0], [250]]


def test_a_lane_and_its_side_lanes_are_one_branch():
    lane_with_side_lanes = [(0, 3, 200), (3, 4, 50), (3, 5, 70), (5, 6, 30)]
    assert lengths(VILLAGE, lane_with_side_lanes) == [[0, 0, 0], [350] * 4]


def test_a_turning_loop_lies_on_the_dead_end_of_its_lane_but_makes_it_no_longer():
    lane, loop = [(0, 3, 400)], [(3, 4, 20), (4, 5, 20), (5, 3, 20)]
    drawn_as_one_line, both_ways = [(3, 3, 60)], [(3, 6, 30), (3, 6, 35)]
    for end in (loop, drawn_as_one_line, both_ways):
        assert lengths(VILLAGE, lane, end) == [[0, 0, 0], [400], [400] * len(end)]


def test_a_lane_on_both_sides_of_a_small_block_is_one_branch():
    lane, block, beyond = [(0, 3, 400)], [(3, 4, 100), (4, 5, 100), (5, 3, 100)], [(5, 6, 80)]
    assert lengths(VILLAGE, lane, block, beyond) == [[0, 0, 0], [480], [480] * 3, [480]]


def test_a_small_block_on_the_road_between_two_villages_is_no_dead_end():
    road, block = [(0, 3, 900), (4, 10, 900)], [(3, 4, 40), (3, 4, 45)]
    lanes = [(3, 5, 100), (4, 6, 200)]
    found = lengths(VILLAGE, OTHER_VILLAGE, road, block, lanes)
    assert found == [[0, 0, 0], [0, 0, 0], [0, 0], [0, 0], [100, 200]]


def test_a_ring_counts_as_a_network_only_above_the_length_of_a_loop():
    lane, ring = [(0, 3, 400)], [(3, 4, 250), (4, 3, 250)]
    assert lengths(VILLAGE, lane, ring) == [[0, 0, 0], [400], [400, 400]]
    assert lengths(VILLAGE, lane, ring, loop_m=499) == [[0, 0, 0], [0], [0, 0]]


def test_two_lanes_from_one_crossing_on_a_ring_are_two_branches():
    assert lengths(VILLAGE, [(0, 3, 150), (0, 4, 260)]) == [[0, 0, 0], [150, 260]]


def test_a_network_without_a_long_ring_is_one_branch_and_stands_apart_from_others():
    tree = [(20, 21, 100), (21, 22, 50), (21, 23, 25)]
    island = [(30, 31, 90), (31, 32, 10), (31, 32, 12)]
    assert lengths(VILLAGE, tree, island) == [[0, 0, 0], [175] * 3, [90] * 3]


def test_a_branch_that_may_go_on_is_unknown_and_the_ring_it_starts_from_is_not():
    branch, other = [(0, 3, 200), (3, 4, 50), (3, 5, 70), (5, 5, 40)], [(0, 6, 80)]
    for node in (3, 4, 5):
        flags = np.arange(7) == node
        found = lengths(VILLAGE, branch, other, goes_on=flags)
        np.testing.assert_array_equal(np.concatenate(found), [0, 0, 0, *[np.nan] * 4, 80])
    assert lengths(VILLAGE, other, goes_on=np.arange(4) == 0) == [[0, 0, 0], [80]]


def test_a_network_without_roads_has_no_branches():
    nothing = np.empty(0, dtype=object)
    assert len(leaf_branch_length(road_graph(nothing, nothing, np.empty(0)))) == 0


def test_a_path_of_a_hundred_thousand_edges_needs_no_recursion():
    count = 100_000
    graph = graph_of([(0, 0, 0)])
    names = np.array([f"{k:06}" for k in range(count + 1)], dtype=object)
    graph = road_graph(names[:-1], names[1:], np.ones(count))
    assert bridges(graph).all()
    assert (leaf_branch_length(graph) == count).all()


@settings(max_examples=100, deadline=None)
@given(edges=EDGES, targets=st.sets(st.integers(0, 14), max_size=4))
def test_distances_are_those_of_networkx(edges, targets):
    graph = graph_of(edges)
    names = np.array([f"n{node:02}" for node in range(15)], dtype=object)
    numbers = {name: k for k, name in enumerate(graph.nodes)}
    sources = {numbers[f"n{node:02}"] for node in targets if f"n{node:02}" in numbers}
    expected = {}
    if sources:
        expected = nx.multi_source_dijkstra_path_length(drawn(graph), sources, weight="length")
    found = network_distance(graph, names, names[sorted(targets)])
    reference = [expected.get(numbers.get(name), np.nan) for name in names]
    np.testing.assert_allclose(found, reference, atol=1e-9)


def test_a_place_on_an_edge_leaves_by_the_nearer_way():
    graph = graph_of([(0, 1, 100), (1, 2, 100), (3, 4, 10)])
    node_distance = network_distance(graph, graph.nodes, np.array(["n00", "n02"], dtype=object))
    assert node_distance[:3].tolist() == [0, 100, 0]
    found = distance_along_network(
        graph, np.array([0, 0, 1, 2, -1]), np.array([30, 80, 30, 5, np.nan]), node_distance
    )
    np.testing.assert_array_equal(found, [30, 80, 70, np.nan, np.nan])


def test_without_targets_nothing_is_near():
    graph = graph_of([(0, 1, 100)])
    assert np.isnan(network_distance(graph, graph.nodes, np.array(["elsewhere"], object))).all()


@pytest.mark.parametrize(
    ("ends", "length"), [(["a", None], 1.0), (["a", "b"], np.nan), (["a", "b"], -1.0)]
)
def test_a_road_without_a_node_or_a_length_is_refused(ends, length):
    with pytest.raises(ValueError, match="two nodes and a length"):
        road_graph(np.array(ends[:1], object), np.array(ends[1:], object), np.array([length]))


@pytest.fixture(scope="module")
def wageningen_graph(shared_data):
    """Return the OpenStreetMap roads of Wageningen as a graph, in metres."""
    roads = gpd.read_file(shared_data / "wageningen" / "osm-roads" / "edges.shp")
    lines = roads.geometry.to_numpy()
    ends = [
        np.array(
            [f"{x:.6f} {y:.6f}" for x, y in shapely.get_coordinates(shapely.get_point(lines, k))],
            dtype=object,
        )
        for k in (0, -1)
    ]
    return road_graph(*ends, roads.to_crs(28992).length.to_numpy())


def test_bridges_of_the_wageningen_roads_are_those_of_networkx(wageningen_graph):
    found = bridges(wageningen_graph)
    np.testing.assert_array_equal(found, bridges_by_networkx(wageningen_graph))
    # A real network has both, so the comparison says something.
    assert 0 < found.sum() < len(found)


def test_branches_of_the_wageningen_roads_are_those_that_closing_each_bridge_finds(
    wageningen_graph,
):
    graph = wageningen_graph
    degree = np.bincount(np.concatenate([graph.start, graph.end]))
    goes_on = (degree == 1) & (np.arange(len(degree)) % 7 == 0)
    found = leaf_branch_length(graph, goes_on=goes_on)
    reference = branches_by_closing(graph, 500, set(np.flatnonzero(goes_on).tolist()))
    np.testing.assert_allclose(found, reference, rtol=1e-9)
    # All kinds are there: through roads, small loops on a branch, branches cut off.
    bridge = bridges(graph)
    assert (found[bridge] == 0).any()
    assert (found[~bridge] > 0).any()
    assert (found > 600).any()
    assert np.isnan(found).any()
