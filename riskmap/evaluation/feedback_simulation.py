"""What a list does to itself: rounds of visits under several ways of learning from them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from riskmap.statistics.guarded_rates import guarded_rates
from riskmap.statistics.selection import Estimate, list_probability, selected_rate

Floats = NDArray[np.float64]
Learning = Literal["raw_counts", "shrunken", "guarded"]


@dataclass(frozen=True)
class Setting:
    """A world of places and a team that visits them.

    Attributes
    ----------
    places, visits, rounds
        How many places there are, how many are visited a round, how often.
    base_rate
        Mean chance that a visit finds something.
    spread
        Standard deviation of the places' chances on the logit scale.
    correlation
        Of the first score with those chances, on that scale.
    random_share
        Part of every round's visits drawn by chance, where the way of
        learning has one.
    strength
        Visits the expectation before any visit counts for.
    """

    places: int = 500
    visits: int = 25
    rounds: int = 60
    base_rate: float = 0.10
    spread: float = 0.9
    correlation: float = 0.5
    random_share: float = 0.2
    strength: float = 5.0


@dataclass(frozen=True)
class Loop:
    """What became of one way of learning.

    Attributes
    ----------
    ever_visited
        Share of all places visited at least once.
    hit_rate
        Share of all visits that found something.
    share_known
        Share of the chance in the world that lies in visited places.
    base_rate
        Estimated mean chance; NaN throughout without visits by chance.
    naive_rate
        The same, as read from all visits as if they were alike.
    truth
        The mean chance there really was.
    """

    ever_visited: float
    hit_rate: float
    share_known: float
    base_rate: Estimate
    naive_rate: float
    truth: float


@dataclass
class _Log:
    place: NDArray[np.intp]
    found: Floats
    probability: Floats


def simulate(setting: Setting, learning: Learning, seed: int) -> Loop:
    """Run the rounds of one world.

    Each place has one chance that never changes; a first score is related to
    it. Every round the best places by the present order are visited, and each
    visit finds something with the place's chance. ``raw_counts`` orders by
    confirmed hits so far, the first score deciding ties. ``shrunken`` orders by hits
    per visit, shrunken toward a guess (the setting's base rate). ``guarded`` draws the
    random share first and orders the rest by `guarded_rates`, whose
    expectation comes from inverse selection probabilities.

    Parameters
    ----------
    seed
        World and visits; the same seed gives the same world to each way.
    """
    generator = np.random.Generator(np.random.PCG64(seed))
    chance, score = _world(setting, generator)
    by_chance = round(setting.visits * setting.random_share) if learning == "guarded" else 0
    log = _Log(np.empty(0, np.intp), np.empty(0), np.empty(0))
    for _ in range(setting.rounds):
        value = _ORDERS[learning](log, setting)
        chosen, probability = _list(value, score, setting.visits, by_chance, generator)
        found = (generator.random(len(chosen)) < chance[chosen]).astype(np.float64)
        log.place = np.concatenate([log.place, chosen])
        log.found = np.concatenate([log.found, found])
        log.probability = np.concatenate([log.probability, probability])
    seen = np.unique(log.place)
    return Loop(
        ever_visited=len(seen) / setting.places,
        hit_rate=float(log.found.mean()),
        share_known=float(chance[seen].sum() / chance.sum()),
        base_rate=selected_rate(log.found, log.probability),
        naive_rate=float(log.found.mean()),
        truth=float(chance.mean()),
    )


def compare_loops(
    setting: Setting,
    seeds: int,
    learnings: Sequence[Learning] = ("raw_counts", "shrunken", "guarded"),
) -> pd.DataFrame:
    """Return one row per way of learning and seed, with the figures of `Loop`.

    Columns: ``learning``, ``seed``, ``ever_visited``, ``hit_rate``,
    ``share_known``, ``naive_rate``, ``truth``, ``base_rate``, ``low``, ``high``.
    """
    rows: list[dict[str, object]] = []
    for learning in learnings:
        for seed in range(1, seeds + 1):
            loop = simulate(setting, learning, seed)
            row = {f.name: getattr(loop, f.name) for f in fields(loop) if f.name != "base_rate"}
            value, low, high, _ = loop.base_rate
            rows.append({"learning": learning, "seed": seed, **row,
                         "base_rate": value, "low": low, "high": high})  # fmt: skip
    return pd.DataFrame(rows)


def _world(setting: Setting, generator: np.random.Generator) -> tuple[Floats, Floats]:
    """Return each place's chance and first score (0..1, by rank)."""
    first, second = generator.standard_normal((2, setting.places))
    logit = np.log(setting.base_rate / (1 - setting.base_rate)) + setting.spread * first
    chance = 1 / (1 + np.exp(-logit))
    related = setting.correlation * first + (1 - setting.correlation**2) ** 0.5 * second
    score = (np.argsort(np.argsort(related)) + 0.5) / setting.places
    return chance, score


def _list(
    value: Floats, score: Floats, visits: int, by_chance: int, generator: np.random.Generator
) -> tuple[NDArray[np.intp], Floats]:
    """Return the places of one round, those by score first, and each one's chance to be there."""
    count = len(value)
    order = np.empty(count)
    best = np.lexsort((np.arange(count), -score, -value))
    order[best] = np.arange(1, count + 1)
    drawn = generator.permutation(count)[:by_chance]
    left = best[~np.isin(best, drawn)][: visits - by_chance]
    chosen = np.concatenate([left, drawn])
    return chosen, list_probability(order[chosen], count, by_chance, visits - by_chance)


def _raw_counts(log: _Log, setting: Setting) -> Floats:
    return np.bincount(log.place, weights=log.found, minlength=setting.places).astype(np.float64)


def _shrunken(log: _Log, setting: Setting) -> Floats:
    visits = np.bincount(log.place, minlength=setting.places)
    guess = setting.strength * setting.base_rate
    return (_raw_counts(log, setting) + guess) / (visits + setting.strength)


def _guarded(log: _Log, setting: Setting) -> Floats:
    alike = np.ones(setting.places)
    return guarded_rates(log.place, log.found, log.probability, alike, setting.strength).rate


_ORDERS: dict[Learning, Callable[[_Log, Setting], Floats]] = {
    "raw_counts": _raw_counts,
    "shrunken": _shrunken,
    "guarded": _guarded,
}
