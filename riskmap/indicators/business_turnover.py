"""Whether users of business premises change fast."""

import geopandas as gpd
import numpy as np
import pandas as pd

from riskmap.indicators.indicator import Indicator
from riskmap.indicators.on_park import fact_of_park
from riskmap.locations.locations import Locations
from riskmap.locations.within import representative_points
from riskmap.messages import marked
from riskmap.scaling import rising

_CELL = r"^E(?P<east>\d+)N(?P<north>\d+)$"
# The Netherlands lie between 306 and 618 km north, so a distance in metres has six digits.
_DIGITS_OF_METRES = 6


def business_turnover(
    locations: Locations,
    turnover: pd.DataFrame,
    business_parks: gpd.GeoDataFrame | None = None,
    *,
    least_stock: float = 10.0,
) -> "pd.Series[float]":
    """Turnover (0-1) per year: establishments that came or left, as a share of the stock.

    (arrivals + departures) / (2 x stock x years), of the grid cell that holds
    the location's representative point; where the table has no figure for
    that cell, of the business park on which it stands. A business park as a
    location has its own figure only. Cells are named after their lower left
    corner (``E1309N4805``): the number of digits after N tells the size, four
    for 100 m, and of several sizes the smallest that is known counts. Unknown
    where arrivals, departures, stock or years are unknown, and where the
    stock is under 10 (`least_stock`).
    """
    stock = turnover["stock"].where(turnover["stock"] >= least_stock)
    years = turnover["years"].where(turnover["years"] > 0)
    rate = (turnover["arrivals"] + turnover["departures"]) / (2.0 * stock * years)
    rate = rate.astype(float)
    answer = pd.Series(np.nan, index=locations.frame.index)
    if locations.kind != "business_park":
        answer = _of_cell(locations, rate)
    if business_parks is not None:
        answer = answer.fillna(fact_of_park(locations, business_parks, rate))
    return answer


def _of_cell(locations: Locations, rate: "pd.Series[float]") -> "pd.Series[float]":
    """Return the rate of the smallest cell that is known around each location."""
    answer = pd.Series(np.nan, index=locations.frame.index)
    names = rate.index.to_series().str.extract(_CELL).dropna()
    digits = names["north"].str.len()
    points = representative_points(locations.frame.geometry.to_numpy())
    for count in sorted({*digits[digits <= _DIGITS_OF_METRES].tolist()}, reverse=True):
        chosen = names[digits == count].astype({"east": np.int64, "north": np.int64})
        corners = pd.MultiIndex.from_frame(chosen[["east", "north"]])
        known = pd.Series(rate[chosen.index].to_numpy(), index=corners)
        known = known[~known.index.duplicated()]
        here = np.floor(points / 10.0 ** (_DIGITS_OF_METRES - count)).astype(np.int64)
        found = known.reindex(pd.MultiIndex.from_arrays([here[:, 0], here[:, 1]]))
        answer = answer.fillna(found.set_axis(answer.index))
    return answer


INDICATOR = Indicator(
    function=business_turnover,
    number=28,
    title={"nl": "Verloop van vestigingen per jaar", "en": "Turnover of establishments per year"},
    question={"nl": "Wisselen gebruikers hier snel?", "en": "Do users change fast here?"},
    unit="share",
    family="turnover",
    value=rising(0.10, 0.30),
    evidence="a",
    sources=marked(
        "WODC/Tilburg University 2018 and PVO Oost-Nederland 2021 (turnover among their "
        "indicators); the provincial tool for business parks counts dissolved firms. Thresholds "
        "are a design value."
    ),
    false_positives={
        "nl": (
            "Jonge terreinen en crisisjaren geven ook veel verloop. "
            "Buren in één cel of op één terrein delen de uitkomst."
        ),
        "en": (
            "Young parks and years of crisis bring turnover too. "
            "Neighbours in one cell or on one park share the figure."
        ),
    },
    ordinary_explanations={
        "nl": (
            "Er is een starterscentrum, het terrein is nieuw, of panden worden er tijdelijk "
            "verhuurd."
        ),
        "en": (
            "There is a centre for starters, the park is new, or premises are let for short "
            "periods."
        ),
    },
    needs={"turnover": ("arrivals", "departures", "stock", "years")},
)
