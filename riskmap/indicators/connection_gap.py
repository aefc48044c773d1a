"""Whether buildings lack active connections to the grid."""

import geopandas as gpd
import numpy as np
import pandas as pd

from riskmap.indicators.indicator import Indicator
from riskmap.indicators.member_facts import fact_of, has_member
from riskmap.locations.locations import Locations
from riskmap.messages import marked
from riskmap.scaling import rising

_ELECTRICITY = "ELK"


def connection_gap(
    locations: Locations, addresses: gpd.GeoDataFrame, connections: pd.DataFrame
) -> "pd.Series[float]":
    """Share (0-1) of the addresses in the postcode range without an active connection.

    1 minus active electricity connections by addresses, per postcode range of
    the grid operator: connections of product ELK times their active share,
    rows of one range summed, by all existing addresses with a postcode in the
    range; 0 where there are as many connections as addresses or more. Of
    ranges that overlap, a postcode belongs to the one that begins last. Over
    the addresses of a location the mean is taken (by the part of the address
    that belongs to the location); it is unknown where one of them has no
    postcode or lies in no range, or a count of the range is unknown. Where a
    range goes on beyond the addresses that were read, too few are counted,
    and the gap comes out too low.

    Context, not a score: a range holds at least ten connections, so all
    neighbours have the same value; large users are not in the file; and a
    meter that is bypassed stays an active connection.
    """
    gap = _by_address(addresses["postcode"], _active_by_range(connections))
    rows = locations.of_role("address")
    value = fact_of(rows, gap)
    by_place = rows["location_id"]
    unknown = value.isna().groupby(by_place).any()
    weight = rows["share"].groupby(by_place).sum()
    mean = ((value * rows["share"]).groupby(by_place).sum() / weight.where(weight > 0)).mask(
        unknown
    )
    return mean.reindex(locations.frame.index)


def _active_by_range(connections: pd.DataFrame) -> pd.DataFrame:
    """Return ``first``, ``last`` and ``active`` per range, in the order of the ranges."""
    power = connections["product"].astype("string").str.upper().eq(_ELECTRICITY)
    rows = connections[power.fillna(value=False).astype(bool)]
    table = pd.DataFrame(
        {
            "first": _codes(rows["postcode_from"]),
            "last": _codes(rows["postcode_to"]),
            "active": rows["connections"].astype(float) * rows["active_share"].astype(float),
        }
    ).dropna(subset=["first", "last"])
    ranges = table.groupby(["first", "last"])["active"]
    active = ranges.sum().mask(ranges.count() < ranges.size())
    return active.reset_index().sort_values(["first", "last"], ignore_index=True)


def _by_address(postcode: "pd.Series[str]", ranges: pd.DataFrame) -> "pd.Series[float]":
    """Return the gap of the range each address lies in, NaN in none."""
    gap = np.full(len(postcode), np.nan)
    code = _codes(postcode)
    known = code.notna().to_numpy(dtype=bool)
    if ranges.empty or not known.any():
        return pd.Series(gap, index=postcode.index)
    own = code[known].to_numpy(dtype=str)
    place = np.searchsorted(ranges["first"].to_numpy(dtype=str), own, side="right") - 1
    inside = (place >= 0) & (own <= ranges["last"].to_numpy(dtype=str)[place])
    place = place[inside]
    count = np.bincount(place, minlength=len(ranges))
    active = ranges["active"].to_numpy(dtype=float)[place]
    gap[np.flatnonzero(known)[inside]] = np.clip(1.0 - active / count[place], 0.0, None)
    return pd.Series(gap, index=postcode.index)


def _codes(postcode: "pd.Series[str]") -> "pd.Series[str]":
    return postcode.astype("string").str.replace(" ", "", regex=False).str.upper()


def _has_addresses(locations: Locations, *_: object) -> "pd.Series[bool]":
    return has_member(locations, "address")


INDICATOR = Indicator(
    function=connection_gap,
    number=16,
    title={
        "nl": "Weinig of inactieve aansluitingen",
        "en": "Few or inactive grid connections",
    },
    question={
        "nl": "Zijn er minder actieve stroomaansluitingen dan adressen?",
        "en": "Are there fewer active electricity connections than addresses?",
    },
    unit="share",
    family="vacancy",
    value=rising(0.1, 0.5),
    evidence="a",
    sources=marked(
        "The tool of a province on business parks looked at relatively few connections. Yearly "
        "files on small users of the grid operators. Thresholds are a design value."
    ),
    false_positives={
        "nl": (
            "De waarde geldt voor een reeks postcodes met minstens tien aansluitingen, dus alle "
            "buren hebben dezelfde. Grootverbruikers staan niet in het bestand, en wie illegaal "
            "stroom aftapt, houdt een gewone aansluiting."
        ),
        "en": (
            "The value holds for a range of postcodes with at least ten connections, so all "
            "neighbours share it. Large users are not in the file, and whoever taps power "
            "illegally keeps an ordinary connection."
        ),
    },
    ordinary_explanations={
        "nl": (
            "Bedrijven hebben een grote aansluiting, adressen delen er één, of garages en "
            "bergingen hebben geen stroom."
        ),
        "en": (
            "Businesses have a large connection, addresses share one, or garages and storerooms "
            "have no power."
        ),
    },
    needs={"connections": ("connections", "active_share"), "addresses": ("postcode",)},
    margin_m={"addresses": 1000},
    use="context",
    applies=_has_addresses,
)
