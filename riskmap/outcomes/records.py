"""Outcomes: what was found where, and why somebody looked."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import geopandas as gpd

from riskmap.messages import Message

# Why a visit was made. A signal is a report that named the place.
SELECTIONS = ("score", "random", "follow_up", "signal")
# Reported incidents come from outside; discovered ones from looking.
ORIGINS = ("reported", "discovered")


@dataclass(frozen=True)
class Outcomes:
    """Visits or incidents, one row each.

    Attributes
    ----------
    frame
        Indexed by the row of the file (the first is 1). ``place_id`` (text, NA
        where only a point is known); ``found`` (float: 0 or 1, or a count; NaN
        where a visit saw nothing either way); ``date`` (datetime64[us], NaT
        unknown); ``selection`` (one of `SELECTIONS`, NA unknown);
        ``probability`` (chance the visit had of being made, NaN unknown);
        ``origin`` (one of `ORIGINS`, NA unknown); geometry (in the file's own
        system, None where the file has none; `match` moves it).
    kind
        ``visits``: a place without a row was not looked at, and is unknown.
        ``incidents``: every incident is in the file, and a place without one
        has none.
    source
        Name of the file.
    notes
        What a reader must know about how the file was read.
    path, table
        Where it was read from.
    ids_named
        Whether an option named the column of the ids; ids that were only
        recognised may be those of the incidents themselves.
    """

    frame: gpd.GeoDataFrame
    kind: Literal["visits", "incidents"]
    source: str
    notes: tuple[Message, ...] = ()
    path: Path | None = None
    ids_named: bool = False
    table: str = ""
