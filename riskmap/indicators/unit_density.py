"""How many units share one roof."""

import geopandas as gpd
import pandas as pd

from riskmap.indicators.address_use import address_members
from riskmap.indicators.indicator import Indicator
from riskmap.locations.locations import Locations
from riskmap.messages import marked
from riskmap.scaling import log_rising


def unit_density(locations: Locations, addresses: gpd.GeoDataFrame) -> "pd.Series[float]":
    """Count the location's addresses in use that are no dwelling.

    An address that lies in several buildings counts in each of them. Without
    addresses the count is 0; where the use of one of them is unknown, so is
    the count.
    """
    rows = address_members(locations, addresses)
    rows = rows[rows["in_use"]]
    units = (~rows["dwelling"]).fillna(value=False).groupby(rows["location_id"]).sum()
    unknown = rows.loc[rows["dwelling"].isna(), "location_id"]
    count = units.astype(float).reindex(locations.frame.index, fill_value=0.0)
    return count.mask(count.index.isin(unknown))


INDICATOR = Indicator(
    function=unit_density,
    number=21,
    title={"nl": "Bedrijfsverzamelgebouw", "en": "Multi-tenant building"},
    question={
        "nl": "Zitten er veel kleine gebruikers onder één dak?",
        "en": "Are there many small users under one roof?",
    },
    unit="addresses",
    family="anonymity",
    value=log_rising(4, 30),
    evidence="b",
    sources=marked(
        "Action agenda 2022: anonymity of multi-tenant buildings, owners made aware. Thresholds "
        "are a design value."
    ),
    false_positives={
        "nl": "Gewone starterscentra en kantoorverzamelgebouwen scoren even hoog.",
        "en": "Ordinary centres for starters and shared offices score as high.",
    },
    ordinary_explanations={
        "nl": (
            "Het is een gewoon bedrijfsverzamelgebouw, winkelcentrum of kantoor met zelfstandige "
            "huurders."
        ),
        "en": (
            "It is an ordinary multi-tenant building, shopping centre or office with independent "
            "tenants."
        ),
    },
    needs={"addresses": ("geometry",)},
)
