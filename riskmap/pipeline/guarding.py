"""From a list and its outcomes to the feedback guard."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from riskmap.evaluation.feedback import feedback
from riskmap.evaluation.guard import FeedbackGuard
from riskmap.evaluation.negative_control import negative_control
from riskmap.evaluation.own_lists import OwnList, layers_from_lists
from riskmap.evaluation.settings import EvaluationSettings
from riskmap.maps import Description
from riskmap.outcomes import Matched, Outcomes
from riskmap.outputs.map_files import WRITERS, read_description, read_map

# Of this size a rural yard has some dozens of others round it, and a town some hundred squares.
_SQUARE_M = 2000


def guard(
    matched: Matched,
    outcomes: Outcomes,
    settings: EvaluationSettings,
    *,
    list_path: Path | None = None,
    earlier_are_visits: bool = False,
    pool: int | None = None,
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
        areas=_squares(matched.frame),
        level=settings.confidence,
    )
    control = None
    if shuffles:
        control = negative_control(matched, settings.capacity, repeats=shuffles, seed=settings.seed)
    return FeedbackGuard(told, named, control)


def _squares(frame: gpd.GeoDataFrame) -> "pd.Series[str] | None":
    """Return the square of each place; None where the list is not drawn on a map in metres."""
    shapes = frame.geometry
    drawn = not (shapes.isna() | shapes.is_empty).any()
    if not drawn or frame.crs is None or frame.crs.is_geographic:
        return None
    points = shapes.representative_point()
    columns, rows = (np.floor(part / _SQUARE_M).astype(int) for part in (points.x, points.y))
    named: pd.Series[str] = columns.astype("str") + "," + rows.astype("str")
    return named


def described(path: Path) -> Description | None:
    """Return the description inside a list that is a map of riskmap, None of any other."""
    return read_description(path) if path.suffix.lower() in WRITERS else None


def _own_lists(path: Path | None, matched: Matched) -> tuple[OwnList, ...]:
    description = None if path is None else described(path)
    if path is None or description is None:
        return ()
    combined = description.kind == "combined"
    risk = read_map(path).frame.set_index("location_id")["risk"] if combined else None
    return layers_from_lists(description, matched.rows, risk)
