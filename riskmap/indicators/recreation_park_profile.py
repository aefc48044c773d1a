"""Whether a recreation park is remote, old and split over many owners."""

import geopandas as gpd
import numpy as np
import pandas as pd

from riskmap.indicators.address_use import address_members
from riskmap.indicators.indicator import Indicator
from riskmap.indicators.member_facts import fact_of
from riskmap.locations.locations import Locations
from riskmap.locations.members import has_use
from riskmap.measures.nearest import nearest_distance
from riskmap.messages import marked
from riskmap.scaling import rising

_REACH_KM = 4.0
_UNIT_USES = ("logiesfunctie", "woonfunctie")
_FEWEST_PARTS = 2
_VALUES = {
    "remote": rising(1.0, _REACH_KM),
    "old": rising(0.3, 0.8),
    "split": rising(0.3, 0.9),
    "lived_in": rising(0.05, 0.30),
}


def recreation_park_profile(
    locations: Locations,
    addresses: gpd.GeoDataFrame,
    buildings: gpd.GeoDataFrame,
    built_up: gpd.GeoDataFrame | None = None,
    park_residence: pd.DataFrame | None = None,
    *,
    before_year: int = 1985,
    with_residence: bool = False,
) -> "pd.Series[float]":
    """Mean (0-1) of what is known: distance to the built-up area, age, split ownership.

    Distance (km) from the park to the nearest built-up area, rising from 1 to
    4; share of its buildings with an address, and of known year, that were
    built before 1985 (`before_year`), rising from 0.3 to 0.8; cadastral
    parcels per registered unit, rising from 0.3 to 0.9, where a unit is an
    address in use for lodging or as a dwelling; and only with
    `with_residence` the share of units that are lived in, rising from 0.05 to
    0.30. Unknown where fewer than two of them are known. It applies to
    recreation parks as a whole and to nothing else.

    The guide asks for the share of units built before 1985. The register has
    years of buildings, so a building with many units counts once.
    """
    index = locations.frame.index
    parts = pd.DataFrame(dict.fromkeys(_VALUES, np.nan), index=index, dtype=float)
    if built_up is not None:
        metres = nearest_distance(locations.frame.geometry.to_numpy(), built_up.geometry.to_numpy())
        parts["remote"] = metres / 1000.0
    rows = locations.of_role("building")
    year = fact_of(rows, buildings["year_built"].astype(float)).dropna()
    old = (year < before_year).astype(float).groupby(rows["location_id"].loc[year.index])
    parts["old"] = old.mean().reindex(index)
    split = locations.of_role("parcel").groupby("location_id").size()
    parts["split"] = split.reindex(index) / _units(locations, addresses)
    if with_residence and park_residence is not None:
        share = park_residence["lived_in"] / park_residence["units"]
        park = index.str.split(":", n=1).str[1]
        parts["lived_in"] = share.reindex(park).to_numpy(dtype=float)
    scores = parts.apply(_scored)
    enough = scores.notna().sum(axis="columns") >= _FEWEST_PARTS
    return scores.mean(axis="columns").where(enough)


def _scored(part: "pd.Series[float]") -> "pd.Series[float]":
    measured = np.asarray(part, dtype=np.float64)
    return pd.Series(_VALUES[str(part.name)].scores(measured), index=part.index)


def _units(locations: Locations, addresses: gpd.GeoDataFrame) -> "pd.Series[float]":
    """Count the registered units of each park; unknown where there is none, or an unknown use."""
    rows = address_members(locations, addresses)
    rows = rows[rows["in_use"]]
    unit = fact_of(rows, has_use(addresses, _UNIT_USES)).astype("Float64").astype(float)
    by_park = unit.groupby(rows["location_id"])
    total = by_park.sum()
    known = by_park.count() == by_park.size()
    return total.where((total > 0) & known).reindex(locations.frame.index)


def _is_park(locations: Locations, *_: object) -> "pd.Series[bool]":
    return pd.Series(data=locations.kind == "recreation_park", index=locations.frame.index)


INDICATOR = Indicator(
    function=recreation_park_profile,
    number=37,
    title={"nl": "Kwetsbaar recreatiepark", "en": "Vulnerable recreation park"},
    question={
        "nl": "Is het park afgelegen, oud en verdeeld over veel eigenaren?",
        "en": "Is the park remote, old and split over many owners?",
    },
    unit="index",
    family="profile",
    value=rising(0.0, 1.0),
    evidence="b",
    sources=marked(
        "Province of Drenthe's scan of 197 parks and the Veluwe programme on about 500 parks: "
        "remote parks with little supervision attract. The mean and its thresholds are a "
        "design value. A park is scored as a whole, never a unit."
    ),
    false_positives={
        "nl": (
            "Veel chalets staan in geen enkel register, waardoor er meer percelen per eenheid "
            "lijken te zijn. Op kwetsbare parken wonen ook kwetsbare mensen: zij zijn geen "
            "doelwit."
        ),
        "en": (
            "Many chalets are in no register, so that there seem to be more parcels per unit. "
            "Vulnerable parks are also home to vulnerable people: they are no target."
        ),
    },
    ordinary_explanations={
        "nl": "Het is een rustig park met trouwe eigenaren die hun huisje zelf gebruiken.",
        "en": "It is a quiet park with loyal owners who use their own chalets.",
    },
    needs={"buildings": ("geometry",), "addresses": ("geometry",)},
    margin_m={"built_up": _REACH_KM * 1000.0},
    applies=_is_park,
)
