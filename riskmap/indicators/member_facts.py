"""What a layer knows about the members of locations.

Not an indicator: how several indicators look their members up.
"""

from typing import TypeVar

import pandas as pd

from riskmap.locations.locations import Locations, Role
from riskmap.locations.membership import is_among

Value = TypeVar("Value", float, str, bool)


def fact_of(members: pd.DataFrame, facts: "pd.Series[Value]") -> "pd.Series[Value]":
    """Return a fact per member row, unknown where the layer does not hold the member.

    Parameters
    ----------
    members
        With a column ``member_id``.
    facts
        One column of the layer, by member id.

    Returns
    -------
    Series
        On the index of `members`, of the type of `facts` also without rows.
    """
    return facts.reindex(members["member_id"]).set_axis(members.index)


def has_member(locations: Locations, *roles: Role) -> "pd.Series[bool]":
    """Tell which locations have at least one member of these roles."""
    held = locations.of_role(*roles)["location_id"]
    return pd.Series(is_among(locations.frame.index, held), index=locations.frame.index)
