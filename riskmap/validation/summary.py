"""From figures per fold to one line per way of splitting, with an interval."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from scipy import stats

from riskmap.validation.cross_validation import Tested
from riskmap.validation.fold_measures import FIGURES, Floats, intervals_of
from riskmap.validation.partitions import DESIGNS

TRAINED = ("train_auc", "train_rmse")
LEVEL = 0.90
_DRAWS = 1000
_FEWEST_FOLDS = 3
_TAILS = ((1 - LEVEL) / 2, (1 + LEVEL) / 2)


def summarise(tested: Tested, found: Floats, capacity: float, seed: int) -> pd.DataFrame:
    """Return one row per ``design`` and ``contender``.

    Every figure is the mean over the folds of a repetition, and then over the
    repetitions; ``<figure>_low`` and ``<figure>_high`` are a 90 % interval,
    and ``interval`` says of what:

    * ``repetitions``: the middle 90 % of the repetitions. It shows what the
      choice of the blocks does, and nothing else.
    * ``folds``: Student's t over the folds of a single repetition, which are
      taken as independent.
    * ``places``: percentile bootstrap over the places of the only fold.

    ``pooled_auc`` is over the predictions of all folds together;
    ``without_figures`` counts the folds in which AUC has no meaning, because
    all or none of their places have a finding.

    Parameters
    ----------
    found
        Shape (n,): the outcomes the folds were tested on.
    capacity
        Share of the places that is visited (0..1).
    seed
        Of the bootstrap.
    """
    rows = []
    for design in DESIGNS:
        of_design = tested.folds[tested.folds["design"] == design]
        for name in dict.fromkeys(of_design["contender"]):
            folds = of_design[of_design["contender"] == name]
            same = (tested.pooled["design"] == design) & (tested.pooled["contender"] == name)
            row: dict[str, object] = {"design": design, "contender": name}
            row |= {
                "repetitions": folds["repetition"].nunique(),
                "folds": len(folds),
                "without_figures": int(folds["auc"].isna().sum()),
                "pooled_auc": float(tested.pooled.loc[same, "auc"].mean()),
            }
            scores = tested.predictions[design][name].to_numpy(dtype=float)
            row |= dict(_figures(folds, scores, found, capacity, seed))
            rows.append(row)
    return pd.DataFrame(rows)


def rosier(tested: Tested, contender: str, figure: str = "auc") -> tuple[float, float, float]:
    """Return how much higher a figure is in random folds than in blocks: mean, low and high.

    The repetitions of both are compared one by one; NaN where one of the
    designs is missing.
    """
    folds = tested.folds[tested.folds["contender"] == contender]
    means = folds.groupby(["design", "repetition"])[figure].mean()
    try:
        gaps = (means.loc["random"] - means.loc["spatial"]).dropna().to_numpy(dtype=float)
    except KeyError:
        gaps = np.empty(0)
    if not len(gaps):
        return (float("nan"),) * 3
    low, high = np.quantile(gaps, _TAILS)
    return float(gaps.mean()), float(low), float(high)


def _figures(
    folds: pd.DataFrame, scores: Floats, found: Floats, capacity: float, seed: int
) -> Iterator[tuple[str, object]]:
    repeated = folds["repetition"].max() > 1
    limits: dict[str, tuple[float, float]] = {}
    kind = "repetitions"
    if not repeated and len(folds) < _FEWEST_FOLDS:
        kind = "places"
        limits = intervals_of(scores, found, capacity, level=LEVEL, draws=_DRAWS, seed=seed)
    yield "interval", kind if repeated or limits else "folds"
    for figure in FIGURES:
        each = folds.groupby("repetition")[figure].mean().dropna().to_numpy(dtype=float)
        yield figure, float(each.mean()) if len(each) else float("nan")
        if limits:
            low, high = limits[figure]
        elif repeated:
            low, high = _quantiles(each)
        else:
            low, high = _over_folds(folds[figure].dropna().to_numpy(dtype=float))
        yield f"{figure}_low", low
        yield f"{figure}_high", high
    for figure in TRAINED:
        known = folds[figure] if figure in folds else pd.Series(dtype=float)
        yield figure, float(known.mean())


def _over_folds(values: Floats) -> tuple[float, float]:
    if len(values) < _FEWEST_FOLDS:
        return float("nan"), float("nan")
    half = stats.t.ppf(_TAILS[1], len(values) - 1) * values.std(ddof=1) / len(values) ** 0.5
    return float(values.mean() - half), float(values.mean() + half)


def _quantiles(values: Floats) -> tuple[float, float]:
    if not len(values):
        return float("nan"), float("nan")
    low, high = np.quantile(values, _TAILS)
    return float(low), float(high)
