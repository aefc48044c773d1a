"""The feedback guard: what visits say about the list, and what the list did to the visits."""

import math
from dataclasses import dataclass

import pandas as pd

from riskmap.evaluation.feedback import Feedback
from riskmap.evaluation.negative_control import NegativeControl
from riskmap.evaluation.own_lists import OwnList
from riskmap.messages import Message
from riskmap.notation import percentage, spoken_number
from riskmap.statistics.selection import Estimate

_NONE = float("nan")


@dataclass(frozen=True)
class FeedbackGuard:
    """All that keeps a list from believing itself.

    Attributes
    ----------
    feedback
        Rates per ground of selection, base rate, lift, concentration.
    own_lists
        Layers of the map that may hold what earlier lists found.
    control
        The negative control; None where it was not asked for.
    """

    feedback: Feedback
    own_lists: tuple[OwnList, ...] = ()
    control: NegativeControl | None = None

    @property
    def alarms(self) -> tuple[Message, ...]:
        """What must not be overlooked."""
        return (*self.feedback.alarms, *(named.alarm for named in self.own_lists))

    @property
    def sentences(self) -> tuple[Message, ...]:
        """What was found, in words."""
        control = self.control.findings if self.control else ()
        return (*_rates(self.feedback), *_origins(self.feedback), *control)

    @property
    def table(self) -> pd.DataFrame:
        """The figures: ``figure, value, low, high, visits``."""
        told, rows = self.feedback, []
        for ground, row in told.rates[told.rates["visits"] > 0].iterrows():
            rows.append((f"rate_{ground}", row["rate"], row["low"], row["high"], row["seen"]))
        for name in ("base_rate", "weighted_rate", "lift"):
            estimate: Estimate = getattr(told, name)
            figure = name if name != "lift" else "lift_over_chance"
            if estimate.effective > 0:
                rows.append((figure, *estimate))
        spread = told.concentration
        if spread is not None:
            names = ("repeat_share", "gini", "even_gini", "top_visited_before")
            rows += [(n, getattr(spread, n), _NONE, _NONE, spread.visits) for n in names]
        if self.control is not None:
            for shuffled, row in self.control.shuffles.iterrows():
                edges = (row["lift"], row["lift_low"], row["lift_high"])
                rows.append((f"lift_shuffled_{shuffled}", *edges, self.control.places))
        return pd.DataFrame(rows, columns=["figure", "value", "low", "high", "visits"])


def _rates(told: Feedback) -> list[Message]:
    base, lift = told.base_rate, told.lift
    if not base.effective:
        return []
    said = [
        Message(
            "Of visits by chance {rate} find something ({low} to {high}): the base rate.",
            rate=percentage(base.value, "en"),
            low=percentage(base.low, "en"),
            high=percentage(base.high, "en"),
        )
    ]
    if lift.effective:
        said.append(_lift(told))
    return [*said, *_weighted(told)]


def _lift(told: Feedback) -> Message:
    lift = told.lift
    facts: dict[str, object] = {
        "rate": percentage(float(told.rates["rate"].to_dict()["score"]), "en"),
        "low": spoken_number(lift.low, 1),
    }
    if not math.isfinite(lift.high):
        return Message(
            "Of visits by score {rate} do. None by chance did, so how many times as often is not "
            "known; at least {low} times.",
            **facts,
        )
    facts |= {"lift": spoken_number(lift.value, 1), "high": spoken_number(lift.high, 1)}
    if lift.low > 1:
        return Message(
            "Of visits by score {rate} do: {lift} times as often ({low} to {high}).", **facts
        )
    if lift.high < 1:
        return Message(
            "Of visits by score {rate} do, less often than by chance: {lift} times as often "
            "({low} to {high}).",
            **facts,
        )
    return Message(
        "Of visits by score {rate} do, {lift} times as often ({low} to {high}): that cannot be "
        "told apart from choosing by lot.",
        **facts,
    )


def _weighted(told: Feedback) -> list[Message]:
    weighted = told.weighted_rate
    if not told.weighs:
        return []
    return [
        Message(
            "Weighed by inverse selection probability the base rate is {rate} ({low} to {high}).",
            rate=percentage(weighted.value, "en"),
            low=percentage(weighted.low, "en"),
            high=percentage(weighted.high, "en"),
        )
    ]


def _origins(told: Feedback) -> list[Message]:
    count, share = (told.incidents[name].to_dict() for name in ("rows", "top_share"))
    if not count["reported"] and not count["discovered"]:
        return []
    said = [
        Message(
            "{reported} outcomes were reported and {discovered} discovered; they are never added.",
            reported=count["reported"],
            discovered=count["discovered"],
        )
    ]
    if math.isfinite(share["reported"]) and math.isfinite(share["discovered"]):
        said.append(
            Message(
                "Of what was reported {reported} lies at the top of the list, of what was "
                "discovered {discovered}.",
                reported=percentage(share["reported"], "en"),
                discovered=percentage(share["discovered"], "en"),
            )
        )
    return said
