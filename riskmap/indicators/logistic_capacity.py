"""Whether a large hall is close to the motorway."""

import geopandas as gpd
import numpy as np
import pandas as pd

from riskmap.indicators.address_use import address_members
from riskmap.indicators.indicator import Indicator
from riskmap.indicators.member_facts import fact_of
from riskmap.indicators.motorway_ramp_distance import motorway_ramp_distance
from riskmap.locations.locations import Locations
from riskmap.locations.members import has_use
from riskmap.messages import marked
from riskmap.scaling import trapezoid

_SMALLEST_M2 = 1500.0
_INDUSTRY = ("industriefunctie",)
# Up to this many km along the roads -> access class; beyond the last one the lowest.
_ACCESS = ((2.0, 1.0), (5.0, 0.75), (9.0, 0.5))
_FAR = 0.25


def logistic_capacity(
    locations: Locations,
    buildings: gpd.GeoDataFrame,
    addresses: gpd.GeoDataFrame,
    roads: gpd.GeoDataFrame,
    *,
    min_footprint_m2: float = _SMALLEST_M2,
) -> "pd.Series[float]":
    """Footprint (m2) of large industrial buildings, times how well they are reached.

    Counted are the location's buildings with an address of at least 1,500 m2
    (`min_footprint_m2`), where an address of the location has
    ``industriefunctie``. The access class is 1 up to 2 km along the roads to
    the nearest motorway ramp, 0.75 up to 5 km, 0.5 up to 9 km and 0.25
    beyond. It is unknown where the distance is unknown, where a building is
    missing from the layer, and where no use is known that is industrial but
    another is unknown. It applies to places with such a building.

    The guide lets the score fall above 15,000 m2 of building; here it falls
    above 15,000 of the product, for a measurement has one value function. A
    hall of 30,000 m2 at 7 km therefore still has the full score.
    """
    footprint = _footprint(locations, buildings, min_footprint_m2)
    km = motorway_ramp_distance(locations, buildings, roads)
    industrial = _industrial(locations, addresses).fillna(value=False).astype(bool)
    return (footprint * _access_class(km)).where(industrial)


def _footprint(
    locations: Locations, buildings: gpd.GeoDataFrame, min_footprint_m2: float
) -> "pd.Series[float]":
    rows = locations.of_role("building")
    area = fact_of(rows, buildings.geometry.area)
    # A building the layer does not hold may be a large one.
    counted = (rows["share"] * area).where(area.ge(min_footprint_m2) | area.isna(), 0.0)
    by_place = counted.groupby(rows["location_id"]).sum()
    lost = counted.isna().groupby(rows["location_id"]).any()
    return (
        by_place.mask(lost)
        .reindex(locations.frame.index)
        .where(locations.frame.index.isin(by_place.index), 0.0)
    )


def _access_class(km: "pd.Series[float]") -> "pd.Series[float]":
    within = [km <= limit for limit, _ in _ACCESS]
    classes = np.select([km.isna(), *within], [np.nan, *(one for _, one in _ACCESS)], _FAR)
    return pd.Series(classes, index=km.index)


def _industrial(locations: Locations, addresses: gpd.GeoDataFrame) -> "pd.Series[bool]":
    """Tell which places have an industrial address in use; NA where it is unknown."""
    rows = address_members(locations, addresses)
    rows = rows[rows["in_use"]]
    industry = fact_of(rows, has_use(addresses, _INDUSTRY))
    yes = industry.fillna(value=False).astype(bool).groupby(rows["location_id"]).any()
    doubt = industry.isna().groupby(rows["location_id"]).any() & ~yes
    answer = yes.astype("boolean").mask(doubt)
    index = locations.frame.index
    return answer.reindex(index).where(index.isin(answer.index), other=False)


def _may_be_a_large_hall(
    locations: Locations,
    buildings: gpd.GeoDataFrame,
    addresses: gpd.GeoDataFrame,
    _: gpd.GeoDataFrame,
    *,
    min_footprint_m2: float = _SMALLEST_M2,
) -> "pd.Series[bool]":
    large = _footprint(locations, buildings, min_footprint_m2).ne(0)
    return large & _industrial(locations, addresses).fillna(value=True).astype(bool)


INDICATOR = Indicator(
    function=logistic_capacity,
    number=26,
    title={"nl": "Logistieke hal bij de snelweg", "en": "Logistics hall near the motorway"},
    question={
        "nl": "Is dit een hal die geschikt is voor overslag?",
        "en": "Is this a hall that is fit for transfer of goods?",
    },
    unit="m2",
    family="capacity",
    value=trapezoid(1500, 8000, 15000, 30000),
    evidence="b",
    sources=marked(
        "Action plan 2018/2019 and its successor on transport and storage. The access classes and "
        "thresholds are a design value. Above 15,000 m2 the score falls, because large regular "
        "logistics are well supervised."
    ),
    false_positives={
        "nl": (
            "Bijna elk distributiecentrum scoort hier; de grootste staan juist onder goed "
            "toezicht, daarom daalt de score boven 15.000 m². Laaddeuren zijn niet te zien."
        ),
        "en": (
            "Nearly every distribution centre scores here; the largest are well supervised, which "
            "is why the score falls above 15,000 m². Loading doors cannot be seen."
        ),
    },
    ordinary_explanations={
        "nl": (
            "Het is een gewoon transportbedrijf, een groothandel, een fabriek of een "
            "distributiecentrum."
        ),
        "en": "It is an ordinary carrier, wholesaler, factory or distribution centre.",
    },
    needs={
        "addresses": ("use",),
        "roads": ("node_from", "node_to", "ramp"),
        "buildings": ("geometry",),
    },
    margin_m={"roads": 15000},
    applies=_may_be_a_large_hall,
)
