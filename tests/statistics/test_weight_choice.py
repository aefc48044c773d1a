"""How far outcomes may move weights: right experts stay, wrong ones are corrected."""

import numpy as np
import pytest
from sklearn.metrics import log_loss

from riskmap.statistics.weight_choice import Sample, choose_penalty, fitted, log_losses

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
