"""What stands together: geometries in reach of each other, and of each other's neighbours."""

import numpy as np
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from riskmap.measures.arrays import Geometries, Indices, Pairs, geometry_array, in_slices, usable

_ROWS = 20_000


def single_link(geometries: Geometries, gap_m: float) -> Indices:
    """Cluster geometries by single link.

    Parameters
    ----------
    geometries
        Shape (n,), in EPSG:28992.
    gap_m
        Metres; two geometries at this distance or nearer stand together.

    Returns
    -------
    Shape (n,): number of the cluster, counted from 0 in the order of the
    lowest geometry in it; one that stands alone is a cluster of its own, a
    missing or empty one is -1.
    """
    geometries = geometry_array(geometries)
    rows = np.flatnonzero(usable(geometries))
    there = geometries[rows]
    tree = shapely.STRtree(there)

    def near(part: slice) -> Pairs:
        one, other = tree.query(there[part], predicate="dwithin", distance=gap_m)
        one = one + part.start
        later = one < other
        return _thinned(one[later], other[later])

    found = in_slices(near, len(there), _ROWS)
    one = np.concatenate([np.empty(0, np.intp), *(pair[0] for pair in found)])
    other = np.concatenate([np.empty(0, np.intp), *(pair[1] for pair in found)])
    result = np.full(len(geometries), -1, np.intp)
    result[rows] = component_labels(one, other, len(there))
    return result


def _thinned(one: Indices, other: Indices) -> Pairs:
    """Return fewer pairs that connect the same nodes: each to the lowest of its component."""
    nodes, number = np.unique(np.concatenate([one, other]), return_inverse=True)
    label = component_labels(number[: len(one)], number[len(one) :], len(nodes))
    _, lowest = np.unique(label, return_index=True)
    return nodes, nodes[lowest[label]]


def component_labels(one: Indices, other: Indices, count: int) -> Indices:
    """Give each node the number of its connected component, in order of lowest node.

    Parameters
    ----------
    one, other
        Shape (e,): the two nodes of each edge.
    count
        How many nodes there are.

    Returns
    -------
    Shape (count,), from 0.
    """
    if not count:
        return np.empty(0, np.intp)
    edges = coo_array((np.ones(len(one)), (one, other)), shape=(count, count))
    _, label = connected_components(edges, directed=False)
    _, first, member = np.unique(label, return_index=True, return_inverse=True)
    numbers: Indices = np.argsort(np.argsort(first))[member].astype(np.intp)
    return numbers
