"""The road network as an undirected graph: distances along it, and its dead ends."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from riskmap.measures.arrays import Flags, Floats, Indices
from riskmap.measures.bridges import bridge_edges
from riskmap.measures.clusters import component_labels

NodeIds = npt.NDArray[np.object_]


@dataclass(frozen=True)
class RoadGraph:
    """An undirected multigraph; edges keep the order in which they were given.

    Attributes
    ----------
    nodes
        Node ids as text, sorted, shape (n,).
    start, end
        Numbers of the nodes of each edge in `nodes`, shape (e,).
    length_m
        Length of each edge, shape (e,), metres.
    """

    nodes: NodeIds
    start: Indices
    end: Indices
    length_m: Floats


def road_graph(node_from: NodeIds, node_to: NodeIds, length_m: Floats) -> RoadGraph:
    """Build the graph of a road layer.

    Parameters
    ----------
    node_from, node_to
        Shape (e,): node ids as text, in the direction of the line; none
        missing. Edges between the same nodes are kept apart.
    length_m
        Shape (e,), metres, 0 or more.

    Raises
    ------
    ValueError
        When a node id is missing, or a length is missing or negative: the
        caller decides what such a road means.
    """
    length_m = np.asarray(length_m, dtype=float)
    ends = np.concatenate([np.asarray(node_from, object), np.asarray(node_to, object)])
    codes, nodes = pd.factorize(ends, sort=True)
    if (codes < 0).any() or not (length_m >= 0).all():
        problem = "every edge needs two nodes and a length of 0 or more"
        raise ValueError(problem)
    start, end = codes[: len(length_m)].astype(np.intp), codes[len(length_m) :].astype(np.intp)
    return RoadGraph(np.asarray(nodes, object), start, end, length_m)


def bridges(graph: RoadGraph) -> Flags:
    """Tell which edges are bridges: closing one cuts its two ends off from each other.

    Returns
    -------
    Shape (e,). Parallel edges and edges from a node to itself are none.
    """
    return bridge_edges(graph.start, graph.end, len(graph.nodes))


def leaf_branch_length(graph: RoadGraph) -> Floats:
    """Return the length of the leaf branch each edge lies on.

    Parameters
    ----------
    graph
        The road network, with a wide margin round what is measured: an edge
        of the study area makes false dead ends.

    Returns
    -------
    Shape (e,), metres: for a bridge the length of all bridges of its branch,
    0 for every edge on a ring.

    Notes
    -----
    A branch is a lane with its side lanes: bridges that meet in nodes no ring
    passes through. It ends where it reaches a ring (a set of roads one can
    drive round), also a small one: a turning loop at the end of a lane is
    itself 0, the lane is not. A single road between two rings is a branch
    too, since closing it cuts the smaller part off. A network, or a part of
    it, without any ring is one branch.
    """
    bridge = bridges(graph)
    ring = ~bridge & (graph.start != graph.end)
    on_ring = np.zeros(len(graph.nodes), dtype=bool)
    on_ring[graph.start[ring]] = True
    on_ring[graph.end[ring]] = True
    edges = np.flatnonzero(bridge)
    count = len(graph.nodes)
    # Each bridge that ends on a ring gets an end of its own there: branches do not meet.
    start = np.where(on_ring[graph.start[edges]], count + edges, graph.start[edges])
    end = np.where(on_ring[graph.end[edges]], count + len(graph.length_m) + edges, graph.end[edges])
    branch = component_labels(start, end, count + 2 * len(graph.length_m))[start]
    # Summed from short to long, so that the order of the edges does not matter.
    order = np.lexsort((graph.length_m[edges], branch))
    total = np.bincount(branch[order], graph.length_m[edges][order], minlength=1)
    result = np.zeros(len(graph.length_m))
    result[edges] = total[branch]
    return result


def network_distance(graph: RoadGraph, from_nodes: NodeIds, target_nodes: NodeIds) -> Floats:
    """Return the distance along the network from each node to the nearest target.

    Parameters
    ----------
    graph
        The road network; every edge counts in both directions.
    from_nodes
        Shape (k,): node ids; `graph.nodes` for all of them.
    target_nodes
        Shape (t,): node ids.

    Returns
    -------
    Shape (k,), metres; NaN where no target can be reached, and for nodes that
    are not in the graph.
    """
    result = np.full(len(from_nodes), np.nan)
    targets = _numbers(graph, target_nodes)
    targets = np.unique(targets[targets >= 0])
    origins = _numbers(graph, from_nodes)
    there = origins >= 0
    if not (len(targets) and there.any()):
        return result
    distance: Floats = dijkstra(_shortest_links(graph), indices=targets, min_only=True)
    distance[np.isinf(distance)] = np.nan
    result[there] = distance[origins[there]]
    return result


def distance_along_network(
    graph: RoadGraph, edge_index: Indices, position_m: Floats, node_distance_m: Floats
) -> Floats:
    """Return the distance to a target from places on edges.

    Parameters
    ----------
    graph
        The road network.
    edge_index
        Shape (k,): the edge each place lies on, -1 for none.
    position_m
        Shape (k,): metres from the edge's start node, along it.
    node_distance_m
        Shape (nodes,): metres from each of `graph.nodes` to the target, NaN
        for out of reach.

    Returns
    -------
    Shape (k,), metres by the nearer end; NaN where neither end reaches a
    target, or the place is on no edge.
    """
    edge_index = np.asarray(edge_index, np.intp)
    result = np.full(len(edge_index), np.nan)
    on_edge = np.flatnonzero(edge_index >= 0)
    edge = edge_index[on_edge]
    length = graph.length_m[edge]
    position = np.clip(np.asarray(position_m, float)[on_edge], 0.0, length)
    result[on_edge] = np.fmin(
        position + node_distance_m[graph.start[edge]],
        length - position + node_distance_m[graph.end[edge]],
    )
    return result


def _numbers(graph: RoadGraph, nodes: NodeIds) -> Indices:
    numbers: Indices = pd.Index(graph.nodes).get_indexer(pd.Index(np.asarray(nodes, object)))
    return numbers


def _shortest_links(graph: RoadGraph) -> csr_array:
    """Adjacency in both directions; of parallel edges the shortest."""
    count = len(graph.nodes)
    row = np.concatenate([graph.start, graph.end])
    column = np.concatenate([graph.end, graph.start])
    length = np.concatenate([graph.length_m, graph.length_m])
    order = np.lexsort((length, column, row))
    row, column, length = row[order], column[order], length[order]
    first = np.ones(len(row), dtype=bool)
    first[1:] = (row[1:] != row[:-1]) | (column[1:] != column[:-1])
    starts = np.searchsorted(row[first], np.arange(count + 1))
    return csr_array((length[first], column[first], starts), shape=(count, count))
