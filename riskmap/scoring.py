"""From measurements to an opportunity score that adds up.

A weighted linear combination in two layers: criteria inside a family, families
inside the theme (Malczewski 2000), taken over what is known. The exact
formulas stand in the project's design page and in docs/concepts.md.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from riskmap.errors import ScoringError
from riskmap.messages import Message
from riskmap.scaling import ValueFunction

Status = Literal["counts", "missing", "not_applicable", "constant", "left_out", "off"]

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
    """

    families: Mapping[str, float]
    criteria: Mapping[str, tuple[str, float, ValueFunction]]
    min_coverage: float = 0.5
    min_families: int = 2
    default_shares: Mapping[str, float] = field(default_factory=dict)

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


@dataclass(frozen=True)
class Measurements:
    """Measurements of one theme, shape (locations, criteria).

    Attributes
    ----------
    table
        In each indicator's own unit; NaN where unknown.
    applies
        False where the indicator does not apply, which is not unknown.
    missing
        Criterion -> why it could not be measured at all.
    """

    table: pd.DataFrame
    applies: pd.DataFrame
    missing: Mapping[str, Message] = field(default_factory=dict)


@dataclass(frozen=True)
class Reference:
    """The footing of an earlier run: its fitted value functions and what it left out.

    Only what depends on the data is taken from it: the reference values of
    percentile functions and the set of criteria that count.
    """

    value_functions: Mapping[str, ValueFunction]
    status: Mapping[str, Status]


@dataclass(frozen=True)
class Scores:
    """Scores of one theme, on the index of the measurements.

    Attributes
    ----------
    frame
        ``opportunity``, ``coverage``, ``rank`` (nullable integer) and per
        criterion ``<id>__value``, ``<id>__score``, ``<id>__contribution``;
        the contributions of a location add up to its opportunity.
    value_functions
        Criterion -> fitted value function.
    status
        Criterion -> whether it counted, and if not why.
    completeness
        Share of the theme's weight whose inputs are there at all.
    """

    frame: pd.DataFrame
    value_functions: Mapping[str, ValueFunction]
    status: Mapping[str, Status]
    completeness: float


def score(
    measurements: Measurements,
    weighting: Weighting,
    *,
    lowered: Mapping[str, "pd.Series[float]"] | None = None,
    reference: Reference | None = None,
) -> Scores:
    """Score every location of one theme.

    Parameters
    ----------
    measurements
        One column per criterion of the weighting.
    weighting
        Weights and value functions.
    lowered
        Family -> factor per location (0..1) that lowers the family, such as
        a guardianship zone; 1 everywhere when absent.
    reference
        Score on the footing of an earlier run.

    Raises
    ------
    ScoringError
        When there is only one location, or no criterion varies.
    """
    if len(measurements.table) < 2:  # noqa: PLR2004 (a rank needs two places)
        raise ScoringError(
            Message("Only {count} location is left to score.", count=len(measurements.table)),
            Message("A ranking needs at least two: widen the area or loosen the gate."),
        )
    status = _statuses(measurements, weighting, reference)
    counting = [name for name, word in status.items() if word == "counts"]
    if not counting:
        raise ScoringError(
            Message("None of the criteria is known and varies, so there is nothing to rank by."),
            Message("Add the layers the theme needs; `riskmap themes NAME` lists them."),
        )
    fitted = _fitted(measurements, weighting, reference)
    scores = pd.DataFrame(
        {name: fitted[name].scores(_floats(measurements.table[name])) for name in status},
        index=measurements.table.index,
    ).where(measurements.applies)
    frame = weigh(scores, measurements.applies, counting, weighting, lowered or {})
    for name in status:
        frame[f"{name}__value"] = measurements.table[name].where(measurements.applies[name])
        frame[f"{name}__score"] = scores[name]
    return Scores(
        frame=frame[_column_order(list(status))],
        value_functions=fitted,
        status=status,
        completeness=_completeness(status, weighting),
    )


def weigh(
    scores: pd.DataFrame,
    applies: pd.DataFrame,
    counting: list[str],
    weighting: Weighting,
    lowered: Mapping[str, "pd.Series[float]"],
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
        Family -> factor per location (0..1).
    """
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
    frame["coverage"] = np.divide(
        covered, counted_weight, out=np.zeros(count), where=counted_weight > 0
    )
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


def _statuses(
    measurements: Measurements, weighting: Weighting, reference: Reference | None
) -> dict[str, Status]:
    status: dict[str, Status] = {}
    for name, (_, weight, _) in weighting.criteria.items():
        applies = measurements.applies[name]
        known = measurements.table[name].where(applies).dropna()
        earlier = None if reference is None else reference.status.get(name)
        if not applies.any():
            status[name] = "not_applicable"
        elif name in measurements.missing or known.empty:
            status[name] = "missing"
        elif weight == 0:
            status[name] = "off"
        elif earlier is not None:
            status[name] = "counts" if earlier == "counts" else "left_out"
        else:
            status[name] = "counts" if known.max() > known.min() else "constant"
    return status


def _fitted(
    measurements: Measurements, weighting: Weighting, reference: Reference | None
) -> dict[str, ValueFunction]:
    fitted = {}
    for name, (_, _, value) in weighting.criteria.items():
        earlier = None if reference is None else reference.value_functions.get(name)
        if earlier is not None and (earlier.shape, earlier.points) == (value.shape, value.points):
            fitted[name] = earlier
        else:
            known = measurements.table[name].where(measurements.applies[name])
            fitted[name] = value.fitted(_floats(known))
    return fitted


def _completeness(status: Mapping[str, Status], weighting: Weighting) -> float:
    """Return the share of the theme's default weight whose inputs are there at all."""
    shares = weighting.default_shares or weighting.shares()
    there = math.fsum(s for name, s in shares.items() if status.get(name) != "missing")
    return round(there, _SAME_DIGITS)


def _column_order(names: list[str]) -> list[str]:
    parts = ("value", "score", "contribution")
    return ["opportunity", "coverage", "rank"] + [f"{n}__{part}" for n in names for part in parts]


def _floats(values: "pd.Series[float]") -> NDArray[np.float64]:
    return np.asarray(values, dtype=np.float64)
