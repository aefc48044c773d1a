"""A ranked list with its outcomes beside it."""

from dataclasses import dataclass, field

import geopandas as gpd
import pandas as pd

from riskmap.messages import Message


@dataclass(frozen=True)
class Matched:
    """Ranked places and what was found there.

    Attributes
    ----------
    frame
        Indexed by ``place_id``, sorted by it. ``score``, ``area_m2``, further
        columns and geometry as in the list; ``found``: the sum over the
        period, NaN where nobody looked or nobody saw anything either way;
        ``visits``: how often somebody looked (of incidents: how many rows), 0
        included; ``first_found`` and ``first_visit``: dates, NaT where there
        are none; ``selection`` and ``probability``: of the first visit;
        ``found_before``: the count of an earlier period, NaN where that is
        unknown.
    outside
        Outcomes of the period that fit no place of the list: counted, never
        dropped unseen.
    notes
        What a reader must know about how the two were read and laid beside
        each other.
    rows
        The outcomes of the period one by one, by the row of the file:
        ``place_id`` (NA where none fits), ``found``, ``date``, ``selection``,
        ``probability`` and ``origin`` as in `Outcomes`.
    """

    frame: gpd.GeoDataFrame
    outside: int
    notes: tuple[Message, ...]
    rows: pd.DataFrame = field(default_factory=pd.DataFrame)
