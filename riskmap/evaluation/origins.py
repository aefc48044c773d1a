"""What was reported and what was discovered, apart: each in its own figures, never added up."""

import numpy as np
import pandas as pd

from riskmap.messages import Message
from riskmap.outcomes.records import ORIGINS
from riskmap.statistics.accuracy import ordering

UNKNOWN = "unknown"


def by_origin(rows: pd.DataFrame, places: pd.DataFrame, k: int) -> pd.DataFrame:
    """Return outcomes by origin.

    Discovered incidents lie where people looked, so a list that is judged by
    them is judged by itself; reported ones came from outside.

    Parameters
    ----------
    rows
        Outcomes of the places of the list, one row each, as `Matched.rows`.
    places
        The list, with its ``score``.
    k
        Capacity.

    Returns
    -------
    pd.DataFrame
        Indexed by origin (`ORIGINS`, then ``unknown``): ``rows``, ``found``,
        ``places`` and ``top_share``, the share of what was found that lies in
        the first `k` places (averaged over tie orders; NaN without finds).
    """
    top = ordering(places["score"].to_numpy(dtype=np.float64)).chances(k)
    inside = pd.Series(top, index=places.index).reindex(rows["place_id"]).to_numpy()
    told = rows.assign(origin=rows["origin"].fillna(UNKNOWN), top=rows["found"] * inside)
    table = told.groupby("origin").agg(
        rows=("found", "size"),
        found=("found", "sum"),
        places=("place_id", "nunique"),
        top_share=("top", "sum"),
    )
    table = table.reindex([*ORIGINS, UNKNOWN], fill_value=0)
    table["top_share"] = table["top_share"] / table["found"].where(table["found"] > 0)
    return table.astype({"rows": int, "places": int, "found": float, "top_share": float})


def origin_alarms(kind: str, table: pd.DataFrame) -> list[Message]:
    """Return the alarm that a list is judged by incidents that were discovered by looking."""
    discovered, reported = (int(table["rows"].to_dict()[name]) for name in ORIGINS[::-1])
    if kind == "visits" or discovered == 0:
        return []
    return [
        Message(
            "{discovered} of the incidents were discovered by looking and {reported} were "
            "reported: where nobody looked none could be discovered. Judge the list by each "
            "kind apart.",
            discovered=discovered,
            reported=reported,
        )
    ]
