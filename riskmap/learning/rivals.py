"""Proposed weights beside the experts' and beside simple orders, on places kept apart."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from riskmap.statistics.accuracy import auc, hit_curve, ordering, precision
from riskmap.statistics.rank_tally import SAME_DIGITS
from riskmap.statistics.weight_choice import Sample, blocks, choose_penalty, fitted, log_losses

Floats = NDArray[np.float64]

_FOLDS = 5
_DRAWS = 1_000
_LOW, _HIGH = 0.05, 0.95


def rivals(
    sample: Sample, experts: Floats, before: Floats, areas: Floats, *, k: int, seed: int
) -> pd.DataFrame:
    """Return how well every order of the visited places finds what was found.

    The weights, and how far they may move, are fitted without the block in
    which they are tested. Intervals (90 %) come from drawing places with
    replacement, the same ones for every order.

    Parameters
    ----------
    sample
        Places somebody looked at.
    experts
        Their weights, adding up to 1.
    before, areas
        Count of the last period and area (m2) of the same places, NaN unknown.
    k
        Length of the top.
    seed
        Of the blocks and the draws.

    Returns
    -------
    pandas.DataFrame
        One row per order: ``model``; ``auc``, ``auc_low``, ``auc_high``;
        ``precision``, ``precision_low``, ``precision_high`` among the first `k`
        visited places; ``log_loss`` (NaN for orders that are no
        probabilities); ``better_low``, ``better_high``: how much the AUC of
        the proposed weights is above it.
    """
    kept_apart = held_out(sample, experts, seed)
    chances = kept_apart.chances
    orders = {
        "proposed": kept_apart.order,
        "experts": np.round(sample.scores @ experts, SAME_DIGITS),
        "last_period": before,
        "area": areas,
    }
    drawn = _draws(len(sample.found), seed)
    figures = {name: _figures(order, sample, drawn, k) for name, order in orders.items()}
    rows = []
    for name, (aucs, rates) in figures.items():
        better = figures["proposed"][0] - aucs
        losses = log_losses(chances[name], sample.found) if name in chances else np.array([np.nan])
        rows.append(
            {
                "model": name,
                **_interval("auc", aucs),
                **_interval("precision", rates),
                "log_loss": float(np.mean(losses)),
                "better_low": _quantile(better[1:], _LOW),
                "better_high": _quantile(better[1:], _HIGH),
            }
        )
    rate = float(sample.found.mean())
    rows.append({"model": "random", "auc": 0.5, "precision": rate})
    return pd.DataFrame(rows)


class HeldOut(NamedTuple):
    """What models that never saw its block say of every place.

    Attributes
    ----------
    chances
        Chance of a find under the ``proposed`` and the ``experts``' weights, shape (n,) each.
    order
        Score under the proposed weights, shape (n,): the level of a model is
        its block's, so chances of several blocks make no order together.
    """

    chances: Mapping[str, Floats]
    order: Floats


def held_out(sample: Sample, experts: Floats, seed: int) -> HeldOut:
    """Return chances and order of all places, from models that never saw their block."""
    chances = {name: np.full(len(sample.found), np.nan) for name in ("proposed", "experts")}
    order = np.full(len(sample.found), np.nan)
    for fold in blocks(sample, _FOLDS, seed):
        train, test = sample.part(fold.train), sample.scores[fold.test]
        if not train.both:
            continue
        penalty = choose_penalty(train, experts, seed)
        models = {
            "proposed": fitted(train, experts, penalty),
            "experts": fitted(train, experts, np.inf),
        }
        for name, model in models.items():
            chances[name][fold.test] = model.probabilities(test)
        order[fold.test] = np.round(test @ models["proposed"].shares, SAME_DIGITS)
    return HeldOut(chances, order)


def _draws(count: int, seed: int) -> Floats:
    """Return how often every place counts: once in the first row, then draws with replacement."""
    generator = np.random.Generator(np.random.PCG64(seed))
    drawn = generator.multinomial(count, np.full(count, 1 / count), size=_DRAWS)
    return np.vstack([np.ones(count), drawn]).astype(np.float64)


def _figures(order: Floats, sample: Sample, drawn: Floats, k: int) -> tuple[Floats, Floats]:
    """Return AUC and precision at `k` of one order for every draw; NaN where it knows nothing."""
    nothing = np.full(len(drawn), np.nan)
    if np.isnan(order).all():
        return nothing, nothing
    # A place that an order knows nothing about comes last in it.
    found = sample.found.astype(np.float64)
    curve = hit_curve(ordering(order), found, np.ones(len(found)), drawn)
    return auc(curve), precision(curve.after(k))


def _interval(name: str, draws: Floats) -> dict[str, float]:
    return {
        name: float(draws[0]),
        f"{name}_low": _quantile(draws[1:], _LOW),
        f"{name}_high": _quantile(draws[1:], _HIGH),
    }


def _quantile(draws: Floats, share: float) -> float:
    known = draws[~np.isnan(draws)]
    return float(np.quantile(known, share)) if len(known) else float("nan")
