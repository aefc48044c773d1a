"""The scores that weights are laid over: of a map of riskmap, or of any table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from riskmap.decomposition import lowered_families, parts_of
from riskmap.errors import ScoringError
from riskmap.maps import ScoredMap
from riskmap.messages import Message
from riskmap.weighing import ranks, weigh


@dataclass(frozen=True)
class CriteriaTable:
    """Scores of places on criteria, and on the families these belong to.

    Attributes
    ----------
    scores
        Criteria, 0..1, NaN unknown; indexed by place.
    family_of
        Criterion -> family.
    families
        Scores of the families, weighted inside, 0..1, NaN unknown.
    importance
        Weight of every family; they add up to 1.
    eligible
        False for places that are not ranked, whatever the weights.
    """

    scores: pd.DataFrame
    family_of: Mapping[str, str]
    families: pd.DataFrame
    importance: "pd.Series[float]"
    eligible: "pd.Series[bool]"


def from_map(scored: ScoredMap) -> CriteriaTable:
    """Return the criteria that count in a map; every family as the map itself weighs it."""
    weighting, scores, applies = parts_of(scored)
    lowered = lowered_families(scored)
    family_of = {name: criterion[0] for name, criterion in weighting.criteria.items()}
    families = {}
    for family in dict.fromkeys(family_of.values()):
        inside = [name for name, other in family_of.items() if other == family]
        # Alone, a family's opportunity is the family's own score.
        families[family] = weigh(scores, applies, inside, weighting, lowered)["opportunity"]
    weights = pd.Series({name: weighting.families[name] for name in families}, dtype=float)
    ranked = scored.frame.set_index("location_id")["rank"].notna()
    return CriteriaTable(scores, family_of, pd.DataFrame(families), weights / weights.sum(), ranked)


def from_frame(scores: pd.DataFrame, weights: Mapping[str, float] | None = None) -> CriteriaTable:
    """Return a table of scores in which every criterion is a family of its own.

    Parameters
    ----------
    scores
        Criteria, 0..1, NaN unknown.
    weights
        Criterion -> importance; None weighs all alike.

    Raises
    ------
    ScoringError
        When values lie outside 0..1: nothing is scaled in silence.
    """
    names = list(scores.columns)
    beyond = [name for name in names if not scores[name].dropna().between(0, 1).all()]
    if beyond:
        raise ScoringError(
            Message("These columns are no scores from 0 to 1: {names}.", names=", ".join(beyond)),
            Message("Scale them in the file itself, so that everybody sees how."),
        )
    given = pd.Series({name: 1.0 if weights is None else weights[name] for name in names})
    eligible = scores.notna().any(axis=1)
    own = {name: name for name in names}
    return CriteriaTable(scores, own, scores, given / given.sum(), eligible)


def with_weights(table: CriteriaTable, given: Sequence[tuple[str, float]]) -> CriteriaTable:
    """Return the table with other weights of its families, or of its criteria.

    Raises
    ------
    ScoringError
        When the names are not those of its families, nor of its criteria.
    """
    weights = pd.Series(dict(given), dtype=float)
    names = set(weights.index)
    if names >= set(table.importance.index):
        chosen = weights[table.importance.index]
        return _reweighed(table, table.families, chosen)
    if names >= set(table.scores.columns):
        return _reweighed(table, table.scores, weights[list(table.scores.columns)])
    raise ScoringError(
        Message(
            "The weights are of {theirs}, the map has {own}.",
            theirs=", ".join(sorted(names)),
            own=", ".join(table.importance.index),
        ),
        Message("Weigh all families of the map, or all criteria that count in it."),
    )


def _reweighed(
    table: CriteriaTable, scores: pd.DataFrame, weights: "pd.Series[float]"
) -> CriteriaTable:
    return CriteriaTable(
        table.scores, table.family_of, scores, weights / weights.sum(), table.eligible
    )


def compensated(table: CriteriaTable) -> "pd.Series[float]":
    """Return the weighted mean of what is known, per place: full compensation."""
    known = table.families.notna()
    weight = known.mul(table.importance, axis=1).sum(axis=1)
    total = table.families.mul(table.importance, axis=1).sum(axis=1)
    return (total / weight).where(weight > 0, np.nan)


def first_places(scores: "pd.Series[float]", eligible: "pd.Series[bool]", k: int) -> set[str]:
    """Return the names of the `k` places with the highest scores, of those that are ranked."""
    placed = ranks(scores, eligible)
    return set(placed.index[(placed <= k).fillna(value=False)].astype(str))
