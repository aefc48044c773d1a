"""Raw values to text, numbers, dates and ids; what cannot be read is unknown, never zero."""

import re
from collections.abc import Iterable

import numpy as np
import pandas as pd
from pandas.api.types import infer_dtype

from riskmap.layers.register import Kind

DAYS_A_YEAR = 365.25
_EMPTY = ("", "#")
_TEXTS = ("string", "empty")  # what pandas calls a column without lists, bytes or numbers
_BAG_DIGITS = 16
_BAG_SHORTEST = 13  # a municipality code below 1000 has lost its zeros: 0003 10 ... -> 13 digits
_SHORTENED = r"\d([.,]\d+)?[eE]\+\d{2}"
_YES = ("ja", "j", "true", "t", "1", "1.0", "yes", "waar")
_NO = ("nee", "n", "false", "f", "0", "0.0", "no", "onwaar")


def as_text(raw: pd.Series) -> pd.Series:
    """Return stripped text; empty text and the ``#`` of older NWB files are unknown.

    Lists, as services and Parquet give them, become comma-joined text.
    """
    if pd.api.types.is_datetime64_any_dtype(raw):
        days: pd.Series = raw.dt.strftime("%Y-%m-%d").astype("str")
        return days
    if pd.api.types.is_float_dtype(raw):
        raw = _whole_numbers(raw)
    elif raw.dtype == object and infer_dtype(raw, skipna=True) not in _TEXTS:
        raw = raw.map(_joined, na_action=None)
    text = raw.astype("str").str.strip()
    return text.mask(text.isin(_EMPTY))


def as_id(raw: pd.Series) -> pd.Series:
    """Return ids as text; whole numbers that were stored as ``1.0`` are mended."""
    text = as_text(raw)
    return text.str.replace(r"^(\d+)\.0+$", r"\1", regex=True)


def as_bag_id(raw: pd.Series) -> pd.Series:
    """Return 16-digit BAG ids: prefix off, zeros that a number lost put back.

    Text that is no BAG id stays as it is.
    """
    text = as_id(raw)
    tailed = text.str.contains(r"[^0-9][0-9]{16}$", regex=True).fillna(value=False).astype(bool)
    text = text.mask(tailed, text.str[-_BAG_DIGITS:])
    short = text.str.fullmatch(rf"\d{{{_BAG_SHORTEST},{_BAG_DIGITS - 1}}}").fillna(value=False)
    return text.mask(short.astype(bool), text.str.zfill(_BAG_DIGITS))


def is_shortened(raw: pd.Series) -> bool:
    """Tell whether a spreadsheet wrote ids as ``9.9E+15``: their last digits are gone."""
    return bool(as_text(raw).str.fullmatch(_SHORTENED).fillna(value=False).any())


def as_uses(raw: pd.Series) -> pd.Series:
    """Return uses as sorted, comma-joined register words, whatever joined them before."""
    text = as_text(raw)
    tidy = {
        written: ",".join(sorted(set(filter(None, re.split(r"[\s'\"]*[,;|][\s'\"]*", bare)))))
        for written in text.dropna().unique()
        for bare in [written.strip("[]{}()'\" ")]
    }
    return as_text(text.map(tidy).astype("str"))


def as_number(raw: pd.Series) -> "pd.Series[float]":
    """Return floats; a column with commas is read the Dutch way (``1.234,5``)."""
    if pd.api.types.is_numeric_dtype(raw):
        numbers = raw.astype("float64")
    else:
        text = as_text(raw)
        if is_dutch(raw):
            text = text.str.replace(".", "", regex=False).str.replace(",", ".", regex=False)
        numbers = pd.to_numeric(text, errors="coerce").astype("float64")
    return numbers.where(np.isfinite(numbers))


def is_dutch(raw: pd.Series) -> bool:
    """Tell whether the column writes its decimals with a comma."""
    if pd.api.types.is_numeric_dtype(raw) or pd.api.types.is_datetime64_any_dtype(raw):
        return False
    return bool(as_text(raw).str.contains(r"\d,\d", regex=True).fillna(value=False).any())


def as_date(raw: pd.Series) -> pd.Series:
    """Return dates (no time, no zone) from ISO, ``31-12-2024`` or ``20241231``."""
    if pd.api.types.is_datetime64_any_dtype(raw):
        dates = raw.dt.tz_localize(None) if raw.dt.tz is not None else raw
        midnights: pd.Series = dates.dt.normalize().astype("datetime64[us]")
        return midnights
    text = as_id(raw).str.replace("/", "-", regex=False)
    text = text.str.replace(r"^(\d{1,2})-(\d{1,2})-(\d{4}).*$", r"\3-\2-\1", regex=True)
    text = text.str.replace(r"^(\d{4})(\d{2})(\d{2})(\D.*|\d{6})?$", r"\1-\2-\3", regex=True)
    day = text.str.extract(r"^(\d{4}-\d{1,2}-\d{1,2})", expand=False)
    dates = pd.to_datetime(day, format="%Y-%m-%d", errors="coerce")
    return dates.astype("datetime64[us]")


def as_flag(raw: pd.Series) -> "pd.Series[bool]":
    """Return yes and no as nullable booleans; JA, Ja and ja are one word."""
    text = as_text(raw).str.lower()
    flags = pd.Series(pd.NA, index=raw.index, dtype="boolean")
    flags[text.isin(_YES)] = True
    flags[text.isin(_NO)] = False
    return flags


def read_as(raw: pd.Series, kind: Kind) -> pd.Series:
    """Return the column read as its kind."""
    if kind == "as_is":
        return raw
    readers = {
        "bag_id": as_bag_id,
        "id": as_id,
        "text": as_text,
        "uses": as_uses,
        "number": as_number,
        "date": as_date,
        "flag": as_flag,
    }
    return readers[kind](raw)


def is_written(raw: pd.Series) -> "pd.Series[bool]":
    """Tell where a column holds anything, readable or not."""
    if pd.api.types.is_numeric_dtype(raw) or pd.api.types.is_datetime64_any_dtype(raw):
        return raw.notna()
    return as_text(raw).notna()


def unknown(index: pd.Index, kind: Kind) -> pd.Series:
    """Return a column of this kind in which nothing is known."""
    return read_as(pd.Series(None, index=index[:0], dtype="object"), kind).reindex(index)


def without(values: "pd.Series[float]", dummies: Iterable[float]) -> "pd.Series[float]":
    """Return the numbers with register dummies made unknown."""
    return values.mask(values.isin(list(dummies)))


def _whole_numbers(raw: pd.Series) -> pd.Series:
    """Write 12.0 as ``12``: a column of whole numbers with a gap was stored as floats."""
    known = raw.dropna()
    if not np.array_equal(known, np.floor(known)):
        return raw
    return raw.astype("Int64")


def _joined(value: object) -> object:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, list | tuple | np.ndarray):
        return ",".join(str(part) for part in value)
    return value
