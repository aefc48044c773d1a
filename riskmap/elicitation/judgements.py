"""What experts wrote down, as a table: a square matrix, pairs, or weights outright."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from riskmap.errors import InputError
from riskmap.messages import Message
from riskmap.statistics.pairwise import MOST_COMPARED

Floats = NDArray[np.float64]

_FRACTION = re.compile(r"\s*(\d+(?:[.,]\d+)?)\s*(?:[/:]\s*(\d+(?:[.,]\d+)?))?\s*")
_FIRST = ("a", "first", "eerste", "row", "rij")
_SECOND = ("b", "second", "tweede", "column", "kolom")
_VALUE = ("value", "waarde", "judgement", "oordeel", "times", "keer")
_GROUP = ("group", "groep", "family", "familie")
_WEIGHT = ("weight", "gewicht", "points", "punten")
# 0.33 beside 3 is the same judgement, rounded by hand.
_ROUNDING = 0.05


@dataclass(frozen=True)
class Judgements:
    """What one file says about one group of things.

    Attributes
    ----------
    group
        Empty where a file holds one group.
    names
        What is weighed, in the order of the file.
    matrix
        Shape (n, n), positive and reciprocal; None where weights are given.
    weights
        Shape (n,), not negative; None where pairs are compared.
    """

    group: str
    names: tuple[str, ...]
    matrix: Floats | None = None
    weights: Floats | None = None


def judgements_of(table: pd.DataFrame, file: str) -> list[Judgements]:
    """Recognise what a table of texts holds: pairs, weights or a square matrix.

    Parameters
    ----------
    table
        Every value as text, as `riskmap.reading.read_table` gives it.
    file
        Named in errors.

    Raises
    ------
    InputError
        When it is none of the three, a judgement is zero, negative or
        missing, or two of them contradict each other.
    """
    named = {str(name).strip().casefold(): str(name) for name in table.columns}
    first, second = _named(named, _FIRST), _named(named, _SECOND)
    value, weight = _named(named, _VALUE), _named(named, _WEIGHT)
    group = _named(named, _GROUP)
    if first and second and value:
        chosen = table[[first, second, value]].set_axis(["a", "b", "value"], axis=1)
        return [
            _from_pairs(rows, str(key), file)
            for key, rows in chosen.groupby(_groups(table, group), sort=False)
        ]
    if weight:
        others = [str(name) for name in table.columns if name not in {weight, group}]
        if others:
            chosen = table[[others[0], weight]].set_axis(["name", "weight"], axis=1)
            return [
                _from_weights(rows, str(key), file)
                for key, rows in chosen.groupby(_groups(table, group), sort=False)
            ]
    return [_from_square(table, file)]


def _named(named: dict[str, str], words: Sequence[str]) -> str | None:
    return next((named[word] for word in words if word in named), None)


def _groups(table: pd.DataFrame, column: str | None) -> "pd.Series[str]":
    if column is None:
        return pd.Series("", index=table.index)
    return table[column].fillna("").astype(str).str.strip()


def _from_square(table: pd.DataFrame, file: str) -> Judgements:
    heads = [str(name).strip() for name in table.columns]
    rows = table.iloc[:, 0].fillna("").astype(str).str.strip().tolist()
    if len(rows) == len(heads) - 1 and rows == heads[1:]:
        names, cells = tuple(rows), table.iloc[:, 1:]
    elif len(rows) == len(heads):
        names, cells = tuple(heads), table
    else:
        raise InputError(
            Message("{file} holds no comparisons and no weights.", file=file),
            Message(
                "Give a square matrix whose first row and first column name the same things; or "
                "columns a, b, value; or columns name, weight."
            ),
        )
    _check_names(names, file)
    texts = [_text(cell) for cell in cells.to_numpy(dtype=object).ravel()]
    pairs = product(names, names)
    figures = [_figure(text, a, b, file) for text, (a, b) in zip(texts, pairs, strict=True)]
    matrix = np.array(figures, dtype=np.float64).reshape(len(names), len(names))
    return Judgements("", names, matrix=_reciprocal(matrix, names, file))


def _from_pairs(rows: pd.DataFrame, group: str, file: str) -> Judgements:
    pairs = rows.map(_text)
    names = tuple(
        dict.fromkeys(n for pair in zip(pairs["a"], pairs["b"], strict=True) for n in pair)
    )
    _check_names(names, file)
    place = {name: number for number, name in enumerate(names)}
    matrix = np.full((len(names), len(names)), np.nan)
    for first, second, text in pairs.itertuples(index=False):
        row, column = place[first], place[second]
        if not np.isnan(matrix[row, column]):
            raise InputError(
                Message("{file} compares {a} with {b} twice.", file=file, a=first, b=second),
                Message("Keep one row per pair; give every judge a file of their own."),
            )
        matrix[row, column] = _figure(text, first, second, file)
    return Judgements(group, names, matrix=_reciprocal(matrix, names, file))


def _from_weights(rows: pd.DataFrame, group: str, file: str) -> Judgements:
    names = tuple(str(name).strip() for name in rows["name"].fillna(""))
    _check_names(names, file, most=len(names))
    texts = rows["weight"].fillna("").astype(str)
    weights = np.array([_weight(text, name, file) for text, name in zip(texts, names, strict=True)])
    if weights.sum() <= 0:
        raise InputError(
            Message("All weights in {file} are 0.", file=file),
            Message("Give at least one thing a weight above 0."),
        )
    return Judgements(group, names, weights=weights)


def _check_names(names: Sequence[str], file: str, most: int = MOST_COMPARED) -> None:
    if len(set(names)) != len(names) or "" in names:
        raise InputError(
            Message("{file} leaves a name empty or gives it twice.", file=file),
            Message("Give every thing that is weighed a name of its own."),
        )
    if len(names) > most:
        raise InputError(
            Message("{file} compares {count} things at once.", file=file, count=len(names)),
            Message(
                "Compare at most {most}: first the families, then the criteria inside each.",
                most=most,
            ),
        )


def _text(cell: object) -> str:
    return "" if cell is None or cell is pd.NA else str(cell).strip()


def _figure(text: str, first: str, second: str, file: str) -> float:
    """Return a judgement such as 3, 1/3, 1:3 or 0,33; NaN where the cell is empty."""
    if not text:
        return 1.0 if first == second else np.nan
    figure = _ratio(text)
    if figure is None or figure <= 0:
        raise InputError(
            Message(
                "In {file} the comparison of {a} with {b} is no number above 0.",
                file=file,
                a=first,
                b=second,
            ),
            Message("Write how many times as important the first is: 3, or 1/3 for the reverse."),
        )
    return figure


def _weight(text: str, name: str, file: str) -> float:
    figure = _ratio(text)
    if figure is None:
        raise InputError(
            Message("In {file} the weight of {name} is no number.", file=file, name=name),
            Message("Write a number, 0 or more."),
        )
    return figure


def _ratio(text: str) -> float | None:
    """Return 3, 1/3, 1:3 or 0,33 as a number; None for anything else."""
    found = _FRACTION.fullmatch(text)
    if found is None:
        return None
    above, below = (float((part or "1").replace(",", ".")) for part in found.groups())
    return above / below if below > 0 else None


def _reciprocal(matrix: Floats, names: Sequence[str], file: str) -> Floats:
    """Fill one half of the matrix from the other, and refuse halves that contradict each other."""
    filled = np.where(np.isnan(matrix), 1 / matrix.T, matrix)
    np.fill_diagonal(filled, np.where(np.isnan(np.diag(matrix)), 1.0, np.diag(matrix)))
    missing = np.argwhere(np.isnan(filled))
    if len(missing):
        first, second = (names[place] for place in missing[0])
        raise InputError(
            Message("{file} does not compare {a} with {b}.", file=file, a=first, b=second),
            Message("Compare every pair once: nothing is filled in for the experts."),
        )
    wrong = np.argwhere(np.abs(filled * filled.T - 1) > _ROUNDING)
    if len(wrong):
        first, second = (names[place] for place in wrong[0])
        raise InputError(
            Message(
                "In {file} {a} to {b} is not the reverse of {b} to {a}.",
                file=file,
                a=first,
                b=second,
            ),
            Message("Write 3 in one place and 1/3 in the other, or leave one of them empty."),
        )
    return np.asarray(np.sqrt(filled / filled.T), dtype=np.float64)
