"""Whether a venue changes hands fast and is used as the registers say."""

import geopandas as gpd
import numpy as np
import pandas as pd

from riskmap.indicators.indicator import Indicator
from riskmap.indicators.member_facts import fact_of
from riskmap.locations.locations import Locations
from riskmap.locations.members import has_row, has_use
from riskmap.messages import marked
from riskmap.scaling import rising

_VENUE_USES = ("bijeenkomstfunctie", "logiesfunctie", "winkelfunctie")
_CHANGES = rising(1, 4)
_WEIGHTS = {"changes": 0.4, "no_match": 0.3, "survey": 0.3}
_FEWEST_PARTS = 2


def venue_exposure(
    locations: Locations,
    venues: pd.DataFrame,
    addresses: gpd.GeoDataFrame,
    *,
    licence_free: bool = False,
) -> "pd.Series[float]":
    """Exposure (0-1) of the venue with the most: changes of keeper, use and survey together.

    0.4 x changes in five years, rising from 1 to 4, + 0.3 x no match + 0.3 x
    score of the survey on the spot (schouw, 0-1). No match is 1 where the
    register gives the address none of the uses bijeenkomstfunctie,
    logiesfunctie and winkelfunctie, else 0; with `licence_free` a venue that
    needs no licence is no match either (off by default, for it is legal). What
    is unknown is left out and the weights of the rest add up to 1; with fewer
    than two of the three known the venue is unknown. It does not apply where
    no address of the location is in the list of venues.
    """
    rows = locations.of_role("address")
    rows = rows[rows["member_id"].isin(venues.index)]
    match = fact_of(rows, has_use(addresses, _VENUE_USES))
    no_match = (~match).astype("Float64").astype(float)
    if licence_free:
        free = fact_of(rows, venues["licence_free"].astype("boolean"))
        no_match = no_match.mask(free.fillna(value=False).astype(bool), 1.0)
    changes = fact_of(rows, venues["changes_5y"]).to_numpy(dtype=np.float64)
    parts = pd.DataFrame(
        {
            "changes": _CHANGES.scores(changes),
            "no_match": no_match,
            "survey": fact_of(rows, venues["survey_score"].astype(float)),
        },
        index=rows.index,
    )
    weights = parts.notna() * pd.Series(_WEIGHTS)
    total = weights.sum(axis="columns")
    score = (parts.fillna(0.0) * weights).sum(axis="columns") / total.where(total > 0, np.nan)
    score = score.where(parts.notna().sum(axis="columns") >= _FEWEST_PARTS)
    return score.groupby(rows["location_id"]).max().reindex(locations.frame.index)


def _has_venue(
    locations: Locations, venues: pd.DataFrame, _: gpd.GeoDataFrame
) -> "pd.Series[bool]":
    return pd.Series(has_row(locations, venues), index=locations.frame.index)


INDICATOR = Indicator(
    function=venue_exposure,
    number=38,
    title={"nl": "Horecaschouw en vergunning", "en": "Venue survey and licence"},
    question={
        "nl": "Wijkt de zaak af van wat is vergund, en wisselt ze vaak van uitbater?",
        "en": "Does the venue deviate from its licence, and does it change hands often?",
    },
    unit="index",
    family="venue",
    value=rising(0.0, 1.0),
    evidence="b",
    sources=marked(
        "Horeca scans in municipalities work with about 80 indicators and a survey on the spot; "
        "they describe a shift to licence-free and disguised venues. Weights are a design value. "
        "No type of cuisine, language or origin is read."
    ),
    false_positives={
        "nl": (
            "Vergunningvrij is legaal, en verenigingen wisselen vaak van bestuur of beheerder. "
            "Het gebruiksdoel in de BAG loopt soms achter."
        ),
        "en": (
            "Licence-free is legal, and associations often change their board or keeper. The use "
            "in the register sometimes runs behind."
        ),
    },
    ordinary_explanations={
        "nl": (
            "Er is een nieuwe uitbater, het is een seizoenszaak, of het pand is net van functie "
            "veranderd."
        ),
        "en": (
            "There is a new keeper, it is a seasonal business, or the premises have just changed "
            "their use."
        ),
    },
    needs={"addresses": ("geometry",)},
    applies=_has_venue,
)
