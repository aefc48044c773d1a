"""How far outcomes may move weights: right experts stay, wrong ones are corrected."""

from statistics import mean, stdev

import numpy as np
import pytest
from sklearn.metrics import log_loss

from riskmap.statistics.shrunken_weights import PENALTIES
from riskmap.statistics.weight_choice import Sample, blocks, choose_penalty, fitted, log_losses

EXPERTS = np.array([0.4, 0.3, 0.2, 0.1])


def sample(seed: int, truth: list[float], count: int = 250) -> Sample:
    generator = np.random.default_rng(seed)
    scores = generator.uniform(size=(count, 4))
    odds = scores @ np.array(truth)
    found = generator.uniform(size=count) < 1 / (1 + np.exp(odds.mean() + 1 - odds))
    points = generator.uniform(0, 10_000, (count, 2))
    return Sample(scores, found, np.ones(count), points)


def moved(seed: int, truth: list[float]) -> np.ndarray:
    one = sample(seed, truth)
    return fitted(one, EXPERTS, choose_penalty(one, EXPERTS, seed=1)).shares


def test_weights_that_are_right_stay():
    shares = [moved(seed, [4.0, 3.0, 2.0, 1.0]) for seed in range(20)]

    stayed = [np.allclose(share, EXPERTS, atol=0.1) for share in shares]
    assert sum(stayed) >= 17


def test_weights_that_are_wrong_are_corrected():
    shares = np.array([moved(seed, [0.0, 6.0, 6.0, 0.0]) for seed in range(20)])

    assert np.median(shares[:, 0]) < 0.1
    assert np.median(shares[:, 1] + shares[:, 2]) > 0.85


def test_weights_that_say_nothing_do_not_become_sure_of_noise():
    """Finds by chance alone: whatever is fitted, places kept apart must not lose much by it."""
    losses = []
    for seed in range(10):
        one, new = sample(seed, [0.0] * 4), sample(seed + 100, [0.0] * 4, count=2_000)
        model = fitted(one, EXPERTS, choose_penalty(one, EXPERTS, seed=1))
        base = -np.mean(np.where(new.found, np.log(one.found.mean()), np.log(1 - one.found.mean())))
        losses.append(log_losses(model.probabilities(new.scores), new.found).mean() - base)

    assert np.mean(losses) < 0.04


def test_the_loss_is_that_of_scikit_learn():
    one = sample(1, [1.0, 1.0, 1.0, 1.0])
    chance = np.random.default_rng(2).uniform(0.01, 0.99, len(one.found))

    assert log_losses(chance, one.found).mean() == pytest.approx(log_loss(one.found, chance))


@pytest.mark.parametrize("seed", range(6))
def test_the_penalty_is_the_largest_within_one_standard_error_of_the_best(seed: int):
    """The rule of Breiman and others written out in loops, with the loss of scikit-learn."""
    one = sample(seed, [0.0, 2.0, 1.0, 3.0], count=160)
    weights = np.random.default_rng(seed).uniform(0.3, 3.0, 160)
    one = Sample(one.scores, one.found, weights, one.points)
    folds = blocks(one, 4, seed=1)
    losses = {}
    for penalty in PENALTIES:
        losses[penalty] = [
            log_loss(
                one.found[fold.test],
                fitted(one.part(fold.train), EXPERTS, penalty).probabilities(one.scores[fold.test]),
                sample_weight=weights[fold.test],
                labels=[False, True],
            )
            for fold in folds
        ]
    best = min(losses, key=lambda penalty: mean(losses[penalty]))
    allowed = []
    for penalty, each in losses.items():
        behind = [a - b for a, b in zip(each, losses[best], strict=True)]
        if mean(behind) <= stdev(behind) / len(folds) ** 0.5 if any(behind) else True:
            allowed.append(penalty)
    assert choose_penalty(one, EXPERTS, seed=1) == max(allowed)


def test_blocks_in_which_nothing_can_be_fitted_are_left_out():
    """All finds lie in one corner: a model that never saw it has nothing to learn from."""
    one = sample(3, [1.0, 1.0, 1.0, 1.0], count=80)
    corner = (one.points[:, 0] < 2_000) & (one.points[:, 1] < 2_000)
    alone = Sample(one.scores, corner, one.weight, np.where(corner[:, None], 0.0, one.points))
    assert choose_penalty(alone, EXPERTS, seed=1) in PENALTIES
    two = Sample(one.scores[:2], np.array([True, False]), np.ones(2), one.points[:2])
    assert choose_penalty(two, EXPERTS, seed=1) == np.inf
