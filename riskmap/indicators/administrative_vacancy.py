"""How long the addresses have been without a registered user."""

import geopandas as gpd
import numpy as np
import pandas as pd

from riskmap.errors import IndicatorError
from riskmap.indicators.address_use import address_members
from riskmap.indicators.indicator import Indicator
from riskmap.indicators.member_facts import fact_of
from riskmap.locations.locations import Locations
from riskmap.locations.membership import is_among
from riskmap.messages import Message, marked
from riskmap.scaling import rising

_LISTED = ("vacant", "all")


def administrative_vacancy(
    locations: Locations,
    addresses: gpd.GeoDataFrame,
    vacancy: pd.DataFrame,
    *,
    listed: str = "vacant",
) -> "pd.Series[float]":
    """Years without a registered user, over the location's addresses by floor area.

    Of an address listed more than once the longest vacancy counts; over the
    addresses of a location the mean is taken, weighted with floor area (and
    with the part of the address that belongs to the location). A municipal
    vacancy table lists vacant addresses, so an existing address it does not
    list has 0 years (`listed` = ``vacant``); in a table of all addresses
    (`listed` = ``all``) it is unknown. The mean is unknown where an address
    is unknown, where a floor area that matters is unknown, and where the
    location has no address: a barn without an address is never counted.
    """
    if listed not in _LISTED:
        raise IndicatorError(
            Message("Option listed of administrative_vacancy is not known: {word}.", word=listed),
            Message("Choose one of: {words}.", words=", ".join(_LISTED)),
        )
    rows = address_members(locations, addresses)
    years = vacancy["years_vacant"].astype(float).groupby(level=0).max()
    rows["years"] = fact_of(rows, years)
    if listed == "vacant":
        rows.loc[rows["exists"] & ~is_among(rows["member_id"], years.index), "years"] = 0.0
    rows["weight"] = rows["share"] * rows["floor_area_m2"]
    rows["weighted"] = rows["years"] * rows["weight"]
    unknown = rows[["years", "weight"]].isna().groupby(rows["location_id"]).any()
    by_place = rows.groupby("location_id")
    sums = by_place[["weighted", "weight"]].sum()
    mean = (sums["weighted"] / sums["weight"]).mask(unknown["weight"], np.nan)
    low, high = by_place["years"].min(), by_place["years"].max()
    mean = mean.where(low != high, low).mask(unknown["years"], np.nan)
    return mean.reindex(locations.frame.index)


INDICATOR = Indicator(
    function=administrative_vacancy,
    number=9,
    title={"nl": "Administratieve leegstand", "en": "Administrative vacancy"},
    question={
        "nl": "Hoe lang staat hier volgens de registers niemand ingeschreven?",
        "en": "For how long has no one been registered here?",
    },
    unit="years",
    family="vacancy",
    value=rising(0.5, 2.0),
    evidence="a",
    sources=marked(
        "WODC/Tilburg University 2018 on business parks (vacancy among its indicators); CBS "
        "vacancy monitor: long-term is vacant on two successive 1 Januaries. The table is made "
        "by the municipality: no resident, no establishment, no user for property tax."
    ),
    false_positives={
        "nl": (
            "Administratief leeg is niet altijd echt leeg: er zijn koppelfouten en het register "
            "loopt achter. Gedeeltelijke leegstand blijft onzichtbaar en een schuur zonder adres "
            "telt nooit mee."
        ),
        "en": (
            "Vacant on paper is not always vacant: records are linked wrongly and run behind. "
            "Partial vacancy stays invisible and a barn without an address is never counted."
        ),
    },
    ordinary_explanations={
        "nl": (
            "De plek wordt verkocht of verbouwd, hoort bij een nalatenschap, of de gebruiker "
            "heeft zich nog niet ingeschreven."
        ),
        "en": (
            "The place is being sold or converted, is part of an estate, or its user has not "
            "registered yet."
        ),
    },
    needs={"vacancy": ("years_vacant",), "addresses": ("geometry",)},
)
