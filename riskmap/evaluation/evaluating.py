"""From a list with its outcomes beside it to the figures that judge it."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from riskmap.errors import InputError
from riskmap.evaluation.baselines import baseline_orders
from riskmap.evaluation.conclusions import conclusions, warnings_of
from riskmap.evaluation.evaluation import Evaluation, Extent
from riskmap.evaluation.figures import Outcome
from riskmap.evaluation.judging import Judged, judge
from riskmap.evaluation.ranking import cumulative_table, drawn_curves
from riskmap.evaluation.scheduling import schedule_visits
from riskmap.evaluation.settings import EvaluationSettings
from riskmap.evaluation.tables import baselines_table, figures_table, lengths_table
from riskmap.messages import Message
from riskmap.outcomes import Matched, Outcomes, RankedPlaces
from riskmap.statistics.accuracy import Ordering, ordering

Floats = NDArray[np.float64]
_PLAIN = EvaluationSettings()
# One per place is what PAI divides by, and no area of a place.
_NO_AREAS = {"area_m2": np.nan, "cumulative_area_m2": np.nan}


def evaluate(
    matched: Matched,
    places: RankedPlaces,
    outcomes: Outcomes,
    *,
    settings: EvaluationSettings = _PLAIN,
    current: "pd.Series[float] | None" = None,
) -> Evaluation:
    """Judge a list by its outcomes, with intervals and baselines.

    Parameters
    ----------
    matched
        The list with its outcomes; ``found_before`` gives the last period.
    places, outcomes
        What was matched: their names and kind stand on every output.
    current
        Score of the order in use now, by ``place_id``, higher first.

    Raises
    ------
    InputError
        When nobody looked at any place of the list, or scores are asked for
        per area and an area is unknown.
    """
    frame = matched.frame
    found, before = (_if_any(frame[name]) for name in ("found", "found_before"))
    if found is None:
        raise _nobody_looked(places, outcomes)
    areas, areas_known, notes = _areas(places, frame, needed=settings.per_area)
    scores = frame["score"].to_numpy(dtype=float) / (areas if settings.per_area else 1.0)
    orders = {"list": ordering(scores), **baseline_orders(frame, current, areas_known=areas_known)}
    outcome = Outcome(found, areas, before, settings.alpha)
    judged = judge(orders, outcome, settings)
    extent = _extent(matched, orders["list"], judged, areas_known=areas_known)
    table = figures_table(judged, outcome, settings)
    baselines = baselines_table(judged, orders, outcome, settings)
    ranking = cumulative_table(frame, scores, orders["list"], outcome, settings.rows)
    schedule = schedule_visits(matched, outcomes.kind, orders, settings)
    return Evaluation(
        list_source=places.source,
        outcomes_source=outcomes.source,
        ranked_by=places.ranked_by,
        kind=outcomes.kind,
        settings=settings,
        extent=extent,
        table=table,
        curve=lengths_table(judged, "length", outcome, settings),
        by_area=lengths_table(judged, "area", outcome, settings),
        baselines=baselines,
        hit_curves=drawn_curves(orders, outcome),
        ranking=ranking if areas_known else ranking.assign(**_NO_AREAS),
        schedule=schedule,
        conclusions=tuple(conclusions(extent, table, baselines, schedule)),
        warnings=tuple(warnings_of(frame, outcomes.kind, extent, settings)),
        notes=(*matched.notes, *notes),
    )


def _if_any(counts: "pd.Series[float]") -> Floats | None:
    """Return the counts, or None where not one is known."""
    return np.asarray(counts, dtype=np.float64) if counts.notna().any() else None


def _areas(
    places: RankedPlaces, frame: pd.DataFrame, *, needed: bool
) -> tuple[Floats, bool, list[Message]]:
    """Return what PAI divides by: areas when all are known, else one per place."""
    areas = frame["area_m2"].to_numpy(dtype=float)
    unknown = int(np.isnan(areas).sum())
    if not unknown:
        return areas, True, []
    if needed:
        raise _no_area(places)
    said = Message("No areas are known: every place counts as 1 in PAI and PEI.")
    if unknown < len(areas):
        said = Message(
            "The area of {count} places is unknown: every place counts as 1 in PAI and PEI.",
            count=unknown,
        )
    return np.ones(len(areas)), False, [said]


def _extent(matched: Matched, ranked: Ordering, judged: Judged, *, areas_known: bool) -> Extent:
    frame, k = matched.frame, judged.lengths[0]
    group = int(np.searchsorted(ranked.starts, k, side="left")) - 1
    cut = ranked.starts[group] + ranked.sizes[group] > k
    return Extent(
        places=len(frame),
        ranked=int(frame["score"].notna().sum()),
        visited=int(frame["found"].notna().sum()),
        hits=int((frame["found"] > 0).sum()),
        found=float(frame["found"].sum()),
        outside=matched.outside,
        capacity=k,
        visited_at_capacity=float(judged.seen["length", "visited"][0]),
        hits_at_capacity=float(judged.seen["length", "hits"][0]),
        tied_at_capacity=int(ranked.sizes[group]) if cut else 0,
        areas_known=areas_known,
    )


def _nobody_looked(places: RankedPlaces, outcomes: Outcomes) -> InputError:
    return InputError(
        Message(
            "No place of {list} has an outcome in {outcomes}.",
            list=places.source,
            outcomes=outcomes.source,
        ),
        Message("Look at the ids and at the column with the outcomes (--outcome)."),
    )


def _no_area(places: RankedPlaces) -> InputError:
    return InputError(
        Message(
            "Not every place of {list} has an area, so that nothing can be ranked per area.",
            list=places.source,
        ),
        Message("Name the column with --area-column, fill it, or leave --per-area out."),
    )
