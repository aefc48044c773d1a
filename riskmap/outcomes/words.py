"""Words of outcomes, grounds of selection and origins, in Dutch and English; dates of any order."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from riskmap.layers.values import as_date, as_text
from riskmap.messages import Message
from riskmap.outcomes.numbers import as_number


def _each(words: str, value: float) -> dict[str, float]:
    return {word.replace("_", " "): value for word in words.split()}


# The register's words and those of other tools. A place where a measure was taken was confirmed.
_FOUND: Mapping[str, float] = {
    **_each(
        """
        bevestigd aangepakt nazorg verhoogd_toezicht yes ja y j true waar t hit treffer raak found
        gevonden confirmed positive positief fail failed onvoldoende violation overtreding
        """,
        1.0,
    ),
    **_each(
        """
        ontkracht no nee n false onwaar f miss mis not_found niet_gevonden refuted negative negatief
        none geen pass passed voldoende pass_w/_conditions geen_overtreding no_violation niets
        """,
        0.0,
    ),
    **_each(
        """
        not_seen niet_gezien niet_waargenomen unseen geen_zicht unknown onbekend na n/a nan nvt
        n.v.t. - ? no_entry not_ready out_of_business business_not_located afgesloten null none_seen
        """,
        np.nan,
    ),
}
# Somebody wrote a place down; nobody has been there.
NOT_VISITED = frozenset({"signaal", "vermoeden", "gepland", "planned", "suspected"})
_SELECTIONS: Mapping[str, str] = {
    **dict.fromkeys(
        ("score", "op score", "by score", "risk", "risico", "priority", "prioriteit", "lijst",
         "rank"),
        "score",
    ),
    **dict.fromkeys(
        ("random", "door loting", "drawn at random", "loting", "steekproef", "aselect", "toeval",
         "willekeurig", "sample"),
        "random",
    ),
    **dict.fromkeys(
        ("follow up", "followup", "opvolging", "hercontrole", "nacontrole", "nazorg", "revisit",
         "re inspection", "reinspection"),
        "follow_up",
    ),
    **dict.fromkeys(
        ("signal", "signaal", "melding", "report", "tip", "complaint", "klacht", "referral"),
        "signal",
    ),
}  # fmt: skip
_ORIGINS: Mapping[str, str] = {
    **dict.fromkeys(
        ("reported", "gemeld", "melding", "aangifte", "report", "complaint", "klacht", "signal"),
        "reported",
    ),
    **dict.fromkeys(
        ("discovered", "ontdekt", "geconstateerd", "controle", "toezicht", "proactive",
         "inspection", "proactief"),
        "discovered",
    ),
}  # fmt: skip
_SLASHED = r"^(\d{1,2})/(\d{1,2})/(\d{4})"


def read_found(raw: pd.Series) -> tuple["pd.Series[float]", "pd.Series[bool]", int]:
    """Return found, where nobody has been yet, and how many values nobody understands.

    Words of the register and of other tools become 0 or 1; numbers stay what
    they are; an empty value and ``not seen`` are NaN, never 0.
    """
    text = as_text(raw).str.casefold().str.replace("_", " ", regex=False)
    word = text.map(dict(_FOUND)).astype("float64")
    known = text.isin(list(_FOUND)) | text.isin(list(NOT_VISITED))
    number = as_number(raw.mask(known.to_numpy()))
    wrong = text.notna() & ~known & (number.isna() | (number < 0))
    return word.where(known, number), text.isin(list(NOT_VISITED)), int(wrong.sum())


def read_selection(raw: pd.Series) -> "pd.Series[str]":
    """Return one of `SELECTIONS`, NA where the word says nothing about it."""
    return _words(raw, _SELECTIONS)


def read_origin(raw: pd.Series) -> "pd.Series[str]":
    """Return one of `ORIGINS`, NA where the word says nothing about it."""
    return _words(raw, _ORIGINS)


def _words(raw: pd.Series, words: Mapping[str, str]) -> "pd.Series[str]":
    text = as_text(raw).str.casefold().str.replace(r"[_\s-]+", " ", regex=True)
    found: pd.Series[str] = text.map(dict(words)).astype("str")
    return found


def read_dates(raw: pd.Series, column: str) -> tuple[pd.Series, list[Message]]:
    """Return days, and what had to be assumed.

    ISO, ``31-12-2024``, ``20241231`` and ``31/12/2024`` are read; a column with
    slashes in which the second number goes above 12 is read month first, the
    American way. A month or a year alone is its first day.
    """
    if pd.api.types.is_datetime64_any_dtype(raw):
        return as_date(raw), []
    notes = []
    text = as_text(raw)
    slashed = text.str.extract(_SLASHED)
    first, second = (pd.to_numeric(slashed[place], errors="coerce") for place in (0, 1))
    if (second > 12).any() and not (first > 12).any():  # noqa: PLR2004 (months of a year)
        text = text.str.replace(_SLASHED, r"\3-\1-\2", regex=True)
        notes.append(Message("Dates of column {column} were read month first.", column=column))
    elif slashed[0].notna().any() and not (first > 12).any():  # noqa: PLR2004
        notes.append(Message("Dates of column {column} were read day first.", column=column))
    text = text.str.replace(r"^(\d{4})$", r"\1-01-01", regex=True)
    text = text.str.replace(r"^(\d{4})-?(0[1-9]|1[0-2])$", r"\1-\2-01", regex=True)
    dates = as_date(text)
    lost = int((dates.isna() & text.notna()).sum())
    if lost:
        notes.append(
            Message(
                "Dates of column {column} that could not be read: {count}.",
                column=column,
                count=lost,
            )
        )
    return dates, notes
