"""Numbers of foreign tables: Dutch decimal commas, and thousands written the English way."""

import pandas as pd

from riskmap.layers.values import as_number as as_dutch_number
from riskmap.layers.values import as_text

_THOUSANDS = r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?"
_ENGLISH = r"-?\d{1,3}(?:,\d{3})+\.\d+|-?\d{1,3}(?:,\d{3}){2,}"


def as_number(raw: pd.Series) -> "pd.Series[float]":
    """Return floats, NaN for what is no finite number.

    A comma stands before the decimals (``0,85``), unless the column shows that
    it parts thousands (``1,234.5`` or ``1,234,567``).
    """
    if pd.api.types.is_bool_dtype(raw):
        return raw.astype("float64")
    if pd.api.types.is_numeric_dtype(raw) or pd.api.types.is_datetime64_any_dtype(raw):
        return as_dutch_number(raw)
    text = as_text(raw)
    comma = text[text.str.contains(",", regex=False).fillna(value=False).astype(bool)]
    if comma.str.fullmatch(_THOUSANDS).all() and comma.str.fullmatch(_ENGLISH).any():
        text = text.str.replace(",", "", regex=False)
    return as_dutch_number(text)
