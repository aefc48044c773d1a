"""Whether a single-tenant hall has a closed yard of its own."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from riskmap.indicators.address_use import address_members
from riskmap.indicators.indicator import Indicator
from riskmap.indicators.own_yard import (
    closed_share,
    halls_of,
    nearer_ground,
    within_parcels,
    yards_on,
)
from riskmap.locations.locations import Locations
from riskmap.locations.members import footprint_m2
from riskmap.measures.arrays import Floats, Geometries
from riskmap.measures.share import share_covered
from riskmap.messages import marked
from riskmap.scaling import rising

_SMALLEST_M2, _LARGEST_M2 = 150.0, 900.0
_COVERS = ("erf", "half verhard", "gesloten verharding")
# Walls along water hold the bank and close nothing off.
_OPEN_KINDS = ("kademuur", "walbescherming", "damwand")
_WALL_M = 1.0


def hall_with_yard(  # noqa: PLR0917 - a parameter per layer
    locations: Locations,
    buildings: gpd.GeoDataFrame,
    addresses: gpd.GeoDataFrame,
    surfaces: gpd.GeoDataFrame,
    barriers: gpd.GeoDataFrame,
    parcels: gpd.GeoDataFrame | None = None,
    *,
    reach_m: float = 25.0,
) -> "pd.Series[float]":
    """Area (m2) of the hall's own yard times the closed share of its outline.

    The yard is the ground of cover ``erf``, ``half verhard`` or ``gesloten
    verharding`` that is connected to the hall, at most 25 m from it
    (`reach_m`), nearer to it than to any other building with an address, and
    on the location's own parcels where those are known; less all buildings.
    Closed is the part of its outer outline at most 1 m from a fence, a wall
    or a building; quay walls and bank protection close nothing, a barrier of
    unknown kind is taken for a fence. Where the ground goes on beyond reach
    the outline is open, so the outcome is a lower bound for halls on large
    grounds.

    0 where the hall has no such ground; unknown where ground of unknown cover
    lies in reach. It applies to places whose buildings cover 150 to 900 m2
    and hold one address in use.
    """
    applies = _is_hall(locations, buildings, addresses)
    places = locations.only(applies)
    places = Locations(places.kind, places.frame.sort_index(), places.members)
    buildings, surfaces = buildings.sort_index(), surfaces.sort_index()
    result = pd.Series(np.nan, index=locations.frame.index)
    halls = halls_of(places, buildings)
    ground = nearer_ground(places, halls, buildings, addresses, reach_m)
    if parcels is not None:
        ground = within_parcels(places, ground, parcels)
    cover = surfaces["cover"].astype("string").str.lower()
    shapes, walls = surfaces.geometry.to_numpy(), buildings.geometry.to_numpy()
    yards = yards_on(ground, halls, shapes[cover.isin(_COVERS).to_numpy(dtype=bool)], walls)
    barriers = barriers.sort_index()
    fences = barriers["kind"].astype("string").str.lower().isin(_OPEN_KINDS)
    closing = [barriers.geometry.to_numpy()[~fences.to_numpy(dtype=bool)], walls]
    closed = closed_share(yards, _widened(np.concatenate(closing), ground))
    area: Floats = shapely.area(yards)
    value = np.where(area > 0, area * closed, 0.0)
    value[share_covered(ground, shapes[cover.isna().to_numpy(dtype=bool)]) > 0] = np.nan
    result[places.frame.index] = value
    return result


def _widened(shapes: Geometries, ground: Geometries) -> Geometries:
    """Return the shapes near any ground, 1 m wider all round."""
    near = shapely.STRtree(shapes).query(ground, predicate="dwithin", distance=2 * _WALL_M)[1]
    return np.asarray(shapely.buffer(shapes[np.unique(near)], _WALL_M), dtype=object)


def _is_hall(
    locations: Locations,
    buildings: gpd.GeoDataFrame,
    addresses: gpd.GeoDataFrame,
    *_: object,
) -> "pd.Series[bool]":
    rows = address_members(locations, addresses)
    count = rows.loc[rows["in_use"]].groupby("location_id").size()
    single = count.reindex(locations.frame.index, fill_value=0).eq(1)
    return single & footprint_m2(locations, buildings).between(_SMALLEST_M2, _LARGEST_M2)


INDICATOR = Indicator(
    function=hall_with_yard,
    number=25,
    title={"nl": "Hal met afgesloten buitenterrein", "en": "Hall with a closed yard"},
    question={
        "nl": "Is dit een hal van één gebruiker met een eigen, afgesloten terrein?",
        "en": "Is this a hall of one user with a closed yard of its own?",
    },
    unit="m2",
    family="capacity",
    value=rising(150, 800),
    evidence="c",
    sources=marked(
        "Reasoning, with the action agenda 2022 (five clubhouses found on business parks). "
        "Thresholds, reach and the distance to a fence are a design value."
    ),
    false_positives={
        "nl": (
            "Heel gewoon: autobedrijven, bouwbedrijven en hoveniers hebben bijna allemaal een "
            "omheind terrein. Niet elk hek staat op de kaart."
        ),
        "en": (
            "Very common: nearly all garages, builders and gardeners have a fenced yard. Not "
            "every fence is on the map."
        ),
    },
    ordinary_explanations={
        "nl": "Het bedrijf zet auto's, bouwmateriaal of machines achter een hek tegen diefstal.",
        "en": (
            "The business keeps cars, building material or machines behind a fence against theft."
        ),
    },
    needs={
        "surfaces": ("cover",),
        "barriers": ("geometry",),
        "buildings": ("geometry",),
        "addresses": ("geometry",),
    },
    margin_m={"surfaces": 50, "barriers": 50, "buildings": 100, "addresses": 100},
    applies=_is_hall,
)
