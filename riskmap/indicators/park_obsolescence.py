"""Whether the business park is outdated, by the register's own answer."""

import geopandas as gpd
import numpy as np
import pandas as pd

from riskmap.indicators.indicator import Indicator
from riskmap.indicators.on_park import fact_of_park, stands_on_park
from riskmap.locations.locations import Locations
from riskmap.messages import marked
from riskmap.scaling import rising

_RENEWED = ["transforming_ha", "restructuring_ha", "revitalising_ha"]


def park_obsolescence(locations: Locations, business_parks: gpd.GeoDataFrame) -> "pd.Series[float]":
    """Share (0-1) of the park that is outdated: 1 where the register says so, 0 where it denies it.

    Where the register does not answer it is (transforming_ha +
    restructuring_ha + revitalising_ha) / net_ha, at most 1; unknown where one
    of the four is unknown or net_ha is 0. A location has the share of the park
    it stands on; off the parks it does not apply.
    """
    parks = business_parks[~business_parks.index.duplicated()]
    wanted = parks.reindex(columns=[*_RENEWED, "net_ha"]).astype(float)
    net_ha = wanted["net_ha"].where(wanted["net_ha"] > 0, np.nan)
    share = (wanted[_RENEWED].sum(axis="columns", skipna=False) / net_ha).clip(0.0, 1.0)
    said = parks["obsolete"].astype("boolean").astype("Float64").astype(float)
    return fact_of_park(locations, business_parks, said.where(said.notna(), share))


INDICATOR = Indicator(
    function=park_obsolescence,
    number=32,
    title={"nl": "Verouderd terrein", "en": "Outdated business park"},
    question={"nl": "Is het terrein verouderd?", "en": "Is the business park outdated?"},
    unit="share",
    family="obsolescence",
    value=rising(0.1, 0.5),
    evidence="a",
    sources=marked(
        "WODC/Tilburg University 2018 and the provincial tool for business parks: ageing of the "
        "park is among their indicators. Hectares that are being transformed, restructured or "
        "revitalised come from IBIS; thresholds are a design value."
    ),
    false_positives={
        "nl": (
            "Gemeenten beantwoorden de vraag naar veroudering in IBIS verschillend, en soms met "
            "een bedoeling. Een terrein dat wordt opgeknapt, telt hier als verouderd."
        ),
        "en": (
            "Municipalities answer the question on ageing in IBIS in different ways, and "
            "sometimes with a purpose. A park that is being renewed counts as outdated here."
        ),
    },
    ordinary_explanations={
        "nl": (
            "Het is een ouder terrein met degelijke bedrijven, of het terrein wordt een woonwijk."
        ),
        "en": "It is an older park with sound businesses, or it is becoming a housing area.",
    },
    needs={"business_parks": ("geometry",)},
    applies=stands_on_park,
)
