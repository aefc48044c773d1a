"""From measurements to scores: value functions, and which criteria count in a run."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from riskmap.errors import ScoringError
from riskmap.messages import Message
from riskmap.scaling import ValueFunction
from riskmap.weighing import Weighting, factors, weigh

Status = Literal["counts", "missing", "not_applicable", "constant", "left_out", "off", "lowers"]

_SAME_DIGITS = 12


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
    because
        Criterion -> per location a `Message` that says why it is unknown
        there, or None.
    """

    table: pd.DataFrame
    applies: pd.DataFrame
    missing: Mapping[str, Message] = field(default_factory=dict)
    because: Mapping[str, "pd.Series[Any]"] = field(default_factory=dict)


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
    reference: Reference | None = None,
) -> Scores:
    """Score every location of one theme.

    Parameters
    ----------
    measurements
        One column per criterion of the weighting.
    weighting
        Weights and value functions.
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
    fitted, scores = _valued(measurements, weighting, reference)
    status = _statuses(measurements, weighting, scores, reference)
    counting = [name for name, word in status.items() if word == "counts"]
    if not counting:
        raise ScoringError(
            Message("None of the criteria is known and varies, so there is nothing to rank by."),
            Message("Add the layers the theme needs; `riskmap themes NAME` lists them."),
        )
    lowering = [name for name, word in status.items() if word == "lowers"]
    lowered = factors(scores, {name: weighting.criteria[name][0] for name in lowering})
    frame = weigh(scores, measurements.applies, counting, weighting, lowered)
    for name in status:
        frame[f"{name}__value"] = measurements.table[name].where(measurements.applies[name])
        frame[f"{name}__score"] = scores[name]
    return Scores(
        frame=frame[_column_order(list(status))],
        value_functions=fitted,
        status=status,
        completeness=_completeness(status, weighting),
    )


def footing(measurements: Measurements, weighting: Weighting) -> Reference:
    """Return what a score takes from these measurements, without scoring them."""
    fitted, scores = _valued(measurements, weighting, None)
    return Reference(fitted, _statuses(measurements, weighting, scores, None))


def _valued(
    measurements: Measurements, weighting: Weighting, reference: Reference | None
) -> tuple[dict[str, ValueFunction], pd.DataFrame]:
    """Return the fitted value functions and the scores they give."""
    fitted = _fitted(measurements, weighting, reference)
    scores = {name: fitted[name].scores(_floats(measurements.table[name])) for name in fitted}
    frame = pd.DataFrame(scores, index=measurements.table.index)
    return fitted, frame.where(measurements.applies)


def _statuses(
    measurements: Measurements,
    weighting: Weighting,
    scores: pd.DataFrame,
    reference: Reference | None,
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
        elif name in weighting.lowering:
            status[name] = "lowers"
        elif weight == 0:
            status[name] = "off"
        elif earlier is not None:
            status[name] = "counts" if earlier == "counts" else "left_out"
        else:
            ranks = known.max() > known.min() and scores[name].max() > scores[name].min()
            status[name] = "counts" if ranks else "constant"
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
