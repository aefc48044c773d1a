"""Police counts, spread over places: by their size, or by their opportunity."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from riskmap.errors import ScoringError
from riskmap.layers.layer import Layer
from riskmap.maps import ScoredMap
from riskmap.messages import Message
from riskmap.notation import spoken_number
from riskmap.police.normalisation import Normaliser
from riskmap.police.places import SpreadCounts, places_in_areas, spread_counts
from riskmap.project import CombineSettings

Floats = NDArray[np.float64]

_NOTHING = 0.05  # events; less is not worth a sentence
_SAME_ORDER = 1 - 1e-9


@dataclass(frozen=True)
class Spread:
    """Counts over places.

    Attributes
    ----------
    columns
        What it adds to the map: ``police_count`` (expected events per place),
        and where the places got them by size ``risk``, ``risk_low`` and
        ``risk_high`` (0..1).
    intensity
        Events per unit of what they were spread by; the highest is 1.
    notes
        What found no place.
    """

    columns: dict[str, Floats]
    intensity: Floats
    notes: tuple[Message, ...]


def spread_by_opportunity(frame: gpd.GeoDataFrame, layer: Layer) -> Spread:
    """Spread the counts of areas over their places in proportion to opportunity.

    The result holds the opportunity already: it may order places, and may not
    be combined with opportunity again.
    """
    spread = spread_counts(
        layer.frame,
        places_in_areas(frame, layer.frame),
        frame["opportunity"].to_numpy(dtype=float),
    )
    highest = np.nanmax(spread.per_weight, initial=0.0)
    intensity = spread.per_weight / highest if highest > 0 else spread.per_weight
    return Spread({"police_count": spread.count}, intensity, _left(spread))


def spread_by_size(
    opportunity: ScoredMap,
    layer: Layer,
    settings: CombineSettings,
    ancillary: "pd.Series[float] | None",
) -> Spread:
    """Spread the counts of areas over their places by surface, or by an ancillary amount.

    Raises
    ------
    ScoringError
        When the amount is the opportunity itself or a part of it, or there is
        no such amount.
    """
    frame = opportunity.frame
    weights = np.asarray(shapely.area(np.asarray(frame.geometry.array)))
    if settings.ancillary is not None:
        weights = _amounts(opportunity, settings.ancillary, ancillary)
    spread = spread_counts(layer.frame, places_in_areas(frame, layer.frame), weights)
    normaliser = Normaliser.of(settings.normalise, spread.count)
    columns = {
        "risk": normaliser.risk(spread.count),
        "risk_low": normaliser.risk(spread.low),
        "risk_high": normaliser.risk(spread.high),
        "police_count": spread.count,
    }
    return Spread(columns, spread.per_weight, _left(spread))


def _amounts(opportunity: ScoredMap, name: str, ancillary: "pd.Series[float] | None") -> Floats:
    """Return the ancillary amount per location, after asking whether it is independent."""
    frame = opportunity.frame
    counting = opportunity.description.counting()
    parts = [f"{one}__{part}" for one in counting for part in ("value", "score", "contribution")]
    if name in ("opportunity", "rank", *counting, *parts):
        raise _dependent(name, opportunity.description.theme)
    column = f"{name}__value" if f"{name}__value" in frame else name
    if ancillary is not None:
        values = np.asarray(ancillary.reindex(frame["location_id"]), dtype=np.float64)
    elif column in frame and pd.api.types.is_numeric_dtype(frame[column]):
        values = np.asarray(frame[column], dtype=np.float64)
    else:
        raise ScoringError(
            Message("There is no ancillary amount {name} for the places of this map.", name=name),
            Message(
                "Write floor_area, addresses or buildings and use `riskmap run`, or name an "
                "indicator that the theme measures and does not score."
            ),
        )
    for one in ("opportunity", *(part for part in parts if part in frame)):
        if _same_order(values, np.asarray(frame[one], dtype=np.float64)):
            raise _dependent(name, opportunity.description.theme)
    return np.where(values < 0, np.nan, values)


def _same_order(one: Floats, other: Floats) -> bool:
    """Tell whether one is the other in another unit."""
    both = np.isfinite(one) & np.isfinite(other)
    few = 4
    if both.sum() < few or np.ptp(one[both]) == 0 or np.ptp(other[both]) == 0:
        return False
    return bool(abs(np.corrcoef(one[both], other[both])[0, 1]) > _SAME_ORDER)


def _dependent(name: str, theme: str) -> ScoringError:
    return ScoringError(
        Message(
            "Police counts may not be spread by {name}: the opportunity of {theme} is made of "
            "it, and combining the two would count it twice.",
            name=name,
            theme=theme,
        ),
        Message(
            "Use floor_area, addresses or buildings, or the rule dasymetric, which spreads by "
            "opportunity and combines nothing after."
        ),
    )


def _left(spread: SpreadCounts) -> tuple[Message, ...]:
    if spread.not_allocated < _NOTHING:
        return ()
    return (
        Message(
            "Of {total} events {count} lie in areas without a place they could be given to; they "
            "were not allocated.",
            total=spoken_number(spread.total, 1),
            count=spoken_number(spread.not_allocated, 1),
        ),
    )
