"""Read outcomes that any tool wrote down: visits or incidents."""

from pathlib import Path
from typing import Literal

import geopandas as gpd
import numpy as np
import pandas as pd

from riskmap.errors import InputError
from riskmap.messages import Message
from riskmap.outcomes.foreign_files import ids, open_table, read_columns
from riskmap.outcomes.numbers import as_number
from riskmap.outcomes.recognising import Role, column_of, coordinate_columns, listed
from riskmap.outcomes.records import Outcomes
from riskmap.outcomes.words import read_dates, read_found, read_origin, read_selection

Kind = Literal["visits", "incidents"]


def read_outcomes(
    path: Path,
    *,
    id: str | None = None,  # noqa: A002 (the word of the command's option)
    found: str | None = None,
    date: str | None = None,
    selection: str | None = None,
    probability: str | None = None,
    origin: str | None = None,
    kind: Kind | None = None,
    table: str | None = None,
    crs: str | None = None,
) -> Outcomes:
    """Read outcomes: ids with 0/1 or counts, or points; with dates where there are any.

    What no option names is recognised by the names of the columns. Rows that
    say that nobody has been there yet (planned visits, or neither outcome nor
    date) are left out. Without a column of outcomes every row is one incident.

    Parameters
    ----------
    id, found, date, selection, probability, origin
        Names of columns.
    kind
        ``visits`` or ``incidents``; recognised where None: a column of
        selections, or an outcome of 0 or without an answer, says visits.
    table
        Table or sheet inside the file.
    crs
        System of the coordinates, where the file does not say it.

    Raises
    ------
    InputError
        When the file is refused, holds neither ids nor places nor outcomes, or
        an outcome nobody understands.
    PersonDataError
        When a column that was asked for is about persons.
    """
    opened = open_table(Path(path), table)
    file, columns = opened.path, opened.columns
    wished: dict[Role, str | None] = {
        "id": id,
        "found": found,
        "date": date,
        "selection": selection,
        "origin": origin,
    }
    asked = [one for one in (*wished.values(), probability) if one]
    use: dict[Role, str | None] = {}
    roles: tuple[Role, ...] = ("found", "date", "selection", "origin", "id")
    for role in roles:
        others = [one for one in (*use.values(), *asked) if one and one != wished[role]]
        use[role] = column_of(role, columns, wished[role], file, taken=others)
    if probability is not None or use["selection"]:
        use["probability"] = column_of("probability", columns, probability, file)
    placed = opened.drawn or coordinate_columns(columns) is not None
    if use["found"] is None and use["id"] is None and not placed:
        raise InputError(
            Message(
                "{file} holds neither ids, nor places, nor outcomes that are known.", file=file.name
            ),
            Message(
                "Name its columns with --outcome-id and --outcome; it has: {columns}.",
                columns=listed(columns),
            ),
        )
    raw = read_columns(opened, [one for one in use.values() if one], crs=crs, asked=asked)
    return _outcomes(raw, use, kind, file, ids_named=id is not None, found_named=found is not None)


def _outcomes(
    raw: gpd.GeoDataFrame,
    use: dict[Role, str | None],
    kind: Kind | None,
    file: Path,
    *,
    ids_named: bool,
    found_named: bool,
) -> Outcomes:
    notes: list[Message] = []
    frame = gpd.GeoDataFrame(geometry=raw.geometry)
    frame["place_id"] = _text(raw, use["id"])
    if use["id"]:
        frame["place_id"] = ids(raw[use["id"]], use["id"], file).astype("str")
    found, not_yet = _found(raw, use["found"], file, notes, named=found_named)
    frame["found"] = found
    frame["date"] = pd.Series(pd.NaT, index=raw.index, dtype="datetime64[us]")
    if use["date"]:
        frame["date"], told = read_dates(raw[use["date"]], use["date"])
        notes += told
        not_yet |= found.isna() & frame["date"].isna()
    elif use["found"]:
        not_yet |= raw[use["found"]].isna()
    frame["selection"] = (
        read_selection(raw[use["selection"]]) if use["selection"] else _text(raw, None)
    )
    frame["origin"] = read_origin(raw[use["origin"]]) if use["origin"] else _text(raw, None)
    frame["probability"] = _probability(raw, use.get("probability"), file)
    frame = frame[["place_id", "found", "date", "selection", "probability", "origin", "geometry"]]
    if not_yet.any():
        notes.append(
            Message(
                "Rows that say that nobody has been there yet, left out: {count}.",
                count=int(not_yet.sum()),
            )
        )
    frame = frame[~not_yet]
    if use["selection"]:
        unclear = int(
            (frame["selection"].isna() & raw.loc[frame.index, use["selection"]].notna()).sum()
        )
        if unclear:
            notes.append(
                Message(
                    "Selection reasons nobody understands, made unknown: {count}.", count=unclear
                )
            )
    if frame.empty:
        raise InputError(
            Message("{file} holds no outcome yet.", file=file.name),
            Message("Fill in what was found, or name the column with --outcome."),
        )
    return Outcomes(
        frame, *_kind(frame, use, kind, file.name, notes), tuple(notes), file, ids_named
    )


def _found(
    raw: pd.DataFrame, column: str | None, file: Path, notes: list[Message], *, named: bool
) -> tuple["pd.Series[float]", "pd.Series[bool]"]:
    """Return what was found, and where nobody has been yet."""
    every = pd.Series(1.0, index=raw.index)
    nowhere = pd.Series(data=False, index=raw.index)
    if column is not None:
        found, not_yet, wrong = read_found(raw[column])
        if not wrong:
            notes.append(Message("Outcomes come from column {column}.", column=column))
            return found, not_yet
        if named or wrong < len(raw) / 2:
            raise InputError(
                Message(
                    "Column {column} of {file} holds outcomes nobody understands in {count} rows.",
                    column=column,
                    file=file.name,
                    count=wrong,
                ),
                Message(
                    "Write 1 or 0, a count, yes or no, or bevestigd or ontkracht; leave unknown ones empty."
                ),
            )
    notes.append(Message("The file has no column of outcomes: every row counts as one incident."))
    return every, nowhere


def _kind(
    frame: pd.DataFrame,
    use: dict[Role, str | None],
    kind: Kind | None,
    name: str,
    notes: list[Message],
) -> tuple[Kind, str]:
    if kind is None:
        looked = bool(use["selection"]) or not (frame["found"] > 0).all()
        kind = "visits" if looked else "incidents"
    if kind == "visits":
        notes.append(Message("The rows are visits: a place without one is unknown."))
    else:
        notes.append(Message("The rows are incidents: a place without one had none."))
    return kind, name


def _text(raw: pd.DataFrame, column: str | None) -> "pd.Series[str]":
    values = np.full(len(raw), None, dtype=object) if column is None else raw[column]
    return pd.Series(values, index=raw.index, dtype="str")


def _probability(raw: pd.DataFrame, column: str | None, file: Path) -> "pd.Series[float]":
    if column is None:
        return pd.Series(np.nan, index=raw.index)
    chance = as_number(raw[column])
    if ((chance <= 0) | (chance > 1)).any():
        raise InputError(
            Message(
                "Column {column} of {file} holds chances outside 0 to 1.",
                column=column,
                file=file.name,
            ),
            Message("Write the chance each visit had of being made, such as 0.05."),
        )
    return chance
