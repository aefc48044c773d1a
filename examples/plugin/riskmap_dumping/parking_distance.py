"""How far the nearest parking place beside the road is."""

import pandas as pd

from riskmap.indicators.indicator import Indicator
from riskmap.measures.nearest import nearest_distance
from riskmap.scaling import falling


def parking_distance(locations, parkings):
    """Distance from the location to the nearest parking place (m)."""
    metres = nearest_distance(locations.frame.geometry.array, parkings.geometry.array)
    return pd.Series(metres, index=locations.frame.index)


INDICATOR = Indicator(
    function=parking_distance,
    title={"nl": "Afstand tot parkeerplaats", "en": "Distance to a parking place"},
    question={"nl": "Kan hier een auto staan?", "en": "Can a car stand here?"},
    unit="m", family="access", value=falling(30, 300), evidence="b",
    sources="Rangers: parking places and deserted roads are where waste is found (press, 2017).",
    false_positives={"nl": "Wandelaars parkeren hier ook.", "en": "Walkers park here too."},
    ordinary_explanations={"nl": "Een natuurparkeerplaats.", "en": "A car park of a nature area."},
    margin_m={"parkings": 300},
)  # fmt: skip
