"""Ranking inside groups: the best of every neighbourhood, landscape or municipality."""

from collections.abc import Mapping

import geopandas as gpd

from riskmap.language import Language, translator
from riskmap.layers.layer import Layers
from riskmap.locations.groups import groups_of
from riskmap.messages import Message
from riskmap.ordering import rank_inside
from riskmap.project import Groups

OUTSIDE: Mapping[Groups, Message] = {
    "neighbourhoods": Message("in no neighbourhood"),
    "landscapes": Message("in no landscape type"),
    "municipalities": Message("in no municipality"),
}
"""What the group of a place is called that lies in none."""


def grouped(
    frame: gpd.GeoDataFrame, by: Groups, layers: Layers, language: Language
) -> tuple[gpd.GeoDataFrame, list[Message]]:
    """Return an opportunity map's frame with ``group`` and ``group_rank`` after its rank.

    Places in no group are ranked among each other, under a name that says so.

    Raises
    ------
    LayerError
        When the layer of the groups is not there.
    """
    found = groups_of(frame, by, layers)
    outside = int(found.isna().sum())
    group = found.fillna(OUTSIDE[by].text(translator(language)))
    at = frame.columns.get_loc("rank") + 1
    wide = frame.copy()
    wide.insert(at, "group", group)
    wide.insert(at + 1, "group_rank", rank_inside(frame["rank"], group))
    if not outside:
        return wide, []
    note = Message(
        "Places {outside}: {count}; they are ranked among each other.",
        outside=OUTSIDE[by],
        count=outside,
    )
    return wide, [note]
