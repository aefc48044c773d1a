"""Visits with dates, laid out again in the order of the list."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from riskmap.evaluation.evaluation import Schedule
from riskmap.evaluation.settings import EvaluationSettings
from riskmap.outcomes import Matched
from riskmap.statistics.accuracy import Ordering
from riskmap.statistics.bootstrap import bootstrap, percentile_interval
from riskmap.statistics.schedule import Rescheduled, rescheduled

Floats = NDArray[np.float64]


def schedule_visits(
    matched: Matched, kind: str, orders: Mapping[str, Ordering], settings: EvaluationSettings
) -> Schedule | None:
    """Return what the list would have changed in the dates of the visits; None without dates.

    Every visit counts, also a second one to the same place; visits that saw
    nothing either way and visits elsewhere are left out.

    Parameters
    ----------
    kind
        ``visits`` or ``incidents``: incidents are no visits, and have no schedule.
    orders
        The list first, then the baselines.
    """
    if kind != "visits" or matched.rows.empty:
        return None
    rows = matched.rows[matched.rows["place_id"].notna() & matched.rows["found"].notna()]
    dated = rows[rows["date"].notna()]
    days = dated["date"].to_numpy().astype("datetime64[D]").astype(np.int64)
    positive = (dated["found"] > 0).to_numpy()
    if len(np.unique(days)) < 2 or not positive.any():  # noqa: PLR2004 (one day has no order)
        return None
    at = matched.frame.index.get_indexer(dated["place_id"])
    scores = {name: _standing(ranked)[at] for name, ranked in orders.items()}
    made = {name: rescheduled(days, score, positive) for name, score in scores.items()}
    return Schedule(
        table=_figures(made["list"], settings),
        orders=_orders(made, days, positive),
        days=_days(made["list"]),
        visits=len(dated),
        hits=int(positive.sum()),
        undated=len(rows) - len(dated),
    )


def _figures(own: Rescheduled, settings: EvaluationSettings) -> pd.DataFrame:
    """Return the figures of the list; the interval is over hits like these (bootstrap)."""
    drawn = bootstrap(
        lambda weights: ((weights @ own.earlier) / len(own.earlier))[:, None],
        len(own.earlier),
        settings.draws,
        settings.seed,
    )
    low, high = percentile_interval(drawn, settings.confidence)
    figures = [
        ("days_earlier", own.days_earlier, float(low[0]), float(high[0])),
        ("first_half_real", own.first_half_real, np.nan, np.nan),
        ("first_half_list", own.first_half_simulated, np.nan, np.nan),
        ("share_later", own.share_later, np.nan, np.nan),
        ("days_later", own.days_later, np.nan, np.nan),
        ("share_same_day", own.share_same, np.nan, np.nan),
    ]
    return pd.DataFrame(figures, columns=["figure", "value", "low", "high"])


def _orders(
    made: Mapping[str, Rescheduled], days: NDArray[np.int64], positive: NDArray[np.bool_]
) -> pd.DataFrame:
    rows = [(name, one.days_earlier, one.first_half_simulated) for name, one in made.items()]
    # By lot every visit is expected on the mean date.
    rows.append(("random", float(days[positive].mean() - days.mean()), _early_share(days)))
    return pd.DataFrame(rows, columns=["order", "days_earlier", "first_half"])


def _days(own: Rescheduled) -> pd.DataFrame:
    table = pd.DataFrame(
        {
            "date": own.day.astype("datetime64[D]").astype("datetime64[us]"),
            "visits": own.visits,
            "hits_real": own.hits_real,
            "hits_list": own.hits_simulated,
        }
    )
    running = table[["visits", "hits_real", "hits_list"]].cumsum().add_prefix("cumulative_")
    return pd.concat([table, running], axis=1)


def _standing(ranked: Ordering) -> Floats:
    """Return for every place a score that says its group of ties, higher first."""
    standing = np.empty(len(ranked.order))
    standing[ranked.order] = -np.repeat(np.arange(len(ranked.sizes)), ranked.sizes)
    return standing


def _early_share(days: NDArray[np.int64]) -> float:
    """Return the share of the visits on the days that belong to the first half."""
    _, visits = np.unique(days, return_counts=True)
    made = np.cumsum(visits)
    return float(visits[made <= len(days) / 2].sum() / len(days))
