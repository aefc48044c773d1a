"""Whether space is cheap here, among places of the same use."""

import geopandas as gpd
import pandas as pd

from riskmap.indicators.indicator import Indicator
from riskmap.indicators.member_facts import fact_of
from riskmap.indicators.on_park import fact_of_park
from riskmap.locations.locations import Locations
from riskmap.messages import marked
from riskmap.scaling import rising

# A building of the BAG: municipality, 10, and ten figures more.
_BUILDING = r"\d{4}10\d{10}"


def low_woz_per_m2(
    locations: Locations,
    property_values: pd.DataFrame,
    business_parks: gpd.GeoDataFrame | None = None,
    *,
    least_objects: int = 10,
) -> "pd.Series[float]":
    """Share (0-1) of the other objects of the same use that cost more per square metre.

    1 for the cheapest of its use in the table, 0 for the dearest; objects in
    one band cost the same. Buildings are compared with buildings and business
    parks with business parks; in a table that holds buildings of the BAG
    everything else is a park. A location has the mean over its buildings that
    are in the table, by the part of each that belongs to it; where none is, the
    share of the park on which it stands. Unknown where value or use is
    unknown, and where the table holds fewer than 10 objects of that use
    (`least_objects`).
    """
    known = property_values[property_values["eur_per_m2"].notna() & property_values["use"].notna()]
    of_park = _parks(known.index, business_parks)
    groups = known["eur_per_m2"].astype(float).groupby([known["use"], of_park])
    size = groups.transform("size")
    # The highest rank among equals is how many cost as much or less.
    dearer = size - groups.rank(method="max")
    cheap = (dearer / (size - 1)).where(size >= max(least_objects, 2)).astype(float)
    rows = locations.of_role("building", "outbuilding")
    share = fact_of(rows, cheap[~of_park])
    weight = rows["share"].where(share.notna(), 0.0)
    sums = pd.DataFrame({"part": share * weight, "weight": weight}).groupby(rows["location_id"])
    total = sums.sum()
    mean = (total["part"] / total["weight"].where(total["weight"] > 0)).reindex(
        locations.frame.index
    )
    if business_parks is None:
        return mean
    return mean.fillna(fact_of_park(locations, business_parks, cheap[of_park]))


def _parks(objects: "pd.Index[str]", business_parks: gpd.GeoDataFrame | None) -> "pd.Series[bool]":
    """Tell which objects of the table are parks, also those beyond the area of the run."""
    building = objects.to_series().str.fullmatch(_BUILDING).to_numpy(dtype=bool)
    park = ~building & building.any()
    if business_parks is not None:
        park |= objects.isin(business_parks.index)
    return pd.Series(park, index=objects)


INDICATOR = Indicator(
    function=low_woz_per_m2,
    number=30,
    title={
        "nl": "Lage WOZ-waarde per m² (aandeel vergelijkbare panden dat duurder is)",
        "en": "Low value per m² (share of comparable buildings that cost more)",
    },
    question={"nl": "Is ruimte hier goedkoop?", "en": "Is space cheap here?"},
    unit="share",
    family="obsolescence",
    value=rising(0.7, 0.95),
    evidence="a",
    sources=marked(
        "WODC/Tilburg University 2018 (property value) and PVO Oost-Nederland 2021 (low WOZ "
        "value). Compared inside the same use and the same table, so that a region does not "
        "count; thresholds are a design value."
    ),
    false_positives={
        "nl": (
            "De ligging binnen de gemeente weegt mee in de waarde. Grote hallen zijn per m² "
            "goedkoper dan kleine, en de waarden zijn vaak alleen als klasse bekend."
        ),
        "en": (
            "The position within the municipality is part of the value. Large halls are cheaper "
            "per m² than small ones, and values are often known as bands only."
        ),
    },
    ordinary_explanations={
        "nl": (
            "Het is een oudere hal of een grote loods, of de plek ligt ver van winkels en snelweg."
        ),
        "en": "It is an older hall or a large shed, or it lies far from shops and motorway.",
    },
    needs={"property_values": ("eur_per_m2", "use")},
)
