"""Whether there are units without an address of their own."""

import geopandas as gpd
import pandas as pd

from riskmap.indicators.address_use import address_members
from riskmap.indicators.indicator import Indicator
from riskmap.indicators.member_facts import fact_of
from riskmap.locations.locations import Locations
from riskmap.messages import marked
from riskmap.scaling import rising

_SMALLEST_M2 = 400.0
_ONE_USER = 1


def units_without_address(
    locations: Locations,
    buildings: gpd.GeoDataFrame,
    addresses: gpd.GeoDataFrame,
    unit_lists: pd.DataFrame,
) -> "pd.Series[float]":
    """Footprint (m2) per address in buildings the municipality knows several users of.

    Counted are the buildings of at least 400 m2 of which the municipality's
    list names more than one unit; one large user under one address is normal,
    so without a list nothing is said. Their footprint (the part of it that
    belongs to the location) is divided by the location's addresses in use,
    by one where there are none. It is 0 where the addresses are as many as
    the listed units or more, for then every unit can have one. It is unknown
    where the number of units of such a building is unknown, and does not
    apply where the list names no building, or one user only.
    """
    rows = _listed(locations, buildings, unit_lists)
    by_place = rows.groupby("location_id")
    footprint, units = by_place["footprint_m2"].sum(), by_place["units"].sum()
    own = address_members(locations, addresses)
    count = own.loc[own["in_use"]].groupby("location_id").size()
    count = count.reindex(footprint.index, fill_value=0)
    per_address = (footprint / count.clip(lower=1)).where(count < units, 0.0)
    per_address = per_address.mask(by_place["unknown"].any())
    return per_address.reindex(locations.frame.index)


def _listed(
    locations: Locations, buildings: gpd.GeoDataFrame, unit_lists: pd.DataFrame
) -> pd.DataFrame:
    """Return the large buildings in the list that have, or may have, several users."""
    rows = locations.of_role("building", "outbuilding")
    rows = rows[rows["member_id"].isin(unit_lists.index)]
    area = fact_of(rows, buildings.geometry.area)
    units = fact_of(rows, unit_lists["units"].astype(float).groupby(level=0).max())
    rows = rows.assign(
        footprint_m2=rows["share"] * area, units=units, unknown=area.isna() | units.isna()
    )
    small, alone = area.lt(_SMALLEST_M2), units.le(_ONE_USER)
    return rows[~(small | alone)]


def _has_listed(
    locations: Locations,
    buildings: gpd.GeoDataFrame,
    _: gpd.GeoDataFrame,
    unit_lists: pd.DataFrame,
) -> "pd.Series[bool]":
    held = _listed(locations, buildings, unit_lists)["location_id"]
    return pd.Series(locations.frame.index.isin(held), index=locations.frame.index)


INDICATOR = Indicator(
    function=units_without_address,
    number=23,
    title={"nl": "Units zonder eigen adres", "en": "Units without an address of their own"},
    question={
        "nl": "Zijn er units zonder eigen adres?",
        "en": "Are there units without an address of their own?",
    },
    unit="m2",
    family="anonymity",
    value=rising(400, 2000),
    evidence="a",
    sources=marked(
        "BAG catalogue 2018: warehouses and factories often hold no address of their own; a match "
        "of 61 per cent between BAG and the register of establishments on three parks. The list of "
        "units is made by the municipality. Thresholds are a design value."
    ),
    false_positives={
        "nl": (
            "Eén grote gebruiker onder één adres is normaal: daarom telt een pand alleen mee als "
            "de gemeente er meer dan één gebruiker kent. De lijst kan verouderd zijn."
        ),
        "en": (
            "One large user under one address is normal: a building counts only where the "
            "municipality knows more than one user. The list may be out of date."
        ),
    },
    ordinary_explanations={
        "nl": (
            "De verhuurder heeft de adressen niet laten bijwerken, of zusterbedrijven gebruiken "
            "samen één hal."
        ),
        "en": (
            "The landlord did not keep the addresses up to date, or sister companies use one "
            "hall together."
        ),
    },
    needs={
        "unit_lists": ("units",),
        "buildings": ("geometry",),
        "addresses": ("geometry",),
    },
    applies=_has_listed,
)
