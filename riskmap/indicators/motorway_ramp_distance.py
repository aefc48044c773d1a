"""How far it is to the motorway."""

import geopandas as gpd
import numpy as np
import pandas as pd

from riskmap.indicators.access_road import access, network
from riskmap.indicators.indicator import Indicator
from riskmap.locations.locations import Locations
from riskmap.measures.network import distance_along_network, network_distance
from riskmap.messages import marked
from riskmap.scaling import falling

_M_PER_KM = 1000.0


def motorway_ramp_distance(
    locations: Locations, buildings: gpd.GeoDataFrame, roads: gpd.GeoDataFrame
) -> "pd.Series[float]":
    """Distance (km) along the roads for cars to the nearest motorway ramp.

    From the place on the access road (the road nearest to the location's
    largest outbuilding; state roads and ramps excepted) to the nearest end of
    an entrance or exit ramp (NWB codes OPR and AFR). One-way rules are not
    applied: the graph is undirected. It is unknown where the network holds no
    ramp or none can be reached.
    """
    net = network(roads)
    ramps = net.roads[net.roads["ramp"].astype("boolean").fillna(value=False).to_numpy(dtype=bool)]
    ends = np.concatenate([ramps["node_from"].to_numpy(object), ramps["node_to"].to_numpy(object)])
    from_nodes = network_distance(net.graph, net.graph.nodes, ends)
    edge, position = access(locations, buildings, net)
    metres = distance_along_network(net.graph, edge, position, from_nodes)
    return pd.Series(metres / _M_PER_KM, index=locations.frame.index)


INDICATOR = Indicator(
    function=motorway_ramp_distance,
    number=34,
    title={
        "nl": "Rijafstand tot op- of afrit",
        "en": "Driving distance to a motorway ramp",
    },
    question={"nl": "Is de snelweg snel te bereiken?", "en": "Is there a fast way out?"},
    unit="km",
    family="access",
    value=falling(2, 9),
    evidence="b",
    sources=marked(
        "bedrijfsgoed.nl: logistics connection wanted; action plan 2018/2019 on access routes. "
        "NWB manual for the ramp codes; Dijkstra 1959. Thresholds are a design value."
    ),
    false_positives={
        "nl": (
            "Bijna elk bedrijventerrein ligt bij een oprit; daarom is het gewicht laag. "
            "Eenrichtingsverkeer telt niet mee."
        ),
        "en": (
            "Nearly every business park lies near a ramp, hence a low weight. One-way rules are "
            "not applied."
        ),
    },
    ordinary_explanations={
        "nl": "Bedrijven kiezen een plek bij de snelweg voor hun vervoer.",
        "en": "Businesses choose a place near the motorway for transport.",
    },
    needs={"roads": ("node_from", "node_to", "ramp"), "buildings": ("geometry",)},
    margin_m={"roads": 15000},
)
