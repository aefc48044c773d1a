"""Risk terrain model: from columns of factors to the few that count, their values and scores.

Caplan, Kennedy and Miller (2011); the statistics as in Heffner (2013):
elastic net, then stepwise BIC for Poisson and negative binomial, and of the
two the one with the lower BIC.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from riskmap.statistics.count_models import CountModel, fit_counts
from riskmap.statistics.elastic_net import ElasticNet, elastic_net
from riskmap.statistics.stepwise import Stepwise, stepwise

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Terrain:
    """What the counts say about the columns.

    Attributes
    ----------
    net
        The penalised model of all columns; None when there was no column to fit.
    survivors
        Columns it did not put at 0.
    poisson, negative_binomial
        The stepwise choice from the survivors under either family.
    chosen
        Columns of the model with the lower BIC, ascending.
    model
        That model.
    """

    net: ElasticNet | None
    survivors: tuple[int, ...]
    poisson: Stepwise
    negative_binomial: Stepwise
    chosen: tuple[int, ...]
    model: CountModel

    def scores(self, columns: Floats) -> Floats:
        """Return the relative risk score of places, shape (n,), from all columns."""
        return relative_risk_scores(self.model.coefficients, columns[:, list(self.chosen)])


def relative_risk_values(coefficients: Floats) -> Floats:
    """Return ``RRV_k = exp(b_k)``, shape (k,)."""
    return np.asarray(np.exp(coefficients), dtype=np.float64)


def relative_risk_scores(coefficients: Floats, columns: Floats) -> Floats:
    """Return ``RRS = exp(b0 + sum_k b_k x_k) / exp(b0)``, shape (n,).

    A score says how many times the expected count per area is that of a place
    where every column is 0. It is no probability.
    """
    return np.asarray(np.exp(columns @ coefficients), dtype=np.float64)


def fit_terrain(
    counts: Floats,
    columns: Floats,
    log_exposure: Floats,
    factors: Sequence[int],
    signs: NDArray[np.int_],
    *,
    folds: int = 10,
    seed: int = 1,
) -> Terrain:
    """Choose the columns and fit the model, all by the counts that are given.

    Parameters
    ----------
    counts, columns, log_exposure
        As in `riskmap.statistics.count_models.fit_counts`.
    factors, signs
        As in `riskmap.statistics.stepwise.stepwise`.
    folds, seed
        As in `riskmap.statistics.elastic_net.elastic_net`.
    """
    usable = np.flatnonzero([why is None for why in unusable(counts, columns)])
    net, survivors = None, usable[:0]
    if len(usable):
        net = elastic_net(
            counts,
            columns[:, usable],
            log_exposure,
            signs=signs[usable],
            folds=folds,
            seed=seed,
        )
        survivors = usable[net.kept]
    left = columns[:, survivors]
    theirs = [factors[column] for column in survivors]
    first = stepwise(counts, left, log_exposure, theirs, signs[survivors])
    second = stepwise(
        counts, left, log_exposure, theirs, signs[survivors], family="negative_binomial"
    )
    best = second if second.model.settled and second.model.bic < first.model.bic else first
    chosen = tuple(int(survivors[place]) for place in best.chosen)
    kept = tuple(int(column) for column in survivors)
    return Terrain(net, kept, first, second, chosen, best.model)


def unusable(counts: Floats, columns: Floats) -> list[str | None]:
    """Say of every column why no model can use it; None where one can.

    Returns
    -------
    ``constant``: the same everywhere; ``none_there``: a flag without one
    outcome where it is 1, so that its coefficient has no lower end;
    ``all_there``: a flag with every outcome where it is 1; ``repeats``: equal
    to an earlier column.
    """
    said: list[str | None] = []
    seen: set[bytes] = set()
    for column in columns.T:
        flags = bool(np.isin(column, (0.0, 1.0)).all())
        raised = float(counts[column == 1].sum()) if flags else float("nan")
        content = np.ascontiguousarray(column).tobytes()
        if np.ptp(column) == 0:
            said.append("constant")
        elif content in seen:
            said.append("repeats")
        elif flags and raised == 0:
            said.append("none_there")
        elif flags and raised == counts.sum():
            said.append("all_there")
        else:
            said.append(None)
        seen.add(content)
    return said


def alone(
    counts: Floats, columns: Floats, log_exposure: Floats, terrain: Terrain
) -> list[CountModel | None]:
    """Fit every column alone under the family of the chosen model; None where none can be."""
    reasons = unusable(counts, columns)
    family = terrain.model.family
    return [
        fit_counts(counts, columns[:, [column]], log_exposure, family)
        if why in {None, "repeats"}
        else None
        for column, why in enumerate(reasons)
    ]
