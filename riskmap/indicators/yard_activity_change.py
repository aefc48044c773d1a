"""Indicator 14: ground that turned bare or built on, and that no register explains."""

import datetime as dt
from collections.abc import Callable, Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from riskmap.indicators.image_facts import (
    LEAST_SHARE,
    cells_inside,
    covered,
    in_year,
    stacked_mean,
    years_of,
)
from riskmap.indicators.indicator import Indicator
from riskmap.indicators.open_ground import of_cover, polygons_of
from riskmap.indicators.reasons import Reasoned, reasoned
from riskmap.layers.images import Images
from riskmap.locations.locations import Locations
from riskmap.locations.membership import is_among
from riskmap.measures.arrays import Flags, Floats, Geometries
from riskmap.measures.trend import row_median
from riskmap.measures.without import without
from riskmap.messages import Message, marked
from riskmap.scaling import rising

_REGISTERED = ("gesloten verharding", "open verharding", "half verhard")
_YEARS_BEFORE = 1
_LEAST_M2 = 1e-6  # sums of nothing leave less than this


def yard_activity_change(
    locations: Locations,
    bare_soil: Images,
    buildings: gpd.GeoDataFrame,
    surfaces: gpd.GeoDataFrame | None = None,
    permits: pd.DataFrame | None = None,
    *,
    reference_year: int = 0,
    rise: float = 0.10,
    bare_from: float = 0.0,
    min_cells: int = 4,
) -> Reasoned:
    """Ground that turned bare or built on since the reference year, and is not registered (m2).

    Per cell the median bare soil index of June, July and August is taken, in
    the reference year (without the option: the first year with images) and in
    the newest one. A cell turned bare when the index rose by at least `rise`,
    to at least `bare_from`. Its surface inside the place is counted by the
    exact part of the cell inside, leaving out what a register explains:
    buildings (one from the reference year or later, or of unknown age, with a
    margin of one cell, because a cell at its edge shows it too) and, with the
    layer `surfaces`, paving. What clouds hide is not counted. A place where a
    permit was granted from the year before the reference year on, for one of
    its buildings or addresses, has 0 m2: the table does not say how much
    ground a permit is for.

    It is unknown when there are no summers of two years, where the images do
    not come, where the place holds fewer than `min_cells` whole cells, where
    registers explain all of its ground, and where clouds leave less than half
    of the rest to compare.
    """
    index, places = locations.frame.index, locations.frame.geometry.to_numpy()
    years = [year for year in years_of(bare_soil) if year >= reference_year]
    outside = ~covered(places, bare_soil)
    small = cells_inside(places, bare_soil) < min_cells
    area, seen = np.full(len(index), np.nan), np.zeros(len(index))
    explained = np.zeros(len(index), dtype=bool)
    rows = np.flatnonzero(~(outside | small))
    if len(years) > 1 and len(rows):
        cell = max(max(image.cell_m) for image in bare_soil)
        ground = _unexplained(places[rows], buildings, surfaces, years[0], cell)
        turned = _turned(rise, bare_from, len(in_year(bare_soil, years[0])))
        images = in_year(bare_soil, years[0]) + in_year(bare_soil, years[-1])
        part, share = stacked_mean(ground, images, turned)
        turned_m2 = np.nan_to_num(part) * np.nan_to_num(share) * shapely.area(ground)
        area[rows] = np.where(turned_m2 > _LEAST_M2, turned_m2, 0.0)
        seen[rows], explained[rows] = np.nan_to_num(share), shapely.area(ground) == 0
        area[_permitted(locations, permits, years[0])] = 0.0
    few_years = np.full(len(index), len(years) <= 1)
    flags = (few_years, outside, small, explained, seen < LEAST_SHARE)
    return reasoned(index, area, *zip(flags, _reasons(min_cells), strict=True))


def _reasons(min_cells: int) -> tuple[Message, ...]:
    return (
        Message("There are no images of the summers of two years to compare."),
        Message("No image covers the place."),
        Message(
            "The place is too small for the pixels: it holds fewer than {count} whole ones.",
            count=min_cells,
        ),
        Message("Buildings, their edges and paving leave nothing to look at."),
        Message("Clouds, or the edge of the images, leave too little to compare."),
    )


def _unexplained(
    places: Geometries,
    buildings: gpd.GeoDataFrame,
    surfaces: gpd.GeoDataFrame | None,
    since: int,
    margin_m: float,
) -> Geometries:
    """Return the ground no register calls built on or paved."""
    shapes = buildings.geometry.to_numpy()
    old = (buildings["year_built"] < since).to_numpy(dtype=bool)
    taken = np.where(old, shapes, shapely.buffer(shapes, margin_m, join_style="mitre"))
    ground = without(places, taken)
    if surfaces is not None:
        paved = of_cover(places, surfaces, _REGISTERED)
        ground = shapely.difference(ground, paved)
    return polygons_of(ground)


def _turned(rise: float, bare_from: float, before: int) -> Callable[[Sequence[Floats]], Floats]:
    """Return a function that marks cells that turned bare: 1, 0, or NaN where unknown."""

    def combine(stack: Sequence[Floats]) -> Floats:
        old, new = _median(stack[:before]), _median(stack[before:])
        marked = (new - old >= rise) & (new >= bare_from)
        return np.where(np.isfinite(old) & np.isfinite(new), marked.astype(float), np.nan)

    return combine


def _median(stack: Sequence[Floats]) -> Floats:
    rows = np.column_stack([values.ravel() for values in stack])
    return row_median(rows).reshape(stack[0].shape)


def _permitted(locations: Locations, permits: pd.DataFrame | None, since: int) -> Flags:
    if permits is None:
        return np.zeros(len(locations.frame), dtype=bool)
    recent = permits[permits["granted"] >= pd.Timestamp(dt.date(since - _YEARS_BEFORE, 1, 1))]
    ids = pd.concat([recent["building_id"], recent["address_id"]]).dropna()
    members = locations.members
    with_permit = members.loc[is_among(members["member_id"], ids), "location_id"]
    return is_among(locations.frame.index, with_permit)


INDICATOR = Indicator(
    function=yard_activity_change,
    number=14,
    title={
        "nl": "Nieuwe kale of verharde grond die in geen register staat",
        "en": "New bare or hard ground that is in no register",
    },
    question={
        "nl": "Is er grond kaal of hard geworden zonder dat een register het verklaart?",
        "en": "Did ground turn bare or hard without a register that explains it?",
    },
    unit="m2",
    family="changes",
    value=rising(150, 600),
    evidence="c",
    sources=marked(
        "The bare soil index of Rikimaru, Roy and Miyatake, Tropical Ecology 43 (2002), 39-47. "
        "The thresholds are design values."
    ),
    false_positives={
        "nl": (
            "Mestplaten, kuilvoer en opslag horen bij een boerderij. Een akker of weiland op het "
            "perceel is na het ploegen of in een droge zomer ook kaal."
        ),
        "en": (
            "Manure slabs, silage and storage belong to a farm. A field on the plot is bare too "
            "after ploughing or in a dry summer."
        ),
    },
    ordinary_explanations={
        "nl": (
            "Er wordt gewerkt of opgeslagen voor het bedrijf, of er is een vergunning die niet "
            "in de tabel staat."
        ),
        "en": (
            "Works are in progress, the business stores goods there, or there is a permit that "
            "the table lacks."
        ),
    },
    needs={"buildings": ("geometry",)},
)
