"""Whether a place lies at the back of its business park."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from riskmap.indicators.access_road import Network, network
from riskmap.indicators.indicator import Indicator
from riskmap.indicators.reasons import Reasoned, reasoned
from riskmap.locations.locations import Locations
from riskmap.locations.members import anchors
from riskmap.locations.within import representative_points
from riskmap.measures.arrays import Floats, Geometries, Indices
from riskmap.measures.attach import nearest_edge
from riskmap.measures.betweenness import journeys, mid_ranks
from riskmap.measures.containing import containing_polygon
from riskmap.measures.network import road_graph
from riskmap.messages import Message, marked
from riskmap.scaling import rising

_MOSTLY = 0.5


def internal_seclusion(
    locations: Locations,
    buildings: gpd.GeoDataFrame,
    roads: gpd.GeoDataFrame,
    business_parks: gpd.GeoDataFrame,
    *,
    least_edges: int = 12,
) -> Reasoned:
    """1 - percentile rank of how much the access road is used, among the park's roads.

    The park's road graph has the roads for cars (state roads and ramps
    excepted) of which at least half lies in the park. An entrance is a node
    where such a road meets another road. A journey runs from every entrance to
    every building whose inside point lies in the park, by the shortest way;
    the building is in the middle of the park's road nearest to it. What a road
    is used is the number of journeys over it or to it: edge betweenness with
    entrances as sources and buildings as targets. Of equally short ways each
    takes its part; roads that are used as much share the middle of their
    ranks. A place has the road of its park that is nearest to its largest
    outbuilding (its largest building where it has none).

    It is unknown on a park with fewer than `least_edges` roads (small parks
    have two streets), without an entrance or without a building, and where the
    roads have no nodes, as road surfaces have not. It does not apply off the
    parks.
    """
    net = network(roads)
    parks = business_parks.sort_index().geometry.to_numpy()
    home = _home(locations.frame.geometry.to_numpy(), parks)
    street_of = _streets(net, parks)
    shapes = buildings.geometry.to_numpy()
    park_of_building = _home(shapes, parks)
    doors = anchors(locations, buildings)
    result, small = np.full(len(home), np.nan), np.zeros(len(home), dtype=bool)
    for park in np.unique(home[home >= 0]).tolist():
        streets = np.flatnonzero(street_of == park)
        if len(streets) < least_edges:
            small[home == park] = True
            continue
        lines = net.roads.geometry.to_numpy()[streets]
        reached, _, _ = nearest_edge(shapes[park_of_building == park], lines)
        rank = _use_ranks(net, streets, np.bincount(reached, minlength=len(streets)))
        places = np.flatnonzero(home == park)
        edge, _, _ = nearest_edge(doors[places], lines)
        result[places] = 1 - rank[edge]
    few = Message("The park has fewer than {count} roads of its own.", count=least_edges)
    closed = Message("No road leads into the park, or no building stands on it.")
    index = locations.frame.index
    return reasoned(index, result, (small, few), (np.isnan(result) & (home >= 0), closed))


def on_a_park(
    locations: Locations,
    _buildings: gpd.GeoDataFrame,
    _roads: gpd.GeoDataFrame,
    business_parks: gpd.GeoDataFrame,
) -> "pd.Series[bool]":
    """Tell which places have their inside point in a business park."""
    home = _home(locations.frame.geometry.to_numpy(), business_parks.geometry.to_numpy())
    return pd.Series(home >= 0, index=locations.frame.index)


def _home(shapes: Geometries, parks: Geometries) -> Indices:
    return containing_polygon(representative_points(shapes), parks)


def _streets(net: Network, parks: Geometries) -> Indices:
    """Park that at least half of each road lies in, -1 for none; the lowest of several."""
    lines = net.roads.geometry.to_numpy()
    result = np.full(len(lines), len(parks), np.intp)
    park, road = shapely.STRtree(lines).query(parks, predicate="intersects")
    inside = shapely.length(shapely.intersection(lines[road], parks[park]))
    mostly = (inside >= _MOSTLY * shapely.length(lines[road])) & net.entrance[road]
    np.minimum.at(result, road[mostly], park[mostly])
    result[result == len(parks)] = -1
    return result


def _use_ranks(net: Network, streets: Indices, homes: Indices) -> Floats:
    """Percentile rank of the use of each street of one park; NaN when nobody can come in."""
    graph = net.graph
    here = np.bincount(
        np.concatenate([graph.start[streets], graph.end[streets]]), minlength=len(graph.nodes)
    )
    all_roads = np.bincount(np.concatenate([graph.start, graph.end]), minlength=len(graph.nodes))
    park = road_graph(
        graph.nodes[graph.start[streets]],
        graph.nodes[graph.end[streets]],
        graph.length_m[streets],
    )
    number = np.searchsorted(graph.nodes.astype(str), park.nodes.astype(str))
    entrances = np.flatnonzero(all_roads[number] > here[number])
    if not (len(entrances) and homes.any()):
        return np.full(len(streets), np.nan)
    return mid_ranks(journeys(park, entrances, homes.astype(float)))


INDICATOR = Indicator(
    function=internal_seclusion,
    number=7,
    title={"nl": "Achterafligging op het terrein", "en": "Place at the back of the park"},
    question={
        "nl": "Ligt het achter op het terrein?",
        "en": "Is it at the back of the park?",
    },
    unit="share",
    family="seclusion",
    value=rising(0, 1),
    evidence="b",
    sources=marked(
        "Omroep Brabant, July 2023: a risk tool for business parks uses a secluded street as a "
        "sign; WODC and Tilburg University 2018: location is a factor. Betweenness: Brandes 2008. "
        "The least number of roads is a design value."
    ),
    false_positives={
        "nl": (
            "Op een terrein met weinig straten zegt een rangorde weinig. In een straat waar "
            "alleen vrachtwagens komen is het druk, en toch ziet niemand wat er gebeurt."
        ),
        "en": (
            "On a park with few streets a rank says little. A street with lorries only is busy, "
            "and still nobody sees what goes on."
        ),
    },
    ordinary_explanations={
        "nl": "Elk terrein heeft kavels achteraan, en die zijn vaak goedkoper en ruimer.",
        "en": "Every park has plots at the back, and those are often cheaper and larger.",
    },
    needs={
        "business_parks": ("geometry",),
        "buildings": ("geometry",),
        "roads": ("node_from", "node_to"),
    },
    # A park at the edge is ranked whole.
    margin_m={"roads": 2000, "buildings": 2000, "business_parks": 2000},
    applies=on_a_park,
)
