"""What an evaluation found, in words a planner can use."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from riskmap.evaluation.evaluation import Extent, Schedule
from riskmap.evaluation.settings import EvaluationSettings
from riskmap.messages import Message, Spoken
from riskmap.notation import percentage, spoken_number

# Name of a row -> column -> value.
Rows = Mapping[str, Mapping[Any, Any]]

_FEW = 10
_MOST = 0.9


def conclusions(
    extent: Extent, table: pd.DataFrame, baselines: pd.DataFrame, schedule: Schedule | None
) -> Iterator[Message]:
    """Give what was found, most important first.

    Parameters
    ----------
    table, baselines
        As in `Evaluation`.
    """
    at = rows_of(table, "figure")
    if not extent.hits:
        yield Message("Nothing was found anywhere: nobody can say how good the list is.")
        return
    yield _at_the_top(extent, at)
    yield from _against_last_period(baselines)
    if extent.visited_at_capacity > 0:
        yield _against_lot(at, baselines)
        yield from _against_others(baselines)
        yield _concentrated(extent, at)
    if schedule is not None:
        yield from _sooner(schedule)


def _at_the_top(extent: Extent, at: Rows) -> Message:
    if extent.visited_at_capacity <= 0:
        return Message(
            "None of the first {k} places was visited: nobody can say how good the top is.",
            k=extent.capacity,
        )
    precision = at["precision"]
    return Message(
        "Of the first {k} places {visited} were visited, and something was found at {hits}: "
        "{share} ({low} to {high}).",
        k=extent.capacity,
        visited=_count(extent.visited_at_capacity),
        hits=_count(extent.hits_at_capacity),
        share=spoken_share(precision["value"]),
        low=spoken_share(precision["low"]),
        high=spoken_share(precision["high"]),
    )


def _against_last_period(baselines: pd.DataFrame) -> Iterator[Message]:
    known = rows_of(baselines, "order")
    if "last_period" not in known:
        yield Message(
            "No last period is known, so nobody can say whether the list beats going back to "
            "where something was found before. Give it with --before FILE or --since DATE."
        )
        return
    row, facts = known["last_period"], _compared(known, "last_period")
    if row["verdict"] == "better":
        yield Message(
            "The list beats the last-period count: {list} against {other} {of} (difference {low} "
            "to {high} percentage points).",
            **facts,
        )
    elif row["verdict"] == "worse":
        yield Message(
            "The list does not beat the last-period count: {list} against {other} {of} (difference "
            "{low} to {high} percentage points). Going back to where most was found does better.",
            **facts,
        )
    elif row["verdict"] == "same":
        yield Message(
            "The list does not clearly beat the last-period count; the two cannot be told apart: "
            "{list} against {other} {of} (difference {low} to {high} percentage points).",
            **facts,
        )
    else:
        yield Message(
            "The list cannot be compared to the last-period count: too few places at the top of "
            "one of them were visited."
        )


def _compared(known: Rows, other: str) -> dict[str, object]:
    """Return the facts of a comparison of the list to another order."""
    row = known[other]
    figure = row["compared_by"]
    every = Message("of all that was found")
    return {
        "list": spoken_share(known["list"][figure]),
        "other": spoken_share(row[figure]),
        "of": every if figure == "hit_rate" else Message("of the visits at the top"),
        "low": _points(row["difference_low"]),
        "high": _points(row["difference_high"]),
    }


def _against_lot(at: Rows, baselines: pd.DataFrame) -> Message:
    row = rows_of(baselines, "order")["random"]
    lift = at["lift"]
    facts = {
        "lift": spoken_number(lift["value"], 2),
        "low": spoken_number(lift["low"], 2),
        "high": spoken_number(lift["high"], 2),
    }
    if row["verdict"] == "better":
        return Message(
            "A visit at the top finds {lift} times as often as one drawn by lot ({low} to {high}).",
            **facts,
        )
    if row["verdict"] == "worse":
        return Message(
            "The list does worse than one drawn by lot: a visit at the top finds {lift} times as "
            "often ({low} to {high}).",
            **facts,
        )
    return Message(
        "The list cannot be told from one drawn by lot: a visit at the top finds {lift} times as "
        "often ({low} to {high}).",
        **facts,
    )


def _against_others(baselines: pd.DataFrame) -> Iterator[Message]:
    known = rows_of(baselines, "order")
    words = {
        "current": {
            "better": Message("The list beats the current order: {list} against {other} {of}."),
            "worse": Message(
                "The list does worse than the current order: {list} against {other} {of}."
            ),
            "same": Message(
                "The list and the current order cannot be told apart: {list} against {other} {of}."
            ),
        },
        "area": {
            "better": Message(
                "The list beats taking the largest places: {list} against {other} {of}."
            ),
            "worse": Message(
                "The list does worse than taking the largest places: {list} against {other} {of}."
            ),
            "same": Message(
                "The list and taking the largest places cannot be told apart: {list} against "
                "{other} {of}."
            ),
        },
    }
    for name in (name for name in words if name in known):
        sentence = words[name].get(known[name]["verdict"])
        if sentence is not None:
            yield Message(sentence.template, **_compared(known, name))


def _concentrated(extent: Extent, at: Rows) -> Message:
    facts = {
        "share": spoken_share(at["hit_rate"]["value"]),
        "pai": spoken_number(at["pai"]["value"], 2),
        "low": spoken_number(at["pai"]["low"], 2),
        "high": spoken_number(at["pai"]["high"], 2),
        "pei": spoken_share(at["pei"]["value"]),
    }
    if extent.areas_known:
        return Message(
            "The top holds {share} of all that was found: {pai} times its part of the area (PAI, "
            "{low} to {high}), and {pei} of what the best choice would have reached (PEI).",
            **facts,
        )
    return Message(
        "The top holds {share} of all that was found: {pai} times its part of the places (PAI, "
        "{low} to {high}), and {pei} of what the best choice would have reached (PEI).",
        **facts,
    )


def _sooner(schedule: Schedule) -> Iterator[Message]:
    at = rows_of(schedule.table, "figure")
    row = at["days_earlier"]
    yield Message(
        "In the order of the list, with as many visits a day, finds would have come {days} "
        "days earlier on average ({low} to {high}; below zero is later).",
        days=_whole(row["value"]),
        low=_whole(row["low"]),
        high=_whole(row["high"]),
    )
    yield Message(
        "In the first half of the visits {simulated} of the hits would have been found, against "
        "{real} as it went. For {later} of the hits it would have been later, by {days} days on "
        "average.",
        simulated=spoken_share(at["first_half_list"]["value"]),
        real=spoken_share(at["first_half_real"]["value"]),
        later=spoken_share(at["share_later"]["value"]),
        days=_whole(at["days_later"]["value"]),
    )


def _reasons_known(frame: pd.DataFrame) -> bool:
    """Tell whether it is known of most visited places why somebody looked."""
    chosen = frame.loc[frame["visits"] > 0, ["selection", "probability"]]
    known = chosen["probability"].notna() | chosen["selection"].notna()
    return bool(known.mean() >= _MOST)


def warnings_of(
    frame: pd.DataFrame, kind: str, extent: Extent, settings: EvaluationSettings
) -> Iterator[Message]:
    """Give what a reader must not overlook.

    Parameters
    ----------
    frame
        Of `Matched`.
    """
    if extent.capacity < settings.capacity:
        yield Message(
            "The list is shorter than the capacity of {capacity}: all {k} places are its top.",
            capacity=settings.capacity,
            k=extent.capacity,
        )
    if extent.ranked < extent.places:
        yield Message(
            "{count} of the {places} places have no score or rank: they share the last place.",
            count=extent.places - extent.ranked,
            places=extent.places,
        )
    if extent.visited < extent.places:
        yield Message(
            "Only {visited} of the {places} places were visited, and {top} of the first {k}; what "
            "nobody looked at is unknown, and counts neither as a hit nor as a miss.",
            visited=extent.visited,
            places=extent.places,
            top=_count(extent.visited_at_capacity),
            k=extent.capacity,
        )
    if kind == "visits" and extent.visited < extent.places and not _reasons_known(frame):
        yield Message(
            "Why the visits were made is not known. If a score chose them, hit rates say nothing "
            "about places that were not chosen: name the columns (--selection, --probability)."
        )
    if extent.hits < _FEW:
        yield Message(
            "Something was found at {hits} places only: every figure here is uncertain.",
            hits=extent.hits,
        )
    if extent.tied_at_capacity:
        yield Message(
            "The capacity cuts through {tied} places with the same score: figures are averages "
            "over every order they could stand in.",
            tied=extent.tied_at_capacity,
        )


def rows_of(table: pd.DataFrame, key: str) -> Rows:
    """Return the rows of a table by the values of one of its columns."""
    return {str(row[key]): row for row in table.to_dict("records")}


def spoken_share(share: float) -> Spoken:
    """Return a share as a percentage, in the form of whoever reads it."""
    return Spoken(percentage(share, "nl"), percentage(share, "en"))


def _count(figure: float) -> Spoken:
    """Return a count; one that is an average over tie orders with a decimal."""
    return spoken_number(figure, 0 if np.isclose(figure, round(figure)) else 1)


def _points(share: float) -> Spoken:
    return _whole(share * 100)


def _whole(figure: float) -> Spoken:
    """Return a figure as a whole number, without a minus before what rounds to nothing."""
    return spoken_number(figure if np.isnan(figure) else np.round(figure) + 0.0)
