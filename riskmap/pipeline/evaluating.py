"""From two files to an evaluation: what the command and the notebook call."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import pandas as pd

from riskmap.errors import InputError
from riskmap.evaluation.evaluating import evaluate
from riskmap.evaluation.evaluation import Evaluation
from riskmap.evaluation.settings import EvaluationSettings
from riskmap.messages import Message
from riskmap.outcomes import Matched, Outcomes, RankedPlaces, match, read_outcomes, read_places
from riskmap.outcomes.foreign_files import open_table
from riskmap.outcomes.recognising import column_of, listed
from riskmap.pipeline.guarding import described, guard

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
    have had others. It needs a column that says what was found, which is none
    of those the order comes from.

    Parameters
    ----------
    within_m
        Largest distance between an outcome and the place it is counted at.
    also
        Further columns of the list.

    Raises
    ------
    InputError
        When a file is refused, nothing fits, or one file holds no outcome.
    """
    one_file = list_path.resolve() == outcomes_path.resolve()
    if one_file and columns.table == outcome_columns.table:
        places, outcomes = _of_one_file(list_path, columns, outcome_columns, also)
    else:
        places = read_places(list_path, **vars(columns), also=also)
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


def _of_one_file(
    path: Path, columns: ListColumns, outcome_columns: OutcomeColumns, also: tuple[str, ...]
) -> tuple[RankedPlaces, Outcomes]:
    """Return a list and the outcomes beside it, row by row; no column is both."""
    told = outcome_columns
    named_outcomes = (told.found, told.date, told.selection, told.probability, told.origin)
    places = read_places(
        path,
        **vars(columns),
        also=also,
        numbered=True,
        taken=[name for name in named_outcomes if name],
    )
    named_order = (places.ranked_by, columns.rank, columns.score, columns.area, *also)
    taken = [name for name in named_order if name]
    check_found(path, columns.table, told.found, taken)
    ids = {} if places.id_column is None else {"id": places.id_column}
    return places, read_outcomes(path, **{**vars(told), **ids}, taken=taken)


def check_found(path: Path, table: str | None, asked: str | None, taken: Sequence[str]) -> None:
    """Refuse a file that is to hold its own outcomes and has no column that says what was found.

    Parameters
    ----------
    asked
        The column, where somebody named it.
    taken
        Columns that are something else.
    """
    if asked is None and described(path) is not None:
        raise InputError(
            Message("{file} is a map of riskmap, which holds no outcomes.", file=path.name),
            Message("Give a file with what was found behind it."),
        )
    if asked is not None and asked in taken:
        raise InputError(
            Message("Column {column} of {file} would judge itself.", column=asked, file=path.name),
            Message("Name one column with the order, and another with what was found."),
        )
    opened = open_table(path, table)
    if column_of("found", opened.columns, asked, path, taken=list(taken)) is None:
        raise InputError(
            Message("No column of {file} says what was found.", file=path.name),
            Message(
                "Name it with --outcome, or give a second file with outcomes; it has: {columns}.",
                columns=listed(opened.columns),
            ),
        )


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
    return replace(judged, guard=guarded, description=described(Path(list_path)))


def _numbered(places: RankedPlaces, column: str) -> "pd.Series[float]":
    """Return a column in which 1 comes first as a score; capitals of its name may differ."""
    known = {str(name).casefold(): name for name in reversed(places.frame.columns)}
    order: pd.Series[float] = -pd.to_numeric(
        places.frame[known[column.casefold()]], errors="coerce"
    )
    return order
