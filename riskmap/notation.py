"""Numbers, units and dates in the form a Dutch or English reader expects."""

import datetime as dt
import math

from babel.dates import format_date
from babel.numbers import format_decimal

from riskmap.language import Language, translator


def number(value: float, language: Language, digits: int = 0) -> str:
    """Return a number such as 1.234,5 (Dutch) or 1,234.5 (English); '?' when unknown."""
    if math.isnan(value):
        return "?"
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return format_decimal(value, format=pattern, locale=language)


def day(value: dt.date, language: Language) -> str:
    """Return a date such as 21 november 2026."""
    return format_date(value, format="long", locale=language)


def measurement(value: float, unit: str, language: Language) -> str:
    """Return a measurement with its unit, rounded as one would say it aloud."""
    translate = translator(language)
    if unit == "share":
        return f"{number(value * 100, language)}%"
    if unit == "km":
        return f"{number(value, language, 1)} km"
    words = {
        "m": translate("m"),
        "m2": "m²",
        "years": translate("years"),
        "addresses": translate("addresses"),
        "boxes": translate("boxes"),
    }
    digits = 1 if unit == "years" else 0
    if unit == "class":
        return number(value, language, 1)
    return f"{number(value, language, digits)} {words.get(unit, unit)}".strip()
