"""From a list and its outcomes to the feedback guard."""

from pathlib import Path

import pandas as pd

from riskmap.evaluation.feedback import feedback
from riskmap.evaluation.guard import FeedbackGuard
from riskmap.evaluation.negative_control import negative_control
from riskmap.evaluation.own_lists import OwnList, layers_from_lists
from riskmap.evaluation.settings import EvaluationSettings
from riskmap.outcomes import Matched, Outcomes
from riskmap.outputs.map_files import WRITERS, read_description, read_map


def guard(
    matched: Matched,
    outcomes: Outcomes,
    settings: EvaluationSettings,
    *,
    list_path: Path | None = None,
    earlier_are_visits: bool = False,
    pool: int | None = None,
    areas: "pd.Series[str] | None" = None,
    shuffles: int = 0,
) -> FeedbackGuard | None:
    """Return what keeps a list from believing itself; None where nothing can be said.

    Parameters
    ----------
    matched, outcomes
        The list with its outcomes beside it, and the outcomes as read.
    list_path
        The list: a map of riskmap names the layers it was made from.
    earlier_are_visits
        Whether ``found_before`` of `matched` comes from visits.
    pool
        How many places were left for the visits by chance; see `feedback`.
    areas
        Area of each place, on the index of the list.
    shuffles
        Of the negative control; 0 leaves it out.
    """
    named = _own_lists(list_path, matched)
    known = matched.rows["origin"].notna().any() if len(matched.rows) else False
    if outcomes.kind == "incidents" and not (known or shuffles or named):
        return None
    told = feedback(
        matched,
        outcomes.kind,
        settings.capacity,
        pool=pool,
        earlier_are_visits=earlier_are_visits and bool(matched.frame["found_before"].notna().any()),
        areas=areas,
        level=settings.confidence,
    )
    control = None
    if shuffles:
        control = negative_control(matched, settings.capacity, repeats=shuffles, seed=settings.seed)
    return FeedbackGuard(told, named, control)


def _own_lists(path: Path | None, matched: Matched) -> tuple[OwnList, ...]:
    if path is None or path.suffix.lower() not in WRITERS:
        return ()
    described = read_description(path)
    if described is None:
        return ()
    combined = described.kind == "combined"
    risk = read_map(path).frame.set_index("location_id")["risk"] if combined else None
    return layers_from_lists(described, matched.rows, risk)
