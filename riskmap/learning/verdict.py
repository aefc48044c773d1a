"""What the comparison of two weightings comes to, in words."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from riskmap.messages import Message


def verdict(models: pd.DataFrame, *, changed: bool, slope: float) -> tuple[Message, ...]:
    """Return what the held-out figures say, most important first.

    Parameters
    ----------
    models
        As in `Proposal.models`; ``better_low`` and ``better_high`` bound how
        much higher the AUC of the proposed weights is than of the order.
    changed
        Whether the proposed weights differ from the experts'.
    slope
        Of the experts' score: not above 0 when high scores did not go with
        finds.
    """
    rows = {str(row["model"]): row for row in models.to_dict("records")}
    said: list[Message] = []
    if slope <= 0:
        said.append(
            Message(
                "High scores did not go with finds at all: look at the theme and at how the places "
                "were chosen before anything else."
            )
        )
    if not changed:
        said.append(Message("The outcomes give no reason to change the experts' weights."))
    else:
        said.append(_against_experts(rows["experts"]))
    last = rows.get("last_period", {})
    if pd.notna(last.get("auc")):
        said.append(_against_last_period(last))
    else:
        said.append(
            Message(
                "No count of an earlier period was given, so the hardest rival is missing: give "
                "one with --before."
            )
        )
    return tuple(said)


def _against_experts(row: Mapping[Hashable, Any]) -> Message:
    if row["better_low"] > 0:
        return Message(
            "On places kept apart the proposed weights order finds better than the experts'."
        )
    if row["better_high"] < 0:
        return Message(
            "On places kept apart the proposed weights order finds worse than the experts': keep "
            "those."
        )
    return Message(
        "On places kept apart the proposed weights and the experts' cannot be told apart: there is "
        "no hurry to change."
    )


def _against_last_period(row: Mapping[Hashable, Any]) -> Message:
    if row["better_low"] > 0:
        return Message("The proposed weights beat the last-period count.")
    return Message("The proposed weights do not clearly beat the last-period count.")
