"""From two files to an evaluation: what the command and the notebook call."""

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import pandas as pd

from riskmap.evaluation.evaluating import evaluate
from riskmap.evaluation.evaluation import Evaluation
from riskmap.evaluation.settings import EvaluationSettings
from riskmap.outcomes import Matched, Outcomes, RankedPlaces, match, read_outcomes, read_places
from riskmap.pipeline.guarding import guard

_PLAIN = EvaluationSettings()


@dataclass(frozen=True)
class ListColumns:
    """Which columns of the list are what; None is recognised by its name.

    Attributes
    ----------
    id, rank, score, area
        Names of columns; `rank` and `score` exclude each other.
    table, crs
        Table inside the file, and the system of its coordinates.
    """

    id: str | None = None
    rank: str | None = None
    score: str | None = None
    area: str | None = None
    table: str | None = None
    crs: str | None = None


@dataclass(frozen=True)
class OutcomeColumns:
    """Which columns of the outcomes are what; None is recognised by its name.

    Attributes
    ----------
    id, found, date, selection, probability, origin
        Names of columns.
    kind
        ``visits`` (a place without a row is unknown) or ``incidents`` (it had none).
    table, crs
        Table inside the file, and the system of its coordinates.
    """

    id: str | None = None
    found: str | None = None
    date: str | None = None
    selection: str | None = None
    probability: str | None = None
    origin: str | None = None
    kind: Literal["visits", "incidents"] | None = None
    table: str | None = None
    crs: str | None = None


@dataclass(frozen=True)
class Period:
    """Which outcomes count, and what came before them.

    Attributes
    ----------
    since, until
        First and last day; outcomes before `since` are the last period.
    before
        A file with the outcomes of the last period.
    """

    since: dt.date | None = None
    until: dt.date | None = None
    before: Path | None = None


_LIST, _OUTCOMES, _ALWAYS = ListColumns(), OutcomeColumns(), Period()


@dataclass(frozen=True)
class Read:
    """What was read of both files, for whoever needs more than the evaluation."""

    places: RankedPlaces
    outcomes: Outcomes
    matched: Matched


def read_both(
    list_path: Path,
    outcomes_path: Path,
    *,
    columns: ListColumns = _LIST,
    outcome_columns: OutcomeColumns = _OUTCOMES,
    period: Period = _ALWAYS,
    within_m: float | None = None,
    also: tuple[str, ...] = (),
) -> Read:
    """Read a list and its outcomes and lay them beside each other.

    One file that is both has one unit per row: an inspection, whose place may
    have had others.

    Parameters
    ----------
    within_m
        Largest distance between an outcome and the place it is counted at.
    also
        Further columns of the list.
    """
    one_file = list_path.resolve() == outcomes_path.resolve()
    same = one_file and columns.table == outcome_columns.table
    places = read_places(list_path, **vars(columns), also=also, numbered=same)
    outcomes = read_outcomes(outcomes_path, **vars(outcome_columns))
    before = None
    if period.before is not None:
        before = read_outcomes(period.before, **vars(outcome_columns))
    matched = match(
        places,
        outcomes,
        since=period.since,
        until=period.until,
        before=before,
        within_m=within_m,
    )
    return Read(places, outcomes, matched)


def evaluate_files(
    list_path: str | Path,
    outcomes_path: str | Path | None = None,
    *,
    columns: ListColumns = _LIST,
    outcome_columns: OutcomeColumns = _OUTCOMES,
    period: Period = _ALWAYS,
    within_m: float | None = None,
    current: str | Path | None = None,
    settings: EvaluationSettings = _PLAIN,
    shuffles: int = 0,
    pool: int | None = None,
) -> Evaluation:
    """Judge a ranked list of any tool by outcomes.

    Parameters
    ----------
    list_path, outcomes_path
        CSV, XLSX, GeoPackage, GeoParquet or GeoJSON. Without the second the
        list holds its outcomes too: one row per place, or per visit.
    within_m
        Largest distance between an outcome and the place it is counted at.
    current
        The order in use now: a file with a list, or a column of this one that
        holds each place's number in that order (1 comes first).
    shuffles
        Of the negative control; 0 leaves it out.
    pool
        How many places were left for the visits by chance; see
        `riskmap.evaluation.feedback.feedback`.

    Raises
    ------
    InputError
        When a file cannot be read, or nothing fits.
    """
    in_file = current is not None and Path(current).is_file()
    also = "" if current is None or in_file else str(current)
    read = read_both(
        Path(list_path),
        Path(list_path if outcomes_path is None else outcomes_path),
        columns=columns,
        outcome_columns=outcome_columns,
        period=period,
        within_m=within_m,
        also=(also,) if also else (),
    )
    order = _numbered(read.places, also) if also else None
    if in_file:
        order = read_places(Path(str(current))).frame["score"]
    judged = evaluate(read.matched, read.places, read.outcomes, settings=settings, current=order)
    guarded = guard(
        read.matched,
        read.outcomes,
        settings,
        list_path=Path(list_path),
        earlier_are_visits=read.outcomes.kind == "visits",
        pool=pool,
        shuffles=shuffles,
    )
    return replace(judged, guard=guarded)


def _numbered(places: RankedPlaces, column: str) -> "pd.Series[float]":
    """Return a column in which 1 comes first as a score; capitals of its name may differ."""
    known = {str(name).casefold(): name for name in reversed(places.frame.columns)}
    order: pd.Series[float] = -pd.to_numeric(
        places.frame[known[column.casefold()]], errors="coerce"
    )
    return order
