"""What a 90 % interval is worth: over a thousand worlds with a known truth it covers 87 to 93 %.

A world is a municipality whose places each have a chance that a visit finds
something, related to a score. Worlds differ: base rates lie round that of the
setting (log-normal, spread 0.25), because counts are whole and at one fixed
rate the coverage of any interval jumps with it (Brown, Cai and DasGupta 2001).
Scores, finds and draws are new in every world. Estimands, for each world:

hit rate
    The chance that a visit to one of its k best places finds something: the
    mean, over all scores there could be, of the mean chance of those places.
share of the finds at the top, and lift
    With p1 that chance, p0 the one of a place below the top and w = k/N the
    share of places at the top: lift is p1 / (w p1 + (1-w) p0), and the share
    is w times the lift. From visits by score and by chance: p1 / p, with p
    the base rate.
base rate
    The mean chance p of a place of the pool; with `finite` the share of the
    places of the pool as they are where there is something to find.
"""

from dataclasses import dataclass

import numpy as np
import pytest
from scipy.special import expit, logit

from riskmap.statistics.proportions import lift_interval, wilson
from riskmap.statistics.selection import list_probability, rate_ratio, selected_rate

pytestmark = pytest.mark.long

WORLDS = 1000
LOW, HIGH = 0.87, 0.93
SLOPE = 0.8


@dataclass
class Worlds:
    """Scores, levels and finds of the places of all worlds, the best place first."""

    score: np.ndarray
    level: np.ndarray
    found: np.ndarray

    def rate(self, part):
        """Return each world's mean chance over places: the truth, by all worlds' scores."""
        levels = np.linspace(self.level.min(), self.level.max(), 41)
        means = [expit(level + SLOPE * self.score[:, part]).mean() for level in levels]
        return np.interp(self.level, levels, means)


def worlds(places, base_rate, seed):
    generator = np.random.Generator(np.random.PCG64(seed))
    score = -np.sort(-generator.standard_normal((WORLDS, places)), axis=1)
    # The mean over scores of a logistic chance lies a little above it: brought back roughly.
    level = logit(base_rate * np.exp(0.25 * generator.standard_normal(WORLDS))) - 0.25
    chance = expit(level[:, None] + SLOPE * score)
    return Worlds(score, level, (generator.random(chance.shape) < chance).astype(float))


def covered(low, high, truth):
    return float(((np.asarray(low) <= truth) & (truth <= np.asarray(high))).mean())


@pytest.mark.parametrize("base_rate", [0.05, 0.15])
@pytest.mark.parametrize("k", [25, 100])
def test_everything_is_known(base_rate, k):
    """All 500 places were visited, or all incidents are in the file."""
    made = worlds(500, base_rate, seed=1)
    top, rest = made.rate(slice(k)), made.rate(slice(k, None))
    hits, every = made.found[:, :k].sum(axis=1), made.found.sum(axis=1)
    share = k / 500
    lift = top / (share * top + (1 - share) * rest)
    got = {"hit rate": covered(*wilson(hits, k), top)}
    limits = np.array([lift_interval((a, b), (k, 500)) for a, b in zip(hits, every, strict=True)])
    got["lift"] = covered(*limits.T, lift)
    got["share of the finds"] = covered(*(limits.T * share), share * lift)
    got["base rate"] = covered(*wilson(every, 500), made.rate(slice(None)))
    assert all(LOW <= part <= HIGH for part in got.values()), got


def _visits(places, by_score, drawn, generator):
    """Return which places a list of one round names: those drawn, and the best of the others."""
    chosen = np.zeros((WORLDS, places), dtype=bool)
    lots = np.argsort(generator.random((WORLDS, places)), axis=1)[:, :drawn]
    np.put_along_axis(chosen, lots, True, axis=1)  # noqa: FBT003 (numpy's own signature)
    left = np.cumsum(~chosen, axis=1)
    return chosen, ~chosen & (left <= by_score)


@pytest.mark.parametrize("base_rate", [0.05, 0.15])
@pytest.mark.parametrize(("k", "drawn"), [(25, 52), (25, 208), (100, 100)])
def test_visits_by_chance_only(base_rate, k, drawn):
    """A year of lists: the base rate from the visits by chance, the lift from both."""
    made = worlds(1000, base_rate, seed=2)
    generator = np.random.Generator(np.random.PCG64(3))
    by_chance, by_score = _visits(1000, k, drawn, generator)
    lots = (made.found * by_chance).sum(axis=1)
    hits = (made.found * by_score).sum(axis=1)
    # Those drawn leave room for a few more: their places count by how often they got it.
    often = by_score.mean(axis=0)
    top = np.sum([n / k * made.rate([j]) for j, n in enumerate(often) if n > 0], axis=0)
    got = {"base rate": covered(*wilson(lots, drawn), made.rate(slice(None)))}
    got["hit rate"] = covered(*wilson(hits, k), top)
    ratios = [rate_ratio(a, k, b, drawn) for a, b in zip(hits, lots, strict=True)]
    low, high = np.array([(ratio.low, ratio.high) for ratio in ratios]).T
    got["lift"] = covered(low, high, top / made.rate(slice(None)))
    assert all(LOW <= part <= HIGH for part in got.values()), got


@pytest.mark.parametrize("base_rate", [0.05, 0.15])
@pytest.mark.parametrize("k", [25, 100])
@pytest.mark.parametrize("finite", [False, True])
def test_visits_by_score_and_by_chance_together(base_rate, k, finite):
    """Each visit weighs its inverse chance; `finite`: the share of this world's own places."""
    places, drawn = 800, 60
    made = worlds(places, base_rate, seed=4)
    generator = np.random.Generator(np.random.PCG64(5))
    by_chance, by_score = _visits(places, k, drawn, generator)
    chance = list_probability(np.arange(1.0, places + 1), places, drawn, k)
    limits, values = [], []
    for found, visited in zip(made.found, by_chance | by_score, strict=True):
        estimate = selected_rate(found[visited], chance[visited], finite=finite)
        limits.append((estimate.low, estimate.high))
        values.append(estimate.value)
    truth = made.found.mean(axis=1) if finite else made.rate(slice(None))
    part = covered(*np.transpose(limits), truth)
    error = np.asarray(values) - truth
    assert LOW <= part <= HIGH
    assert abs(error.mean()) < 3 * error.std(ddof=1) / WORLDS**0.5
