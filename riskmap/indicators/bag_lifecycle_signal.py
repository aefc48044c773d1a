"""Whether the register shows the end of a building's life."""

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import pandas as pd

from riskmap.indicators.indicator import Indicator
from riskmap.indicators.member_facts import fact_of, has_member
from riskmap.locations.locations import Locations
from riskmap.messages import marked
from riskmap.scaling import steps

_BUILDINGS = {
    "pand buiten gebruik": 4.0,
    "sloopvergunning verleend": 2.0,
    "verbouwing pand": 1.0,
    "pand in gebruik": 0.0,
    "pand in gebruik (niet ingemeten)": 0.0,
    "bouwvergunning verleend": 0.0,
    "bouw gestart": 0.0,
}
_ADDRESSES = {
    "verblijfsobject buiten gebruik": 3.0,
    "verbouwing verblijfsobject": 1.0,
    "verblijfsobject in gebruik": 0.0,
    "verblijfsobject in gebruik (niet ingemeten)": 0.0,
    "verblijfsobject gevormd": 0.0,
}


def bag_lifecycle_signal(
    locations: Locations,
    buildings: gpd.GeoDataFrame,
    addresses: gpd.GeoDataFrame | None = None,
) -> "pd.Series[float]":
    """Worst class among the statuses of the location's buildings and addresses.

    4 building out of use, 3 address out of use, 2 demolition permit granted,
    1 conversion, 0 in use. A status outside the BAG's own words, such as the
    one word ``bestaand`` of the BGT, says nothing and is unknown. Where an
    unknown status could be worse than the worst that is known, so is the
    class. A run in which no address status is known goes by the buildings
    alone.
    """
    rows = _classes(locations.of_role("building", "outbuilding"), buildings, _BUILDINGS)
    if addresses is not None and _words(addresses).isin(_ADDRESSES).any():
        rows = pd.concat([rows, _classes(locations.of_role("address"), addresses, _ADDRESSES)])
    worst = rows.groupby("location_id")[["known", "possible"]].max()
    signal = worst["known"].mask(worst["possible"] > worst["known"], np.nan)
    return signal.reindex(locations.frame.index)


def _classes(
    members: pd.DataFrame, layer: gpd.GeoDataFrame, classes: Mapping[str, float]
) -> pd.DataFrame:
    """Return per member the known class, and the worst it could be."""
    known = fact_of(members, _words(layer).map(classes).astype(float))
    possible = known.fillna(max(classes.values()))
    return pd.DataFrame(
        {"location_id": members["location_id"], "known": known, "possible": possible}
    )


def _words(layer: gpd.GeoDataFrame) -> "pd.Series[str]":
    words: pd.Series[str] = layer["status"].astype("string").str.lower()
    return words


def _has_members(locations: Locations, *_: object) -> "pd.Series[bool]":
    return has_member(locations, "building", "outbuilding", "address")


INDICATOR = Indicator(
    function=bag_lifecycle_signal,
    number=10,
    title={"nl": "Signaal uit de BAG-status", "en": "Signal from the register's status"},
    question={
        "nl": "Laat de BAG zien dat het gebruik van een pand eindigt?",
        "en": "Does the register of buildings show the end of a building's life?",
    },
    unit="class",
    classes={
        0: {"nl": "in gebruik", "en": "in use"},
        1: {"nl": "verbouwing", "en": "conversion"},
        2: {"nl": "sloopvergunning verleend", "en": "demolition permit granted"},
        3: {"nl": "adres buiten gebruik", "en": "address out of use"},
        4: {"nl": "pand buiten gebruik", "en": "building out of use"},
    },
    family="vacancy",
    value=steps({0: 0.0, 1: 0.2, 2: 0.6, 3: 0.9, 4: 1.0}),
    evidence="c",
    sources=marked(
        "BAG catalogue 2018 (status lists of pand and verblijfsobject); national counts: 547 "
        "buildings out of use and 16,914 with a demolition permit among 11.4 million. The scores "
        "per class are a design value."
    ),
    false_positives={
        "nl": (
            "Dit signaal is zeer zeldzaam: dat het er niet is, zegt niets. Een sloopvergunning "
            "kan jaren oud zijn."
        ),
        "en": (
            "The signal is very rare: that there is none says nothing. A demolition permit may "
            "be years old."
        ),
    },
    ordinary_explanations={
        "nl": "Het pand wordt verbouwd, of gesloopt voor nieuwbouw op dezelfde plek.",
        "en": "The building is being converted, or demolished to build anew on the same spot.",
    },
    needs={"buildings": ("status",)},
    applies=_has_members,
)
