"""Read outcomes that any tool wrote down: visits or incidents."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Literal

import geopandas as gpd
import numpy as np
import pandas as pd

from riskmap.errors import InputError
from riskmap.layers.values import as_text
from riskmap.messages import Message
from riskmap.outcomes.foreign_files import ForeignTable, ids, open_table, read_columns
from riskmap.outcomes.numbers import as_number
from riskmap.outcomes.recognising import Role, column_of, coordinate_columns, listed
from riskmap.outcomes.records import Outcomes
from riskmap.outcomes.words import read_dates, read_found, read_origin, read_selection

Kind = Literal["visits", "incidents"]
_KINDS: Mapping[Kind, Message] = {
    "visits": Message("The rows are visits: a place without one is unknown."),
    "incidents": Message("The rows are incidents: a place without one had none."),
}


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
    positive: str | None = None,
    taken: Sequence[str] = (),
    x: str | None = None,
    y: str | None = None,
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
    positive
        The word that means found, where the outcomes are words nobody else
        uses; every other word then means not found.
    taken
        Columns that mean something else, and are not recognised.
    x, y
        Columns with coordinates, where their names do not say it.

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
        "found": found,
        "date": date,
        "selection": selection,
        "origin": origin,
        "id": id,
    }
    asked = [one for one in (*wished.values(), probability) if one]
    use = _roles(wished, (*asked, *taken), probability, opened)
    placed = opened.drawn or x is not None or coordinate_columns(columns) is not None
    if use["found"] is None and use["id"] is None and not placed:
        raise _nothing_known(opened)
    # The words of an origin are read as two; its column may bear a name that others may not.
    looked_at = [name for name in asked if name != origin]
    read = [one for one in use.values() if one]
    raw = read_columns(opened, read, crs=crs, asked=looked_at, at=(x, y))
    if positive is not None and use["found"] is not None:
        raw[use["found"]] = _positive(raw[use["found"]], positive, file)
    return _outcomes(
        raw, use, kind, opened, ids_named=id is not None, found_named=found is not None
    )


def _roles(
    wished: Mapping[Role, str | None],
    meant: Sequence[str],
    probability: str | None,
    opened: ForeignTable,
) -> dict[Role, str | None]:
    """Return which column plays which role; what one role was named is no other's."""
    use: dict[Role, str | None] = {}
    for role, name in wished.items():
        others = [one for one in (*use.values(), *meant) if one and one != name]
        use[role] = column_of(role, opened.columns, name, opened.path, taken=others)
    # A chance beside visits that nobody drew is a prediction.
    if probability is not None or use["selection"]:
        use["probability"] = column_of(
            "probability", opened.columns, probability, opened.path, taken=meant
        )
    return use


def _nothing_known(opened: ForeignTable) -> InputError:
    return InputError(
        Message("{file} holds no ids, places or outcomes that are known.", file=opened.path.name),
        Message(
            "Name its columns with --outcome-id and --outcome; it has: {columns}.",
            columns=listed(opened.columns),
        ),
    )


def _outcomes(
    raw: gpd.GeoDataFrame,
    use: dict[Role, str | None],
    kind: Kind | None,
    opened: ForeignTable,
    *,
    ids_named: bool,
    found_named: bool,
) -> Outcomes:
    file, notes = opened.path, list[Message]()
    place = use["id"]
    found, not_yet = _found(raw, use["found"], file, notes, named=found_named)
    empty = as_text(raw[use["found"]]).isna() if use["found"] else found.isna()
    date = pd.Series(pd.NaT, index=raw.index, dtype="datetime64[us]")
    if use["date"]:
        date, told = read_dates(raw[use["date"]], use["date"])
        notes += told
    not_yet |= empty & date.isna()
    columns = {
        "place_id": _nothing(raw) if place is None else ids(raw[place], place, file).astype("str"),
        "found": found,
        "date": date,
        "selection": _word(raw, use["selection"], read_selection, notes),
        "probability": _probability(raw, use.get("probability"), file),
        "origin": _word(raw, use["origin"], read_origin, notes),
    }
    frame = gpd.GeoDataFrame(columns, geometry=raw.geometry)[~not_yet]
    if frame.empty:
        raise InputError(
            Message("{file} holds no outcome yet.", file=file.name),
            Message("Fill in what was found, or name the column with --outcome."),
        )
    if not_yet.any():
        left_out = int(not_yet.sum())
        notes.append(
            Message("Rows of places where nobody has been yet, left out: {count}.", count=left_out)
        )
    kind = kind or _recognised(frame, use)
    notes.append(_KINDS[kind])
    return Outcomes(frame, kind, file.name, tuple(notes), file, ids_named, opened.name)


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
                    "Write 1 or 0, a count, yes or no, or bevestigd or ontkracht; leave unknown "
                    "ones empty."
                ),
            )
    notes.append(Message("The file has no column of outcomes: every row counts as one incident."))
    return every, nowhere


def _positive(raw: pd.Series, word: str, file: Path) -> "pd.Series[str]":
    """Return ``yes`` for the word, ``no`` for any other, NA where nothing is written."""
    text = as_text(raw)
    if not (text == word).any():
        raise InputError(
            Message("No outcome of {file} is {word}.", file=file.name, word=word),
            Message("Write the word with --positive as it stands in the file."),
        )
    meant: pd.Series[str] = text.mask(text.notna(), "no").mask(text == word, "yes")
    return meant


def _recognised(frame: pd.DataFrame, use: dict[Role, str | None]) -> Kind:
    looked = use["selection"] is not None or not (frame["found"] > 0).all()
    return "visits" if looked else "incidents"


def _nothing(raw: pd.DataFrame) -> "pd.Series[str]":
    return pd.Series(None, index=raw.index, dtype="str")


def _word(
    raw: pd.DataFrame,
    column: str | None,
    read: Callable[[pd.Series], "pd.Series[str]"],
    notes: list[Message],
) -> "pd.Series[str]":
    if column is None:
        return _nothing(raw)
    found = read(raw[column])
    unclear = int((found.isna() & as_text(raw[column]).notna()).sum())
    if unclear:
        notes.append(
            Message(
                "Words of column {column} nobody understands, made unknown: {count}.",
                column=column,
                count=unclear,
            )
        )
    return found


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
