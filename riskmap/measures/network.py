"""The road network as an undirected graph: distances along it, and its dead ends."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from riskmap.measures.arrays import Flags, Floats, Indices
from riskmap.measures.bridges import bridge_edges, spanned
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


def leaf_branch_length(
    graph: RoadGraph, *, loop_m: float = 500.0, goes_on: Flags | None = None
) -> Floats:
    """Return the length of the leaf branch (dead-end branch) each edge lies on.

    Parameters
    ----------
    graph
        The road network, with a wide margin round what is measured: what was
        not read makes false dead ends.
    loop_m
        Metres; a ring of at most this length is a turning loop or a small
        block at the end of a lane, no network of its own. A prior.
    goes_on
        Shape (nodes,): where the road may go on beyond what was read. A
        branch with such a node is unknown. Without it there are none.

    Returns
    -------
    Shape (e,), metres: the length of all bridges of the branch, for its small
    loops too; 0 for an edge on no branch, NaN where that is unknown.

    Notes
    -----
    A ring is a set of roads that any single closing leaves connected; its
    length is that of all its edges. Bridges join rings and single nodes into
    trees. A bridge with a ring longer than `loop_m` on both sides is a through
    road, like such a ring itself. All else hangs on these: whatever
    closing one bridge would cut off is one branch, a lane with its side lanes
    and its turning loop. A part of the network without a ring longer than
    `loop_m`, a small island, is one branch as a whole.
    """
    bridge = bridges(graph)
    count = len(graph.nodes)
    ring = component_labels(graph.start[~bridge], graph.end[~bridge], count)
    start, end = ring[graph.start], ring[graph.end]
    ring_m = _sums(start[~bridge], graph.length_m[~bridge], count)
    one, other = start[bridge], end[bridge]
    through = spanned(one, other, ring_m > loop_m)
    hanging = ~(through[one] & through[other])
    inner = ~through[one] & ~through[other]
    branch = component_labels(one[inner], other[inner], count)
    foot = branch[np.where(through[one], other, one)[hanging]]
    total = _sums(foot, graph.length_m[bridge][hanging], count)
    if goes_on is not None:
        total[branch[ring[goes_on]]] = np.nan
    along = np.where(through, 0.0, total[branch])
    result: Floats = np.maximum(along[start], along[end])
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


def _sums(groups: Indices, length_m: Floats, count: int) -> Floats:
    """Sum from short to long per group, so that the order of the edges does not matter."""
    order = np.lexsort((length_m, groups))
    sums = np.bincount(groups[order], length_m[order], minlength=count)
    return sums.astype(float)


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
