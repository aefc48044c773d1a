"""Whether the units are small and interchangeable."""

import geopandas as gpd
import pandas as pd

from riskmap.indicators.address_use import address_members
from riskmap.indicators.indicator import Indicator
from riskmap.locations.locations import Locations
from riskmap.messages import marked
from riskmap.scaling import rising

_FEWEST_UNITS = 3


def small_unit_share(
    locations: Locations, addresses: gpd.GeoDataFrame, *, max_area_m2: float = 150.0
) -> "pd.Series[float]":
    """Share (0-1) of the location's units with less than 150 m2 of floor (`max_area_m2`).

    A unit is an address in use that is no dwelling. The share is taken over
    the units whose floor area is known; it is unknown where none is, and
    where the use of an address is unknown. It applies to places with at
    least three units.
    """
    rows = address_members(locations, addresses)
    rows = rows[rows["in_use"]]
    unknown = rows.loc[rows["dwelling"].isna(), "location_id"]
    known = rows[
        (~rows["dwelling"]).fillna(value=False).astype(bool) & rows["floor_area_m2"].notna()
    ]
    small = (known["floor_area_m2"] < max_area_m2).astype(float)
    share = small.groupby(known["location_id"]).mean().reindex(locations.frame.index)
    return share.mask(share.index.isin(unknown))


def _has_units(locations: Locations, addresses: gpd.GeoDataFrame) -> "pd.Series[bool]":
    """Tell where there may be at least three units; an unknown use may be one."""
    rows = address_members(locations, addresses)
    units = rows["in_use"] & (~rows["dwelling"]).fillna(value=True).astype(bool)
    count = units.groupby(rows["location_id"]).sum()
    return count.reindex(locations.frame.index, fill_value=0) >= _FEWEST_UNITS


INDICATOR = Indicator(
    function=small_unit_share,
    number=22,
    title={"nl": "Aandeel kleine units", "en": "Share of small units"},
    question={
        "nl": "Zijn de units klein en onderling verwisselbaar?",
        "en": "Are the units small and interchangeable?",
    },
    unit="share",
    family="anonymity",
    value=rising(0.3, 0.9),
    evidence="b",
    sources=marked(
        "Practice knowledge on small rented units at business parks. Thresholds are a design "
        "value; filler areas of the BAG (1 and 999999 m2) are taken for unknown."
    ),
    false_positives={
        "nl": "Kantoren, ateliers en praktijkruimten zijn ook klein.",
        "en": "Offices, studios and practices are small too.",
    },
    ordinary_explanations={
        "nl": "Er zitten kantoren, ateliers of praktijkruimten, of het is een starterscentrum.",
        "en": "There are offices, studios or practices, or it is a centre for starters.",
    },
    needs={"addresses": ("use", "floor_area_m2")},
    applies=_has_units,
)
