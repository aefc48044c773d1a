"""Locations: places with a stable id, and the link table of their members."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import geopandas as gpd
import pandas as pd

from riskmap.locations.membership import is_among
from riskmap.messages import Message

Kind = Literal[
    "yard",
    "building",
    "box_row",
    "business_park",
    "recreation_park",
    "address",
    "parcel",
    "cell",
]
KIND_NAMES: Mapping[Kind, Message] = {
    "yard": Message("yard"),
    "building": Message("building"),
    "box_row": Message("row of boxes"),
    "business_park": Message("business park"),
    "recreation_park": Message("recreation park"),
    "address": Message("address"),
    "parcel": Message("parcel"),
    "cell": Message("grid cell"),
}
Role = Literal["building", "outbuilding", "address", "parcel"]


@dataclass(frozen=True)
class Locations:
    """Places of one kind, in EPSG:28992.

    Attributes
    ----------
    kind
        What is scored.
    frame
        Indexed by ``location_id`` (``<kind>:<register id>``), sorted by it,
        with ``label`` (street and number, no names), ``municipality`` (code
        or name, missing where unknown), ``parcels`` (ids joined by ``;``) and
        ``geometry`` (polygon).
    members
        One row per location and member: ``location_id``, ``role``,
        ``member_id`` and ``share``, the part of the member that belongs to
        the location (0..1): an address that lies in two buildings has half of
        itself in each; a parcel has the part of its area that the location
        covers. Role ``outbuilding`` is a building no address lies in; every
        other building has role ``building``. Sorted by location, role, member.
    notes
        How these locations were made, and what was missing for it.
    """

    kind: Kind
    frame: gpd.GeoDataFrame
    members: pd.DataFrame
    notes: tuple[Message, ...] = ()

    def of_role(self, *roles: Role) -> pd.DataFrame:
        """Return the member rows of these roles (``location_id``, ``member_id``, ``share``)."""
        chosen = self.members["role"].isin(roles)
        return self.members.loc[chosen, ["location_id", "member_id", "share"]]

    def only(self, chosen: "pd.Series[bool]") -> "Locations":
        """Return the locations marked True in `chosen`, with their members."""
        frame = self.frame.loc[chosen.reindex(self.frame.index, fill_value=False)]
        members = self.members[is_among(self.members["location_id"], frame.index)]
        return Locations(self.kind, frame, members.reset_index(drop=True), self.notes)
