"""Layer `farm_status`: what the municipality knows of a farm's permit and animals.

One farm may have several rows, such as a permit and its withdrawal.
"""

import unicodedata

import pandas as pd

from riskmap.layers.layer import Access
from riskmap.layers.municipal_tables import with_id
from riskmap.layers.register import Edition, Register, Treatment
from riskmap.layers.values import DAYS_A_YEAR, as_date, is_written
from riskmap.messages import Message, marked

# What a status says, the strongest word first; a denied end says nothing.
_STATES = (
    (None, r"\b(?:niet|not) (?:ingetrokken|gestopt|beeindigd|withdrawn|stopped|vergund)|onbekend"),
    ("withdrawn", r"ingetrokken|intrekking|vervallen|withdrawn|revoked|expired"),
    ("stopped", r"gestopt|gestaakt|beeindig|opgeheven|uitgekocht|uitkoop|stopped|ceased|closed"),
    ("stopped", r"\b(?:niet (?:meer )?|not (?:longer )?|in)(?:actief|active|in bedrijf)\b"),
    ("no_animals", r"(?:geen|zonder|no) (?:dieren|vee|animals)|leegstaande stal|without animals"),
    ("active", r"\b(?:actief|active|in bedrijf|in gebruik)\b"),
    ("permit", r"vergunning|vergund|melding|permit"),
)

_TABLE = Edition(
    name=marked("farm status table"),
    tables=("farm_status", "agrarische_bedrijven", "veehouderijen", "farms"),
    columns={
        "address_id": ("vbo_id", "verblijfsobject_id", "bag_vbo_id"),
        "building_id": ("pand_id", "pand_identificatie", "bag_pand_id"),
        "state": ("status", "status_bedrijf", "bedrijfsstatus", "status_vergunning", "toestand"),
        "since": ("sinds", "datum", "status_sinds", "ingangsdatum", "vanaf", "jaar"),
    },
    known_by=("state",),
)


def _shape(frame: pd.DataFrame, treatment: Treatment) -> pd.DataFrame:
    if not {"address_id", "building_id"} & treatment.known:
        raise treatment.error(
            Message("there is neither a column building_id (pand_id) nor address_id (vbo_id)."),
            Message("Name one in [layers.{layer}] columns.", layer=treatment.layer),
        )
    frame = with_id(frame, treatment, "address_id", "building_id")
    written = frame["state"]
    frame["state"] = _states(written)
    treatment.count(
        Message(
            "Status words that are not known, made unknown: {count}.",
            count=int((frame["state"].isna() & written.notna()).sum()),
        )
    )
    frame["since"] = _since(frame["since"], treatment)
    days = (pd.Timestamp(treatment.reference_date) - frame["since"]).dt.days
    frame["years_since"] = days / DAYS_A_YEAR
    frame = frame.drop_duplicates(list(REGISTER.result))
    parts = frame[["address_id", "building_id", "state"]].fillna("")
    day = frame["since"].dt.strftime("%Y-%m-%d").astype("str").fillna("")
    frame["farm_row"] = parts.agg("/".join, axis=1) + "/" + day
    return frame[["farm_row", *REGISTER.result]]


def _states(written: pd.Series) -> pd.Series:
    """Return the state each status word stands for; NA where it is none."""
    meaning: dict[str, str | None] = {}
    for word in written.dropna().unique():
        bare = unicodedata.normalize("NFKD", word.lower()).encode("ascii", "ignore").decode()
        found = [
            state for state, pattern in _STATES if pd.Series([bare]).str.contains(pattern).iloc[0]
        ]
        meaning[word] = found[0] if found else None
    return written.map(meaning, na_action="ignore").astype("str")


def _since(written: pd.Series, treatment: Treatment) -> pd.Series:
    """Read dates; a year alone is its first day. What lies ahead is unknown."""
    only_year = written.str.fullmatch(r"\d{4}").fillna(value=False).astype(bool)
    since = as_date(written.mask(only_year, written + "-01-01"))
    treatment.count(
        Message(
            "Values of column {column} that could not be read, made unknown: {count}.",
            column="since",
            count=int((since.isna() & is_written(written)).sum()),
        )
    )
    ahead = since > pd.Timestamp(treatment.reference_date)
    treatment.count(
        Message(
            "Dates after the reference date in column {column}, made unknown: {count}.",
            column="since",
            count=int(ahead.sum()),
        )
    )
    return since.mask(ahead)


REGISTER = Register(
    name="farm_status",
    about=Message("Municipal table: state of farms by permit and animals"),
    index="farm_row",
    geometry="none",
    kinds={"address_id": "bag_id", "building_id": "bag_id", "state": "text", "since": "text"},
    required=("state",),
    result={
        "address_id": "str",
        "building_id": "str",
        "state": "str",
        "since": "datetime64[us]",
        "years_since": "float64",
    },
    editions=(_TABLE,),
    shape=_shape,
    access=Access.MUNICIPAL,
    repeats="refuse",
    may_be_empty=True,
)
