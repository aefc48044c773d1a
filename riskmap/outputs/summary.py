"""All scored locations of a map in the few columns a planner reads."""

import pandas as pd

from riskmap.maps import ScoredMap
from riskmap.ordering import order_column

COLUMNS = (
    *("location_id", "kind", "theme", "label", "municipality", "parcels"),
    *("opportunity", "coverage", "rank", "risk", "priority", "class", "priority_rank"),
    *("group", "group_rank", "group_priority_rank", "top_factors"),
)


def summary(scored: ScoredMap) -> pd.DataFrame:
    """Return all scored locations, best first; the unranked ones last, by id."""
    columns = [name for name in COLUMNS if name in scored.frame.columns]
    frame = pd.DataFrame(scored.frame[columns])
    return frame.sort_values([order_column(scored), "location_id"], na_position="last")
