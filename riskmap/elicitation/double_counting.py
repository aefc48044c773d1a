"""Criteria of different families that say the same thing are counted twice."""

from itertools import combinations

import pandas as pd

from riskmap.elicitation.criteria_table import CriteriaTable

STRONG = 0.7
_LEAST_PLACES = 10


def correlations(table: CriteriaTable) -> pd.DataFrame:
    """Return the rank correlation (Spearman) of every pair of criteria from different families.

    Strongest first. Columns: ``first, second, family_of_first,
    family_of_second, correlation`` (-1..1, NaN where fewer than ten places
    know both), ``places`` (how many do) and ``strong`` (at least 0.7 either
    way: the two families measure one thing, or the same thing reversed).
    """
    known = table.scores.notna()
    found = table.scores.corr(method="spearman", min_periods=_LEAST_PLACES)
    rows = [
        (
            a,
            b,
            table.family_of[a],
            table.family_of[b],
            found.loc[a, b],
            int((known[a] & known[b]).sum()),
        )
        for a, b in combinations(table.scores.columns, 2)
        if table.family_of[a] != table.family_of[b]
    ]
    names = ["first", "second", "family_of_first", "family_of_second", "correlation", "places"]
    frame = pd.DataFrame(rows, columns=names)
    frame["correlation"] = frame["correlation"].astype(float)
    frame["strong"] = frame["correlation"].abs() >= STRONG
    order = frame["correlation"].abs().sort_values(ascending=False, kind="stable").index
    return frame.loc[order].reset_index(drop=True)
