"""Stepwise choice of columns by BIC, at most one of every factor."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from riskmap.statistics.count_models import CountModel, Family, fit_counts

Floats = NDArray[np.float64]
Move = Literal["start", "add", "drop", "swap"]
_BETTER = 1e-9


@dataclass(frozen=True)
class Step:
    """One step: what was done to which column, and the BIC after it.

    Attributes
    ----------
    move
        ``swap`` puts another operationalisation of the same factor in its place.
    column
        None at the start.
    """

    move: Move
    column: int | None
    bic: float


@dataclass(frozen=True, eq=False)
class Stepwise:
    """The columns that were chosen, in ascending order, the model of them, and the way there."""

    chosen: tuple[int, ...]
    model: CountModel
    steps: tuple[Step, ...]


def stepwise(
    counts: Floats,
    columns: Floats,
    log_exposure: Floats,
    factors: Sequence[int],
    signs: NDArray[np.int_],
    *,
    family: Family = "poisson",
    direction: Literal["forward", "both"] = "both",
) -> Stepwise:
    """Start with no column and take the move that lowers BIC most, until none does.

    Moves are: add a column of a factor that is not in yet; with ``both`` also
    drop one, or swap it for another of the same factor. A model whose
    coefficients do not all have their sign, or that does not converge, is
    not looked at (Heffner 2013, the statistics behind RTMDx).

    Parameters
    ----------
    counts, columns, log_exposure
        As in `riskmap.statistics.count_models.fit_counts`.
    factors
        Number of the factor each column is of, shape (k,).
    signs
        As in `riskmap.statistics.elastic_net.elastic_net`.
    """
    known: dict[frozenset[int], CountModel] = {}

    def model_of(chosen: frozenset[int]) -> CountModel:
        if chosen not in known:
            known[chosen] = fit_counts(counts, columns[:, sorted(chosen)], log_exposure, family)
        return known[chosen]

    now: frozenset[int] = frozenset()
    steps = [Step("start", None, model_of(now).bic)]
    while True:
        best = _best_move(now, factors, signs, model_of, direction)
        if best is None or best[0].bic >= steps[-1].bic - _BETTER:
            break
        step, now = best
        steps.append(step)
    return Stepwise(tuple(sorted(now)), model_of(now), tuple(steps))


def _best_move(
    now: frozenset[int],
    factors: Sequence[int],
    signs: NDArray[np.int_],
    model_of: Callable[[frozenset[int]], CountModel],
    direction: Literal["forward", "both"],
) -> tuple[Step, frozenset[int]] | None:
    best: tuple[Step, frozenset[int]] | None = None
    for move, column, then in _moves(now, factors, direction):
        model = model_of(then)
        if not model.settled or (model.coefficients * signs[sorted(then)] < 0).any():
            continue
        if best is None or model.bic < best[0].bic - _BETTER:
            best = Step(move, column, model.bic), then
    return best


def _moves(
    now: frozenset[int], factors: Sequence[int], direction: Literal["forward", "both"]
) -> Iterator[tuple[Move, int, frozenset[int]]]:
    owner = {factors[column]: column for column in now}
    for column, factor in enumerate(factors):
        if factor not in owner:
            yield "add", column, now | {column}
        elif direction == "both" and column not in now:
            yield "swap", column, now - {owner[factor]} | {column}
    if direction == "both":
        for column in sorted(now):
            yield "drop", column, now - {column}
