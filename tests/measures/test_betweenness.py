"""Journeys over a small network against walks over every way, and ranks against scipy."""

import itertools

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import percentileofscore

from riskmap.measures.betweenness import journeys, mid_ranks
from riskmap.measures.network import road_graph

# Few lengths, so that many ways are equally short.
EDGES = st.lists(
    st.tuples(st.integers(0, 8), st.integers(0, 8), st.integers(1, 3)), min_size=1, max_size=18
)


def graph_of(edges):
    start, end, length = zip(*edges, strict=True)
    ids = [np.array([f"n{node:02}" for node in nodes], dtype=object) for nodes in (start, end)]
    return road_graph(*ids, np.array(length, dtype=float))


def drawn(graph):
    """Return the network with a node in the middle of every edge, so that twins stay apart."""
    roads = nx.Graph()
    roads.add_nodes_from(range(len(graph.nodes)))
    for edge, ends in enumerate(zip(graph.start.tolist(), graph.end.tolist(), strict=True)):
        for node in ends:
            roads.add_edge(node, ("middle", edge), weight=round(1000 * graph.length_m[edge]))
    return roads


def by_walking(graph, entrances, homes):
    """Walk every shortest way from every entrance to every home."""
    roads, use = drawn(graph), np.zeros(len(homes))
    for entrance, edge in itertools.product(entrances, np.flatnonzero(homes).tolist()):
        door = ("middle", edge)
        if not nx.has_path(roads, entrance, door):
            continue
        ways = list(nx.all_shortest_paths(roads, entrance, door, weight="weight"))
        for node in itertools.chain.from_iterable(ways):
            if isinstance(node, tuple):
                use[node[1]] += homes[edge] / len(ways)
    return use


@settings(max_examples=150, deadline=None)
@given(edges=EDGES, data=st.data())
def test_the_use_of_an_edge_is_the_number_of_ways_walked_over_it(edges, data):
    graph = graph_of(edges)
    homes = data.draw(st.lists(st.integers(0, 3), min_size=len(edges), max_size=len(edges)))
    nodes = st.integers(0, len(graph.nodes) - 1)
    entrances = data.draw(st.lists(nodes, min_size=1, max_size=4, unique=True))
    use = journeys(graph, np.array(entrances), np.array(homes, dtype=float))
    assert use == pytest.approx(by_walking(graph, entrances, homes), abs=1e-8)


def test_it_is_the_subset_betweenness_of_networkx_where_shortest_ways_are_unique():
    # Where they are not, networkx (3.x) shares by neighbour and not by way.
    chance = np.random.default_rng(12)
    edges = [(k, k + 1 + int(chance.integers(0, 4)), chance.uniform(20, 300)) for k in range(60)]
    graph = graph_of([*edges, *((k, k + 9, chance.uniform(50, 400)) for k in range(0, 50, 3))])
    homes = np.ones(len(graph.start))
    entrances = [0, 17, 40]
    roads = drawn(graph)
    doors = [("middle", edge) for edge in range(len(homes))]
    flow = nx.edge_betweenness_centrality_subset(roads, entrances, doors, weight="weight")
    half = {frozenset(pair): 2 * load for pair, load in flow.items()}
    expected = [
        (
            half[frozenset((one, door))]
            + half[frozenset((other, door))]
            + sum(nx.has_path(roads, node, door) for node in entrances)
        )
        / 2
        for one, other, door in zip(graph.start.tolist(), graph.end.tolist(), doors, strict=True)
    ]
    assert journeys(graph, np.array(entrances), homes) == pytest.approx(expected)


def test_the_use_of_a_street_is_counted_by_hand():
    # In at a; a street to b with 2 homes; from b two equally long ways to c; 3 homes on b-c.
    graph = graph_of([(0, 1, 100), (1, 2, 60), (1, 3, 30), (3, 2, 30), (2, 4, 10)])
    use = journeys(graph, np.array([0]), np.array([2.0, 3.0, 0.0, 0.0, 1.0]))
    # 6 journeys over or to a-b; 3 end on b-c; the one beyond c takes either way for a half.
    assert use.tolist() == [6.0, 3.5, 0.5, 0.5, 1.0]


def test_what_no_entrance_reaches_has_no_journeys():
    graph = graph_of([(0, 1, 5), (2, 3, 5)])
    assert journeys(graph, np.array([0]), np.array([1.0, 7.0])).tolist() == [1.0, 0.0]


def test_the_order_of_the_roads_does_not_matter():
    chance = np.random.default_rng(4)
    edges = [(*map(int, chance.integers(0, 9, 2)), int(chance.integers(1, 4))) for _ in range(30)]
    homes = chance.integers(0, 4, 30).astype(float)
    turned = chance.permutation(30)
    use = journeys(graph_of(edges), np.array([0, 3]), homes)
    again = journeys(graph_of([edges[k] for k in turned]), np.array([0, 3]), homes[turned])
    np.testing.assert_array_equal(use[turned], again)


@given(st.lists(st.integers(0, 6), min_size=1, max_size=20))
def test_a_rank_is_the_mean_percentile_of_scipy(values):
    expected = [percentileofscore(values, value, kind="mean") / 100 for value in values]
    assert mid_ranks(np.array(values, dtype=float)) == pytest.approx(expected)
