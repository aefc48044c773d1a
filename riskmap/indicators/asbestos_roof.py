"""Which part of the sheds has a roof that may hold asbestos."""

import geopandas as gpd
import numpy as np
import pandas as pd

from riskmap.indicators.indicator import Indicator
from riskmap.indicators.member_facts import fact_of
from riskmap.indicators.sheds import sheds
from riskmap.locations.locations import Locations
from riskmap.messages import marked
from riskmap.scaling import rising


def asbestos_roof(
    locations: Locations,
    buildings: gpd.GeoDataFrame,
    roofs: pd.DataFrame,
    *,
    lists_all: bool = True,
) -> "pd.Series[float]":
    """Share (0-1) of the footprint of the location's sheds with a suspect roof.

    A shed is an outbuilding of at least 40 m2 that is no greenhouse, tank or
    silo. Each counts with its footprint (and with the part of it that belongs
    to the location) times the suspect share of its roof. The share is unknown
    where the roof of a shed is unknown. A roof that is not in the table is
    unknown; in a table of suspect roofs only (`lists_all` = false) it is not
    suspect. It applies to places with a shed.
    """
    rows = sheds(locations, buildings)
    suspect = fact_of(rows, roofs["suspect"].astype(float).groupby(level=0).max())
    if not lists_all:
        suspect = suspect.where(rows["member_id"].isin(roofs.index), 0.0)
    area = rows["shed_m2"]
    unknown = (area.isna() | (suspect.isna() & area.gt(0))).groupby(rows["location_id"]).any()
    total = area.groupby(rows["location_id"]).sum()
    under = (area * suspect).groupby(rows["location_id"]).sum()
    share = (under / total.where(total > 0, np.nan)).mask(unknown)
    return share.reindex(locations.frame.index)


def _has_sheds(
    locations: Locations, buildings: gpd.GeoDataFrame, _: pd.DataFrame
) -> "pd.Series[bool]":
    """Tell where there is a shed; a building that is missing from the layer may be one."""
    rows = sheds(locations, buildings)
    held = rows.loc[rows["shed_m2"].ne(0), "location_id"]
    return pd.Series(locations.frame.index.isin(held), index=locations.frame.index)


INDICATOR = Indicator(
    function=asbestos_roof,
    number=20,
    title={"nl": "Asbestverdacht dak", "en": "Roof that may hold asbestos"},
    question={
        "nl": "Hebben de schuren een oud dak dat nooit is vervangen?",
        "en": "Do the sheds have an old roof that was never replaced?",
    },
    unit="share",
    family="capacity",
    value=rising(0.3, 0.9),
    evidence="c",
    sources=marked(
        "Reasoning: an old roof is a sign of buildings nobody invests in. The roof map is made by "
        "a province or municipality. Thresholds are a design value."
    ),
    false_positives={
        "nl": (
            "Een oud dak zegt dat er geen geld of reden was om het te vervangen, niet dat er "
            "misbruik is. De kaart is vaak uit de lucht geschat en soms jaren oud."
        ),
        "en": (
            "An old roof says that there was no money or reason to replace it, not that the "
            "place is misused. The map is often estimated from the air and may be years old."
        ),
    },
    ordinary_explanations={
        "nl": (
            "De schuur is gewoon in gebruik en de eigenaar wacht op subsidie of sloop, of het "
            "dak is al gesaneerd en de kaart loopt achter."
        ),
        "en": (
            "The shed is in ordinary use and its owner waits for a subsidy or for demolition, or "
            "the roof was replaced since the map was made."
        ),
    },
    needs={"roofs": ("suspect",), "buildings": ("geometry",), "addresses": ("geometry",)},
    applies=_has_sheds,
)
