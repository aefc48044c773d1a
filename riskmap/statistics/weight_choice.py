"""How far outcomes may move the experts' weights: decided on places kept apart."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from riskmap.statistics.folds import Fold, block_labels, folds_of
from riskmap.statistics.shrunken_weights import PENALTIES, ShrunkenWeights, shrunken_weights

Floats = NDArray[np.float64]

_INNER_FOLDS = 4


@dataclass(frozen=True)
class Sample:
    """Places that were looked at.

    Attributes
    ----------
    scores
        Shape (n, m), 0..1, nothing unknown.
    found
        Shape (n,).
    weight
        Shape (n,): how many places each stands for.
    points
        Shape (n, 2), metres.
    """

    scores: Floats
    found: NDArray[np.bool_]
    weight: Floats
    points: Floats

    def part(self, rows: NDArray[np.intp]) -> "Sample":
        """Return these places only."""
        return Sample(self.scores[rows], self.found[rows], self.weight[rows], self.points[rows])

    @property
    def both(self) -> bool:
        """Tell whether something was found at some places and nothing at others."""
        return bool(self.found.any() and not self.found.all())


def fitted(sample: Sample, expert: Floats, penalty: float) -> ShrunkenWeights:
    """Return the weights of a sample under one penalty."""
    return shrunken_weights(sample.scores, sample.found, expert, penalty, sample.weight)


def log_losses(probabilities: Floats, found: NDArray[np.bool_]) -> Floats:
    """Return minus the log likelihood of every outcome, shape (n,)."""
    likely = np.where(found, probabilities, 1 - probabilities)
    return np.asarray(-np.log(np.clip(likely, 1e-12, None)), dtype=np.float64)


def choose_penalty(sample: Sample, expert: Floats, seed: int) -> float:
    """Return the largest penalty that is as good as the best on blocks kept apart.

    As good means within one standard error of the mean log loss over the
    blocks (Breiman and others 1984): where the data do not say clearly that
    the weights are wrong, the experts' stay.
    """
    folds = blocks(sample, _INNER_FOLDS, seed)
    usable = [fold for fold in folds if sample.part(fold.train).both]
    if len(usable) < 2:  # noqa: PLR2004 (a standard error needs two)
        return np.inf
    losses = np.array([[_loss(sample, fold, expert, p) for fold in usable] for p in PENALTIES])
    means = losses.mean(axis=1)
    best = int(np.argmin(means))
    # The same blocks are asked every time: what counts is the error of the difference.
    behind = losses - losses[best]
    error = behind.std(axis=1, ddof=1) / np.sqrt(len(usable))
    as_good = means <= means[best] + error
    return max(penalty for penalty, good in zip(PENALTIES, as_good, strict=True) if good)


def blocks(sample: Sample, count: int, seed: int) -> Sequence[Fold]:
    """Return blocks in space; fewer where there are not enough different places."""
    different = len(np.unique(sample.points, axis=0))
    return folds_of(block_labels(sample.points, min(count, different), seed))


def _loss(sample: Sample, fold: Fold, expert: Floats, penalty: float) -> float:
    model = fitted(sample.part(fold.train), expert, penalty)
    test = sample.part(fold.test)
    losses = log_losses(model.probabilities(test.scores), test.found)
    return float(np.average(losses, weights=test.weight))
