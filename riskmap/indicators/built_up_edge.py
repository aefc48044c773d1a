"""How far out of, or inside, the built-up area a place lies."""

import geopandas as gpd
import pandas as pd

from riskmap.indicators.indicator import Indicator
from riskmap.locations.locations import Locations
from riskmap.locations.within import representative_points
from riskmap.measures.edges import signed_distance
from riskmap.messages import marked
from riskmap.scaling import trapezoid


def built_up_edge(locations: Locations, built_up: gpd.GeoDataFrame) -> "pd.Series[float]":
    """Signed distance (m) from the place to the edge of the built-up area.

    From a point inside the place (`point_on_surface`), in a straight line:
    positive outside the built-up area, negative inside it. Built-up areas that
    overlap or adjoin have one edge. It is unknown where the layer holds no
    built-up area at all.
    """
    points = representative_points(locations.frame.geometry.to_numpy())
    metres = signed_distance(points, built_up.geometry.to_numpy())
    return pd.Series(metres, index=locations.frame.index)


INDICATOR = Indicator(
    function=built_up_edge,
    number=6,
    title={
        "nl": "Ligging buiten of aan de rand van de bebouwde kom",
        "en": "Place outside or at the edge of the built-up area",
    },
    question={
        "nl": "Ligt het aan de rand, weg van het centrum?",
        "en": "Is it on the edge, away from the centre?",
    },
    unit="m",
    family="seclusion",
    value=trapezoid(-200, 50, 1500, 4000),
    evidence="c",
    sources=marked("Reasoning from opportunity theory. Thresholds are a design value."),
    false_positives={
        "nl": (
            "Nieuwe bedrijventerreinen liggen allemaal aan de rand. Een kom die uit adressen is "
            "afgeleid, heeft een grovere rand dan de getekende."
        ),
        "en": (
            "All new business parks lie at the edge. A built-up area that was derived from "
            "addresses has a coarser edge than a drawn one."
        ),
    },
    ordinary_explanations={
        "nl": "Bedrijven die ruimte nodig hebben, vestigen zich aan de rand van de bebouwde kom.",
        "en": "Businesses that need room settle at the edge of town.",
    },
    needs={"built_up": ("geometry",)},
    margin_m={"built_up": 4000},
)
