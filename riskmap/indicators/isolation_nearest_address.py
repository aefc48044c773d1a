"""How far the nearest neighbour is."""

import geopandas as gpd
import numpy as np
import pandas as pd

from riskmap.indicators.address_use import in_use
from riskmap.indicators.indicator import Indicator
from riskmap.locations.locations import Locations
from riskmap.locations.members import anchors, dwelling_addresses, own_pairs
from riskmap.measures.nearest import nearest_distance
from riskmap.messages import marked
from riskmap.scaling import rising


def isolation_nearest_address(
    locations: Locations,
    buildings: gpd.GeoDataFrame,
    addresses: gpd.GeoDataFrame,
    *,
    dwellings_only: bool = False,
) -> "pd.Series[float]":
    """Distance (m) from the largest outbuilding to the nearest address of another location.

    The distance runs in a straight line from the outline of the location's
    largest outbuilding (its largest building where it has no outbuilding) to
    the nearest address point in use that is not a member of the location.
    With `dwellings_only` only dwellings count; where an address of unknown
    use is nearer than the nearest known dwelling, the distance is unknown.
    """
    origins = anchors(locations, buildings)

    def distance(targets: gpd.GeoDataFrame) -> "pd.Series[float]":
        own = own_pairs(locations, targets.index, ("address",))
        metres = nearest_distance(origins, targets.geometry.to_numpy(), own)
        return pd.Series(metres, index=locations.frame.index)

    targets = in_use(addresses)
    if not dwellings_only:
        return distance(targets)
    dwelling = dwelling_addresses(targets)
    known = distance(targets[dwelling.fillna(value=False).astype(bool)])
    doubtful = distance(targets[dwelling.isna()])
    return known.mask(doubtful < known, np.nan)


INDICATOR = Indicator(
    function=isolation_nearest_address,
    number=1,
    title={"nl": "Afstand tot de dichtstbijzijnde buur", "en": "Distance to the nearest neighbour"},
    question={
        "nl": "Kan iemand in de buurt zien of horen wat er gebeurt?",
        "en": "Can anyone nearby see or hear what goes on?",
    },
    unit="m",
    family="seclusion",
    value=rising(80, 300),
    evidence="b",
    sources=marked(
        "Police statement on remote locations (politie.nl, August 2022); TwynstraGudde, October "
        "2020: the empty remote building attracts, not the active farmer; stadszaken.nl on few "
        "dwellings at business parks. Thresholds are a design value."
    ),
    false_positives={
        "nl": (
            "In de polder ligt bijna elk erf afgelegen: vergelijk binnen hetzelfde landschap. "
            "Het adrespunt kan naast het huis liggen."
        ),
        "en": (
            "Nearly every polder farm is remote: compare within one landscape. "
            "An address point may lie beside its house."
        ),
    },
    ordinary_explanations={
        "nl": "De boerderij of het bedrijf ligt van oudsher vrij.",
        "en": "The farm or business has always stood by itself.",
    },
    needs={"addresses": ("geometry",), "buildings": ("geometry",)},
    margin_m={"addresses": 1000},
)
