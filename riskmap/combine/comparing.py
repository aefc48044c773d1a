"""All rules side by side: how much of the top two of them share."""

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from riskmap.combine.rules import RULES, priority
from riskmap.maps import ComparisonDescription, both_languages
from riskmap.messages import Message
from riskmap.project import CombineSettings

_SAME_DIGITS = 12  # differences beyond come from the order of additions

ALONE = "opportunity"
"""The order without a police layer, among the rules."""


def priority_ranks(frame: gpd.GeoDataFrame, values: "pd.Series[float]") -> "pd.Series[int]":
    """Return ranks 1..n by priority, of equal ones the higher opportunity first, then by id.

    Rules that take the lower or the higher of two values give a whole area
    one priority; its places then follow their opportunity. NA for places that
    are not ranked by opportunity.
    """
    chosen = np.flatnonzero(frame["rank"].notna() & values.notna())
    first = -values.to_numpy(dtype=float)[chosen].round(_SAME_DIGITS)
    second = -frame["opportunity"].to_numpy(dtype=float)[chosen].round(_SAME_DIGITS)
    ids = frame["location_id"].to_numpy()[chosen].astype(str)
    order = chosen[np.lexsort((ids, second, first))]
    placed = pd.Series(range(1, len(order) + 1), index=frame.index[order], dtype="Int64")
    every: pd.Series[int] = placed.reindex(frame.index)
    return every


def compared(
    frame: gpd.GeoDataFrame,
    intensity: NDArray[np.float64] | None,
    settings: CombineSettings,
    k: int,
) -> ComparisonDescription:
    """Order the places of a map by every rule, and return what their first `k` share.

    Parameters
    ----------
    frame
        With ``location_id``, ``opportunity``, ``risk`` and ``rank``.
    intensity
        Shape (n,): see `riskmap.combine.combine`; None where the police layer
        holds no counts.
    settings
        Weights and floor of the rules that have them.
    """
    risk = frame["risk"].to_numpy(dtype=float)
    orders = {ALONE: frame["opportunity"].to_numpy(dtype=float)}
    left_out = {}
    for rule in RULES:
        part = intensity if rule == "dasymetric" else risk
        if part is None:
            left_out[rule] = both_languages(Message("the police layer holds no counts"))
            continue
        of_rule = settings.model_copy(update={"rule": rule})
        orders[rule] = priority(orders[ALONE], part, of_rule)
    ranked = int(frame["rank"].notna().sum())
    k = min(k, ranked)
    tops = [
        (priority_ranks(frame, pd.Series(values, index=frame.index)) <= k)
        .fillna(value=False)
        .to_numpy(dtype=bool)
        for values in orders.values()
    ]
    together = np.array(tops, dtype=float)
    shared = together @ together.T / max(k, 1)
    return ComparisonDescription(
        k=k,
        orders=tuple(orders),
        overlap=tuple(tuple(row) for row in shared.tolist()),
        by_chance=k / ranked if ranked else 0.0,
        left_out=left_out,
    )
