"""The order of a map: over the whole run, or the best of every group first."""

import pandas as pd

from riskmap.maps import ScoredMap


def order_column(scored: ScoredMap) -> str:
    """Return the column that orders a map: priority where there is a police layer."""
    return "priority_rank" if scored.description.kind == "combined" else "rank"


def rank_inside(rank: "pd.Series[int]", group: "pd.Series[str]") -> "pd.Series[int]":
    """Return ranks 1..n inside every group, missing where a place has no rank.

    Parameters
    ----------
    rank
        Place in the whole order, missing where not ranked.
    group
        Name of the group, on the same index.
    """
    return rank.astype("Float64").groupby(group).rank(method="first").astype("Int64")


def share_above(rank: "pd.Series[int]", group: "pd.Series[str]") -> "pd.Series[float]":
    """Return which part of its group ranks above a place (0 <= share < 1); NaN when not ranked."""
    inside = rank_inside(rank, group).astype("Float64")
    size = rank.notna().groupby(group).transform("sum")
    return ((inside - 1) / size).astype("Float64")


def list_order(scored: ScoredMap) -> "pd.Series[int]":
    """Return the place of every location in the order a list follows, missing when not ranked.

    That is the order of the map; of a map that is ranked inside groups it is
    the part of its group above a place, smallest first, and where that is the
    same the order of the map.
    """
    rank: pd.Series[int] = scored.frame[order_column(scored)].astype("Int64")
    if scored.description.rank_within is None:
        return rank
    above = share_above(rank, scored.frame["group"])
    ordered = pd.DataFrame({"above": above, "rank": rank})[rank.notna()]
    ordered = ordered.sort_values(["above", "rank"])
    places = pd.Series(range(1, len(ordered) + 1), index=ordered.index, dtype="Int64")
    every: pd.Series[int] = places.reindex(scored.frame.index)
    return every
