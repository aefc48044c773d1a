"""Dead-end branches and the way to the motorway, for planting only.

The indicators measure these again with their own code; nothing here is read
by them.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components, dijkstra

from riskmap.demo.drawing import Numbers, Shapes

Nodes = npt.NDArray[np.int64]


def road_access(table: pd.DataFrame, places: Shapes) -> tuple[Numbers, Numbers]:
    """Return the length of the dead-end branch (m) and the way to a ramp (km) per place.

    Parameters
    ----------
    table
        Pieces between junctions, as `Network.table` gives them.
    places
        Points in EPSG:28992; each uses the nearest local road.
    """
    kinds = np.array([road.kind for road in table["road"]])
    local = ~np.isin(kinds, ("motorway", "ramp"))
    lines = table["line"].to_numpy()
    ends = table[["node_from", "node_to"]].to_numpy()
    length = shapely.length(lines)
    branch = _branch_lengths(ends[local], length[local])
    ramp_nodes = np.intersect1d(ends[kinds == "ramp"], ends[local])
    ways = _ways(ends[local], length[local], ramp_nodes, int(ends.max()) + 1)
    nearest = shapely.STRtree(lines[local]).nearest(places)
    along = shapely.line_locate_point(lines[local][nearest], places)
    first, last = ways[ends[local][nearest]].T
    way = np.minimum(first + along, last + length[local][nearest] - along)
    return branch[nearest], way / 1_000


def _branch_lengths(ends: Nodes, length: Numbers) -> Numbers:
    """Peel dead ends until none is left; give every peeled piece its branch's total length."""
    alive = np.ones(len(ends), dtype=bool)
    while True:
        degree = np.bincount(ends[alive].ravel(), minlength=int(ends.max()) + 1)
        loose = alive & (degree[ends] == 1).any(axis=1)
        if not loose.any():
            break
        alive &= ~loose
    ring = np.zeros(int(ends.max()) + 1, dtype=bool)
    ring[ends[alive].ravel()] = True
    peeled = ends[~alive]
    inner = ~ring[peeled].any(axis=1)
    count = len(ring)
    links = coo_array((np.ones(inner.sum()), (peeled[inner, 0], peeled[inner, 1])), (count, count))
    part = connected_components(links, directed=False)[1]
    outer = np.where(ring[peeled[:, 0]], peeled[:, 1], peeled[:, 0])
    total = np.bincount(part[outer], weights=length[~alive], minlength=count)
    result = np.zeros(len(ends))
    result[~alive] = total[part[outer]]
    return result


def _ways(ends: Nodes, length: Numbers, goals: Nodes, nodes: int) -> Numbers:
    """Return the shortest way to any goal per node, in metres."""
    graph = coo_array((length, (ends[:, 0], ends[:, 1])), shape=(nodes, nodes)).tocsr()
    found: Numbers = dijkstra(graph, directed=False, indices=goals, min_only=True)
    return found
