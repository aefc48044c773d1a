"""Every way of ordering places, tested on places that took no part in its making.

One loop for all of them: the fitting function sees the rows that train and
nothing else. Whatever depends on the data (reference values, standardisation,
levels of a factor, smoothing, counts of earlier findings, weights) belongs
inside it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from riskmap.errors import ScoringError
from riskmap.statistics.folds import Fold
from riskmap.validation.fold_measures import Floats, measures_of
from riskmap.validation.partitions import Partition

# What a fitting function learned is its own affair: it is handed to the prediction unopened.
Fit = Callable[[pd.DataFrame], Any]
Predict = Callable[[Any, pd.DataFrame], Floats]


@dataclass(frozen=True)
class Contender:
    """One way to order places.

    Attributes
    ----------
    name
        Column ``contender`` of the results.
    fit
        From the rows that train, with ``found``, to whatever it learned.
    predict
        From that and the rows asked about, whose ``found`` is hidden from it,
        to a score: higher comes first, NaN is no score.
    learns
        Whether it saw outcomes: then its figures on the training rows are
        worth a look too, as the rosiest of all.
    """

    name: str
    fit: Fit
    predict: Predict
    learns: bool = False


@dataclass(frozen=True)
class Tested:
    """Figures of contenders in folds.

    Attributes
    ----------
    folds
        One row per ``design``, ``repetition``, ``fold`` and ``contender``,
        with the figures of `measures_of`, and ``train_auc`` and
        ``train_rmse`` where the contender learns.
    pooled
        One row per ``design``, ``repetition`` and ``contender``: the same
        figures over the predictions of all folds together.
    predictions
        Design -> one row per row of the frame, one column per contender: the
        prediction made without that row, in the first repetition.
    """

    folds: pd.DataFrame
    pooled: pd.DataFrame
    predictions: Mapping[str, pd.DataFrame]


def validate_model(
    frame: pd.DataFrame,
    fit: Fit,
    predict: Predict,
    partitions: Sequence[Partition],
    *,
    capacity: float = 0.1,
    name: str = "model",
) -> Tested:
    """Test one way of ordering places in all folds.

    Parameters
    ----------
    frame
        One row per place or observation. ``found``: 0, 1 or a count, NaN
        where unknown; further columns are the affair of `fit` and `predict`.
    fit, predict
        See `Contender`.
    partitions
        See `riskmap.validation.partitions`.
    capacity
        Share of the places that can be visited (0..1).
    """
    return validate_contenders(
        frame, [Contender(name, fit, predict, learns=True)], partitions, capacity=capacity
    )


def validate_contenders(
    frame: pd.DataFrame,
    contenders: Sequence[Contender],
    partitions: Sequence[Partition],
    *,
    capacity: float,
) -> Tested:
    """Test several ways of ordering places in the same folds; see `validate_model`.

    All are judged on the places that the first of them scores: figures over
    different places could not be compared.
    """
    folds: list[dict[str, object]] = []
    pooled: list[dict[str, object]] = []
    kept: dict[str, pd.DataFrame] = {}
    found = frame["found"].to_numpy(dtype=float)
    for partition in partitions:
        first = kept.setdefault(partition.design, pd.DataFrame(index=frame.index))
        asked = np.concatenate([fold.test for fold in partition.folds])
        judged = found.copy()
        head = {"design": partition.design, "repetition": partition.repetition}
        for number, contender in enumerate(contenders):
            predicted = np.full(len(frame), np.nan)
            for fold in partition.folds:
                scores, figures = _tested(frame, judged, fold, contender, capacity)
                predicted[fold.test] = scores
                row = {**head, "fold": fold.name, "contender": contender.name}
                folds.append({**row, **figures})
            together = measures_of(predicted[asked], judged[asked], capacity)
            pooled.append({**head, "contender": contender.name, **together})
            if contender.name not in first:
                first[contender.name] = predicted
            if number == 0 and len(contenders) > 1:
                judged[asked] = np.where(np.isnan(predicted[asked]), np.nan, judged[asked])
    return Tested(pd.DataFrame(folds), pd.DataFrame(pooled), kept)


def _tested(
    frame: pd.DataFrame,
    found: NDArray[np.float64],
    fold: Fold,
    contender: Contender,
    capacity: float,
) -> tuple[Floats, dict[str, float]]:
    train = frame.iloc[fold.train]
    hidden = frame.iloc[fold.test].drop(columns="found")
    on_train: dict[str, float] = {}
    try:
        learned = contender.fit(train)
        scores = np.asarray(contender.predict(learned, hidden), dtype=np.float64)
        if contender.learns:
            seen = contender.predict(learned, train.drop(columns="found"))
            figures = measures_of(np.asarray(seen, dtype=float), found[fold.train], capacity)
            on_train = {"train_auc": figures["auc"], "train_rmse": figures["rmse"]}
    except ScoringError:
        # A fold in which nothing can be fitted has no figures: it is counted by its NaN.
        scores = np.full(len(fold.test), np.nan)
    return scores, measures_of(scores, found[fold.test], capacity) | on_train
