"""Which outbuildings of a location are sheds, and how much ground they cover.

Not an indicator: what several indicators mean by a shed.
"""

import geopandas as gpd
import pandas as pd

from riskmap.indicators.member_facts import fact_of
from riskmap.locations.locations import Locations

_NOT_A_SHED = ("kas", "warenhuis", "tank", "silo")


def sheds(
    locations: Locations, buildings: gpd.GeoDataFrame, min_area_m2: float = 40.0
) -> pd.DataFrame:
    """Return what is known of the outbuildings of every location.

    A shed is an outbuilding of at least `min_area_m2` (m2) that the layer's
    `use` does not call a greenhouse, tank or silo.

    Returns
    -------
    DataFrame
        One row per location and outbuilding: ``location_id``, ``member_id``,
        ``share`` and ``shed_m2``, the footprint (m2) of the part that belongs
        to the location; 0 for what is no shed, NaN for a building the layer
        does not hold.
    """
    rows = locations.of_role("outbuilding")
    area = fact_of(rows, buildings.geometry.area)
    use = fact_of(rows, buildings["use"].astype("string").str.lower())
    excluded = use.str.contains(rf"\b(?:{'|'.join(_NOT_A_SHED)})\b").fillna(value=False)
    counted = (rows["share"] * area).where((area >= min_area_m2) & ~excluded.astype(bool), 0.0)
    return rows.assign(shed_m2=counted.mask(area.isna()))
