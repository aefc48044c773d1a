"""Whether the farm has stopped."""

import geopandas as gpd
import numpy as np
import pandas as pd

from riskmap.indicators.indicator import Indicator
from riskmap.locations.locations import Locations
from riskmap.measures.nearest import nearest_within
from riskmap.messages import marked
from riskmap.scaling import steps

_ACTIVE, _PERMIT, _LONG_AGO, _NO_ANIMALS, _RECENT = 0.0, 1.0, 2.0, 3.0, 4.0
_STATES = {"active": _ACTIVE, "permit": _PERMIT, "no_animals": _NO_ANIMALS}
_STOPPED = ("withdrawn", "stopped")


def farm_cessation(
    locations: Locations,
    farm_status: pd.DataFrame | None = None,
    livestock: gpd.GeoDataFrame | None = None,
    *,
    recent_years: float = 8.0,
    near_m: float = 10.0,
    undated_is_recent: bool = False,
) -> "pd.Series[float]":
    """Class of the location's farm: 0 active to 4 stopped a short while ago.

    4 permit withdrawn or farm stopped less than 8 years ago (`recent_years`),
    3 a permit but no animals, 2 withdrawn or stopped 8 years ago or more, 1 a
    permit and nothing else known, 0 active.

    What the municipality's table says of the location's addresses and
    buildings goes first; of several rows the highest class counts, and it is
    unknown where a row of unknown date could be higher still. A withdrawal or
    end without a date is such a row, unless `undated_is_recent`. Only where
    the table says nothing, the livestock permits in the location or at most
    10 m from it (`near_m`) are looked at, each at the nearest location: 3
    where all of them count no animals, otherwise 1, because what is permitted
    is not always there. Where neither says anything it is unknown.

    The guide gives a farm that stopped eight years ago or more no class. It
    is not active, and about half of the farms that stopped had been taken
    into use again some years later, so it scores like a permit of which
    nothing else is known.
    """
    signal = pd.Series(np.nan, index=locations.frame.index)
    said = pd.Series(data=False, index=locations.frame.index)
    if farm_status is not None:
        worst = _by_municipality(
            locations, farm_status, recent_years, undated_is_recent=undated_is_recent
        )
        known = worst["known"].mask(worst["possible"] > worst["known"].fillna(-1.0))
        signal = known.reindex(signal.index)
        said = pd.Series(signal.index.isin(worst.index), index=signal.index)
    if livestock is not None:
        signal = signal.where(said, _by_permits(locations, livestock, near_m))
    return signal


def _by_municipality(
    locations: Locations, table: pd.DataFrame, recent_years: float, *, undated_is_recent: bool
) -> pd.DataFrame:
    """Return per location in the table the highest known class, and the highest possible."""
    stopped = table["state"].isin(_STOPPED)
    years = table["years_since"].astype(float)
    ended = pd.Series(_LONG_AGO, index=table.index).mask(years < recent_years, _RECENT)
    ended = ended.mask(years.isna(), _RECENT if undated_is_recent else np.nan)
    known = table["state"].map(_STATES).astype(float).mask(stopped, ended)
    rows = table.assign(known=known, possible=known.fillna(_RECENT))
    rows = rows[stopped | table["state"].isin(_STATES)]
    linked = [
        _members_in(locations.of_role("address"), rows, "address_id"),
        _members_in(locations.of_role("building", "outbuilding"), rows, "building_id"),
    ]
    return pd.concat(linked).groupby("location_id")[["known", "possible"]].max()


def _members_in(members: pd.DataFrame, rows: pd.DataFrame, column: str) -> pd.DataFrame:
    rows = rows.loc[rows[column].notna(), [column, "known", "possible"]]
    return members.merge(rows, left_on="member_id", right_on=column)


def _by_permits(
    locations: Locations, permits: gpd.GeoDataFrame, near_m: float
) -> "pd.Series[float]":
    place = nearest_within(permits.geometry.to_numpy(), locations.frame.geometry.to_numpy(), near_m)
    empty = permits["animals"].astype(float).eq(0)[place >= 0]
    all_empty = empty.groupby(locations.frame.index[place[place >= 0]]).all()
    classes = pd.Series(_PERMIT, index=all_empty.index).mask(all_empty, _NO_ANIMALS)
    return classes.reindex(locations.frame.index)


INDICATOR = Indicator(
    function=farm_cessation,
    number=11,
    title={"nl": "Beëindigd agrarisch bedrijf", "en": "Farm that has stopped"},
    question={"nl": "Is de boerderij gestopt?", "en": "Has the farm stopped?"},
    unit="class",
    classes={
        0: {"nl": "in bedrijf", "en": "active"},
        1: {"nl": "vergunning, verder niets bekend", "en": "permit, nothing else known"},
        2: {"nl": "minstens 8 jaar geleden gestopt", "en": "stopped 8 years ago or more"},
        3: {"nl": "vergunning zonder dieren", "en": "permit without animals"},
        4: {
            "nl": "minder dan 8 jaar geleden gestopt of ingetrokken",
            "en": "stopped or withdrawn less than 8 years ago",
        },
    },
    family="vacancy",
    value=steps({0: 0.0, 1: 0.4, 2: 0.4, 3: 0.8, 4: 1.0}),
    evidence="a",
    sources=marked(
        "Gies et al. 2014 (Alterra): 22,000 farms stopped from 2000 to 2012, which freed 21 "
        "million m2, about half of it not in use again; CCV: an expired permit with activity is a "
        "sign. The scores per class are a design value."
    ),
    false_positives={
        "nl": (
            "Een vergunning zegt niet dat er dieren zijn: ze blijft vaak bestaan als de dieren "
            "weg zijn. Een uitkoopregeling verplicht tot sloop; daarna is de ruimte weg."
        ),
        "en": (
            "A permit does not mean that there are animals: it often outlives them. A buy-out "
            "scheme obliges to demolish, and then the space is gone."
        ),
    },
    ordinary_explanations={
        "nl": (
            "De boer is met pensioen en blijft er wonen, houdt nog wat dieren als hobby, of "
            "gebruikt de schuren als caravanstalling of werkplaats."
        ),
        "en": (
            "The farmer has retired and still lives there, keeps some animals as a hobby, or "
            "uses the sheds for caravans or as a workshop."
        ),
    },
)
