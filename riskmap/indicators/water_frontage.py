"""Whether the place lies on water a boat can reach."""

import geopandas as gpd
import numpy as np

from riskmap.indicators.indicator import Indicator
from riskmap.indicators.reasons import Reasoned, reasoned
from riskmap.locations.locations import Locations
from riskmap.measures.nearest import nearest_distance
from riskmap.messages import Message, marked
from riskmap.scaling import falling


def water_frontage(locations: Locations, water: gpd.GeoDataFrame) -> Reasoned:
    """Distance (m) from the place's outline to the nearest navigable water.

    In a straight line, 0 where they touch. Only water that is known to be
    navigable counts. It is unknown where water of which that is not known lies
    nearer than the nearest navigable water, and where the layer holds no
    navigable water.
    """
    places = locations.frame.geometry.to_numpy()
    shapes = water.geometry.to_numpy()
    navigable = water["navigable"].astype("boolean")
    known = nearest_distance(places, shapes[navigable.fillna(value=False).to_numpy(dtype=bool)])
    doubtful = nearest_distance(places, shapes[navigable.isna().to_numpy(dtype=bool)])
    return reasoned(
        locations.frame.index,
        known,
        (
            (doubtful < known) | (np.isnan(known) & ~np.isnan(doubtful)),
            Message("Of the nearest water the register does not say whether a boat can sail it."),
        ),
        (np.isnan(known), Message("No navigable water is known.")),
    )


INDICATOR = Indicator(
    function=water_frontage,
    number=35,
    title={"nl": "Ligging aan vaarwater", "en": "Place on navigable water"},
    question={
        "nl": "Is er een eigen kade of helling?",
        "en": "Is there a quay or slip of its own?",
    },
    unit="m",
    family="access",
    value=falling(25, 150),
    evidence="b",
    sources=marked(
        "Action plan 2018/2019 on smuggling routes over water and road. Thresholds are a design "
        "value."
    ),
    false_positives={
        "nl": (
            "Langs oude bedrijfskanalen ligt bijna elk pand aan het water, ook zonder kade. Niet "
            "elk water met een vaarwegklasse is op die plek te bevaren."
        ),
        "en": (
            "Along old industrial canals nearly every building lies on the water, quay or not. "
            "Not all water with a waterway class can be sailed at that very spot."
        ),
    },
    ordinary_explanations={
        "nl": "Het bedrijf vervoert over water, doet in watersport of wordt over water beleverd.",
        "en": "The business ships over water, works in water sports or is supplied over water.",
    },
    needs={"water": ("navigable",)},
    margin_m={"water": 1000},
)
