"""How old the data are, and how much of the certainty that takes away."""

import datetime as dt
from collections.abc import Mapping

import numpy as np
import pandas as pd

from riskmap.decomposition import parts_of
from riskmap.maps import CriterionDescription, Description, ScoredMap
from riskmap.quality.findings import Freshness, LayerAge

STALE_AFTER_DAYS: Mapping[str, int] = {
    # Registers that change every day and can be fetched again every month.
    **dict.fromkeys(("buildings", "addresses", "roads"), 365),
    # Municipal tables: a farm that stopped or a venue that changed hands within the year.
    **dict.fromkeys(
        ("vacancy", "registrations", "venues", "farm_status", "permits", "park_vacancy"), 365
    ),
    # The police layer holds for half a year.
    "risk": 183,
    # Published once a year, and late.
    **dict.fromkeys(
        (
            *("crop_fields", "neighbourhoods", "postcodes", "business_parks", "parcels"),
            *("connections", "property_values", "turnover", "sectors", "transfers"),
            *("ndvi", "bare_soil", "night_light", "unit_lists", "livestock", "guardianship"),
        ),
        731,
    ),
    # Things of stone, earth and wood, surveyed in rounds of years.
    **dict.fromkeys(
        (
            *("surfaces", "vegetation", "barriers", "water", "built_up", "recreation_parks"),
            *("height", "roofs"),
        ),
        1827,
    ),
    # Borders and landscapes that hardly move.
    **dict.fromkeys(("landscapes", "national_border", "municipalities", "teams"), 3653),
}
"""Layer -> age in days from which it is stale: about twice its usual refresh."""

OTHERS_DAYS = 731
"""The limit of a layer that is not in the list, such as one of a plug-in."""

STALE_PART = 0.5
"""How much the weight of a criterion that rests on a stale layer adds to certainty."""

_WORST: Mapping[Freshness, int] = {"stale": 3, "undated": 2, "later": 1, "fresh": 0}


def layer_ages(description: Description) -> dict[str, LayerAge]:
    """Return layer -> its age on the reference date, of all layers the map was made with."""
    day = description.reference_date
    return {name: age_of(name, layer.date, day) for name, layer in description.layers.items()}


def age_of(layer: str, date: dt.date | None, reference_date: dt.date) -> LayerAge:
    """Return the age of one layer on the reference date."""
    limit = STALE_AFTER_DAYS.get(layer, OTHERS_DAYS)
    days = None if date is None else (reference_date - date).days
    return LayerAge(layer=layer, date=date, days=days, limit_days=limit, state=_state(days, limit))


def oldest(criterion: CriterionDescription, ages: Mapping[str, LayerAge]) -> LayerAge | None:
    """Return the layer of a criterion that is stale, else undated, else oldest; None for none."""
    used = [ages[name] for name in criterion.layers if name in ages]
    return max(used, key=lambda age: (_WORST[age.state], age.days or 0, age.layer), default=None)


def certainty(scored: ScoredMap) -> "pd.Series[float]":
    """Return coverage in which stale layers count for half, on the index of the map's frame.

    Per family: the known weight, of which a criterion that was measured with
    a stale layer gives half, divided by all the weight that counts and
    applies; then the mean over families by their weight. A layer without a
    date lowers nothing: it is told, and whoever knows its date can write it
    in the project file.
    """
    weighting, scores, applies = parts_of(scored)
    ages = layer_ages(scored.description)
    card = scored.description.criteria()
    total, found = np.zeros(len(scores)), np.zeros(len(scores))
    for family, weight in weighting.families.items():
        names = [name for name, entry in weighting.criteria.items() if entry[0] == family]
        inside = np.array([weighting.criteria[name][1] for name in names], dtype=float)
        stale = [_is_stale(oldest(card[name], ages)) for name in names]
        parts = inside * np.where(np.array(stale, dtype=bool), STALE_PART, 1.0)
        counted = applies[names].to_numpy(bool) @ inside
        known = scores[names].notna().to_numpy() @ parts
        found += weight * np.divide(known, counted, out=np.zeros(len(scores)), where=counted > 0)
        total += weight * (counted > 0)
    shares = np.divide(found, total, out=np.zeros(len(scores)), where=total > 0)
    return pd.Series(shares, index=scored.frame.index)


def _is_stale(age: LayerAge | None) -> bool:
    return age is not None and age.state == "stale"


def _state(days: int | None, limit: int) -> Freshness:
    if days is None:
        return "undated"
    if days < 0:
        return "later"
    return "stale" if days > limit else "fresh"
