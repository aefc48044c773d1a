"""Which part of the buildings is of an outdated age."""

import geopandas as gpd
import numpy as np
import pandas as pd

from riskmap.indicators.indicator import Indicator
from riskmap.indicators.member_facts import fact_of, has_member
from riskmap.locations.locations import Locations
from riskmap.messages import marked
from riskmap.scaling import rising


def building_age_profile(
    locations: Locations,
    buildings: gpd.GeoDataFrame,
    *,
    from_year: int = 1960,
    to_year: int = 1993,
) -> "pd.Series[float]":
    """Share (0-1) of the footprint that was built from 1960 through 1993.

    `from_year` and `to_year` are both included; business parks ask for
    everything before 1990. The share is taken over the buildings whose year
    is known, weighted with footprint (and with the part of the building that
    belongs to the location); it is unknown where no year is known.
    """
    rows = locations.of_role("building", "outbuilding")
    year = fact_of(rows, buildings["year_built"].astype(float))
    area = (rows["share"] * fact_of(rows, buildings.geometry.area)).where(year.notna())
    outdated = area.where(year.between(from_year, to_year), 0.0)
    known = area.groupby(rows["location_id"]).sum()
    share = outdated.groupby(rows["location_id"]).sum() / known.where(known > 0, np.nan)
    return share.reindex(locations.frame.index)


def _has_buildings(locations: Locations, *_: object) -> "pd.Series[bool]":
    return has_member(locations, "building", "outbuilding")


INDICATOR = Indicator(
    function=building_age_profile,
    number=19,
    title={"nl": "Veroudering van panden", "en": "Ageing of the buildings"},
    question={"nl": "Zijn de panden verouderd?", "en": "Are the buildings outdated?"},
    unit="share",
    family="capacity",
    value=rising(0.3, 0.8),
    evidence="a",
    sources=marked(
        "WODC/Tilburg University 2018 and PVO Oost-Nederland 2021 (mean building year among their "
        "indicators); province of Overijssel, June 2020: freed barns date mostly from 1965-1993."
    ),
    false_positives={
        "nl": (
            "Een renovatie is niet te zien. In het register staat 1900 te vaak als bouwjaar, en "
            "sommige bouwjaren zijn dummywaarden; die tellen hier als onbekend."
        ),
        "en": (
            "A renovation cannot be seen. In the register 1900 stands too often as a year of "
            "construction, and some years are dummy values; those count as unknown here."
        ),
    },
    ordinary_explanations={
        "nl": "De panden zijn ouder, degelijk en gewoon in gebruik.",
        "en": "The buildings are older, sound and simply in use.",
    },
    needs={"buildings": ("year_built",)},
    applies=_has_buildings,
)
