"""Bridges of an undirected multigraph, and what hangs on them, in linear time."""

import numpy as np

from riskmap.measures.arrays import Flags, Indices


def bridge_edges(start: Indices, end: Indices, count: int) -> Flags:
    """Tell which edges are bridges.

    Parameters
    ----------
    start, end
        Shape (e,): node numbers of each edge.
    count
        How many nodes there are.

    Returns
    -------
    Shape (e,). Parallel edges and edges from a node to itself are none.

    Notes
    -----
    Low-link numbers of one depth-first walk (R. E. Tarjan, "A note on finding
    the bridges of a graph", 1974), without recursion. The walk is plain Python
    over lists: about two seconds for a million edges.
    """
    bridge = np.zeros(len(start), dtype=bool)
    bridge[_walk(start, end, count)] = True
    return bridge


def spanned(one: Indices, other: Indices, fixed: Flags) -> Flags:
    """Tell which nodes of a forest lie between two fixed nodes, or are fixed.

    Parameters
    ----------
    one, other
        Shape (e,): node numbers of each edge; the edges make no ring.
    fixed
        Shape (n,): the nodes that stay.

    Returns
    -------
    Shape (n,); nowhere true in a tree without a fixed node.

    Notes
    -----
    Loose ends that are not fixed are taken off until none is left. A loose
    end has one edge, so the sum of the numbers of the edges left at a node
    names it.
    """
    count = len(fixed)
    edges = np.arange(len(one))
    ends = np.concatenate([one, other])
    left = np.bincount(ends, minlength=count)
    loose = np.flatnonzero((left == 1) & ~fixed).tolist()
    degree = left.tolist()
    # Whole numbers, below 2**53 for any graph that fits in memory: the sums are exact.
    edge_of = np.bincount(ends, np.tile(edges, 2), minlength=count).astype(np.int64).tolist()
    both, kept = (one + other).tolist(), fixed.tolist()
    for tip in loose:
        node = tip
        while degree[node] == 1 and not kept[node]:
            edge = edge_of[node]
            above = both[edge] - node
            degree[node] = 0
            degree[above] -= 1
            edge_of[above] -= edge
            node = above
    return fixed | (np.array(degree, np.intp) > 0)


def _walk(start: Indices, end: Indices, count: int) -> list[int]:
    first, neighbour, edge_of = _adjacency(start, end, count)
    place = first[:-1]  # the next neighbour to visit, per node
    stop = first[1:]
    found = [0] * count  # 1, 2, ... in the order of the walk; 0 not yet seen
    low = [0] * count
    clock = 0
    bridges = []
    for root in range(count):
        if found[root]:
            continue
        clock += 1
        found[root] = low[root] = clock
        path, came_by = [root], [-1]
        while path:
            node = path[-1]
            at = place[node]
            if at < stop[node]:
                place[node] = at + 1
                other = neighbour[at]
                if not found[other]:
                    clock += 1
                    found[other] = low[other] = clock
                    path.append(other)
                    came_by.append(edge_of[at])
                elif edge_of[at] != came_by[-1] and found[other] < low[node]:
                    low[node] = found[other]
                continue
            path.pop()
            edge = came_by.pop()
            if path:
                above = path[-1]
                low[above] = min(low[above], low[node])
                if low[node] > found[above]:
                    bridges.append(edge)
    return bridges


def _adjacency(start: Indices, end: Indices, count: int) -> tuple[list[int], list[int], list[int]]:
    """Neighbours of each node in one list: where they begin, who, by which edge."""
    edges = np.flatnonzero(start != end)
    row = np.concatenate([start[edges], end[edges]])
    order = np.argsort(row, kind="stable")
    first = np.searchsorted(row[order], np.arange(count + 1))
    neighbour = np.concatenate([end[edges], start[edges]])[order]
    return first.tolist(), neighbour.tolist(), np.concatenate([edges, edges])[order].tolist()
