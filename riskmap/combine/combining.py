"""Opportunity and risk in one order, with both kept in sight.

The police layer becomes one value per location: the area-weighted mean of the
areas it lies in, or the mean of the cells it covers; or the events of the
areas are spread over their places. Unknown risk is not low risk: where the
layer says nothing, priority rests on opportunity alone, whatever the rule.
"""

from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from riskmap.combine.classes import levels, thirds
from riskmap.combine.comparing import compared, priority_ranks
from riskmap.combine.rules import priority
from riskmap.combine.spreading import spread_by_opportunity, spread_by_size
from riskmap.errors import ScoringError
from riskmap.layers.layer import Access, Layer
from riskmap.maps import (
    ACCESS_WORDS,
    CombinationDescription,
    Description,
    PoliceDescription,
    ScoredMap,
    both_languages,
    describe_layer,
)
from riskmap.messages import Message
from riskmap.ordering import rank_inside
from riskmap.police import PoliceMap, police_map, risk_per_location
from riskmap.project import CombineSettings


@dataclass(frozen=True)
class _Known:
    """What the police layer says about every location, shape (n,) each.

    `intensity` is there where the layer holds counts: events of the area per
    unit of opportunity in it, the highest is 1.
    """

    columns: dict[str, NDArray[np.float64]]
    intensity: NDArray[np.float64] | None
    card: PoliceDescription
    notes: tuple[Message, ...]


def combine(
    opportunity: ScoredMap,
    risk: Layer | PoliceMap,
    settings: CombineSettings,
    *,
    ancillary: "pd.Series[float] | None" = None,
    k: int = 25,
) -> ScoredMap:
    """Return the combined map of one theme.

    Adds ``risk`` (0..1, NaN unknown), ``priority`` (0..1), ``class`` (the
    thirds of opportunity and of risk, such as ``high-low``) and
    ``priority_rank``; where the layer holds counts ``risk_low`` and
    ``risk_high``, where they were spread over places ``police_count``, and for
    the rule ``dasymetric`` ``intensity``.

    Parameters
    ----------
    opportunity
        An opportunity map.
    risk
        The police layer.
    settings
        The rule, and how police figures become a risk.
    ancillary
        What counts are spread by, per ``location_id``, where the settings
        name something that is no column of the map.
    k
        Length of the list that all rules are compared for.

    Raises
    ------
    ScoringError
        When the map is combined already, the police layer covers none of
        the locations, or the rule needs what is not there.
    """
    _refuse_combined(opportunity.description)
    police = risk if isinstance(risk, PoliceMap) else police_map(risk, settings)
    frame = opportunity.frame.copy()
    known = _known(opportunity, police, settings, ancillary)
    for name, values in known.columns.items():
        frame[name] = values
    if frame["risk"].isna().all():
        raise _covers_none(police.layer)
    part = frame["intensity" if settings.rule == "dasymetric" else "risk"]
    frame["priority"] = priority(frame["opportunity"], part, settings)
    ranked = frame["rank"].notna()
    breaks = {name: thirds(frame[name], ranked) for name in ("opportunity", "risk")}
    frame["class"] = levels(frame["opportunity"], breaks["opportunity"]) + (
        "-" + levels(frame["risk"], breaks["risk"])
    )
    frame["priority_rank"] = priority_ranks(frame, frame["priority"])
    if opportunity.description.rank_within is not None:
        frame["group_priority_rank"] = rank_inside(frame["priority_rank"], frame["group"])
    card = CombinationDescription(
        rule=settings.rule,
        weights=settings.weights,
        floor=settings.floor,
        risk_layer=describe_layer(police.layer),
        class_breaks=breaks,
        police=known.card,
        comparison=compared(frame, known.intensity, settings, k),
    )
    described = _described(opportunity, frame, police.layer, card, known.notes)
    return replace(opportunity, frame=frame, description=described)


def _refuse_combined(description: Description) -> None:
    if description.kind == "combined":
        raise ScoringError(
            Message("This map of {theme} is combined already.", theme=description.theme),
            Message("Give the opportunity map, opportunity.parquet of a run."),
        )


def _covers_none(layer: Layer) -> ScoringError:
    return ScoringError(
        Message("The police layer {source} covers none of the locations.", source=layer.source),
        Message("Check that both cover the same area and that the layer's CRS is right."),
    )


def _known(
    opportunity: ScoredMap,
    police: PoliceMap,
    settings: CombineSettings,
    ancillary: "pd.Series[float] | None",
) -> _Known:
    """Bring what the police layer says to the locations, the way the settings ask for."""
    frame, layer = opportunity.frame, police.layer
    if not police.counted:
        if settings.rule == "dasymetric" or settings.disaggregate != "none":
            raise _no_counts(layer, police.card.measure)
        return _Known({"risk": risk_per_location(frame, layer)}, None, police.card, ())
    if settings.rule == "dasymetric" and settings.disaggregate != "none":
        raise ScoringError(
            Message("The rule dasymetric spreads the counts by opportunity already."),
            Message("Leave disaggregate out of [combine], or choose another rule."),
        )
    by_opportunity = spread_by_opportunity(frame, layer)
    columns = {"risk": risk_per_location(frame, layer)}
    notes: tuple[Message, ...] = ()
    if settings.disaggregate != "none":
        spread = spread_by_size(opportunity, layer, settings, ancillary)
        columns, notes = spread.columns, spread.notes
    else:
        for name in ("risk_low", "risk_high"):
            columns[name] = risk_per_location(frame, layer, name)
    if settings.rule == "dasymetric":
        columns["police_count"] = by_opportunity.columns["police_count"]
        columns["intensity"] = by_opportunity.intensity
        notes = by_opportunity.notes
    card = police.card.model_copy(
        update={"disaggregate": settings.disaggregate, "ancillary": settings.ancillary or ""}
    )
    return _Known(columns, by_opportunity.intensity, card, notes)


def _no_counts(layer: Layer, measure: str) -> ScoringError:
    return ScoringError(
        Message(
            "Only counts can be spread over places, and the police layer {file} holds a {measure}.",
            file=layer.source,
            measure=measure,
        ),
        Message(
            "Choose a rule other than dasymetric and leave disaggregate out; or ask for counts, "
            'and write measure = "count" under [layers.risk].'
        ),
    )


def _described(
    opportunity: ScoredMap,
    frame: gpd.GeoDataFrame,
    risk: Layer,
    card: CombinationDescription,
    notes: tuple[Message, ...],
) -> Description:
    unknown = int(frame["risk"].isna().sum())
    if unknown:
        notes = (*notes, _unknown_note(unknown))
    access = max(Access[opportunity.description.access.upper()], risk.access)
    return opportunity.description.model_copy(
        update={
            "kind": "combined",
            "combination": card,
            "access": ACCESS_WORDS[access],
            "notes": (*opportunity.description.notes, *map(both_languages, notes)),
        }
    )


def _unknown_note(count: int) -> Message:
    return Message(
        "The police layer says nothing about {count} locations; their priority rests on "
        "opportunity alone.",
        count=count,
    )
