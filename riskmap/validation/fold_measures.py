"""How well an order puts the places with a finding first, in one fold."""

import numpy as np
from numpy.typing import NDArray

from riskmap.statistics.accuracy import auc, hit_curve, hit_rate, lift, ordering, precision, total
from riskmap.statistics.bootstrap import bootstrap, percentile_interval

Floats = NDArray[np.float64]

FIGURES = ("auc", "hit_rate", "precision", "lift", "rmse", "r2")


def measures_of(scores: Floats, found: Floats, capacity: float) -> dict[str, float]:
    """Return the figures of one fold, ties averaged over every order they could have.

    ``places``: known and scored; ``unscored``: known without a score, left
    out; ``with_finding``; ``visited``: the capacity scaled to the fold, at
    least one place; ``auc``: share of pairs of a place with and one without a
    finding that is in the right order; ``hit_rate``: share of all that was
    found that lies in the places visited; ``precision``: share of the visited
    places with a finding; ``lift``: precision over the share of all places
    with a finding; ``rmse`` and ``r2``: of the score as a forecast of the
    outcome itself. NaN where a figure has no meaning.

    Parameters
    ----------
    scores
        Shape (n,), NaN without a score.
    found
        Shape (n,), NaN unknown.
    capacity
        Share of the places that is visited (0..1).
    """
    known = np.isfinite(found)
    scored = known & np.isfinite(scores)
    score, outcome = scores[scored], found[scored]
    visited = _visited(len(score), capacity)
    figures = dict.fromkeys(FIGURES, float("nan"))
    if len(score):
        once = _figures(score, outcome, visited, np.ones((1, len(score))))[0]
        figures = dict(zip(FIGURES, once.tolist(), strict=True))
    return {
        "places": float(len(score)),
        "unscored": float(known.sum() - scored.sum()),
        "with_finding": float((outcome > 0).sum()),
        "visited": float(visited),
        **figures,
    }


def intervals_of(
    scores: Floats, found: Floats, capacity: float, *, level: float, draws: int, seed: int
) -> dict[str, tuple[float, float]]:
    """Return the percentile bootstrap interval of every figure, over the places of one fold."""
    scored = np.isfinite(found) & np.isfinite(scores)
    score, outcome = scores[scored], found[scored]
    if not len(score):
        return dict.fromkeys(FIGURES, (float("nan"), float("nan")))
    visited = _visited(len(score), capacity)
    drawn = bootstrap(
        lambda weights: _figures(score, outcome, visited, weights), len(score), draws, seed
    )
    low, high = percentile_interval(drawn, level)
    pairs = zip(low.tolist(), high.tolist(), strict=True)
    return dict(zip(FIGURES, pairs, strict=True))


def _visited(count: int, capacity: float) -> int:
    return max(1, round(capacity * count)) if count else 0


def _figures(score: Floats, outcome: Floats, visited: int, weights: Floats) -> Floats:
    """Return the figures per resample, shape (batch, figures)."""
    made = np.full((len(weights), len(FIGURES)), np.nan)
    if not (outcome < 0).any():
        curve = hit_curve(ordering(score), outcome, np.ones(len(score)), weights)
        top, every = curve.after(float(visited)), total(curve)
        parts = (auc(curve), hit_rate(top, every), precision(top), lift(top, every))
        made[:, :4] = np.column_stack(parts)
    counted = weights.sum(axis=1)
    wrong = weights @ (outcome - score) ** 2
    around = weights @ outcome**2 - (weights @ outcome) ** 2 / counted
    made[:, 4] = np.sqrt(wrong / counted)
    varies = around > 1e-12 * np.maximum(weights @ outcome**2, 1e-300)
    made[varies, 5] = 1 - wrong[varies] / around[varies]
    return made
