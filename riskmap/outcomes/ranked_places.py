"""A ranked list of places, from riskmap or from any other tool."""

from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd

from riskmap.messages import Message


@dataclass(frozen=True)
class RankedPlaces:
    """Places in an order, whoever made it.

    Attributes
    ----------
    frame
        Indexed by ``place_id`` (text, unique), sorted by it. ``score``: higher
        stands first, equal scores are tied, NaN where the list does not rank
        the place (a rank in the file is its negative). ``area_m2``: NaN where
        not told and not drawn as an area. Geometry is EPSG:28992, or the
        file's own system abroad; None where the file has no places on the map.
        Further columns of the file keep their names and are there only when
        they were asked for: floats, or text where they are no numbers.
    source
        Name of the file.
    ranked_by
        Column of the file the order comes from.
    notes
        What a reader must know about how the file was read.
    path, table
        Where it was read from.
    numbered
        Whether the ids are row numbers (the first row is 1), because the file
        has none.
    id_column
        Column of the file the ids come from; None where they are row numbers.
    """

    frame: gpd.GeoDataFrame
    source: str
    ranked_by: str
    notes: tuple[Message, ...] = ()
    path: Path | None = None
    numbered: bool = False
    table: str = ""
    id_column: str | None = None
