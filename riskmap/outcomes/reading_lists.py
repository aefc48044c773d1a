"""Read a ranked list that any tool made."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from riskmap.errors import InputError, ProjectError
from riskmap.layers.values import as_text, is_shortened
from riskmap.messages import Message
from riskmap.outcomes.areas import areas, unit_of
from riskmap.outcomes.foreign_files import ForeignTable, ids, open_table, read_columns
from riskmap.outcomes.numbers import as_number
from riskmap.outcomes.ranked_places import RankedPlaces
from riskmap.outcomes.recognising import column_of, listed, may_count_rows, named, says_id

# What a list laid beside its outcomes has columns of its own for.
RESERVED = frozenset(
    {
        *("place_id", "score", "area_m2", "geometry", "found", "visits", "first_found"),
        *("first_visit", "selection", "probability", "found_before"),
    }
)
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
    numbered: bool = False,
    taken: Sequence[str] = (),
    x: str | None = None,
    y: str | None = None,
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
    numbered
        Every row is a place of its own: one row per inspection, for one. Ids
        that do not name every row once are then not used.
    taken
        Columns that mean something else, and are not recognised.

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
    use = _columns(opened, also, taken, id_=id, rank=rank, score=score, area=area)
    read = [one for one in (use.id, use.rank, use.score, use.area, *use.also) if one]
    asked = [one for one in (id, rank, score, area, *also) if one]
    raw = read_columns(opened, read, crs=crs, asked=asked, at=(x, y))
    if numbered and use.id is not None and not _names_every_row(raw[use.id]):
        use = replace(use, id=None)
    return _places(raw, use, opened, id_named=id is not None)


@dataclass(frozen=True)
class _Columns:
    id: str | None
    rank: str | None
    score: str | None
    area: str | None
    also: tuple[str, ...]


def _columns(
    opened: ForeignTable,
    also: Sequence[str],
    meant: Sequence[str],
    *,
    id_: str | None,
    rank: str | None,
    score: str | None,
    area: str | None,
) -> _Columns:
    file, columns = opened.path, opened.columns
    kept = tuple(dict.fromkeys(named(name, columns, file) for name in also))
    for name in kept:
        if name in RESERVED:
            raise ProjectError(
                Message("Column {column} cannot be kept beside the order.", column=name),
                Message("Give that column another name in the file."),
            )
    own = [one for one in (rank, score, area, *kept, *meant) if one]
    id_column = column_of("id", columns, id_, file, taken=own)
    taken = [one for one in (id_column, *kept, *meant) if one]
    rank_column = None if score else column_of("rank", columns, rank, file, taken=taken)
    score_column = None if rank else column_of("score", columns, score, file, taken=taken)
    if rank_column is None and score_column is None:
        raise InputError(
            Message("No column of {file} is known as a rank or a score.", file=file.name),
            Message(
                "Name it with --rank or --score (hot spots: --column); it has: {columns}.",
                columns=listed(columns),
            ),
        )
    if rank is None and rank_column and score_column and may_count_rows(rank_column):
        rank_column = None
    area_column = column_of("area", columns, area, file, taken=[*taken, score_column or ""])
    return _Columns(id_column, rank_column, score_column, area_column, kept)


def _places(
    raw: gpd.GeoDataFrame, use: _Columns, opened: ForeignTable, *, id_named: bool
) -> RankedPlaces:
    file = opened.path
    order, by = _order(raw, use, file)
    frame = gpd.GeoDataFrame({"score": order.to_numpy()}, geometry=raw.geometry.array, crs=raw.crs)
    frame.insert(1, "area_m2", _areas(raw, use.area))
    for name in use.also:
        frame[name] = _further(raw[name]).array
    notes = [Message("The order comes from column {column}.", column=by)]
    places = _place_ids(raw, use.id, file, named=id_named)
    if places is None:
        places = pd.Series(raw.index.astype(str), dtype="str")
        note = Message("Places are numbered by their rows.")
    else:
        note = Message("Places are known by column {column}.", column=use.id)
    frame.index = pd.Index(places, name="place_id")
    unranked = int(frame["score"].isna().sum())
    notes.append(note)
    if unranked:
        notes.append(Message("Places that the list does not rank: {count}.", count=unranked))
    numbered = note.facts == {}
    return RankedPlaces(
        frame.sort_index(),
        file.name,
        by,
        tuple(notes),
        file,
        numbered,
        opened.name,
        None if numbered else use.id,
    )


def _order(raw: pd.DataFrame, use: _Columns, file: Path) -> tuple["pd.Series[float]", str]:
    """Return what orders the places, higher first, and the column it comes from."""
    found: dict[str, pd.Series[float]] = {}
    if use.score is not None:
        found[use.score] = as_number(raw[use.score])
    if use.rank is not None:
        found[use.rank] = -as_number(raw[use.rank])
    found = {column: values for column, values in found.items() if values.notna().any()}
    if not found:
        raise InputError(
            Message(
                "Column {column} of {file} holds no numbers.",
                column=use.rank or use.score,
                file=file.name,
            ),
            Message("Name a column of numbers: --rank, --score, or --column for hot spots."),
        )
    column, values = found.popitem()  # the rank where there is one
    for other, scores in found.items():
        if _agree(values, scores):
            return scores.where(values.notna()), other
    return values, column


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


def _names_every_row(raw: pd.Series) -> bool:
    text = as_text(raw)
    return not (is_shortened(raw) or text.isna().any() or text.duplicated().any())


def _place_ids(
    raw: pd.DataFrame, column: str | None, file: Path, *, named: bool
) -> "pd.Series[str] | None":
    """Return ids, None where the file has none."""
    if column is None:
        return None
    found = ids(raw[column], column, file)
    empty, repeated = int(found.isna().sum()), int(found.dropna().duplicated(keep=False).sum())
    if not empty and not repeated:
        return found.astype("str")
    if not named and not says_id(column):
        return None  # a code of something larger, such as a neighbourhood
    if repeated:
        raise InputError(
            Message(
                "Column {column} of {file} names the same place more than once in {count} rows.",
                column=column,
                file=file.name,
                count=repeated,
            ),
            Message("Give every place one row, or name another column with --id."),
        )
    raise InputError(
        Message(
            "Column {column} of {file} is empty in {count} rows.",
            column=column,
            file=file.name,
            count=empty,
        ),
        Message("Give every place an id, or name another column with --id."),
    )
