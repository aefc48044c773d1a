"""Numbers, units and dates in the form a Dutch or English reader expects."""

import datetime as dt
import math
from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from babel.dates import format_date
from babel.numbers import format_decimal

from riskmap.language import Language, translator
from riskmap.messages import Spoken

_DIGITS = {"index": 2, "km": 1, "years": 1, "transfers": 1, "class": 1, "per year": 3, "times": 1}


def number(value: float, language: Language, digits: int = 0) -> str:
    """Return a number such as 1.234,5 (Dutch) or 1,234.5 (English); '?' when unknown."""
    if math.isnan(value):
        return "?"
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    # Half away from zero, on the figure as it is written: as the web map's browser rounds.
    step = Decimal(1).scaleb(-digits)
    rounded = Decimal(repr(float(value))).quantize(step, rounding=ROUND_HALF_UP)
    return format_decimal(rounded, format=pattern, locale=language)


def spoken_number(value: float, digits: int = 0) -> Spoken:
    """Return a number as a fact of a `Message`, in the form of whoever reads it."""
    return Spoken(number(value, "nl", digits), number(value, "en", digits))


def plain_number(value: float, language: Language, digits: int = 6) -> str:
    """Return a number with the digits it needs, such as 0,05 (Dutch) or 0.05 (English)."""
    text = f"{value:.{digits}g}"
    return text.replace(".", ",") if language == "nl" else text


def spoken_plain(value: float, digits: int = 6) -> Spoken:
    """Return a number with the digits it needs as a fact of a `Message`."""
    return Spoken(plain_number(value, "nl", digits), plain_number(value, "en", digits))


def day(value: dt.date, language: Language) -> str:
    """Return a date such as 21 november 2026."""
    return format_date(value, format="long", locale=language)


def percentage(share: float, language: Language) -> str:
    """Return a share of 0..1 as a percentage without decimals, such as 62%."""
    return f"{number(share * 100, language)}%"


def value_words(
    shape: str,
    points: Sequence[float],
    steps: Mapping[str, float] | None,
    unit: str,
    language: Language,
) -> str:
    """Return in words what a value function does, such as score 0 up to 80 m.

    Parameters
    ----------
    shape, points, steps
        A value function, as in `riskmap.scaling.ValueFunction`; the keys of
        `steps` are shown as they are.
    unit
        Unit of the measurement.
    """
    translate = translator(language)
    if steps is not None:
        return "; ".join(f"{key}: {as_set(score, language)}" for key, score in steps.items())
    unit = "share" if shape == "percentile" else unit
    shown = dict(zip("abcd", (_point(p, unit, language) for p in points), strict=False))
    shapes = {
        "rising": translate("score 0 up to {a}, rising to score 1 at {b}"),
        "falling": translate("score 1 up to {a}, falling to score 0 at {b}"),
        "log_rising": translate(
            "score 0 up to {a}, rising to score 1 at {b}, on a logarithmic scale"
        ),
        "trapezoid": translate(
            "score 0 up to {a}, score 1 from {b} to {c}, score 0 again from {d}"
        ),
        "percentile": translate(
            "score 0 for the lowest {a} of the places, rising to score 1 from {b}"
        ),
    }
    return shapes[shape].format(**shown)


def _point(point: float, unit: str, language: Language) -> str:
    if unit == "share":
        return percentage(point, language)
    figure = as_set(point, language)
    words = unit_words(translator(language), one=figure == "1")
    return f"{figure} {words.get(unit, unit)}".strip()


def as_set(figure: float, language: Language) -> str:
    """Return a figure with the decimals it was set with, three at most."""
    decimals = next((count for count in range(3) if round(figure, count) == figure), 3)
    return number(figure, language, decimals)


def unit_words(translate: Callable[[str], str], *, one: bool = False) -> dict[str, str]:
    """Return the word that follows a figure, by unit.

    Parameters
    ----------
    translate
        From English to the reader's language.
    one
        The words that follow a plain 1: 1 address, 2 addresses.
    """
    counted = {
        "years": translate("year") if one else translate("years"),
        "addresses": translate("address") if one else translate("addresses"),
        "boxes": translate("box") if one else translate("boxes"),
        "establishments": translate("establishment") if one else translate("establishments"),
        "transfers": translate("transfer") if one else translate("transfers"),
    }
    rates = {"per year": translate("per year"), "times": translate("times")}
    return {
        "m": translate("m"),
        "m2": "m²",
        "km": "km",
        "class": "",
        "index": "",
        **counted,
        **rates,
    }


def measurement(value: float, unit: str, language: Language) -> str:
    """Return a measurement with its unit, rounded as one would say it aloud."""
    if unit == "share":
        return percentage(value, language)
    figure = number(value, language, _DIGITS.get(unit, 0))
    words = unit_words(translator(language), one=figure == "1")
    return f"{figure} {words.get(unit, unit)}".strip()
