"""From areas and cells to places: a risk is averaged, a count is spread."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from riskmap.layers.layer import Layer
from riskmap.measures.overlap import overlaps
from riskmap.measures.share import area_weighted_mean
from riskmap.measures.zonal import zonal_mean
from riskmap.statistics.disaggregation import Pairs, disaggregate_counts, disaggregate_rates

Floats = NDArray[np.float64]

_LEAST_COVERED = 0.5


def risk_per_location(
    frame: gpd.GeoDataFrame, risk: Layer, column: str = "risk"
) -> NDArray[np.float64]:
    """Return the risk of every location (0..1), shape (n,), the mean over its area.

    NaN where the layer says nothing about at least half of the location: a
    sliver of an area at its edge is no knowledge about a place.
    """
    places = np.asarray(frame.geometry.array)
    if risk.raster is not None:
        means, covered = zonal_mean(places, risk.raster.values, risk.raster.transform)
    else:
        areas = np.asarray(risk.frame.geometry.array)
        values = risk.frame[column].to_numpy(dtype=float)
        means, covered = area_weighted_mean(places, areas, values)
    return np.where(covered >= _LEAST_COVERED, means, np.nan)


def places_in_areas(places: gpd.GeoDataFrame, areas: gpd.GeoDataFrame) -> Pairs:
    """Return which share of every place lies in which area with a known count.

    The shares of a place add up to 1 at most: where areas overlap, the
    smaller goes first. Places of which less than half lies in such areas are
    left out, as for `risk_per_location`.
    """
    known = np.flatnonzero(areas["expected"].notna())
    shapes, outlines = np.asarray(places.geometry.array), np.asarray(areas.geometry.array)
    found = overlaps(shapes, outlines[known])
    source = known[found.area]
    share = found.square_m / shapely.area(shapes)[found.geometry]
    order = np.lexsort((source, shapely.area(outlines)[source], found.geometry))
    source, target, share = source[order], found.geometry[order], share[order]
    before = np.cumsum(share) - share
    first = np.searchsorted(target, target, side="left")
    taken = before - before[first] if len(before) else before
    share = np.minimum(share, np.maximum(1 - taken, 0.0))
    covered = np.bincount(target, share, len(places))
    kept = (covered[target] >= _LEAST_COVERED) & (share > 0)
    return Pairs(source[kept], target[kept], share[kept], len(areas), len(places))


@dataclass(frozen=True)
class SpreadCounts:
    """Events of areas, spread over places.

    Attributes
    ----------
    count, low, high
        Shape (places,): expected events, with the bounds of the area's rate.
    per_weight
        Shape (places,): expected events per unit of what they were spread by.
    total, not_allocated
        Events of all areas, and of those without a place with a weight.
    """

    count: Floats
    low: Floats
    high: Floats
    per_weight: Floats
    total: float
    not_allocated: float


def spread_counts(areas: gpd.GeoDataFrame, pairs: Pairs, weights: Floats) -> SpreadCounts:
    """Spread the expected events of areas over places; totals are kept.

    Parameters
    ----------
    areas
        With ``expected``, ``expected_low`` and ``expected_high``.
    pairs
        See `places_in_areas`.
    weights
        Shape (places,): in proportion to what; NaN gets nothing.
    """
    middle, low, high = (
        disaggregate_counts(areas[name].to_numpy(dtype=float), pairs, weights)
        for name in ("expected", "expected_low", "expected_high")
    )
    mean, amount = disaggregate_rates(middle.density, pairs)
    return SpreadCounts(
        count=middle.counts,
        low=low.counts,
        high=high.counts,
        per_weight=mean * np.where(amount > 0, amount, np.nan),
        total=float(np.nansum(areas["expected"].to_numpy(dtype=float))),
        not_allocated=float(np.nansum(middle.not_allocated)),
    )
