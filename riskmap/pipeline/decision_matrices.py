"""Any decision matrix as `riskmap sensitivity` takes it: read, recognised, scaled as asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd

from riskmap.errors import InputError, PersonDataError, ProjectError
from riskmap.layers.person_content import looks_personal
from riskmap.layers.persons import AREA_WORDS, person_columns
from riskmap.layers.values import as_number
from riskmap.messages import Message
from riskmap.notation import spoken_plain
from riskmap.outcomes.recognising import listed
from riskmap.reading import read_table
from riskmap.sensitivity.decision_table import DecisionTable
from riskmap.statistics.weighted_means import Floats

Scale = Literal["minmax", "percentile"]

_LIMITS = (("low", "high"), ("min", "max"), ("lower", "upper"))
_MOMENTS = (("mean", "sd"), ("mean", "std"))
_NORMAL_RANGE = 1.96  # standard deviations beyond the mean that minmax takes as the range


@dataclass(frozen=True)
class Scaling:
    """How measurements become scores from 0 to 1.

    Attributes
    ----------
    scale
        For criteria without a range of their own; None takes scores as they
        are, and refuses what does not lie between 0 and 1.
    ranges
        Criterion -> worst and best measurement, a straight line between.
    falling
        Criteria of which less is better.
    """

    scale: Scale | None = None
    ranges: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    falling: tuple[str, ...] = ()


def read_decision_table(
    path: Path, criteria: Sequence[str], scaling: Scaling, *, id_column: str | None = None
) -> DecisionTable:
    """Read a decision matrix: one row per alternative, one column per criterion.

    A criterion ``a`` is the column ``a``, or an interval ``a_low`` and
    ``a_high`` from which it is drawn uniformly, or ``a_mean`` and ``a_sd``
    with which it is drawn normally. An empty cell is unknown.

    Parameters
    ----------
    id_column
        Names of the alternatives; None takes the first column that is no
        part of a criterion, or the number of the row.

    Raises
    ------
    InputError
        When columns are not there, hold more than numbers or are about
        persons, or names are repeated.
    ProjectError
        When measurements are no scores and nobody says how to scale them.
    """
    table = read_table(path)
    found = {name: _columns_of(name, table, path) for name in criteria}
    used = [column for _, columns in found.values() for column in columns]
    refuse_persons(table, used, path)
    figures = {column: figures_of(table[column], path) for column in used}
    middle, half, deviation = (np.zeros((len(table), len(criteria))) for _ in range(3))
    for place, (kind, columns) in enumerate(found.values()):
        first, last = figures[columns[0]], figures[columns[-1]]
        middle[:, place] = (first + last) / 2 if kind == "interval" else first
        half[:, place] = np.abs(last - first) / 2 if kind == "interval" else 0.0
        deviation[:, place] = np.abs(last) if kind == "normal" else 0.0
    _refuse_unsaid(middle, deviation, criteria, path)
    if scaling.scale == "percentile":
        middle = _percentiles(middle, criteria, scaling, exact=not (half.any() or deviation.any()))
    spread = half + _NORMAL_RANGE * deviation
    ends = [
        _ends(name, middle[:, place], spread[:, place], scaling, path)
        for place, name in enumerate(criteria)
    ]
    _check_names(scaling, criteria)
    return DecisionTable(
        names=_alternatives(table, used, id_column, path),
        criteria=tuple(criteria),
        middle=middle,
        half_width=np.nan_to_num(half),
        deviation=np.nan_to_num(deviation),
        worst=np.array([worst for worst, _ in ends]),
        best=np.array([best for _, best in ends]),
    )


def _columns_of(name: str, table: pd.DataFrame, path: Path) -> tuple[str, tuple[str, ...]]:
    if name in table.columns:
        return "exact", (name,)
    for kind, pairs in (("interval", _LIMITS), ("normal", _MOMENTS)):
        for first, last in pairs:
            columns = (f"{name}_{first}", f"{name}_{last}")
            if set(columns) <= set(table.columns):
                return kind, columns
    raise InputError(
        Message("{file} has no column {name}.", file=path.name, name=name),
        Message(
            "Name criteria with --criteria as in the first line: {columns}. An interval is "
            "{name}_low and {name}_high, or {name}_mean and {name}_sd.",
            columns=listed([str(name) for name in table.columns]),
            name=name,
        ),
    )


def refuse_persons(table: pd.DataFrame, used: Sequence[str], path: Path) -> None:
    """Refuse columns whose name or content is about persons."""
    personal = set(person_columns(used)) | {n for n in used if looks_personal(table[n])}
    if personal:
        raise PersonDataError(
            Message(
                "Columns of {file} are about persons: {names}.",
                file=path.name,
                names=", ".join(sorted(personal)),
            ),
            Message("Places only: leave those columns out."),
        )


def figures_of(column: pd.Series, path: Path) -> Floats:
    """Return a column of text as numbers, NaN where it is empty; refuse what else it may hold."""
    numbers = as_number(column)
    if (numbers.isna() & (column.fillna("").str.strip() != "")).any():
        raise InputError(
            Message(
                "Column {name} of {file} holds more than numbers.", name=column.name, file=path.name
            ),
            Message("Leave unknown values empty, and give numbers elsewhere."),
        )
    return np.asarray(numbers, dtype=np.float64)


def _refuse_unsaid(middle: Floats, deviation: Floats, criteria: Sequence[str], path: Path) -> None:
    """Refuse a mean without its standard deviation: an unknown one is not 0."""
    unsaid = np.isnan(deviation) & ~np.isnan(middle)
    if unsaid.any():
        raise InputError(
            Message(
                "In {count} rows of {file} the standard deviation of {name} is empty where its "
                "mean is not.",
                count=int(unsaid.any(axis=1).sum()),
                file=path.name,
                name=criteria[int(unsaid.any(axis=0).argmax())],
            ),
            Message("Write 0 where a measurement is exact, or leave the mean empty too."),
        )


def _alternatives(
    table: pd.DataFrame, used: Sequence[str], id_column: str | None, path: Path
) -> tuple[str, ...]:
    # What an alternative is called is no person's name unless its content says so.
    personal = {
        *person_columns(n for n in map(str, table.columns) if n.casefold() not in AREA_WORDS)
    }
    others = [
        name
        for name in table.columns
        if name not in used and name not in personal and not looks_personal(table[name])
    ]
    if id_column is not None and id_column not in others:
        raise InputError(
            Message("{file} has no column {name} with names.", file=path.name, name=id_column),
            Message("Name with --id one of: {columns}.", columns=", ".join(others) or "-"),
        )
    chosen = id_column or (others[0] if others else None)
    if chosen is None:
        return tuple(str(number) for number in range(1, len(table) + 1))
    names = table[chosen].fillna("").astype(str).str.strip()
    if len(names) == names.nunique() and (names != "").all():
        return tuple(names)
    if id_column is None:
        return tuple(str(number) for number in range(1, len(table) + 1))
    raise InputError(
        Message("Column {name} of {file} repeats or lacks names.", name=chosen, file=path.name),
        Message("Give every alternative a name of its own, or leave --id out to number them."),
    )


def _percentiles(
    middle: Floats, criteria: Sequence[str], scaling: Scaling, *, exact: bool
) -> Floats:
    """Replace measurements by their mid-ranks as a share, (r - 0.5) / n, but for given ranges."""
    if not exact:
        raise ProjectError(
            Message("Percentiles need exact measurements, and some here are uncertain."),
            Message("Choose --scale minmax, or give ranges with --value."),
        )
    ranked = pd.DataFrame(middle)
    shares = (ranked.rank() - 0.5) / ranked.notna().sum()
    own = np.array([name in scaling.ranges for name in criteria])
    return np.where(own, middle, shares.to_numpy(dtype=np.float64))


def _ends(
    name: str, middle: Floats, spread: Floats, scaling: Scaling, path: Path
) -> tuple[float, float]:
    """Return the worst and the best measurement of one criterion."""
    known = ~np.isnan(middle)
    if not known.any():
        raise InputError(
            Message("Column {name} of {file} holds no figure.", name=name, file=path.name),
            Message("Leave the criterion out, or fill the column."),
        )
    low = float((middle - np.nan_to_num(spread))[known].min())
    high = float((middle + np.nan_to_num(spread))[known].max())
    if name in scaling.ranges:
        worst, best = scaling.ranges[name]
        return (max(worst, best), min(worst, best)) if name in scaling.falling else (worst, best)
    if scaling.scale == "minmax":
        # Where all are equal any range will do: nothing is told apart.
        ends = (low, high if high > low else low + 1.0)
    elif scaling.scale is None and not (low >= 0.0 and high <= 1.0):
        raise ProjectError(
            Message(
                "Column {name} holds values from {low} to {high}, and no scores from 0 to 1.",
                name=name,
                low=spoken_plain(low),
                high=spoken_plain(high),
            ),
            Message(
                "Say how to scale: --value {name}=WORST:BEST for a range of your own, or --scale "
                "minmax or --scale percentile for one taken from the data.",
                name=name,
            ),
        )
    else:
        ends = (0.0, 1.0)
    return ends[::-1] if name in scaling.falling else ends


def _check_names(scaling: Scaling, criteria: Sequence[str]) -> None:
    strange = sorted({*scaling.falling, *scaling.ranges} - set(criteria))
    flat = sorted(name for name, (worst, best) in scaling.ranges.items() if worst == best)
    if strange or flat:
        raise ProjectError(
            Message("This is no range of a criterion: {names}.", names=", ".join(strange + flat)),
            Message(
                "Criteria are: {criteria}; worst and best must differ.",
                criteria=", ".join(criteria),
            ),
        )
