"""How many storage or garage boxes stand in one row."""

import geopandas as gpd
import pandas as pd

from riskmap.indicators.indicator import Indicator
from riskmap.indicators.member_facts import fact_of
from riskmap.layers.layer import Layer
from riskmap.locations.address_links import address_links
from riskmap.locations.assemble import members_by_building
from riskmap.locations.box_row import BoxRule, boxes_in, boxes_of, find_rows
from riskmap.locations.locations import Locations
from riskmap.messages import marked
from riskmap.scaling import log_rising

_NO_DWELLING = "overige gebruiksfunctie"


def storage_row_cluster(
    locations: Locations, buildings: gpd.GeoDataFrame, addresses: gpd.GeoDataFrame
) -> "pd.Series[float]":
    """Count the boxes in the location's row.

    A box row counts its own boxes. Any other place has the largest box row
    that shares a building with it, by the same rule: at least eight boxes of
    12-40 m2 without a dwelling, at most 8 m apart, or the units under 40 m2
    of a building with at least ten of them; which address lies in which
    building goes by place there. Without a row the count is 0; it is unknown
    where addresses of unknown use or floor area could make it larger.
    """
    if locations.kind == "box_row":
        return boxes_in(locations, addresses).astype(float)
    links = address_links(Layer("addresses", addresses, ""), buildings)
    count = _largest_row(locations, buildings, addresses, links)
    if addresses[["use", "floor_area_m2"]].notna().to_numpy().all():
        return count
    boldest = addresses.assign(
        use=addresses["use"].fillna(_NO_DWELLING),
        floor_area_m2=addresses["floor_area_m2"].fillna(0.0),
    )
    return count.mask(_largest_row(locations, buildings, boldest, links) > count)


def _largest_row(
    locations: Locations,
    buildings: gpd.GeoDataFrame,
    addresses: gpd.GeoDataFrame,
    links: pd.DataFrame,
) -> "pd.Series[float]":
    rows, _ = find_rows(buildings, addresses, links, BoxRule())
    boxes = boxes_of(members_by_building(rows, links), addresses).astype(float)
    size = boxes.reindex(rows).set_axis(rows.index)  # a building stands in one row
    own = locations.of_role("building", "outbuilding")
    largest = fact_of(own, size).groupby(own["location_id"]).max()
    return largest.reindex(locations.frame.index).fillna(0.0).astype(float)


INDICATOR = Indicator(
    function=storage_row_cluster,
    number=24,
    title={"nl": "Rijen opslag- of garageboxen", "en": "Rows of storage or garage boxes"},
    question={
        "nl": "Staan hier rijen boxen bij elkaar?",
        "en": "Do rows of boxes stand together here?",
    },
    unit="boxes",
    family="capacity",
    value=log_rising(10, 80),
    evidence="a",
    sources=marked(
        "Bureau Beke, 'Black Box', 2020: boxes used for storage, tenants little known to the "
        "letting party; action in the south of the Netherlands, June 2021: 3,722 boxes checked, "
        "132 opened."
    ),
    false_positives={
        "nl": (
            "Vaak zijn het garages van omwonenden. Staan er woningen binnen 50 m, geef de plek "
            "dan minder voorrang en let op de privacy van de huurders."
        ),
        "en": (
            "Often these are garages of people who live nearby. With dwellings within 50 m give "
            "the place less priority, and mind the tenants' privacy."
        ),
    },
    ordinary_explanations={
        "nl": "De garages horen bij een woonbuurt, of mensen slaan er hun inboedel op.",
        "en": "The garages belong to a neighbourhood, or people store their furniture there.",
    },
    needs={"buildings": ("geometry",), "addresses": ("geometry",)},
    margin_m={"buildings": 250, "addresses": 250},
)
