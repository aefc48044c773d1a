"""Content that is about a person or a firm: BSN, IBAN, e-mail, telephone, plate, trade name."""

import re
from collections import Counter
from collections.abc import Callable

import numpy as np
import pandas as pd

_SAMPLE = 20_000
_SEEN_SHARE = 0.05
_BSN_SHARE = 0.5  # of numbers that pass the 11-test; chance gives one in eleven
_FEWEST_BSN = 3  # fewer numbers may all pass by chance
_DAY = re.compile(
    r"(?:0?[1-9]|[12]\d|3[01])[-.](?:0?[1-9]|1[0-2])[-.](?:19|20)\d\d"
    r"|(?:19|20)\d\d[-.]?(?:0[1-9]|1[0-2])[-.]?(?:0[1-9]|[12]\d|3[01])"
)
_BSN_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)

_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[A-Za-z]{2,}")
_TRADER = re.compile(r"\bh\.\s?o\.\s?d\.\s?n\b|\bhodn\b", re.IGNORECASE)
_FIRM = re.compile(  # "1234 BV" is a postcode, "Jansen Beheer BV" is a firm
    r"(?i)(?<=[a-z.)])\s(?:B\.\s?V\b|N\.\s?V\b|V\.\s?O\.\s?F\b|C\.\s?V\.|BV$|VOF$|NV$)"
)
_IBAN = re.compile(r"(?<![A-Z0-9])([A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30})")
_IBAN_LENGTHS = {"NL": 18, "BE": 16, "DE": 22, "FR": 27, "LU": 20, "GB": 22, "ES": 24, "PL": 28}
_BETWEEN = r"[\s.-]?"
_PHONE = re.compile(
    rf"(?<![\w.,+-])(?:(?:\+31|0031){_BETWEEN}(?:\(0\))?{_BETWEEN}|\(?0)"
    rf"(?:6\)?(?:{_BETWEEN}\d{{8}}|{_BETWEEN}\d{{4}}[\s.-]\d{{4}}|{_BETWEEN}(?:\d{{2}}[\s.-]){{3}}\d{{2}}"
    rf"|{_BETWEEN}\d{{3}}[\s.-]\d{{3}}[\s.-]\d{{2}})"
    rf"|[1-57-9]\d\)?{_BETWEEN}(?:\d{{7}}|\d{{3}}[\s.]\d{{4}}|\d{{3}}[\s.]\d{{2}}[\s.]\d{{2}})"
    rf"|[1-57-9]\d{{2}}\)?{_BETWEEN}(?:\d{{6}}|\d{{3}}[\s.]\d{{3}}|\d{{2}}[\s.]\d{{2}}[\s.]\d{{2}}))"
    r"(?![\w-])"
)
_BARE_MOBILE = re.compile(r"06\d{8}")
_NUMBER = re.compile(r"[\d.,]+")
_FORMS = (
    *("XX-99-99", "99-99-XX", "99-XX-99", "XX-99-XX", "XX-XX-99", "99-XX-XX", "99-XXX-9"),
    *("9-XXX-99", "XX-999-X", "X-999-XX", "XXX-99-X", "9-XX-999", "999-XX-9", "X-99-XXX"),
)
_POSTCODE_LIKE = 2  # without dashes the first two forms are a postcode and many other things


def _pattern(form: str) -> str:
    return form.replace("X", "[A-Z]").replace("9", r"\d")


_PLATE = re.compile(rf"(?<![\w-])(?:{'|'.join(map(_pattern, _FORMS))})(?![\w-])")
_JOINED = tuple(re.compile(_pattern(form.replace("-", ""))) for form in _FORMS[_POSTCODE_LIKE:])
_SEVERAL_FORMS = 2


def looks_personal(column: pd.Series) -> bool:
    """Tell whether the values of a column are about persons.

    Parameters
    ----------
    column
        Any column; only text and whole numbers are looked at, in rows spread
        evenly over the table.
    """
    counts = _counted(column)
    total = sum(counts.values())
    if not total:
        return False
    checks: tuple[Callable[[str], bool], ...] = (
        *(_has_email, _has_iban, _has_phone, _has_plate, _has_trader, _has_firm),
    )
    for check in checks:
        if sum(count for text, count in counts.items() if check(text)) > _SEEN_SHARE * total:
            return True
    return _are_bsn(counts) or _are_plates(counts)


def _counted(column: pd.Series) -> Counter[str]:
    known = column.dropna()
    known = known.iloc[:: max(1, -(-len(known) // _SAMPLE))]
    kind = known.dtype
    if pd.api.types.is_bool_dtype(kind) or pd.api.types.is_datetime64_any_dtype(kind):
        return Counter()
    if pd.api.types.is_float_dtype(kind):
        # whole numbers beside a gap are often stored like this
        numbers = known.to_numpy(dtype="float64")
        if not (np.isfinite(numbers).all() and (numbers == np.floor(numbers)).all()):
            return Counter()
        return Counter(f"{number:.0f}" for number in numbers)
    if not (
        pd.api.types.is_object_dtype(kind)
        or pd.api.types.is_string_dtype(kind)
        or pd.api.types.is_integer_dtype(kind)
        or isinstance(kind, pd.CategoricalDtype)
    ):
        return Counter()
    return Counter(str(value).strip() for value in known.tolist())


def _has_email(text: str) -> bool:
    return "@" in text and _EMAIL.search(text) is not None


def _has_iban(text: str) -> bool:
    for found in _IBAN.finditer(text.upper()):
        plain = found.group().replace(" ", "")
        plain = plain[: _IBAN_LENGTHS.get(plain[:2], len(plain))]
        moved = plain[4:] + plain[:4]
        if int("".join(str(int(letter, 36)) for letter in moved)) % 97 == 1:
            return True
    return False


def _has_phone(text: str) -> bool:
    if _NUMBER.fullmatch(text):
        # A bare number is a phone only where it starts like a mobile one.
        return _BARE_MOBILE.fullmatch(text) is not None
    return _PHONE.search(text) is not None


def _has_trader(text: str) -> bool:
    return _TRADER.search(text) is not None


def _has_firm(text: str) -> bool:
    return _FIRM.search(text) is not None


def _has_plate(text: str) -> bool:
    return "-" in text and _PLATE.search(text.upper()) is not None


def _are_plates(counts: Counter[str]) -> bool:
    """Tell whether most values are plates without dashes, in more forms than one."""
    forms: set[str] = set()
    seen = 0
    for text, count in counts.items():
        fits = [form.pattern for form in _JOINED if form.fullmatch(text.upper())]
        forms.update(fits)
        seen += count if fits else 0
    return len(forms) >= _SEVERAL_FORMS and seen > sum(counts.values()) / 2


def _are_bsn(counts: Counter[str]) -> bool:
    """Tell whether far more numbers pass the 11-test than chance gives."""
    # a day has eight digits too, and one day in eleven passes
    numbers = {re.sub(r"[\s.-]", "", text) for text in counts if not _DAY.fullmatch(text)}
    numbers = {text.zfill(9) for text in numbers if len(text) in {8, 9} and text.isdecimal()}
    texts = sum(counts.values())
    if len(numbers) < min(_FEWEST_BSN, texts) or len(numbers) <= _SEEN_SHARE * len(counts):
        return False
    passed = sum(map(_passes, numbers))
    return passed >= min(_FEWEST_BSN, texts) and passed > _BSN_SHARE * len(numbers)


def _passes(number: str) -> bool:
    digits = [int(digit) for digit in number]
    total = sum(digit * weight for digit, weight in zip(digits, _BSN_WEIGHTS, strict=True))
    return total % 11 == 0 and any(digits)
