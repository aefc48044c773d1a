"""What exists now: no ended versions, and only the statuses of the design page."""

from collections.abc import Collection, Mapping

import pandas as pd

from riskmap.layers.register import Kind, Treatment
from riskmap.messages import Message

# Working column -> spellings. A filled end makes a row a former version of its object.
ENDS: Mapping[str, tuple[str, ...]] = {
    "end_of_validity": ("eind_geldigheid", "einddatum_geldigheid", "datum_eind"),
    "end_of_registration": ("eind_registratie", "tijdstip_eind_registratie"),
    "inactive_since": ("tijdstip_inactief", "tijdstip_inactief_lv"),
    "not_bag_since": ("tijdstip_niet_bag_lv",),
    "end_of_object": ("termination_date", "objecteindtijd", "object_eind_tijd"),
}
ENDS_KINDS: Mapping[str, Kind] = dict.fromkeys(ENDS, "text")

_UNKNOWN_WORDS = ("geenwaarde", "waardeonbekend")


def current(frame: pd.DataFrame, treatment: Treatment) -> pd.DataFrame:
    """Leave out former versions: rows with any end filled in."""
    ended = frame[list(ENDS)].notna().any(axis=1)
    treatment.count(
        Message("Former versions of objects, left out: {count}.", count=int(ended.sum()))
    )
    return frame[~ended]


def with_status(
    frame: pd.DataFrame, existing: Collection[str], treatment: Treatment
) -> pd.DataFrame:
    """Leave out rows whose status says that the object is not there (yet, or any more).

    A file without a status column keeps all its rows, and the report says so.
    """
    if "status" not in treatment.known:
        treatment.note(
            Message("The file has no status column: every row was taken as existing now.")
        )
        return frame
    there = frame["status"].str.lower().isin({word.lower() for word in existing})
    treatment.count(
        Message(
            "Not there now by their status (planned, ended, never built), left out: {count}.",
            count=int((~there).sum()),
        )
    )
    if len(frame) and not there.any():
        raise treatment.error(
            Message("no row has a status that exists now."),
            Message("Known are: {words}. Check the status column.", words=", ".join(existing)),
        )
    return frame[there]


def void_to_unknown(text: pd.Series) -> pd.Series:
    """Make the BGT's words for "no value" unknown."""
    return text.mask(text.str.lower().isin(_UNKNOWN_WORDS))
