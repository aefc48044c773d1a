"""Opportunity and risk in one order, with both kept in sight.

The police layer becomes one value per location: the area-weighted mean of the
areas it lies in, or the mean of the cells it covers. Unknown risk is not low
risk: where the layer says nothing, priority rests on opportunity alone.
"""

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from riskmap.errors import ScoringError
from riskmap.layers.layer import Access, Layer
from riskmap.maps import (
    ACCESS_WORDS,
    CombinationDescription,
    Description,
    ScoredMap,
    both_languages,
    describe_layer,
)
from riskmap.measures.share import area_weighted_mean
from riskmap.measures.zonal import zonal_mean
from riskmap.messages import Message
from riskmap.ordering import rank_inside
from riskmap.project import CombineSettings
from riskmap.weighing import ranks

LEVELS = ("low", "medium", "high")
UNKNOWN = "unknown"
_LEAST_COVERED = 0.5


def combine(opportunity: ScoredMap, risk: Layer, settings: CombineSettings) -> ScoredMap:
    """Return the combined map of one theme.

    Adds ``risk`` (0..1, NaN unknown), ``priority`` (0..1), ``class`` (the
    thirds of opportunity and of risk, such as ``high-low``) and
    ``priority_rank``.

    Raises
    ------
    ScoringError
        When the map is combined already, or the police layer covers none of
        the locations.
    """
    if opportunity.description.kind == "combined":
        raise ScoringError(
            Message(
                "This map of {theme} is combined already.", theme=opportunity.description.theme
            ),
            Message("Give the opportunity map, opportunity.parquet of a run."),
        )
    frame = opportunity.frame.copy()
    frame["risk"] = risk_per_location(frame, risk)
    if frame["risk"].isna().all():
        raise ScoringError(
            Message("The police layer {source} covers none of the locations.", source=risk.source),
            Message("Check that both cover the same area and that the layer's CRS is right."),
        )
    frame["priority"] = weighted(frame["opportunity"], frame["risk"], settings.weights)
    ranked = frame["rank"].notna()
    breaks = {name: thirds(frame[name], ranked) for name in ("opportunity", "risk")}
    frame["class"] = _levels(frame["opportunity"], breaks["opportunity"]) + (
        "-" + _levels(frame["risk"], breaks["risk"])
    )
    by_id = frame.set_index("location_id")
    frame["priority_rank"] = ranks(by_id["priority"], by_id["rank"].notna()).to_numpy()
    if opportunity.description.rank_within is not None:
        frame["group_priority_rank"] = rank_inside(frame["priority_rank"], frame["group"])
    card = CombinationDescription(
        rule=settings.rule,
        weights=settings.weights,
        risk_layer=describe_layer(risk),
        class_breaks=breaks,
    )
    return replace(opportunity, frame=frame, description=_described(opportunity, frame, risk, card))


def _described(
    opportunity: ScoredMap, frame: gpd.GeoDataFrame, risk: Layer, card: CombinationDescription
) -> Description:
    unknown = int(frame["risk"].isna().sum())
    notes = opportunity.description.notes
    if unknown:
        notes = (*notes, both_languages(_unknown_note(unknown)))
    access = max(Access[opportunity.description.access.upper()], risk.access)
    return opportunity.description.model_copy(
        update={
            "kind": "combined",
            "combination": card,
            "access": ACCESS_WORDS[access],
            "notes": notes,
        }
    )


def risk_per_location(frame: gpd.GeoDataFrame, risk: Layer) -> NDArray[np.float64]:
    """Return the risk of every location (0..1), shape (n,), the mean over its area.

    NaN where the layer says nothing about at least half of the location: a
    sliver of an area at its edge is no knowledge about a place.
    """
    places = np.asarray(frame.geometry.array)
    if risk.raster is not None:
        means, covered = zonal_mean(places, risk.raster.values, risk.raster.transform)
    else:
        areas = np.asarray(risk.frame.geometry.array)
        values = risk.frame["risk"].to_numpy(dtype=float)
        means, covered = area_weighted_mean(places, areas, values)
    return np.where(covered >= _LEAST_COVERED, means, np.nan)


def weighted(
    opportunity: "pd.Series[float]", risk: "pd.Series[float]", weights: tuple[float, float]
) -> "pd.Series[float]":
    """Weighted mean of opportunity and risk; unknown risk leaves opportunity as it is."""
    for_opportunity, for_risk = (weight / sum(weights) for weight in weights)
    both = for_opportunity * opportunity + for_risk * risk
    return both.where(risk.notna(), opportunity)


def thirds(values: "pd.Series[float]", ranked: "pd.Series[bool]") -> tuple[float, float]:
    """Return the two values that split the known values of ranked places in thirds.

    Low is up to the first, high is above the second. The lowest value is
    always low and the highest always high, however many places share it.

    Parameters
    ----------
    values
        At least one known.
    ranked
        Whose values count; all of them where no ranked place has a known one.
    """
    known = values[ranked].dropna()
    numbers = (values.dropna() if known.empty else known).to_numpy(dtype=float)
    low, high = np.quantile(numbers, [1 / 3, 2 / 3])
    below_highest = numbers[numbers < numbers.max()]
    if below_highest.size:
        high = min(high, below_highest.max())
    return (float(min(low, high)), float(high))


def _levels(values: "pd.Series[float]", breaks: tuple[float, float]) -> "pd.Series[str]":
    # A value equal to a break belongs below it, so that many equal low values stay low.
    numbers = np.searchsorted(breaks, values.to_numpy(dtype=float), side="left")
    words = np.array(LEVELS, dtype=object)[np.minimum(numbers, 2)]
    return pd.Series(np.where(values.isna(), UNKNOWN, words), index=values.index, dtype="str")


def _unknown_note(count: int) -> Message:
    return Message(
        "The police layer says nothing about {count} locations; their priority rests on "
        "opportunity alone.",
        count=count,
    )
