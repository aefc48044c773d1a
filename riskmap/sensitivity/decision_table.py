"""Rank certainty of any decision matrix: alternatives by criteria, whoever made it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from riskmap.errors import ScoringError
from riskmap.messages import Message
from riskmap.sensitivity.certainty import (
    DECIDED,
    Certainty,
    certainty_frame,
    rank_table,
)
from riskmap.statistics import simplex
from riskmap.statistics.acceptability import acceptability, confidence, undecided
from riskmap.statistics.weighted_means import Draws, Floats, weighted_means

_WATCHED = 200
# Measurements drawn for the confidence factors: as many as weights, of long tables fewer.
_LEAST_SETS = 1000
_MOST_COMPARED = 500_000  # sets times alternatives


@dataclass(frozen=True)
class DecisionTable:
    """Measurements of alternatives and what is best and worst of every criterion.

    Attributes
    ----------
    names
        Alternatives, unique.
    criteria
        Names of the criteria.
    middle, half_width, deviation
        Shape (alternatives, criteria), in the units of the file, NaN unknown:
        the measurement; half the width of its interval, from which it is
        drawn uniformly; its standard deviation, with which it is drawn
        normally. 0 where it is exact.
    worst, best
        Shape (criteria,): measurements that score 0 and 1, a straight line
        between; what lies beyond scores 0 or 1.
    """

    names: tuple[str, ...]
    criteria: tuple[str, ...]
    middle: Floats
    half_width: Floats
    deviation: Floats
    worst: Floats
    best: Floats

    @property
    def exact(self) -> bool:
        """Tell whether every measurement is one figure."""
        return not bool((self.half_width > 0).any() or (self.deviation > 0).any())

    def scores(self, generator: np.random.Generator | None = None) -> Floats:
        """Return scores 0..1: of the middle, or of one draw of the measurements."""
        values = self.middle
        if generator is not None:
            values = values + self.half_width * (2 * generator.random(values.shape) - 1)
            values = values + self.deviation * generator.standard_normal(values.shape)
        return np.asarray(
            np.clip((values - self.worst) / (self.best - self.worst), 0.0, 1.0), dtype=np.float64
        )


@dataclass(frozen=True)
class KnownOfWeights:
    """What is taken as known of the weights; nothing, unless said.

    Attributes
    ----------
    weights
        Criterion -> weight, each of which moves by at most `share` of itself.
    share
        0..1.
    order
        Criteria, most important first; those not named are free.
    limits
        Criterion -> lowest and highest weight, of weights that add up to 1;
        0 and 1 for those not named.
    """

    weights: Mapping[str, float] = field(default_factory=dict)
    share: float = 0.25
    order: tuple[str, ...] = ()
    limits: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    def draw(self, generator: np.random.Generator, draws: int, criteria: tuple[str, ...]) -> Floats:
        """Return weights that add up to 1, shape (draws, criteria)."""
        if self.weights:
            given = np.array([self.weights.get(name, 0.0) for name in criteria])
            return simplex.around(generator, draws, given, self.share)
        if self.order:
            places = [criteria.index(name) for name in self.order]
            return simplex.ordered(generator, draws, len(criteria), places)
        if self.limits:
            low, high = (
                np.array([self.limits.get(name, (0.0, 1.0))[side] for name in criteria])
                for side in (0, 1)
            )
            return simplex.bounded(generator, draws, low, high)
        return simplex.uniform(generator, draws, len(criteria))


def table_certainty(
    table: DecisionTable, known: KnownOfWeights, *, k: int, draws: int, seed: int
) -> Certainty:
    """Return rank acceptabilities, central weights and confidence factors of a decision matrix.

    Uncertain measurements are drawn anew in every draw of the weights,
    independent of each other.

    Parameters
    ----------
    known
        What is known of the weights.
    k
        Length of the top; with 1 the classical indices of the first rank.

    Raises
    ------
    ScoringError
        When nothing that has a weight is known of an alternative: it has no rank.
    """
    generator = np.random.Generator(np.random.PCG64(seed))
    weights = known.draw(generator, draws, table.criteria)
    _refuse_blank(table, weights)
    family_of = np.zeros(len(table.criteria), dtype=np.int64)
    one = np.ones((1, 1))
    middle = Draws(table.scores(), one, weights.mean(axis=0, keepdims=True))
    scores = pd.Series(np.round(weighted_means(middle, family_of)[0], 12), index=table.names)
    rank = np.asarray(scores.rank(ascending=False, method="min"), dtype=np.int64)
    order = np.lexsort((np.array(table.names, dtype=str), rank))
    watched = order[:_WATCHED]
    found = acceptability(_cases(table, weights, generator), family_of, k=k, watched=watched)
    sets = max(_LEAST_SETS, _MOST_COMPARED // len(watched))
    factors = confidence(
        _measurements(table, generator, min(draws, sets)),
        found,
        family_of,
        k=k,
        chosen=watched,
    )
    places = pd.Index(table.names, name="alternative")
    frame = certainty_frame(found, places, rank)
    frame["confidence"] = pd.Series(factors, index=places[watched])
    frame["tie_group"] = pd.Series(
        undecided(found.before, DECIDED), index=places[watched], dtype="Int64"
    )
    central = pd.DataFrame(found.central_inside, index=places, columns=list(table.criteria))
    return Certainty(
        frame=frame.iloc[order],
        acceptability=rank_table(found, places).iloc[order],
        central_weights=central.iloc[order].dropna(how="all"),
        pairwise=pd.DataFrame(found.before, index=places[watched], columns=places[watched]),
        k=k,
        draws=draws,
        threshold_sets=1,
        seed=seed,
    )


def _refuse_blank(table: DecisionTable, weights: Floats) -> None:
    counts = weights.max(axis=0) > 0
    blank = np.flatnonzero(np.isnan(table.middle[:, counts]).all(axis=1))
    if len(blank):
        raise ScoringError(
            Message(
                "Of {count} of the {all} alternatives no criterion with a weight is known, such as "
                "{name}: they have no rank.",
                count=len(blank),
                all=len(table.names),
                name=table.names[int(blank[0])],
            ),
            Message("Leave those rows out, fill a figure in, or add a criterion that is known."),
        )


def _cases(
    table: DecisionTable, weights: Floats, generator: np.random.Generator
) -> Iterator[Draws]:
    one = np.ones((len(weights), 1))
    if table.exact:
        yield Draws(table.scores(), one, weights)
        return
    for number in range(len(weights)):
        part = slice(number, number + 1)
        yield Draws(table.scores(generator), one[part], weights[part])


def _measurements(
    table: DecisionTable, generator: np.random.Generator, sets: int
) -> Iterator[Floats]:
    if table.exact:
        yield table.scores()
        return
    for _ in range(sets):
        yield table.scores(generator)
