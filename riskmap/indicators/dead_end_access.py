"""Whether the way in is a dead end, and how long it is."""

import geopandas as gpd
import numpy as np
import pandas as pd

from riskmap.indicators.access_road import access, network
from riskmap.indicators.indicator import Indicator
from riskmap.locations.locations import Locations
from riskmap.measures.network import leaf_branch_length
from riskmap.scaling import rising


def dead_end_access(
    locations: Locations, buildings: gpd.GeoDataFrame, roads: gpd.GeoDataFrame
) -> "pd.Series[float]":
    """Length (m) of the dead-end branch on which the access road lies; 0 when on none.

    The access road is the road for cars nearest to the location's largest
    outbuilding (state roads and ramps excepted). A dead-end branch is made of
    bridges of the undirected road graph: roads whose closing cuts the place
    off from the rest of the network, a lane with its side lanes. It is
    unknown where the roads have no nodes, as road surfaces have not.
    """
    net = network(roads)
    edge, _ = access(locations, buildings, net)
    length = np.append(leaf_branch_length(net.graph), np.nan)  # edge -1 takes the last
    return pd.Series(length[edge], index=locations.frame.index)


INDICATOR = Indicator(
    function=dead_end_access,
    number=3,
    title={"nl": "Doodlopende ontsluiting", "en": "Dead-end access"},
    question={
        "nl": "Komt er doorgaand verkeer langs de ingang?",
        "en": "Is there through traffic past the entrance?",
    },
    unit="m",
    family="seclusion",
    value=rising(100, 600),
    evidence="b",
    sources=(
        "Omroep Brabant, August 2019: a ranger asks to close a dead-end lane because of repeated "
        "dumping; bridges of a graph: Tarjan 1974. Thresholds are a design value."
    ),
    false_positives={
        "nl": (
            "Een fietspad of bospad kan een uitweg zijn die het wegennet voor auto's niet kent. "
            "Een lange enkele verbinding tussen twee dorpen telt als doodlopend deel."
        ),
        "en": (
            "A cycle or forest path may be a way out the road network for cars does not know. "
            "A long single connection between two villages counts as a dead-end branch."
        ),
    },
    ordinary_explanations={
        "nl": "Een gewone insteekweg of erftoegang in het buitengebied.",
        "en": "An ordinary lane or farm track in the countryside.",
    },
    needs={"roads": ("node_from", "node_to"), "buildings": ("geometry",)},
    margin_m=5000,
)
