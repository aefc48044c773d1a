"""How much of the business park stands empty."""

import geopandas as gpd
import numpy as np
import pandas as pd

from riskmap.indicators.indicator import Indicator
from riskmap.indicators.on_park import fact_of_park, stands_on_park
from riskmap.locations.locations import Locations
from riskmap.messages import marked
from riskmap.scaling import rising


def park_vacancy_share(
    locations: Locations, park_vacancy: pd.DataFrame, business_parks: gpd.GeoDataFrame
) -> "pd.Series[float]":
    """Share (0-1) of the addresses of the location's business park that are vacant.

    Vacant addresses by all addresses in the municipality's table of parks;
    every place on a park has the park's share. It is unknown where the table
    does not hold the park or one of its counts; those of parks with fewer
    than ten addresses do not pass the border. It does not apply off the parks.
    """
    table = park_vacancy[["addresses", "vacant"]].astype(float)
    total = table["addresses"].where(table["addresses"] > 0, np.nan)
    return fact_of_park(locations, business_parks, table["vacant"] / total)


def _on_a_park(
    locations: Locations, _: pd.DataFrame, business_parks: gpd.GeoDataFrame
) -> "pd.Series[bool]":
    return stands_on_park(locations, business_parks)


INDICATOR = Indicator(
    function=park_vacancy_share,
    number=15,
    title={"nl": "Leegstand per terrein", "en": "Vacancy of the business park"},
    question={
        "nl": "Staat op dit terrein veel leeg?",
        "en": "Does much of this business park stand empty?",
    },
    unit="share",
    family="vacancy",
    value=rising(0.04, 0.15),
    evidence="a",
    sources=marked(
        "WODC/Tilburg University 2018 and the tool of a province on business parks (vacancy among "
        "their indicators); CBS: 4 per cent of the floor area of other buildings than dwellings "
        "was vacant in 2019. The table is made by the municipality."
    ),
    false_positives={
        "nl": (
            "Een terrein dat een andere bestemming krijgt, wordt bewust leeggemaakt. Elk pand op "
            "het terrein krijgt dezelfde waarde."
        ),
        "en": (
            "A park that gets another purpose is emptied deliberately. Every building on the "
            "park gets the same value."
        ),
    },
    ordinary_explanations={
        "nl": "Het terrein wordt herontwikkeld, of er is nieuwbouw die nog niet is verhuurd.",
        "en": "The park is being redeveloped, or it has new buildings that have not been let yet.",
    },
    needs={"park_vacancy": ("addresses", "vacant"), "business_parks": ("geometry",)},
    applies=_on_a_park,
)
