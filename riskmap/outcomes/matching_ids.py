"""Ids of two files laid beside each other, tolerant of a prefix and of lost zeros."""

import re

import pandas as pd

from riskmap.messages import Message

_PREFIX = r"^[a-z_]+:"
_MOST_SHOWN = 12


def match_ids(
    places: "pd.Index[str]", ids: "pd.Series[str]"
) -> tuple["pd.Series[str]", list[Message]]:
    """Return the place per id, NA where none fits, and what had to be tolerated.

    Parameters
    ----------
    places
        Ids of the list, unique.
    ids
        Ids of the outcomes, NA where there are none.
    """
    found = ids.where(ids.isin(places))
    notes: list[Message] = []
    written = pd.Series(places, index=places, dtype="str")
    ours, theirs = written.str.contains(_PREFIX).all(), ids.dropna().str.contains(_PREFIX).any()
    if found.notna().all():
        return found, notes
    bare, own = written, ids
    if ours and not theirs:
        bare = written.str.replace(_PREFIX, "", regex=True)
    elif theirs and not written.str.contains(_PREFIX).any():
        own = ids.str.replace(_PREFIX, "", regex=True)
    found, count = _filled(found, own, bare)
    if count:
        notes.append(
            Message(
                "Outcomes whose id fits a place but for the kind before it: {count}.", count=count
            )
        )
    found, count = _filled(
        found,
        own.str.replace(r"^0+(?=.)", "", regex=True),
        bare.str.replace(r"^0+(?=.)", "", regex=True),
    )
    if count:
        notes.append(
            Message("Outcomes whose id fits a place but for zeros in front: {count}.", count=count)
        )
    return found, notes


def _filled(
    found: "pd.Series[str]", ids: "pd.Series[str]", places: "pd.Series[str]"
) -> tuple["pd.Series[str]", int]:
    """Fill in the places of ids as they are written now; a writing of two places fits none."""
    single = places[~places.duplicated(keep=False)]
    meant = ids.map(pd.Series(single.index, index=single.to_numpy(), dtype="str"))
    filled = found.where(found.notna(), meant).astype("str")
    return filled, int(filled.notna().sum() - found.notna().sum())


def looks(ids: "pd.Series[str]") -> str:
    """Return how an id of a file looks: itself where it is short, else its pattern."""
    known = ids.dropna()
    if known.empty:
        return "-"
    first = str(known.min())
    if len(first) <= _MOST_SHOWN:
        return first
    return re.sub(r"[A-Z]", "A", re.sub(r"\d", "9", first))
