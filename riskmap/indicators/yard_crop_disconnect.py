"""Whether the land around the yard is still farmed."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from riskmap.indicators.indicator import Indicator
from riskmap.locations.locations import Locations
from riskmap.measures.arrays import Floats, Geometries
from riskmap.measures.overlap import overlaps
from riskmap.measures.share import share_covered
from riskmap.measures.without import once, without
from riskmap.measures.years import parts_by_years
from riskmap.messages import marked
from riskmap.scaling import rising

_FARMED = ("grasland", "bouwland", "braakland")
_WOODS = (
    *("loofbos", "naaldbos", "gemengd bos", "griend", "griend en hakhout", "populieren"),
    "houtwal",
)
_LEAST_LEFT = 0.05


def yard_crop_disconnect(
    locations: Locations,
    crop_fields: gpd.GeoDataFrame,
    roads: gpd.GeoDataFrame | None = None,
    water: gpd.GeoDataFrame | None = None,
    vegetation: gpd.GeoDataFrame | None = None,
    *,
    ring_m: float = 250.0,
    years: int = 5,
    min_years: int = 1,
    road_width_m: float = 6.0,
) -> "pd.Series[float]":
    """Share (0-1) of the ground around the yard that nobody declares as farmed.

    1 minus the share of a ring of 250 m (`ring_m`) around the location that
    carries a crop field of category Grasland, Bouwland or Braakland; the mean
    of the last five years in the layer (`years`). Roads, water and woods are
    first taken out of ring and fields, as far as those layers are there: road
    surfaces as they are drawn and road lines with a width of 6 m
    (`road_width_m`); water and woods only where they are drawn as surfaces.
    Fields are joined by place, never by id.

    One year is enough, five are asked: with fewer than `min_years` it is
    unknown everywhere. It is unknown where less than a twentieth of the ring
    is left, and where a field of unknown category lies in it.
    """
    last = np.sort(crop_fields["year"].dropna().unique())[-years:]
    if len(last) < max(min_years, 1):
        return pd.Series(np.nan, index=locations.frame.index)
    shapes = locations.frame.geometry.to_numpy()
    rings = shapely.difference(shapely.buffer(shapes, ring_m, quad_segs=16), shapes)
    others = np.concatenate([_roads(roads, road_width_m), _surfaces(water), _woods(vegetation)])
    others = once(others)
    left = 1.0 - _covered(rings, others)
    left[left < _LEAST_LEFT] = np.nan
    category = crop_fields["category"].astype("string").str.lower()
    recent = crop_fields["year"].isin(last)
    fields = crop_fields[recent & category.isin(_FARMED)]
    parts, count = parts_by_years(fields.geometry.to_numpy(), fields["year"].to_numpy())
    farmed = _covered(rings, without(parts, others), count / len(last))
    apart: Floats = np.clip(1.0 - farmed / left, 0.0, 1.0)
    unnamed = crop_fields.geometry[recent & category.isna()].to_numpy()
    apart[share_covered(rings, unnamed) > 0] = np.nan
    return pd.Series(apart, index=locations.frame.index)


def _covered(rings: Geometries, parts: Geometries, weights: Floats | None = None) -> Floats:
    """Return the share of each ring that parts cover which do not overlap each other."""
    pairs = overlaps(rings, parts)
    square_m = pairs.square_m if weights is None else pairs.square_m * weights[pairs.area]
    surface: Floats = shapely.area(rings)
    return np.bincount(pairs.geometry, square_m, len(rings)) / surface


def _surfaces(layer: gpd.GeoDataFrame | None) -> Geometries:
    """Return what a layer holds that has a surface."""
    if layer is None:
        return np.empty(0, dtype=object)
    shapes = layer.geometry.to_numpy()
    return np.asarray(shapes[shapely.get_dimensions(shapes) == 2], dtype=object)  # noqa: PLR2004


def _roads(roads: gpd.GeoDataFrame | None, width_m: float) -> Geometries:
    if roads is None:
        return np.empty(0, dtype=object)
    shapes = roads.geometry.to_numpy()
    lines = shapes[shapely.get_dimensions(shapes) == 1]
    strips = shapely.buffer(lines, width_m / 2, cap_style="flat")
    return np.concatenate([_surfaces(roads), strips])


def _woods(vegetation: gpd.GeoDataFrame | None) -> Geometries:
    if vegetation is None:
        return np.empty(0, dtype=object)
    return _surfaces(vegetation[vegetation["kind"].astype("string").str.lower().isin(_WOODS)])


INDICATOR = Indicator(
    function=yard_crop_disconnect,
    number=12,
    title={"nl": "Erf los van landbouwgebruik", "en": "Yard apart from farming"},
    question={
        "nl": "Geeft niemand de grond rond het erf nog op als landbouwgrond?",
        "en": "Is the land around the yard no longer declared as farmland by anyone?",
    },
    unit="share",
    family="vacancy",
    value=rising(0.2, 0.7),
    evidence="c",
    sources=marked(
        "Reasoning from opportunity theory, with the BRP crop fields. Thresholds are a design "
        "value."
    ),
    false_positives={
        "nl": (
            "Dit signaal is van nature zwak: de grond van een gestopte boer gebruikt meestal een "
            "buurman, en blijft dus groen. Naast natuur of bebouwing is de uitkomst altijd hoog."
        ),
        "en": (
            "The signal is weak by nature: a neighbour mostly uses the fields of a stopped farm, "
            "so they stay green. Next to a nature area or houses the outcome is always high."
        ),
    },
    ordinary_explanations={
        "nl": (
            "Er ligt natuur, een tuin, een paardenwei of een dorp naast het erf, of de grond "
            "hoeft niet te worden opgegeven."
        ),
        "en": (
            "There is a nature area, a garden, a paddock or a village beside the yard, or the "
            "land need not be declared."
        ),
    },
    needs={"crop_fields": ("category",)},
    margin_m={"crop_fields": 300, "roads": 300, "water": 300, "vegetation": 300},
)
