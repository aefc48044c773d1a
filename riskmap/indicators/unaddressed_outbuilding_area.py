"""How much covered space has no address."""

import geopandas as gpd
import pandas as pd

from riskmap.indicators.indicator import Indicator
from riskmap.indicators.sheds import sheds
from riskmap.locations.locations import Locations
from riskmap.messages import marked
from riskmap.scaling import rising


def unaddressed_outbuilding_area(
    locations: Locations, buildings: gpd.GeoDataFrame, *, min_area_m2: float = 40.0
) -> "pd.Series[float]":
    """Footprint (m2) of the outbuildings of at least 40 m2 (`min_area_m2`), summed.

    An outbuilding is a building no address lies in. Greenhouses, tanks and
    silos are left out where the layer's `use` says so. Of a building that
    belongs to the location in part, that part counts. Without outbuildings
    the area is 0, because the register lists all buildings; it is unknown
    where an outbuilding is missing from the layer.
    """
    rows = sheds(locations, buildings, min_area_m2)
    by_place = rows.groupby("location_id")["shed_m2"].sum()
    total = by_place.reindex(locations.frame.index, fill_value=0.0)
    return total.mask(total.index.isin(rows.loc[rows["shed_m2"].isna(), "location_id"]))


INDICATOR = Indicator(
    function=unaddressed_outbuilding_area,
    number=18,
    title={"nl": "Bijgebouwen zonder adres", "en": "Outbuildings without an address"},
    question={
        "nl": "Is er genoeg overdekte ruimte waar niemand staat ingeschreven?",
        "en": "Is there enough covered space in which no one is registered?",
    },
    unit="m2",
    family="capacity",
    value=rising(250, 1000),
    evidence="a",
    sources=marked(
        "Gies et al. 2014 (Alterra) and the province of Overijssel, June 2020: about 950 to 1,325 "
        "m2 of buildings per stopped farm. BAG: 42 per cent of all buildings hold no address."
    ),
    false_positives={
        "nl": (
            "Elke melkveehouder in bedrijf scoort hier hoog: dit zegt alleen iets samen met "
            "leegstand. Niet elke kas of silo is in het register te herkennen."
        ),
        "en": (
            "Every working dairy farm scores high here: it means something together with vacancy "
            "only. Not every greenhouse or silo can be told apart in the register."
        ),
    },
    ordinary_explanations={
        "nl": (
            "De stallen en schuren zijn in gebruik, of dienen als caravanstalling, opslag van "
            "een loonwerker of werkplaats."
        ),
        "en": (
            "The sheds and barns are in use, or serve as caravan storage, a contractor's storage "
            "or a workshop."
        ),
    },
    needs={"buildings": ("geometry",), "addresses": ("geometry",)},
)
