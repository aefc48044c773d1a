"""Validation of a map or a ranked list against outcomes."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from riskmap.errors import ProjectError, ScoringError
from riskmap.maps import Description
from riskmap.messages import Message
from riskmap.outcomes import Matched, Outcomes, RankedPlaces, match
from riskmap.outputs.map_files import read_map
from riskmap.pipeline.neighbours import neighbours_of
from riskmap.pipeline.plane import plane_points
from riskmap.pipeline.splitting import Splitting, places_apart
from riskmap.reading import read_metadata
from riskmap.statistics.folds import Fold
from riskmap.statistics.generalised_linear import fit_regression
from riskmap.statistics.residual_moran import ResidualMoran, residual_moran
from riskmap.validation.baselines import baselines_for
from riskmap.validation.cross_validation import Contender
from riskmap.validation.partitions import Partition, period_name
from riskmap.validation.refitting import (
    Rescoring,
    as_given,
    fitted_weights,
    refitted,
    rescoring_columns,
)
from riskmap.validation.validation import Validation, validate

_MAP_ENDINGS = (".parquet", ".gpkg")


@dataclass(frozen=True)
class _Material:
    """One row per place, and how its order is made anew."""

    frame: pd.DataFrame
    contenders: list[Contender]
    notes: tuple[Message, ...]
    description: Description | None


def validate_list(
    places: RankedPlaces,
    outcomes: Outcomes,
    splitting: Splitting,
    *,
    fit: bool = False,
    as_map: bool = True,
    within_m: float | None = None,
) -> Validation:
    """Test a map or a list in folds; a map is scored anew on the footing of every training part.

    Parameters
    ----------
    places
        The list; of a map its criteria are read too. A column
        ``in_group`` of its frame gives the groups.
    fit
        Fit weights to the outcomes of the training part besides.
    as_map
        Use the criteria where the file is a map; else the order as it stands.
    within_m
        See `riskmap.outcomes.match`.

    Raises
    ------
    ProjectError
        When weights are to be fitted and there are no criteria, or a period
        leaves nothing.
    ScoringError
        When no outcome varies.
    """
    matched = _matched(places, outcomes, splitting, within_m)
    made = _material(matched, places, fit=fit, as_map=as_map)
    frame, notes = made.frame, list(made.notes)
    if matched.frame.geometry.notna().any():
        points, told = plane_points(matched.frame.geometry)
        frame = frame.assign(x_m=points[:, 0], y_m=points[:, 1])
        notes += told
    else:
        notes.append(Message("The rows have no places, so there are no blocks in space."))
    partitions = places_apart(frame, splitting)
    residuals, told_also = _residuals(matched, frame, splitting.neighbours)
    stacked, tested_on = frame, None
    if splitting.period is not None:
        stacked, tested_on, later = _next_period(frame, splitting.period)
        partitions.append(later)
    return validate(
        stacked,
        [*made.contenders, *baselines_for(frame)],
        partitions,
        capacity=splitting.capacity,
        seed=splitting.seed,
        source=places.source,
        outcomes=outcomes.source,
        residuals=residuals,
        notes=(*notes, *told_also),
        tested_on=tested_on,
        description=made.description,
    )


def _matched(
    places: RankedPlaces, outcomes: Outcomes, splitting: Splitting, within_m: float | None
) -> Matched:
    if splitting.period is None:
        return match(places, outcomes, within_m=within_m)
    start, end = (None if day is None else _day(day) for day in splitting.period)
    return match(places, outcomes, since=start, until=end, within_m=within_m)


def _day(day: np.datetime64) -> dt.date:
    return dt.date.fromisoformat(str(np.datetime_as_string(day, unit="D")))


def _material(matched: Matched, places: RankedPlaces, *, fit: bool, as_map: bool) -> _Material:
    wanted = [n for n in ("score", "area_m2", "found", "found_before") if n in matched.frame]
    wanted += ["in_group"] if "in_group" in matched.frame else []
    frame = pd.DataFrame(matched.frame[wanted])
    path = places.path
    is_map = path is not None and path.suffix.lower() in _MAP_ENDINGS
    if not (as_map and is_map and path is not None and "riskmap" in read_metadata(path)):
        if fit:
            raise ProjectError(
                Message("{file} has no criteria to fit weights to.", file=places.source),
                Message("Give a map of riskmap, or name columns with --predictors."),
            )
        note = Message(
            "{file} does not say how its order was made: it is taken as it stands, and only "
            "tested in parts.",
            file=places.source,
        )
        return _Material(frame, [as_given()], (*matched.notes, note), None)
    scored = read_map(path)
    frame = frame.join(rescoring_columns(scored))
    towns = scored.frame.set_index("location_id")["municipality"]
    if "in_group" not in frame and len(set(towns)) > 1:
        frame["in_group"] = towns.reindex(frame.index)
    rescoring = Rescoring(scored.description)
    contenders = [refitted(rescoring), *([fitted_weights(rescoring)] if fit else [])]
    return _Material(frame, contenders, matched.notes, scored.description)


def _next_period(
    frame: pd.DataFrame, period: tuple[np.datetime64, np.datetime64 | None]
) -> tuple[pd.DataFrame, "pd.Series[bool]", Partition]:
    """Return the places twice: as tested in the period, and as known before it.

    The second half trains with the findings of the time before; no row of
    the period is in it.
    """
    if frame["found_before"].notna().sum() == 0:
        raise ProjectError(
            Message("No outcome is dated before {period}.", period=period_name(*period)),
            Message("Choose a later period, or check the column with dates."),
        )
    count = len(frame)
    earlier = frame.assign(found=frame["found_before"], found_before=np.nan)
    stacked = pd.concat([frame, earlier])
    own = pd.Series(np.arange(2 * count) < count, index=stacked.index)
    fold = Fold(period_name(*period), np.arange(count, 2 * count), np.arange(count))
    return stacked, own, Partition("period", 1, (fold,))


def _residuals(
    matched: Matched, frame: pd.DataFrame, neighbours: str | None
) -> tuple[ResidualMoran | None, list[Message]]:
    """Return Moran's I of what the order does not explain: a straight line of found on score."""
    known = frame["found"].notna() & frame["score"].notna()
    known &= frame["x_m"].notna() if "x_m" in frame else False
    part = frame[known]
    if len(part) < 10 or part["found"].nunique() < 2:  # noqa: PLR2004 (too few for a pattern)
        return None, []
    weights, who = neighbours_of(
        matched.frame.geometry[known], part[["x_m", "y_m"]].to_numpy(dtype=float), neighbours
    )
    score, outcome = part[["score"]].to_numpy(dtype=float), part["found"].to_numpy(dtype=float)
    fitted = fit_regression("linear", score, outcome)
    try:
        found = residual_moran(*fitted.residuals(score, outcome), weights)
    except ScoringError as fault:
        return None, [fault.problem]
    return found, [
        Message(
            "Moran's I is of the residuals of a straight line of found on score; neighbours: "
            "{who}.",
            who=who,
        )
    ]
