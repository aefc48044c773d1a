"""What the police layer says about one place of a combined map, and what it did to it."""

import math
from dataclasses import dataclass
from typing import Any

import pandas as pd

from riskmap.combine.rules import formula
from riskmap.language import Language, translator
from riskmap.maps import Description


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Opportunity and risk of one place in one order.

    Attributes
    ----------
    risk, priority, weights, rule
        Of a combined map, with the weights of opportunity and risk, and the
        rule as a formula; else None. `risk` is None where the police layer
        says nothing.
    risk_between
        Bounds of the risk where the police layer holds counts.
    police_count
        Events the place got where counts were spread over places.
    """

    risk: float | None = None
    priority: float | None = None
    weights: tuple[float, float] | None = None
    rule: str | None = None
    risk_between: tuple[float, float] | None = None
    police_count: float | None = None


def standing_of(
    description: Description, row: "pd.Series[Any]", language: Language
) -> dict[str, Any]:
    """Return the fields of `Standing` for one row of a map; none without a police layer."""
    combination = description.combination
    if combination is None:
        return {}
    low, high = _known(row, "risk_low"), _known(row, "risk_high")
    return {
        "risk": _known(row, "risk"),
        "priority": float(row["priority"]),
        "weights": combination.weights,
        "rule": formula(combination).text(translator(language)),
        "risk_between": None if low is None or high is None else (low, high),
        "police_count": _known(row, "police_count"),
    }


def _known(row: "pd.Series[Any]", column: str) -> float | None:
    value = float(row.get(column, math.nan))
    return None if math.isnan(value) else value
