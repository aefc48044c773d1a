"""Outcomes: what was found where, and why somebody looked."""

from dataclasses import dataclass
from typing import Literal

import geopandas as gpd

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
        ``place_id`` (text, NA where only a point is known); ``found`` (float:
        0 or 1, or a count; NaN where a visit saw nothing either way); ``date``
        (datetime64[us], NaT unknown); ``selection`` (one of `SELECTIONS`, NA
        unknown); ``probability`` (chance the visit had of being made, NaN
        unknown); ``origin`` (one of `ORIGINS`, NA unknown); geometry (points
        in the system of the list, None where the file has none).
    kind
        ``visits``: a place without a row was not looked at, and is unknown.
        ``incidents``: every incident is in the file, and a place without one
        has none.
    source
        Name of the file.
    """

    frame: gpd.GeoDataFrame
    kind: Literal["visits", "incidents"]
    source: str
