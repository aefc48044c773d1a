"""Layer `property_values`: value per square metre (WOZ) of a building or business park.

A band such as ``500-750`` stands for its middle, ``<250`` for the middle of 0
and 250. An open band above (``2000+``) has no middle and stands for its lower
edge, which is the least it can be.
"""

import pandas as pd

from riskmap.layers.layer import Access
from riskmap.layers.municipal_tables import possible, with_id
from riskmap.layers.register import Edition, Register, Treatment
from riskmap.layers.values import as_number, is_written
from riskmap.messages import Message, marked

_NUMBER = r"(\d+(?:\.\d{3})*(?:,\d+)?|\d+\.\d+)"
_BAND = rf"{_NUMBER}\s*(?:-|\u2013|tot|t/m|to)\s*{_NUMBER}"
_BELOW = rf"(?:<=?|tot|onder|minder dan|below|under)\s*{_NUMBER}"
_ABOVE = rf"(?:>=?|vanaf|boven|meer dan|above|from)\s*{_NUMBER}|{_NUMBER}\s*(?:\+|en meer|and more)"

_TABLE = Edition(
    name=marked("property values table"),
    tables=("property_values", "woz", "woz_waarden"),
    columns={
        "property_id": (
            *("pand_id", "pand_identificatie", "bag_pand_id", "building_id", "rin_nummer"),
            *("rin_nr", "rin", "park_id", "terrein_id"),
        ),
        "eur_per_m2": (
            *("woz_eur_m2", "woz_per_m2", "woz_m2", "woz_klasse", "woz_band", "eur_m2"),
            "woz_eur_per_m2",
        ),
        "use": ("gebruik", "gebruiksklasse", "gebruiksdoel", "use_class"),
    },
    known_by=("property_id", "eur_per_m2"),
)


def _shape(frame: pd.DataFrame, treatment: Treatment) -> pd.DataFrame:
    frame = with_id(frame, treatment, "property_id")
    written = frame["eur_per_m2"]
    values = _euros(written)
    treatment.count(
        Message(
            "Values of column {column} that could not be read, made unknown: {count}.",
            column="eur_per_m2",
            count=int((values.isna() & is_written(written)).sum()),
        )
    )
    values = possible(values, "eur_per_m2", treatment)
    frame["eur_per_m2"] = values.mask(values == 0)  # no value was set
    frame["use"] = frame["use"].str.lower()
    return frame[["property_id", *REGISTER.result]]


def _euros(written: pd.Series) -> "pd.Series[float]":
    """Return euros per square metre: numbers as they are, bands as their middle."""
    text = written.str.lower().str.replace(r"€|\beuro?\b|/\s*m[2²]", "", regex=True).str.strip()
    whole = _number(text.str.extract(rf"^{_NUMBER}$", expand=False))
    band = text.str.extract(rf"^{_BAND}$")
    middle = (_number(band[0]) + _number(band[1])) / 2
    below = _number(text.str.extract(rf"^(?:{_BELOW})$", expand=False)) / 2
    above = text.str.extract(rf"^(?:{_ABOVE})$")
    least = _number(above[0].where(above[0].notna(), above[1]))
    return whole.fillna(middle).fillna(below).fillna(least)


def _number(text: pd.Series) -> "pd.Series[float]":
    """Read Dutch and English numbers; no square metre costs less than 20 euros."""
    numbers = as_number(text)
    thousands = text.str.fullmatch(r"\d{1,3}(?:\.\d{3})+").fillna(value=False).astype(bool)
    return numbers.mask(thousands & (numbers < 20), numbers * 1000)  # noqa: PLR2004 (see above)


REGISTER = Register(
    name="property_values",
    about=Message("Municipal table: value per square metre (WOZ), as bands or numbers"),
    index="property_id",
    geometry="none",
    kinds={"property_id": "bag_id", "eur_per_m2": "text", "use": "text"},
    required=("property_id", "eur_per_m2"),
    result={"eur_per_m2": "float64", "use": "str"},
    editions=(_TABLE,),
    shape=_shape,
    access=Access.MUNICIPAL,
    repeats="refuse",
    may_be_empty=True,
)
