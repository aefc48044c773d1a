"""Does a risk terrain model hold elsewhere and later: fitted without the part it is asked about."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from riskmap.errors import RiskmapError, ScoringError
from riskmap.messages import Message
from riskmap.statistics.accuracy import auc, hit_curve, hit_rate, ordering, pai, total
from riskmap.statistics.count_models import poisson_deviance
from riskmap.statistics.folds import block_labels, folds_of
from riskmap.statistics.residual_moran import residual_moran
from riskmap.statistics.risk_terrain import Terrain, fit_terrain
from riskmap.statistics.spatial_weights import nearest_weights, row_standardised

Floats = NDArray[np.float64]
Rows = NDArray[np.intp]

TOP_AREA = 0.1
_NEIGHBOURS = 8
_FEWEST_OUTCOMES = 10


@dataclass(frozen=True, eq=False)
class TerrainData:
    """Places as arrays: what a model is fitted to.

    Attributes
    ----------
    counts
        NaN where nobody looked, shape (n,).
    columns, log_exposure, factors, signs, folds, seed
        As in `riskmap.statistics.risk_terrain.fit_terrain`.
    points
        x and y (m), shape (n, 2).
    """

    counts: Floats
    columns: Floats
    log_exposure: Floats
    points: Floats
    factors: list[int]
    signs: NDArray[np.int_]
    folds: int
    seed: int

    @property
    def seen(self) -> Rows:
        """Places somebody looked at."""
        return np.flatnonzero(np.isfinite(self.counts))

    def fit(self, counts: Floats, rows: Rows) -> Terrain:
        """Choose and fit by some of the places only."""
        return fit_terrain(
            counts[rows],
            self.columns[rows],
            self.log_exposure[rows],
            self.factors,
            self.signs,
            folds=self.folds,
            seed=self.seed,
        )

    def expected(self, terrain: Terrain, rows: Rows) -> Floats:
        """Return the expected counts of places under a model, shape (len(rows),)."""
        chosen = self.columns[rows][:, list(terrain.chosen)]
        return terrain.model.expected(chosen, self.log_exposure[rows])


@dataclass(frozen=True, eq=False)
class Checked:
    """What the checks found: see `riskmap.learning.risk_terrain.RiskTerrain`."""

    figures: pd.DataFrame
    moran_z: float
    moran_p: float
    notes: tuple[Message, ...]


def check_terrain(data: TerrainData, terrain: Terrain, earlier: pd.DataFrame | None) -> Checked:
    """Return how the whole procedure does in blocks and periods it was not fitted to.

    Parameters
    ----------
    data, terrain
        The places and the model of all of them.
    earlier
        Columns ``before`` and ``after``, one row per place; None without dates.
    """
    rows: list[dict[str, object]] = []
    notes: list[Message] = []
    before = None if earlier is None else earlier["before"].to_numpy(dtype=float)
    try:
        rows += _in_blocks(data)
    except RiskmapError as why:
        notes.append(Message("The check in blocks was left out. {why}", why=why.problem))
    if earlier is not None and before is not None:
        after = earlier["after"].to_numpy(dtype=float)
        if min(np.nansum(before), np.nansum(after)) >= _FEWEST_OUTCOMES:
            rows += _next_period(data, before, after)
        else:
            notes.append(
                Message("One of the two periods has fewer than {least} outcomes: the next period was not looked at.", least=_FEWEST_OUTCOMES)  # noqa: E501
            )  # fmt: skip
    heads = ["check", "order", "deviance_explained", "auc", "pai", "hit_rate", "outcomes"]
    z, p = _residual_pattern(data, terrain)
    return Checked(pd.DataFrame(rows, columns=heads), z, p, tuple(notes))


def _in_blocks(data: TerrainData) -> list[dict[str, object]]:
    """Predict every block of places by the model of the others, choice of columns and all."""
    seen = data.seen
    labels = block_labels(data.points[seen], data.folds, data.seed)
    expected, level = np.zeros(len(seen)), np.zeros(len(seen))
    for fold in folds_of(labels):
        train, test = seen[fold.train], seen[fold.test]
        if data.counts[train].sum() < _FEWEST_OUTCOMES:
            raise ScoringError(
                Message("Nearly all outcomes lie in one of the blocks."),
                Message("Ask for other blocks with --folds or --seed."),
            )
        rate = data.counts[train].sum() / np.exp(data.log_exposure[train]).sum()
        level[fold.test] = rate * np.exp(data.log_exposure[test])
        expected[fold.test] = data.expected(data.fit(data.counts, train), test)
    counts, area = data.counts[seen], np.exp(data.log_exposure[seen])
    return [
        _figures(("blocks", "model"), counts, expected, area, level=level),
        _figures(("blocks", "area"), counts, level, area, level=level, ranked_by=area),
    ]


def _next_period(data: TerrainData, before: Floats, after: Floats) -> list[dict[str, object]]:
    """Fit to the first period and predict the next, beside the count of the first."""
    check = "next_period"
    rows = np.flatnonzero(np.isfinite(before) & np.isfinite(after))
    counts, area = after[rows], np.exp(data.log_exposure[rows])
    # Periods differ in length: what is asked is where the outcomes are, not how many.
    scale = counts.sum() / before[rows].sum()
    level = area * counts.sum() / area.sum()
    expected = scale * data.expected(data.fit(before, rows), rows)
    # A place without a count is not impossible: half an outcome is added, by area.
    last = before[rows] + 0.5 * area / area.mean()
    last = last * counts.sum() / last.sum()
    return [
        _figures((check, "model"), counts, expected, area, level=level),
        _figures((check, "last_period"), counts, last, area, level=level, ranked_by=before[rows]),
        _figures((check, "area"), counts, level, area, level=level, ranked_by=area),
    ]


def _figures(
    names: tuple[str, str],
    counts: Floats,
    expected: Floats,
    area: Floats,
    *,
    level: Floats,
    ranked_by: Floats | None = None,
) -> dict[str, object]:
    """Return the figures of one order; places stand by what is expected per area."""
    check, order = names
    by = (expected if ranked_by is None else ranked_by) / area
    curve = hit_curve(ordering(np.round(by / max(by.max(), 1e-300), 12)), counts, area)
    every = total(curve)
    top = curve.after_area(np.asarray(TOP_AREA * area.sum()))
    return {
        "check": check,
        "order": order,
        "deviance_explained": 1
        - poisson_deviance(counts, expected) / poisson_deviance(counts, level),
        "auc": float(auc(curve)),
        "pai": float(pai(top, every)),
        "hit_rate": float(hit_rate(top, every)),
        "outcomes": float(counts.sum()),
    }


def _residual_pattern(data: TerrainData, terrain: Terrain) -> tuple[float, float]:
    """Return z and p of Moran's I of the Pearson residuals over the nearest places."""
    seen = data.seen
    if len(seen) <= 2 * _NEIGHBOURS:
        return float("nan"), float("nan")
    expected = data.expected(terrain, seen)
    variance = expected + terrain.model.dispersion * expected**2
    residuals = (data.counts[seen] - expected) / np.sqrt(variance)
    # Working weights of the log link: mu^2 / variance.
    chosen = data.columns[seen][:, list(terrain.chosen)]
    design = np.column_stack((np.ones(len(seen)), chosen)) * (expected / np.sqrt(variance))[:, None]
    weights = row_standardised(nearest_weights(data.points[seen], _NEIGHBOURS))
    try:
        found = residual_moran(residuals, design, weights)
    except RiskmapError:
        return float("nan"), float("nan")
    return found.z, found.p
