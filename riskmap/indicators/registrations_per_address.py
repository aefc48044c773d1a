"""How many establishments are registered at one address."""

import geopandas as gpd
import pandas as pd

from riskmap.errors import IndicatorError
from riskmap.indicators.address_use import address_members
from riskmap.indicators.indicator import Indicator
from riskmap.indicators.member_facts import fact_of
from riskmap.locations.locations import Locations
from riskmap.locations.members import has_use
from riskmap.locations.membership import is_among
from riskmap.messages import Message, marked
from riskmap.scaling import log_rising

_WORDS = {
    "listed": ("some", "all"),
    "per": ("address", "100m2"),
    "offices": ("with", "without", "only"),
}
_AT_MOST_FOUR = 2.0


def registrations_per_address(
    locations: Locations,
    addresses: gpd.GeoDataFrame,
    registrations: pd.DataFrame,
    *,
    listed: str = "some",
    per: str = "address",
    offices: str = "with",
) -> "pd.Series[float]":
    """Count the establishments at the address of the location that has most of them.

    The highest count among its addresses that are known; unknown where none
    is. A suppressed count (1 to 4) is taken for 2, which is below what counts
    and never zero. An address the table does not list is unknown; where the
    table lists every address with five or more (`listed` = ``all``) it has at
    most four, and is taken for 2 as well.

    With `per` = ``100m2`` it is 100 times the establishments of all addresses
    with an exact count, over their floor area (m2); addresses of at most four
    or of unknown floor area are left out. `offices` leaves out the addresses
    with an office use (``without``) or all others (``only``), an address of
    unknown use is no office; it does not apply where no address remains.
    """
    _check(listed=listed, per=per, offices=offices)
    rows = _chosen(locations, addresses, offices)
    count = fact_of(rows, registrations["establishments"].astype(float))
    if per == "100m2":
        exact = rows[count.notna() & (rows["floor_area_m2"] > 0)].assign(count=count)
        sums = exact.groupby("location_id")[["count", "floor_area_m2"]].sum()
        density = 100.0 * sums["count"] / sums["floor_area_m2"]
        return density.reindex(locations.frame.index)
    few = fact_of(rows, registrations["suppressed"].astype("boolean"))
    few = few.fillna(value=False).astype(bool)
    if listed == "all":
        few |= rows["exists"] & ~is_among(rows["member_id"], registrations.index)
    count = count.mask(few & count.isna(), _AT_MOST_FOUR)
    return count.groupby(rows["location_id"]).max().reindex(locations.frame.index)


def _chosen(locations: Locations, addresses: gpd.GeoDataFrame, offices: str) -> pd.DataFrame:
    """Return the address members, with offices, without them, or only those."""
    rows = address_members(locations, addresses)
    if offices == "with":
        return rows
    office = fact_of(rows, has_use(addresses, ("kantoorfunctie",))).fillna(value=False)
    kept: pd.DataFrame = rows[office.to_numpy(dtype=bool) == (offices == "only")]
    return kept


def _has_addresses(
    locations: Locations,
    addresses: gpd.GeoDataFrame,
    _: pd.DataFrame,
    *,
    offices: str = "with",
) -> "pd.Series[bool]":
    held = _chosen(locations, addresses, offices)["location_id"]
    index = locations.frame.index
    return pd.Series(is_among(index, held), index=index, dtype=bool)


def _check(**options: str) -> None:
    for option, word in options.items():
        if word not in _WORDS[option]:
            raise IndicatorError(
                Message(
                    "Option {option} of registrations_per_address is not known: {word}.",
                    option=option,
                    word=word,
                ),
                Message("Choose one of: {words}.", words=", ".join(_WORDS[option])),
            )


INDICATOR = Indicator(
    function=registrations_per_address,
    number=27,
    title={"nl": "Inschrijvingen per adres", "en": "Registrations per address"},
    question={
        "nl": "Staan er veel vestigingen op één adres?",
        "en": "Are many establishments registered at one address?",
    },
    unit="establishments",
    family="anonymity",
    value=log_rising(3, 25),
    evidence="a",
    sources=marked(
        "WODC/Tilburg University 2018: many additional registrations came out as a risk "
        "indicator; action agenda 2022 on about 700 registrations in one building. Thresholds "
        "are a design value; for offices they are 20 and 200."
    ),
    false_positives={
        "nl": (
            "Ook accountants, bedrijvencentra en zzp'ers aan huis scoren hier. Een holding naast "
            "een werk-bv is heel gewoon. Aantallen onder de vijf zijn niet precies bekend."
        ),
        "en": (
            "Accountants, business centres and self-employed people at home score here too. A "
            "holding beside its operating company is quite usual. Counts under five are not "
            "known exactly."
        ),
    },
    ordinary_explanations={
        "nl": (
            "Het is een bedrijfsverzamelgebouw of een verhuurder van kantoren, of er zit een "
            "accountant met postadressen."
        ),
        "en": (
            "It is a multi-tenant building or serviced offices, or an accountant there offers "
            "postal addresses."
        ),
    },
    needs={"registrations": ("establishments",), "addresses": ("geometry",)},
    applies=_has_addresses,
)
