"""Bridges, branches and distances against networkx; attachment against all pairs."""

from collections import Counter

import networkx as nx
import numpy as np
import pyogrio
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from riskmap.measures.attach import nearest_edge
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


def branches_by_walking(graph):
    """Walk from each bridge over bridges, through nodes that no ring passes."""
    bridge = bridges_by_networkx(graph)
    ends = list(zip(graph.start.tolist(), graph.end.tolist(), strict=True))
    rings = {
        node
        for number, pair in enumerate(ends)
        if not bridge[number]
        for node in pair
        if pair[0] != pair[1]
    }
    lengths = np.zeros(len(ends))
    for first in np.flatnonzero(bridge):
        branch, waiting = {first}, [first]
        while waiting:
            here = set(ends[waiting.pop()]) - rings
            met = {k for k in np.flatnonzero(bridge) if here & set(ends[k])} - branch
            branch |= met
            waiting += met
        lengths[first] = sum(graph.length_m[k] for k in branch)
    return lengths


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


@settings(max_examples=150, deadline=None)
@given(edges=EDGES)
def test_a_branch_is_what_can_be_walked_over_bridges_without_meeting_a_ring(edges):
    graph = graph_of(edges)
    np.testing.assert_allclose(leaf_branch_length(graph), branches_by_walking(graph), atol=1e-9)


@settings(max_examples=50, deadline=None)
@given(edges=EDGES, seed=st.integers(0, 2**32 - 1))
def test_the_order_of_the_edges_does_not_matter(edges, seed):
    mixed = np.random.default_rng(seed).permutation(len(edges))
    plain, moved = graph_of(edges), graph_of([edges[k] for k in mixed])
    np.testing.assert_array_equal(leaf_branch_length(moved), leaf_branch_length(plain)[mixed])
    targets = plain.nodes[:2]
    np.testing.assert_array_equal(
        network_distance(moved, plain.nodes, targets), network_distance(plain, plain.nodes, targets)
    )


def test_a_lane_with_a_side_lane_is_one_branch_and_a_ring_ends_it():
    ring = [(0, 1, 100), (1, 2, 100), (2, 0, 100)]
    lane_with_side_lane = [(0, 3, 200), (3, 4, 50), (3, 5, 70)]
    lane_with_turning_loop = [(1, 6, 400), (6, 7, 20), (7, 8, 20), (8, 6, 20)]
    parallel = [(2, 9, 30), (2, 9, 35)]
    graph = graph_of(ring + lane_with_side_lane + lane_with_turning_loop + parallel)
    expected = [0] * 3 + [320] * 3 + [400, 0, 0, 0] + [0, 0]
    assert leaf_branch_length(graph).tolist() == expected


def test_two_lanes_from_one_crossing_on_a_ring_are_two_branches():
    graph = graph_of([(0, 1, 1), (1, 2, 1), (2, 0, 1), (0, 3, 150), (0, 4, 260)])
    assert leaf_branch_length(graph).tolist() == [0, 0, 0, 150, 260]


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


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_a_place_reaches_the_nearest_line_where_it_is_nearest(seed, shapes):
    rng = np.random.default_rng(seed)
    places = np.concatenate(
        [shapes(seed, 8), shapely.points(150_000 + rng.uniform(0, 130, (8, 2)))]
    )
    walks = 150_000 + rng.uniform(0, 100, (9, 1, 2)) + rng.normal(0, 9, (9, 6, 2)).cumsum(1)
    lines = shapely.linestrings(walks)
    number, distance, position = nearest_edge(places, lines)
    every = np.array([[place.distance(line) for line in lines] for place in places])
    np.testing.assert_allclose(distance, every.min(axis=1), rtol=0, atol=1e-9)
    np.testing.assert_allclose(every[np.arange(16), number], distance, rtol=0, atol=1e-9)
    on_line = [line.interpolate(at) for line, at in zip(lines[number], position, strict=True)]
    back = [place.distance(point) for place, point in zip(places, on_line, strict=True)]
    np.testing.assert_allclose(back, distance, rtol=0, atol=1e-6)


def test_equally_near_lines_yield_the_lowest_and_a_line_in_parts_counts_on():
    fork = shapely.linestrings([[[0.0, 0], [0, 100]], [[0, 0], [0, -100]], [[5, 0], [99, 0]]])
    two_parts = shapely.MultiLineString([[(200, 0), (210, 0)], [(210, 0), (260, 0)]])
    lines = np.array([None, *fork, two_parts])
    places = np.array([shapely.Point(-3, 0), shapely.Point(230, 4), shapely.Point()])
    number, distance, position = nearest_edge(places, lines)
    assert number.tolist() == [1, 4, -1]
    np.testing.assert_array_equal(distance, [3, 4, np.nan])
    np.testing.assert_array_equal(position, [0, 30, np.nan])
    assert nearest_edge(places, lines[:1])[0].tolist() == [-1, -1, -1]


def test_bridges_of_the_wageningen_roads_are_those_of_networkx(shared_data):
    path = shared_data / "wageningen" / "osm-roads" / "edges.shp"
    lines = shapely.from_wkb(pyogrio.raw.read(path)[2])
    ends = [
        np.array(
            [f"{x:.6f} {y:.6f}" for x, y in shapely.get_coordinates(shapely.get_point(lines, k))]
        )
        for k in (0, -1)
    ]
    graph = road_graph(ends[0].astype(object), ends[1].astype(object), shapely.length(lines))
    found = bridges(graph)
    np.testing.assert_array_equal(found, bridges_by_networkx(graph))
    # A real network has both, so the comparison says something.
    assert 0 < found.sum() < len(found)
    np.testing.assert_array_equal(leaf_branch_length(graph) > 0, found)
