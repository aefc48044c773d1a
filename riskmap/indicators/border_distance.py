"""How near the national border is."""

import geopandas as gpd
import pandas as pd

from riskmap.indicators.indicator import Indicator
from riskmap.locations.locations import Locations
from riskmap.measures.nearest import nearest_distance
from riskmap.messages import marked
from riskmap.scaling import falling

_M_PER_KM = 1000.0


def border_distance(locations: Locations, national_border: gpd.GeoDataFrame) -> "pd.Series[float]":
    """Distance (km) from the place's outline to the national border, in a straight line.

    It is unknown where the layer holds no border. Inside one municipality it
    hardly varies; where its score is the same everywhere it is left out of the
    run, and the run says so.
    """
    metres = nearest_distance(
        locations.frame.geometry.to_numpy(), national_border.geometry.to_numpy()
    )
    return pd.Series(metres / _M_PER_KM, index=locations.frame.index)


INDICATOR = Indicator(
    function=border_distance,
    number=36,
    title={"nl": "Afstand tot de landsgrens", "en": "Distance to the national border"},
    question={"nl": "Ligt het bij de grens?", "en": "Is it near the border?"},
    unit="km",
    family="access",
    value=falling(5, 25),
    evidence="c",
    sources=marked(
        "WODC, Criminele gebouwen (2020): border provinces are over-represented among the most "
        "exposed buildings, yet two of them score below average, so the evidence is mixed. "
        "Thresholds are a design value."
    ),
    false_positives={
        "nl": (
            "Binnen één gemeente verschilt de afstand nauwelijks. Is de grens als vlak gegeven, "
            "dan telt ook de kust als grens."
        ),
        "en": (
            "Inside one municipality the distance hardly differs. Where the border was given as "
            "an area, the coast counts as border too."
        ),
    },
    ordinary_explanations={
        "nl": "De hele streek ligt bij de grens; dat zegt niets over één plek.",
        "en": "The whole region lies near the border; that says nothing about one place.",
    },
    needs={"national_border": ("geometry",)},
    margin_m={"national_border": 30000},
)
