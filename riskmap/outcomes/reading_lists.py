"""Read a ranked list that any tool made."""

from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from riskmap.errors import InputError, ProjectError
from riskmap.layers.values import as_text
from riskmap.messages import Message
from riskmap.outcomes.areas import areas, unit_of
from riskmap.outcomes.foreign_files import ForeignTable, ids, open_table, read_columns
from riskmap.outcomes.numbers import as_number
from riskmap.outcomes.ranked_places import RankedPlaces
from riskmap.outcomes.recognising import column_of, listed, named

_SAME = 1e-9  # scores that differ by less differ by rounding


def read_places(
    path: Path,
    *,
    id: str | None = None,  # noqa: A002 (the word of the command's option)
    rank: str | None = None,
    score: str | None = None,
    area: str | None = None,
    also: Sequence[str] = (),
    table: str | None = None,
    crs: str | None = None,
) -> RankedPlaces:
    """Read a ranked list: CSV, XLSX, GeoPackage, GeoParquet or GeoJSON, of any tool.

    What no option names is recognised by the names of the columns. Where a
    rank and a score are recognised and say the same, the score is the order:
    equal scores then stay tied. A list without ids is numbered by its rows.

    Parameters
    ----------
    id, rank, score, area
        Names of columns; `rank` and `score` exclude each other.
    also
        Further columns, kept under their names.
    table
        Table or sheet inside the file.
    crs
        System of the coordinates, where the file does not say it.

    Raises
    ------
    InputError
        When the file is refused, holds no order, or holds a place twice.
    PersonDataError
        When a column that was asked for is about persons.
    """
    if rank is not None and score is not None:
        raise ProjectError(
            Message("A list has one order: rank and score were both named."),
            Message("Name one of the two."),
        )
    opened = open_table(Path(path), table)
    file, columns = opened.path, opened.columns
    kept = [named(name, columns, file) for name in also]
    id_column = column_of("id", columns, id, file, taken=[rank or "", score or "", *kept])
    taken = [id_column or "", *kept]
    rank_column = None if score else column_of("rank", columns, rank, file, taken=taken)
    score_column = None if rank else column_of("score", columns, score, file, taken=taken)
    area_column = column_of("area", columns, area, file, taken=[*taken, score_column or ""])
    if rank_column is None and score_column is None:
        raise _no_order(opened)
    used = [one for one in (id_column, rank_column, score_column, area_column, *kept) if one]
    asked = [one for one in (id, rank, score, area, *also) if one]
    raw = read_columns(opened, used, crs=crs, asked=asked)
    order, by = _order(raw, rank_column, score_column, file)
    frame = gpd.GeoDataFrame({"score": order.to_numpy()}, geometry=raw.geometry.array, crs=raw.crs)
    frame.insert(1, "area_m2", _areas(raw, area_column))
    for name in kept:
        frame[name] = _further(raw[name]).array
    frame.index = pd.Index(_place_ids(raw, id_column, file), name="place_id")
    return RankedPlaces(
        frame.sort_index(),
        file.name,
        by,
        tuple(_notes(frame, by, id_column, numbered=id_column is None)),
        file,
        id_column is None,
    )


def _order(
    raw: pd.DataFrame, rank: str | None, score: str | None, file: Path
) -> tuple["pd.Series[float]", str]:
    """Return what orders the places, higher first, and the column it comes from."""
    ranks = None if rank is None else -as_number(raw[rank])
    scores = None if score is None else as_number(raw[score])
    if ranks is not None and ranks.isna().all() and scores is not None:
        ranks = None
    if ranks is None or rank is None:
        found, by = scores, score
    elif scores is not None and score is not None and _agree(ranks, scores):
        found, by = scores.where(ranks.notna()), score
    else:
        found, by = ranks, rank
    if found is None or by is None or found.isna().all():
        raise InputError(
            Message(
                "Column {column} of {file} holds no numbers.", column=by or "-", file=file.name
            ),
            Message("Name the column that orders the places with --rank or --score."),
        )
    return found, by


def _agree(ranks: "pd.Series[float]", scores: "pd.Series[float]") -> bool:
    """Tell whether no place with a better rank has a lower score."""
    known = ranks.notna()
    ordered = scores[known].iloc[np.argsort(-ranks[known].to_numpy(), kind="stable")].to_numpy()
    falling = bool((np.diff(ordered) <= _SAME).all())
    return falling and len(ordered) > 1 and ordered[0] > ordered[-1]


def _areas(
    raw: gpd.GeoDataFrame, column: str | None
) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    if column is None:
        return areas(raw.geometry)
    told = as_number(raw[column]).to_numpy(dtype=float) * unit_of(column)
    return np.where(told > 0, told, np.nan)


def _further(raw: pd.Series) -> pd.Series:
    """Return numbers, or text where a value is no number."""
    numbers = as_number(raw)
    text = as_text(raw)
    return text if (numbers.isna() & text.notna()).any() else numbers


def _place_ids(raw: pd.DataFrame, column: str | None, file: Path) -> "pd.Series[str]":
    if column is None:
        return pd.Series(raw.index.astype(str), dtype="str")
    found = ids(raw[column], column, file)
    empty, repeated = int(found.isna().sum()), int(found.dropna().duplicated(keep=False).sum())
    if empty or repeated:
        raise InputError(
            Message(
                "Column {column} of {file} names no place in {empty} rows, and the same place more than once in {repeated} rows.",
                column=column,
                file=file.name,
                empty=empty,
                repeated=repeated,
            ),
            Message("Give every place one row and one id, or name another column with --id."),
        )
    return found.astype("str")


def _notes(
    frame: gpd.GeoDataFrame, by: str, id_column: str | None, *, numbered: bool
) -> list[Message]:
    notes = [Message("The order comes from column {column}.", column=by)]
    if numbered:
        notes.append(Message("The list has no column with ids: places are numbered by their rows."))
    elif id_column:
        notes.append(Message("Places are known by column {column}.", column=id_column))
    unranked = int(frame["score"].isna().sum())
    if unranked:
        notes.append(Message("Places that the list does not rank: {count}.", count=unranked))
    return notes


def _no_order(opened: ForeignTable) -> InputError:
    return InputError(
        Message("No column of {file} is known as a rank or a score.", file=opened.path.name),
        Message(
            "Name it with --rank or --score; it has: {columns}.", columns=listed(opened.columns)
        ),
    )
