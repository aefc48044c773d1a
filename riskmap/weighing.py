"""From scores to an opportunity that adds up, a coverage and a rank.

A weighted linear combination in two layers: criteria inside a family, families
inside the theme (Malczewski 2000), taken over what is known. The exact
formulas stand in the project's design page and in docs/concepts.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from riskmap.scaling import ValueFunction

# Scores that differ by less are the same score: they differ by rounding only.
_SAME_DIGITS = 12


@dataclass(frozen=True)
class Weighting:
    """Weights of one theme, bound to value functions.

    Attributes
    ----------
    families
        Family -> weight.
    criteria
        Criterion -> (family, weight inside it, value function), in the
        theme's order.
    min_coverage, min_families
        What a location must reach to be ranked.
    default_shares
        Criterion -> its share of the theme's default weight, adding up to 1;
        empty when the weights are the default ones.
    lowering
        Criteria that are no part of the sum: their score is a factor (0..1)
        that lowers their whole family, such as a guardianship zone.
    """

    families: Mapping[str, float]
    criteria: Mapping[str, tuple[str, float, ValueFunction]]
    min_coverage: float = 0.5
    min_families: int = 2
    default_shares: Mapping[str, float] = field(default_factory=dict)
    lowering: frozenset[str] = frozenset()

    def shares(self) -> dict[str, float]:
        """Return criterion -> its share of the theme's whole weight; they add up to 1."""
        inside = dict.fromkeys(self.families, 0.0)
        for family, weight, _ in self.criteria.values():
            inside[family] += weight
        total = sum(weight for name, weight in self.families.items() if inside[name] > 0)
        return {
            name: self.families[family] * weight / inside[family] / total
            for name, (family, weight, _) in self.criteria.items()
            if weight > 0 and total > 0
        }


def factors(scores: pd.DataFrame, family_of: Mapping[str, str]) -> dict[str, "pd.Series[float]"]:
    """Return family -> the factor (0..1) that lowers it at each location.

    Parameters
    ----------
    scores
        One column per lowering criterion, holding its factor; an unknown
        factor does not lower.
    family_of
        Lowering criterion whose inputs are there -> the family it lowers.
    """
    found: dict[str, pd.Series[float]] = {}
    for name, family in family_of.items():
        factor = scores[name].astype(float).fillna(1.0)
        found[family] = found[family] * factor if family in found else factor
    return found


def weigh(
    scores: pd.DataFrame,
    applies: pd.DataFrame,
    counting: list[str],
    weighting: Weighting,
    lowered: Mapping[str, "pd.Series[float]"] | None = None,
) -> pd.DataFrame:
    """Combine scores into opportunity, coverage, rank and contributions.

    Parameters
    ----------
    scores
        Scores 0..1, one column per criterion of the weighting, NaN unknown.
    applies
        Same shape; False where a criterion does not apply.
    counting
        The criteria that count in this run.
    weighting
        Weights and minimum coverage.
    lowered
        Family -> factor per location (0..1); 1 for the families not named.
    """
    lowered = lowered or {}
    count = len(scores)
    contributions = {name: np.full(count, np.nan) for name in weighting.criteria}
    known_weight, counted_weight, covered = np.zeros(count), np.zeros(count), np.zeros(count)
    known_families = np.zeros(count, dtype=int)
    for family, family_weight in weighting.families.items():
        names = [name for name in counting if weighting.criteria[name][0] == family]
        if not names or family_weight == 0:
            continue
        weights = np.array([weighting.criteria[name][1] for name in names])
        values = scores[names].to_numpy(float)
        known = ~np.isnan(values)
        known_sum = known @ weights
        counted_sum = applies[names].to_numpy(bool) @ weights
        has_known = known_sum > 0
        factor = _floats(lowered[family].reindex(scores.index)) if family in lowered else 1.0
        scale = np.divide(factor, known_sum, out=np.zeros(count), where=has_known) * family_weight
        for column, name in enumerate(names):
            part = scale * weights[column] * values[:, column]
            contributions[name] = np.where(known[:, column], part, np.nan)
        known_weight += family_weight * has_known
        counted_weight += family_weight * (counted_sum > 0)
        share = np.divide(known_sum, counted_sum, out=np.zeros(count), where=counted_sum > 0)
        covered += family_weight * share
        known_families += has_known
    table = pd.DataFrame(contributions, index=scores.index)
    table = table.div(np.where(known_weight > 0, known_weight, np.nan), axis=0)
    frame = table.add_suffix("__contribution")
    frame["opportunity"] = table.sum(axis=1, min_count=1)
    known_share = np.divide(covered, counted_weight, out=np.zeros(count), where=counted_weight > 0)
    frame["coverage"] = known_share
    frame["rank"] = ranks(frame["opportunity"], _eligible(frame, known_families, weighting))
    return frame


def _eligible(
    frame: pd.DataFrame, known_families: NDArray[np.int64], weighting: Weighting
) -> "pd.Series[bool]":
    enough = frame["coverage"] >= weighting.min_coverage - 1e-12
    return enough & (known_families >= weighting.min_families)


def ranks(scores: "pd.Series[float]", eligible: "pd.Series[bool]") -> "pd.Series[int]":
    """Return ranks 1..n, highest score first, ties by index; NA where not eligible.

    Scores that agree to 12 decimals are tied: such differences come from the
    order of additions, not from the data.
    """
    chosen = scores[eligible & scores.notna()].round(_SAME_DIGITS)
    names = chosen.index.to_numpy().astype(str)
    order = np.lexsort((names, -chosen.to_numpy(dtype=float)))
    placed = pd.Series(range(1, len(order) + 1), index=chosen.index[order], dtype="Int64")
    return placed.reindex(scores.index)


def _floats(values: "pd.Series[float]") -> NDArray[np.float64]:
    return np.asarray(values, dtype=np.float64)
