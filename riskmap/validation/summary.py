"""From figures per fold to one line per way of splitting, with an interval."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import stats

from riskmap.validation.cross_validation import Tested
from riskmap.validation.fold_measures import FIGURES, Floats, intervals_of
from riskmap.validation.partitions import DESIGNS

if TYPE_CHECKING:
    from pandas.core.groupby import SeriesGroupBy

TRAINED = ("train_auc", "train_rmse")
LEVEL = 0.90
_DRAWS = 1000
_FEWEST_FOLDS = 3
_SHARE, _POSITIVE, _ANY = (0.0, 1.0), (0.0, float("inf")), (-float("inf"), float("inf"))
_POSSIBLE = {
    "auc": _SHARE,
    "hit_rate": _SHARE,
    "precision": _SHARE,
    "lift": _POSITIVE,
    "rmse": _POSITIVE,
    "r2": _ANY,
}
_TAILS = ((1 - LEVEL) / 2, (1 + LEVEL) / 2)


def summarise(tested: Tested, found: Floats, capacity: float, seed: int) -> pd.DataFrame:
    """Return one row per ``design`` and ``contender``.

    Every figure is the mean over the folds of a repetition, and then over the
    repetitions; ``<figure>_low`` and ``<figure>_high`` are a 90 % interval,
    and ``interval`` says of what:

    * ``folds``: Student's t over the folds, which are taken as independent:
      the mean variance between the folds of a repetition over their number,
      plus the variance between repetitions over theirs. It shows how the
      figure differs from one part to the next.
    * ``repetitions``: the middle 90 % of the repetitions, where a repetition
      has fewer than three folds with figures; NaN where there is only one.
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
    designs is missing, and low and high where there is one repetition only.
    """
    folds = tested.folds[tested.folds["contender"] == contender]
    means = folds.groupby(["design", "repetition"])[figure].mean()
    try:
        gaps = (means.loc["random"] - means.loc["spatial"]).dropna().to_numpy(dtype=float)
    except KeyError:
        gaps = np.empty(0)
    if not len(gaps):
        return (float("nan"),) * 3
    return (float(gaps.mean()), *_quantiles(gaps))


def lead(
    folds: pd.DataFrame, design: str, contenders: tuple[str, str], figure: str
) -> tuple[float, float]:
    """Return the 90 % interval of how much higher the first contender's figure is, fold by fold.

    Both are asked about the same folds, so what makes a fold easy or hard drops out. NaN where
    a design has a single fold.

    Parameters
    ----------
    folds
        As in `Tested`.
    """
    asked = folds[folds["design"] == design].set_index(["repetition", "fold"])
    first, second = (asked.loc[asked["contender"] == name, figure] for name in contenders)
    gaps = (first - second).rename("gap").reset_index()
    by_repetition = gaps.groupby("repetition")["gap"]
    each = by_repetition.mean().dropna().to_numpy(dtype=float)
    if gaps["fold"].nunique() >= _FEWEST_FOLDS:
        return _over_folds(by_repetition, each, _ANY)
    return _quantiles(each)


def _figures(
    folds: pd.DataFrame, scores: Floats, found: Floats, capacity: float, seed: int
) -> Iterator[tuple[str, object]]:
    limits: dict[str, tuple[float, float]] = {}
    kind = "folds"
    if len(folds) == 1:
        kind = "places"
        limits = intervals_of(scores, found, capacity, level=LEVEL, draws=_DRAWS, seed=seed)
    elif folds["fold"].nunique() < _FEWEST_FOLDS:
        kind = "repetitions"
    yield "interval", kind
    for figure in FIGURES:
        by_repetition = folds.groupby("repetition")[figure]
        each = by_repetition.mean().dropna().to_numpy(dtype=float)
        yield figure, float(each.mean()) if len(each) else float("nan")
        if kind == "places":
            low, high = limits[figure]
        elif kind == "folds":
            low, high = _over_folds(by_repetition, each, _POSSIBLE[figure])
        else:
            low, high = _quantiles(each)
        yield f"{figure}_low", low
        yield f"{figure}_high", high
    for figure in TRAINED:
        known = folds[figure] if figure in folds else pd.Series(dtype=float)
        yield figure, float(known.mean())


def _over_folds(
    by_repetition: "SeriesGroupBy[Any, Any]", means: Floats, limits: tuple[float, float]
) -> tuple[float, float]:
    """Return Student's t interval of the mean over repetitions; cut at what is possible."""
    counts = by_repetition.count().to_numpy(dtype=float)
    whole = counts >= _FEWEST_FOLDS
    if not whole.any():
        return float("nan"), float("nan")
    number = float(counts[whole].mean())
    within = float(np.nanmean(by_repetition.var(ddof=1).to_numpy(dtype=float)[whole]))
    between = float(means.var(ddof=1)) / len(means) if len(means) > 1 else 0.0
    half = float(stats.t.ppf(_TAILS[1], number - 1)) * (within / number + between) ** 0.5
    middle = float(means.mean())
    return max(middle - half, limits[0]), min(middle + half, limits[1])


def _quantiles(values: Floats) -> tuple[float, float]:
    if len(values) < 2:  # noqa: PLR2004 (one figure has no middle part)
        return float("nan"), float("nan")
    low, high = np.quantile(values, _TAILS)
    return float(low), float(high)
