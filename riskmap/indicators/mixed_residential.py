"""Whether people live on the business park: information only."""

import geopandas as gpd
import numpy as np
import pandas as pd

from riskmap.indicators.address_use import in_use
from riskmap.indicators.indicator import Indicator
from riskmap.indicators.on_park import fact_of_park, stands_on_park
from riskmap.locations.locations import Locations
from riskmap.locations.members import dwelling_addresses
from riskmap.measures.containing import containing_polygon
from riskmap.messages import marked
from riskmap.scaling import rising


def mixed_residential(
    locations: Locations, addresses: gpd.GeoDataFrame, business_parks: gpd.GeoDataFrame
) -> "pd.Series[float]":
    """Share (0-1) of dwellings among the addresses in use on the park the location stands on.

    Mixed use counts as dwelling. The share is taken over the addresses whose
    use is known; it is unknown where none is, and on a park without
    addresses. An address in two overlapping parks counts in the one with the
    lowest id. Off the parks it does not apply.
    """
    parks = business_parks.sort_index()
    points = in_use(addresses)
    xy = np.column_stack([points.geometry.x, points.geometry.y])
    park = containing_polygon(xy, parks.geometry.to_numpy())
    dwelling = dwelling_addresses(points)
    counted = (park >= 0) & dwelling.notna().to_numpy()
    home = dwelling[counted].to_numpy(dtype=float)
    share = pd.Series(home).groupby(parks.index.to_numpy()[park[counted]]).mean()
    return fact_of_park(locations, business_parks, share)


def _on_park(
    locations: Locations, _: gpd.GeoDataFrame, business_parks: gpd.GeoDataFrame
) -> "pd.Series[bool]":
    return stands_on_park(locations, business_parks)


INDICATOR = Indicator(
    function=mixed_residential,
    number=31,
    title={"nl": "Wonen op het terrein", "en": "Living on the business park"},
    question={
        "nl": "Staan er woningen op dit werkterrein?",
        "en": "Are there dwellings on this work location?",
    },
    unit="share",
    family="mix",
    value=rising(0.0, 1.0),
    evidence="c",
    sources=marked(
        "Reasoning, and it goes both ways: dwellings are eyes on the street, and may be housing "
        "that is not allowed. Information only: without a score by default."
    ),
    false_positives={
        "nl": (
            "Dit wijst al snel naar arbeidsmigranten of mensen zonder andere woning. Verwijs "
            "naar zorg en huisvesting en gebruik het nooit als aanleiding voor een controle."
        ),
        "en": (
            "This soon points at migrant workers or people without another home. Refer to care "
            "and housing, and never use it as a trigger for an inspection."
        ),
    },
    ordinary_explanations={
        "nl": "Er staan bedrijfswoningen, het is een oud lint, of het terrein wordt een woonwijk.",
        "en": (
            "There are company dwellings, it is an old ribbon of houses, or the park is becoming "
            "a housing area."
        ),
    },
    needs={"addresses": ("use",), "business_parks": ("geometry",)},
    # A park at the edge is scored whole, so its addresses outside the area count too.
    margin_m={"addresses": 2000},
    use="information",
    applies=_on_park,
)
