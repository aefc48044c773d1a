"""Which roads are there for cars, and by which of them a place is reached.

Not an indicator: what several indicators mean by a road and by a way in.
"""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np

from riskmap.locations.locations import Locations
from riskmap.locations.members import anchors
from riskmap.measures.arrays import Floats, Indices
from riskmap.measures.attach import nearest_edge
from riskmap.measures.network import RoadGraph, road_graph

_NOT_FOR_CARS = (
    "fietspad",
    "voetpad",
    "voetpad op trap",
    "voetgangersgebied",
    "ruiterpad",
    "ov-baan",
)
_STATE = "R"


@dataclass(frozen=True)
class Network:
    """The roads for cars as a graph.

    Attributes
    ----------
    graph
        All of them, motorways and ramps included.
    roads
        The rows the edges were made from, in the order of the edges.
    entrance
        Per edge whether places are reached by it, shape (e,): not over a
        state road (motorways are) or a ramp, from which no yard is entered.
    """

    graph: RoadGraph
    roads: gpd.GeoDataFrame
    entrance: "np.ndarray[tuple[int], np.dtype[np.bool_]]"


def for_cars(roads: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the roads that are no foot, cycle, bridle or bus path, sorted by id.

    A road of unknown class counts as a road for cars: the older NWB names no
    class for ordinary streets.
    """
    words = roads["road_class"].astype("string").str.lower().str.strip()
    return roads[~words.isin(_NOT_FOR_CARS).to_numpy(dtype=bool)].sort_index()


def network(roads: gpd.GeoDataFrame) -> Network:
    """Return the graph of the roads for cars; roads without nodes are left out."""
    cars = for_cars(roads)
    cars = cars[(cars["node_from"].notna() & cars["node_to"].notna()).to_numpy(dtype=bool)]
    graph = road_graph(
        cars["node_from"].to_numpy(dtype=object),
        cars["node_to"].to_numpy(dtype=object),
        cars.geometry.length.to_numpy(dtype=float),
    )
    ramp = cars["ramp"].astype("boolean").fillna(value=False)
    entrance = ~(ramp | cars["authority"].eq(_STATE).fillna(value=False).astype(bool))
    return Network(graph, cars, entrance.to_numpy(dtype=bool))


def access(
    locations: Locations, buildings: gpd.GeoDataFrame, net: Network
) -> tuple[Indices, Floats]:
    """Return the road by which each location is reached, and the place on it.

    It is the road nearest to the location's largest outbuilding (to its
    largest building where it has none), in a straight line.

    Returns
    -------
    Number of the edge, shape (n,), -1 for none; metres along it from its
    start node, shape (n,), NaN for none.
    """
    lines = net.roads.geometry.to_numpy().copy()
    lines[~net.entrance] = None
    edge, _, position = nearest_edge(anchors(locations, buildings), lines)
    return edge, position
