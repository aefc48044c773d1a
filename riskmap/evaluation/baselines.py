"""Orders that cost nothing: what the list must beat to be worth making."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import binomtest

from riskmap.evaluation.figures import Outcome
from riskmap.statistics.accuracy import Ordering, ordering

Floats = NDArray[np.float64]


def baseline_orders(
    frame: pd.DataFrame, current: "pd.Series[float] | None", *, areas_known: bool
) -> Mapping[str, Ordering]:
    """Return the orders that are known beside the list itself.

    Parameters
    ----------
    frame
        Of `Matched`.
    areas_known
        Whether the largest places first is an order at all.
    current
        Score of the order in use, by ``place_id``, higher first; places it
        lacks come last.

    Returns
    -------
    Mapping
        ``last_period`` (most found in the period before first), ``area`` and
        ``current``, as far as they are known.
    """
    known: dict[str, Ordering] = {}
    before = frame["found_before"].to_numpy(dtype=float)
    if np.isfinite(before).any():
        known["last_period"] = ordering(before)
    areas = frame["area_m2"].to_numpy(dtype=float)
    if areas_known and np.ptp(areas) > 0:
        known["area"] = ordering(areas)
    if current is not None:
        scores = np.asarray(current.reindex(frame.index), dtype=np.float64)
        known["current"] = ordering(scores)
    return known


def by_lot(
    outcome: Outcome, k: int, draws: int, seed: int, confidence: float
) -> Mapping[str, tuple[float, float, float]]:
    """Return value, low and high of a list of `k` places drawn by lot.

    The value is the expectation, worked out; low and high are of `draws`
    lists. Areas of the places drawn are taken at their mean.
    """
    found = outcome.found
    looked = ~np.isnan(found)
    # How often each amount was found; the last one stands for places where nobody looked.
    amounts, counts = np.unique(found[looked], return_counts=True)
    generator = np.random.Generator(np.random.PCG64(seed))
    drawn = generator.multivariate_hypergeometric(
        [*counts, int((~looked).sum())], k, size=draws, method="marginals"
    ).astype(float)
    every = float(amounts @ counts)
    hits, visited = drawn[:, :-1] @ (amounts > 0), drawn[:, :-1].sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = drawn[:, :-1] @ amounts / every
        precision = np.where(visited > 0, hits / visited, np.nan)
    expected = k / len(found)
    base = float((found[looked] > 0).mean())
    return {
        "hit_rate": (expected, *_edges(shares, confidence)),
        "precision": (base, *_edges(precision, confidence)),
        "pai": (1.0, *_edges(shares / expected, confidence)),
        "auc": (0.5, np.nan, np.nan),
    }


def _edges(drawn: Floats, confidence: float) -> tuple[float, float]:
    known = drawn[np.isfinite(drawn)]
    if not len(known):
        return np.nan, np.nan
    tail = (1 - confidence) / 2
    low, high = np.quantile(known, [tail, 1 - tail])
    return float(low), float(high)


def verdict(low: float, high: float) -> str:
    """Say what the interval of a difference allows to say: better, worse, same or unknown."""
    if np.isnan(low) or np.isnan(high):
        return "unknown"
    return "better" if low > 0 else "worse" if high < 0 else "same"


def told_apart(own: Ordering, other: Ordering, outcome: Outcome, k: int, confidence: float) -> bool:
    """Tell whether the finds that only one of two tops holds allow a choice between them.

    A sign test (Dixon and Mood 1946): without a difference, a find at a place
    that stands in one top only is as likely in either, in proportion to the
    places visited there. Resamples alone say too much when finds are few.
    """
    apart = own.chances(k) - other.chances(k)
    looked, hit = np.isfinite(outcome.found), np.nan_to_num(outcome.found) > 0
    visits = [float(np.maximum(side, 0.0)[looked].sum()) for side in (apart, -apart)]
    hits = [round(float(np.maximum(side, 0.0)[hit].sum())) for side in (apart, -apart)]
    if not sum(hits) or min(visits) <= 0:
        return False
    share = visits[0] / sum(visits)
    return bool(binomtest(hits[0], sum(hits), share).pvalue <= 1 - confidence)
