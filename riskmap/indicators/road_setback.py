"""How far back from the public road the buildings stand."""

import geopandas as gpd
import pandas as pd

from riskmap.indicators.access_road import for_cars
from riskmap.indicators.indicator import Indicator
from riskmap.locations.locations import Locations
from riskmap.locations.members import anchors
from riskmap.measures.nearest import nearest_distance
from riskmap.messages import marked
from riskmap.scaling import rising


def road_setback(
    locations: Locations, buildings: gpd.GeoDataFrame, roads: gpd.GeoDataFrame
) -> "pd.Series[float]":
    """Shortest distance (m) from the largest outbuilding to a public road for cars.

    From the outline of the location's largest outbuilding (its largest
    building where it has none) to the nearest edge of a road surface (BGT),
    or to the nearest centre line where the layer holds lines (NWB), which is
    half a road's width more. Foot, cycle, bridle and bus paths do not count.
    """
    targets = for_cars(roads).geometry.to_numpy()
    metres = nearest_distance(anchors(locations, buildings), targets)
    return pd.Series(metres, index=locations.frame.index)


INDICATOR = Indicator(
    function=road_setback,
    number=4,
    title={
        "nl": "Afstand pand tot openbare weg",
        "en": "Distance from the building to the public road",
    },
    question={
        "nl": "Staat het pand uit het zicht van de weg?",
        "en": "Is the building out of sight from the road?",
    },
    unit="m",
    family="seclusion",
    value=rising(60, 200),
    evidence="c",
    sources=marked("Reasoning from opportunity theory. Thresholds are a design value."),
    false_positives={
        "nl": "Landgoederen en moderne boerderijen hebben vaak een lange oprit.",
        "en": "Estates and modern farms often have a long drive.",
    },
    ordinary_explanations={
        "nl": "Het pand heeft een lange oprit, of de stallen staan achter de woning.",
        "en": "The building has a long drive, or the sheds stand behind the house.",
    },
    needs={"roads": ("geometry",), "buildings": ("geometry",)},
    margin_m={"roads": 1000},
)
