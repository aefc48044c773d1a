"""How many addresses are around."""

import geopandas as gpd
import numpy as np
import pandas as pd

from riskmap.errors import IndicatorError
from riskmap.indicators.address_use import in_use
from riskmap.indicators.indicator import Indicator
from riskmap.locations.locations import Locations
from riskmap.locations.members import dwelling_addresses, own_pairs
from riskmap.measures.counts import count_within
from riskmap.messages import Message, marked
from riskmap.scaling import falling

_MARGIN_M = 1000.0


def neighbour_density_500(
    locations: Locations,
    addresses: gpd.GeoDataFrame,
    *,
    radius_m: float = 500.0,
    dwellings_only: bool = False,
) -> "pd.Series[float]":
    """Count the addresses in use within 500 m (`radius_m`), the location's own excluded.

    The circle stands on the centroid of the location, and an address point
    exactly on it counts. With `dwellings_only` only dwellings count; where
    the circle holds an address of unknown use, the count is unknown.
    """
    if not 0 < radius_m <= _MARGIN_M:
        raise IndicatorError(
            Message("Option radius_m of neighbour_density_500 is out of reach: {m} m.", m=radius_m),
            Message("Give a distance above 0 and up to {most} metres.", most=_MARGIN_M),
        )
    centres = _xy(locations.frame.geometry.centroid)

    def count(targets: gpd.GeoDataFrame) -> "pd.Series[float]":
        own = own_pairs(locations, targets.index, ("address",))
        counts = count_within(centres, _xy(targets.geometry), radius_m, own)
        return pd.Series(counts, index=locations.frame.index, dtype=float)

    targets = in_use(addresses)
    if not dwellings_only:
        return count(targets)
    dwelling = dwelling_addresses(targets)
    doubtful = count(targets[dwelling.isna()])
    return count(targets[dwelling.fillna(value=False).astype(bool)]).mask(doubtful > 0, np.nan)


def _xy(points: gpd.GeoSeries) -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
    return np.column_stack([points.x, points.y])


INDICATOR = Indicator(
    function=neighbour_density_500,
    number=2,
    title={"nl": "Adressen binnen 500 m", "en": "Addresses within 500 m"},
    question={
        "nl": "Hoeveel ogen zijn er in de omgeving?",
        "en": "How many eyes are there around?",
    },
    unit="addresses",
    family="seclusion",
    value=falling(3, 20),
    evidence="b",
    sources=marked(
        "Informal supervision in opportunity theory; stadszaken.nl on few dwellings at business "
        "parks. Thresholds are a design value; business parks count dwellings only, falling from "
        "0 to 10."
    ),
    false_positives={
        "nl": (
            "Dit meet deels hetzelfde als de afstand tot de dichtstbijzijnde buur; beide horen "
            "bij dezelfde familie. Ook een vakantiehuisje telt als adres."
        ),
        "en": (
            "This measures in part the same as the distance to the nearest neighbour; both are "
            "of one family. A holiday home counts as an address too."
        ),
    },
    ordinary_explanations={
        "nl": "Het landschap is dunbevolkt, of het is een bedrijventerrein zonder woningen.",
        "en": "The land is thinly settled, or it is a business park without dwellings.",
    },
    needs={"addresses": ("geometry",)},
    margin_m={"addresses": _MARGIN_M},
)
