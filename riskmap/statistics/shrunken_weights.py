"""Weights between what experts said and what was found: a prior that data may move."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, minimize
from scipy.special import expit

Floats = NDArray[np.float64]

# From "the data may say anything" to "the experts are right"; see `shrunken_weights`.
PENALTIES = (*(float(step) for step in np.geomspace(0.1, 100.0, 7)), np.inf)
# Where finds and scores part perfectly the likelihood has no maximum; no odds need be steeper.
_STEEPEST = 100.0


@dataclass(frozen=True)
class ShrunkenWeights:
    """Coefficients of a logistic model whose prior are the experts' weights.

    Attributes
    ----------
    intercept, slope
        Of the experts' own score alone: log odds at score 0, and per unit.
    coefficients
        Shape (m,), not negative; their shares are the proposed weights.
    penalty
        How strongly the coefficients are held at the experts' weights; inf
        keeps those.
    """

    intercept: float
    slope: float
    coefficients: Floats
    penalty: float

    @property
    def shares(self) -> Floats:
        """Weights that add up to 1, shape (m,)."""
        return np.asarray(self.coefficients / self.coefficients.sum(), dtype=np.float64)

    def probabilities(self, scores: Floats) -> Floats:
        """Return the modelled chance that something is found, shape (n,)."""
        # Without a slope the experts' weights stand, but a score says nothing of the chance.
        rising = scores @ self.coefficients if self.slope > 0 else np.zeros(len(scores))
        return np.asarray(expit(self.intercept + rising), dtype=np.float64)


def shrunken_weights(
    scores: Floats,
    found: NDArray[np.bool_],
    expert: Floats,
    penalty: float,
    sample_weight: Floats | None = None,
) -> ShrunkenWeights:
    """Fit weights that lie between the experts' and the data's.

    A logistic model with coefficients b >= 0 (a higher score never lowers the
    chance: the theme states the direction) and a Gaussian prior around slope
    x expert weights: minus the log likelihood, and penalty / 2 x sum((b -
    slope x expert)^2). The slope comes from the experts' score alone. The
    penalty stays as it is while outcomes arrive, so that few of them leave
    the order of places as it was and many may change it. It is ridge
    regression toward a target (Hoerl and Kennard 1970; van Wieringen 2015).

    Parameters
    ----------
    scores
        Shape (n, m), 0..1, without unknown values.
    found
        Shape (n,); at least one of each.
    expert
        Shape (m,), adding up to 1.
    penalty
        0 or more; inf keeps the experts' weights.
    sample_weight
        Shape (n,): how many places each stands for, relative to the others;
        they are scaled to an effective number of outcomes (Kish 1965). None
        counts each once.
    """
    weight = np.ones(len(found)) if sample_weight is None else sample_weight
    # Kish's effective number of outcomes is what the prior is weighed against.
    weight = weight * weight.sum() / (weight**2).sum()
    y = found.astype(np.float64)
    alone = _Model((scores @ expert)[:, None], y, weight, target=np.zeros(1), penalty=0.0)
    intercept, slope = _maximum(alone, np.array([0.0, 1.0]))
    target = slope * expert
    if not np.isfinite(penalty) or slope == 0:
        return ShrunkenWeights(intercept, slope, target if slope else expert.copy(), np.inf)
    start = np.concatenate([[intercept], target])
    best = _maximum(_Model(scores, y, weight, target, penalty), start)
    return ShrunkenWeights(float(best[0]), float(slope), best[1:], penalty)


class _Model(NamedTuple):
    columns: Floats
    y: Floats
    weight: Floats
    target: Floats
    penalty: float

    def loss(self, parameters: Floats) -> tuple[float, Floats]:
        """Return minus the penalised log likelihood, and its slopes."""
        odds = parameters[0] + self.columns @ parameters[1:]
        away = parameters[1:] - self.target
        likelihood = self.weight @ (np.logaddexp(0, odds) - self.y * odds)
        residual = self.weight * (expit(odds) - self.y)
        slopes = self.columns.T @ residual + self.penalty * away
        value = float(likelihood + self.penalty / 2 * away @ away)
        return value, np.concatenate([[residual.sum()], slopes])


def _maximum(model: _Model, start: Floats) -> Floats:
    """Return intercept and coefficients, the latter not negative, where the loss is least."""
    most = len(model.target)
    bounds = Bounds(
        np.concatenate([[-np.inf], np.zeros(most)]),
        np.concatenate([[np.inf], np.full(most, _STEEPEST)]),
    )
    found = minimize(
        model.loss,
        start,
        jac=True,
        bounds=bounds,
        method="L-BFGS-B",
        options={"ftol": 1e-13, "gtol": 1e-8, "maxiter": 2_000},
    )
    return np.asarray(found.x, dtype=np.float64)
