"""The figures of an evaluation as tables, each with its interval."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from riskmap.evaluation.baselines import by_lot, told_apart, verdict
from riskmap.evaluation.figures import AT_LENGTH, WHOLE, Outcome
from riskmap.evaluation.judging import BESIDE, COMPARED, Judged
from riskmap.evaluation.settings import EvaluationSettings
from riskmap.statistics.accuracy import Ordering
from riskmap.statistics.proportions import lift_interval, wilson

Floats = NDArray[np.float64]
Edges = tuple[float, float]
_COUNTS = ("places", "visited", "found", "hits", "area_share")


def figures_table(judged: Judged, outcome: Outcome, settings: EvaluationSettings) -> pd.DataFrame:
    """Return the figures at the capacity, and those of the whole list; see `Evaluation.table`."""
    rows = []
    for name in (*AT_LENGTH, *WHOLE):
        part = "length" if name in AT_LENGTH else "whole"
        value, *drawn = (
            float(one[part, name][0]) for one in (judged.seen, judged.low, judged.high)
        )
        scored = _scored(judged.part(part), 0, outcome, settings) if part == "length" else {}
        if name == "overall_rate":
            looked = outcome.found[~np.isnan(outcome.found)]
            scored = {name: _share(float((looked > 0).sum()), len(looked), settings.confidence)}
        low, high = scored.get(name, tuple(drawn))
        rows.append((name, value, low, high, "score" if name in scored else "bootstrap", *drawn))
    columns = ["figure", "value", "low", "high", "interval", "bootstrap_low", "bootstrap_high"]
    return pd.DataFrame(rows, columns=columns)


def lengths_table(
    judged: Judged, part: str, outcome: Outcome, settings: EvaluationSettings
) -> pd.DataFrame:
    """Return one row per length of the list, of `part` ``length`` or ``area``."""
    at = judged.part(part)
    at["area_share"] = at["area"] / _all_area(outcome)
    rows = []
    for length in range(len(at["hits"])):
        scored = _scored(at, length, outcome, settings)
        row = {name: float(at[name][length]) for name in _COUNTS}
        for name in AT_LENGTH:
            drawn = (float(judged.low[part, name][length]), float(judged.high[part, name][length]))
            low, high = scored.get(name, drawn)
            row |= {name: float(at[name][length]), f"{name}_low": low, f"{name}_high": high}
        rows.append(row)
    table = pd.DataFrame(rows)
    return table.sort_values("places", kind="stable").drop_duplicates("places", ignore_index=True)


def baselines_table(
    judged: Judged,
    orders: Mapping[str, Ordering],
    outcome: Outcome,
    settings: EvaluationSettings,
) -> pd.DataFrame:
    """Return one row per order, the list first; see `Evaluation.baselines`."""
    k = judged.lengths[0]
    lot = by_lot(outcome, k, settings.draws, settings.seed, settings.confidence)
    whole = bool(np.isfinite(outcome.found).all())
    rows = []
    for name in (*judged.orders, "random"):
        row: dict[str, object] = {"order": name}
        part = "order " + name
        scored = {} if name == "random" else _scored(judged.part(part), 0, outcome, settings)
        for figure in BESIDE:
            value, *drawn = lot[figure] if name == "random" else _three(judged, part, figure)
            low, high = scored.get(figure, tuple(drawn))
            row |= _with_edges(figure, (value, low, high))
        if name != "random":
            row["visited"] = float(judged.seen["order " + name, "visited"][0])
        if name != "list":
            row |= _difference(judged, name, "hit_rate" if whole else "precision")
        if name in orders and row.get("verdict") in {"better", "worse"}:
            sure = told_apart(orders["list"], orders[name], outcome, k, settings.confidence)
            row["verdict"] = row["verdict"] if sure else "same"
        rows.append(row)
    at = judged.part("length")
    # By lot nothing has to be resampled: whether a lift of 1 is in its interval says the same.
    low, high = _scored(at, 0, outcome, settings).get("lift", (np.nan, np.nan))
    rows[-1]["verdict"] = verdict(low - 1, high - 1)
    return pd.DataFrame(rows)


def _three(judged: Judged, part: str, figure: str) -> tuple[float, float, float]:
    value, low, high = (
        float(one[part, figure][0]) for one in (judged.seen, judged.low, judged.high)
    )
    return value, low, high


def _difference(judged: Judged, order: str, compared_by: str) -> dict[str, object]:
    """Return list minus baseline with its interval, and what that allows to say.

    Where not every place was visited, the share of all finds in the top says
    as much about where people looked: then it is the visits that are compared.
    """
    row: dict[str, object] = {}
    for figure in COMPARED:
        three = _three(judged, "difference " + order, figure)
        row |= _with_edges("difference_" + figure, three)
        if figure == compared_by:
            row |= {"compared_by": figure, **_with_edges("difference", three)}
            row["verdict"] = verdict(*three[1:])
        if figure == "auc":
            row["verdict_auc"] = verdict(*three[1:])
    return row


def _with_edges(name: str, three: tuple[float, float, float]) -> dict[str, object]:
    return {name: three[0], f"{name}_low": three[1], f"{name}_high": three[2]}


def _scored(
    at: Mapping[str, Floats], length: int, outcome: Outcome, settings: EvaluationSettings
) -> dict[str, Edges]:
    """Return the intervals of a score test, for the figures of which each place says yes or no.

    Those of precision and lift always, of precision also where nothing was
    found at all; those of hit rate and PAI where every
    place with a find has one, for then they are the lift times what is
    held as it was: the share of the visits, and of the area, at the top.
    """
    looked = outcome.found[~np.isnan(outcome.found)]
    every, visits = float((looked > 0).sum()), len(looked)
    hits, visited = float(at["hits"][length]), float(at["visited"][length])
    if visited <= 0:
        return {}
    binary = bool(looked.sum() == every)
    scored: dict[str, Edges] = {"precision": _share(hits, visited, settings.confidence)}
    if binary:
        scored["found_per_visited_place"] = scored["precision"]
    if every <= 0:
        return scored
    lift = lift_interval((hits, every), (visited, visits), settings.confidence)
    recall = tuple(min(edge * visited / visits, 1.0) for edge in lift)
    scored |= {"lift": lift, "recall": (recall[0], recall[1])}
    # With none or all of the hits in the top, counts say no more than the hits do.
    if binary or hits <= 0 or hits >= every:
        area = float(at["area"][length]) / _all_area(outcome)
        scored["hit_rate"] = scored["recall"]
        scored["pai"] = (recall[0] / area, recall[1] / area)
        penalty = area**settings.alpha
        scored["penalised_pai"] = (recall[0] / penalty, recall[1] / penalty)
    return scored


def _all_area(outcome: Outcome) -> float:
    return float(outcome.areas[~np.isnan(outcome.found)].sum())


def _share(hits: float, visits: float, confidence: float) -> Edges:
    low, high = wilson(hits, visits, confidence)
    return float(low), float(high)
