"""The list row by row with its running totals, and its curves to draw."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from riskmap.evaluation.figures import Outcome, at_lengths, curves
from riskmap.statistics.accuracy import Ordering, extremes, hit_curve

Floats = NDArray[np.float64]
_POINTS = 200


def cumulative_table(
    frame: pd.DataFrame, scores: Floats, ranked: Ordering, outcome: Outcome, rows: int
) -> pd.DataFrame:
    """Return the first rows of the list with their running totals; see `Evaluation.ranking`.

    Running totals within ties are averages over tie orders, with the least
    and the most that an order of them could give beside it. Tied places are
    listed by id.
    """
    first = ranked.order[:rows]
    lengths = list(range(1, len(first) + 1))
    at = at_lengths(curves(ranked, outcome, None), lengths, 1.0)
    edges = [extremes(ranked, outcome.found, k) for k in lengths]
    whole = float(outcome.areas[~np.isnan(outcome.found)].sum())
    table = pd.DataFrame(
        {
            "order": lengths,
            "place_id": frame.index.to_numpy()[first],
            "score": scores[first],
            "tied": np.repeat(ranked.sizes > 1, ranked.sizes)[: len(first)],
            "found": outcome.found[first],
            "area_m2": outcome.areas[first],
            "cumulative_found": at["found"],
            "lowest_found": [low for low, _ in edges],
            "highest_found": [high for _, high in edges],
            "cumulative_area_m2": at["area"],
            "area_share": at["area"] / whole,
            "hit_rate": at["hit_rate"],
            "pai": at["pai"],
            "pei": at["pei"],
            "rri": at["rri"],
        }
    )
    return table.assign(**_predicted(frame, ranked, table))


def _predicted(frame: pd.DataFrame, ranked: Ordering, table: pd.DataFrame) -> Mapping[str, Floats]:
    """Return the score as a prediction of what is found: its running total, over what was found.

    The recovery rate index (Wheeler and Steenbeek 2021) says whether an
    expected count was too high or too low; a score that is no count has none.
    """
    predicted = frame["score"].to_numpy(dtype=float)[ranked.order]
    if not np.isfinite(predicted).all() or (predicted < 0).any():
        nothing = np.full(len(table), np.nan)
        return {"cumulative_predicted": nothing, "recovery_rate_index": nothing}
    running = np.cumsum(predicted)[: len(table)]
    found = table["cumulative_found"].to_numpy(dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        index = np.where(found > 0, running / found, np.nan)
    return {"cumulative_predicted": running, "recovery_rate_index": index}


def drawn_curves(orders: Mapping[str, Ordering], outcome: Outcome) -> pd.DataFrame:
    """Return points of the hit curves, thinned out; see `Evaluation.hit_curves`."""
    parts = []
    for name, ranked in {**orders, "best": outcome.best}.items():
        curve = hit_curve(ranked, outcome.found, outcome.areas)
        count = len(curve.places)
        kept = np.unique(np.linspace(0, count - 1, min(count, _POINTS)).round().astype(int))
        if curve.found[-1] <= 0:
            continue
        part = {
            "order": name,
            "places": curve.places[kept],
            "area_share": curve.area[kept] / curve.area[-1],
            "hit_rate": curve.found[kept] / curve.found[-1],
        }
        parts.append(pd.DataFrame(part))
    columns = ["order", "places", "area_share", "hit_rate"]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)
