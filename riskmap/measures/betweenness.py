"""Which roads of a small network carry the journeys: betweenness of edges."""

from heapq import heappop, heappush

import numpy as np

from riskmap.measures.arrays import Floats, Indices
from riskmap.measures.network import RoadGraph

_MM_PER_M = 1000.0
# Sums of shares of equally short ways differ in their last digits with the order of the roads.
_SAME_DIGITS = 9


def journeys(graph: RoadGraph, entrances: Indices, destinations: Floats) -> Floats:
    """Return how many journeys make use of each edge: betweenness on a subset of the nodes.

    A journey runs from every entrance to every destination, by the shortest
    way; of equally short ways each takes an equal part. A destination lies in
    the middle of its edge, and its own edge is used as well.

    Parameters
    ----------
    graph
        A small network, such as that of one business park.
    entrances
        Shape (s,): node numbers.
    destinations
        Shape (e,): how many destinations lie on each edge.

    Returns
    -------
    Shape (e,), journeys; 0 for an edge no entrance reaches.

    Notes
    -----
    U. Brandes, "On variants of shortest-path betweenness centrality and their
    generic computation", 2008, restricted to pairs of entrance and
    destination. Every edge is split by a node in its middle, where its
    destinations are. A journey through an edge uses both halves, one that ends
    there one: (both halves + what ends there) / 2 counts each once. Lengths
    are whole millimetres, so that equally short is exact.
    """
    count, edges = len(graph.nodes), len(graph.start)
    whole = np.maximum(np.rint(graph.length_m * _MM_PER_M), 1).astype(np.int64).tolist()
    links: list[list[tuple[int, int, int]]] = [[] for _ in range(count + edges)]
    for edge, ends in enumerate(zip(graph.start.tolist(), graph.end.tolist(), strict=True)):
        for half, node in enumerate(ends):
            links[node].append((count + edge, 2 * edge + half, whole[edge]))
            links[count + edge].append((node, 2 * edge + half, whole[edge]))
    arriving = [0.0] * count + np.asarray(destinations, dtype=float).tolist()
    used, ended = np.zeros(2 * edges), np.zeros(edges)
    for entrance in np.unique(entrances).tolist():
        flow, reached = _from(entrance, links, arriving, 2 * edges)
        used += flow
        ended[[node - count for node in reached if node >= count]] += 1
    total: Floats = (used[0::2] + used[1::2] + ended * destinations) / 2
    return np.round(total, _SAME_DIGITS)


def _from(
    source: int, links: list[list[tuple[int, int, int]]], arriving: list[float], halves: int
) -> tuple[Floats, list[int]]:
    """Journeys from one node over each half edge, and the nodes in reach, nearest first."""
    distance: dict[int, int] = {source: 0}
    ways: dict[int, float] = {source: 1.0}
    before: dict[int, list[tuple[int, int]]] = {source: []}
    order: list[int] = []
    waiting = [(0, source)]
    while waiting:
        far, node = heappop(waiting)
        if far > distance[node]:
            continue
        order.append(node)
        for other, half, length in links[node]:
            there = far + length
            if other not in distance or there < distance[other]:
                distance[other], ways[other] = there, ways[node]
                before[other] = [(node, half)]
                heappush(waiting, (there, other))
            elif there == distance[other]:
                ways[other] += ways[node]
                before[other].append((node, half))
    flow = np.zeros(halves)
    passing = dict.fromkeys(order, 0.0)
    for node in reversed(order):
        load = (arriving[node] + passing[node]) / ways[node]
        for above, half in before[node]:
            flow[half] += load * ways[above]
            passing[above] += load * ways[above]
    return flow, order


def mid_ranks(values: Floats) -> Floats:
    """Return the percentile rank of each value among all: (below + up to and equal) / 2n.

    Parameters
    ----------
    values
        Shape (n,), none missing.

    Returns
    -------
    Shape (n,), between 0 and 1; equal values share the middle of their ranks.
    """
    ordered = np.sort(values)
    below = np.searchsorted(ordered, values, side="left")
    up_to = np.searchsorted(ordered, values, side="right")
    ranks: Floats = (below + up_to) / (2 * max(len(values), 1))
    return ranks
