"""Whether the way in is a dead end, and how long it is."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from riskmap.indicators.access_road import Network, access, network
from riskmap.indicators.indicator import Indicator
from riskmap.locations.locations import Locations
from riskmap.measures.arrays import Flags
from riskmap.measures.network import leaf_branch_length
from riskmap.messages import marked
from riskmap.scaling import rising

_AT_THE_BORDER_M = 50.0


def dead_end_access(
    locations: Locations,
    buildings: gpd.GeoDataFrame,
    roads: gpd.GeoDataFrame,
    *,
    loop_m: float = 500.0,
) -> "pd.Series[float]":
    """Length (m) of the dead-end branch on which the access road lies; 0 when on none.

    The access road is the road for cars nearest to the location's largest
    outbuilding (state roads and ramps excepted). A dead-end branch is what
    the closing of one road cuts off from the rest of the network: a lane with
    its side lanes. Its length is that of its bridges (the roads of the
    undirected graph that are the only way on). A ring of at most `loop_m`
    (metres, a design value) at the end of a lane is a turning loop or a small
    block: a place on it has the length of its branch. A road between two
    longer rings, such as the only road between two villages, is a through
    road: 0. Roads that are tied to no longer ring at all, as on a small
    island, are one branch together.

    It is unknown where the roads have no nodes, as road surfaces have not,
    and on a branch with an end within 50 m of the outline (convex hull) of
    the roads that were read: the road may well go on beyond it.
    """
    net = network(roads)
    edge, _ = access(locations, buildings, net)
    length = leaf_branch_length(net.graph, loop_m=loop_m, goes_on=_at_the_border(net, roads))
    length = np.append(length, np.nan)  # edge -1 takes the last
    return pd.Series(length[edge], index=locations.frame.index)


def _at_the_border(net: Network, roads: gpd.GeoDataFrame) -> Flags:
    """Tell which nodes are the end of one road only, beside the edge of what was read.

    The hull, not the bounding box: a layer cut along a municipal border, or
    read with whole roads across the edge of a box, touches its box only here
    and there.
    """
    lines = net.roads.geometry.to_numpy()
    first = shapely.get_point(shapely.get_geometry(lines, 0), 0)
    last = shapely.get_point(shapely.get_geometry(lines, -1), -1)
    outline = shapely.convex_hull(shapely.geometrycollections(roads.geometry.to_numpy()))
    gap = shapely.distance(np.concatenate([first, last]), shapely.boundary(outline))
    ends = np.concatenate([net.graph.start, net.graph.end])
    result: Flags = np.bincount(ends, minlength=len(net.graph.nodes)) == 1
    result[ends[gap > _AT_THE_BORDER_M]] = False
    return result


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
    sources=marked(
        "Omroep Brabant, August 2019: a ranger asks to close a dead-end lane because of repeated "
        "dumping; bridges of a graph: Tarjan 1974. Thresholds and the length of a turning loop are "
        "design values."
    ),
    false_positives={
        "nl": (
            "Een fietspad of bospad kan een uitweg zijn die het wegennet voor auto's niet kent. "
            "Stopt de wegenlaag bij de gemeentegrens, dan is soms onbekend of een weg daar "
            "doorloopt. Niet elke afgebroken weg is zo te herkennen: neem de wegen dus ruim om "
            "het gebied heen mee."
        ),
        "en": (
            "A cycle or forest path may be a way out that the road network for cars does not "
            "know. Where the road layer stops at the municipal border it may be unknown whether "
            "a road goes on. Not every road that was cut off shows as such, so include the roads "
            "well beyond the area."
        ),
    },
    ordinary_explanations={
        "nl": "Het is een gewone insteekweg of erftoegang in het buitengebied.",
        "en": "It is an ordinary lane or farm track in the countryside.",
    },
    needs={"roads": ("node_from", "node_to"), "buildings": ("geometry",)},
    margin_m={"roads": 5000},
)
