"""Indicator 13: how fast the open ground of a yard greens over."""

import geopandas as gpd
import numpy as np
import shapely

from riskmap.indicators.image_facts import (
    LEAST_SHARE,
    cells_inside,
    covered,
    day_means,
    in_year,
    years_of,
)
from riskmap.indicators.indicator import Indicator
from riskmap.indicators.open_ground import of_cover, polygons_of, unbuilt
from riskmap.indicators.reasons import Reasoned, reasoned
from riskmap.layers.images import Images
from riskmap.locations.locations import Locations
from riskmap.measures.arrays import Floats, Geometries
from riskmap.measures.trend import row_median, theil_sen
from riskmap.messages import Message, marked
from riskmap.scaling import rising

_YARD = ("erf", "half verhard")


def yard_overgrowth(
    locations: Locations,
    ndvi: Images,
    buildings: gpd.GeoDataFrame,
    surfaces: gpd.GeoDataFrame | None = None,
    *,
    min_summers: int = 4,
    min_cells: int = 6,
) -> Reasoned:
    """Trend of the summer vegetation index on the yard's open ground, per year.

    The open ground is what the layer `surfaces` calls ``erf`` or ``half
    verhard`` inside the place, less all buildings; without that layer the
    place less all buildings. For every day in June, July and August on which
    at least half of it is seen, its mean index is taken, each cell by the
    exact part of it inside; the median of those days is the summer's value.
    The trend is the median of the slopes between all pairs of summers
    (Theil-Sen): 0.03 means 0.03 greener every year.

    It is unknown when there are fewer than `min_summers` summers, where the
    images do not come, where the place holds fewer than `min_cells` whole
    cells or less open ground than so many cells cover, and where clouds leave
    fewer than `min_summers` summers. Whole cells are counted in the place: a
    barn in the middle leaves no cell of the ground itself whole, and the mean
    weighs every cell by the part that is ground.
    """
    index = locations.frame.index
    places = locations.frame.geometry.to_numpy()
    years = years_of(ndvi)
    ground = _open_ground(places, buildings, surfaces)
    outside = ~covered(places, ndvi)
    small = cells_inside(places, ndvi) < min_cells
    small |= shapely.area(ground) < min_cells * _cell_m(ndvi) ** 2
    slope, summers = np.full(len(index), np.nan), np.zeros(len(index))
    rows = np.flatnonzero(~(outside | small))
    if len(years) >= min_summers and len(rows):
        values = _summers(ground[rows], ndvi, years)
        slope[rows] = theil_sen(np.array(years, dtype=float), values)
        summers[rows] = np.isfinite(values).sum(axis=1)
    return reasoned(
        index,
        slope,
        (np.full(len(index), len(years) < min_summers), _few_summers(years, min_summers)),
        (outside, Message("No image covers the place.")),
        (small, _too_small(ndvi, min_cells)),
        (
            summers < min_summers,
            Message(
                "Clouds, or the edge of the images, leave fewer than {least} summers.",
                least=min_summers,
            ),
        ),
    )


def _few_summers(years: list[int], least: int) -> Message:
    return Message(
        "Its images show {count} of the {least} summers a trend needs ({years}).",
        count=len(years),
        years=", ".join(map(str, years)) or "-",
        least=least,
    )


def _too_small(images: Images, count: int) -> Message:
    return Message(
        "The place is too small for the pixels: it holds fewer than {count} whole ones of {size} "
        "m, or less open ground than that.",
        count=count,
        size=f"{_cell_m(images):.0f}",
    )


def _cell_m(images: Images) -> float:
    """Return the width of the widest cell (m)."""
    return max((max(image.cell_m) for image in images), default=0.0)


def _open_ground(
    places: Geometries, buildings: gpd.GeoDataFrame, surfaces: gpd.GeoDataFrame | None
) -> Geometries:
    yard = places if surfaces is None else polygons_of(of_cover(places, surfaces, _YARD))
    return unbuilt(yard, buildings)


def _summers(ground: Geometries, ndvi: Images, years: list[int]) -> Floats:
    """Return the value of every summer, shape (places, years); NaN where no day counts."""
    values = np.full((len(ground), len(years)), np.nan)
    for number, year in enumerate(years):
        days = day_means(ground, in_year(ndvi, year))
        seen = [np.where(day.share >= LEAST_SHARE, day.mean, np.nan) for day in days]
        values[:, number] = row_median(np.column_stack(seen))
    return values


INDICATOR = Indicator(
    function=yard_overgrowth,
    number=13,
    title={"nl": "Verwildering van het erf", "en": "Yard growing over"},
    question={
        "nl": "Groeit het open erf dicht met groen?",
        "en": "Is the open ground of the yard greening over?",
    },
    unit="per year",
    family="vacancy",
    value=rising(0.015, 0.06),
    evidence="c",
    sources=marked(
        "Satellite analysis is asked for in the regional plans to use capacity better; the "
        "vegetation index of Rouse et al. (1974) and the trend of Theil (1950) and Sen (1968). "
        "The thresholds are design values."
    ),
    false_positives={
        "nl": (
            "Een nieuwe tuin, jonge beplanting of een erf dat van tegels naar gras gaat, wordt ook "
            "groener. Een droge eerste zomer laat elk erf daarna groener lijken. Op een klein erf "
            "kijkt een pixel van 10 m mee naar de bomen en het gras ernaast."
        ),
        "en": (
            "A new garden, young planting, or a yard that goes from paving to grass becomes "
            "greener too. A dry first summer makes every yard look greener afterwards. On a small "
            "yard a pixel of 10 m also sees the trees and the grass beside it."
        ),
    },
    ordinary_explanations={
        "nl": "De bewoners laten het erf vergroenen, of er is een tuin of boomgaard aangelegd.",
        "en": "The yard is being made greener on purpose, or a garden or orchard was planted.",
    },
    needs={"buildings": ("geometry",)},
)
