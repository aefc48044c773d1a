"""The ways places are split in a part that trains and a part that is tested."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from riskmap.messages import Message
from riskmap.statistics.folds import Fold, block_labels, folds_of, period_fold, random_labels

Design = Literal["spatial", "group", "period", "random"]
# In the order a reader should see them: what holds elsewhere and later first.
DESIGNS: tuple[Design, ...] = ("spatial", "group", "period", "random")
DESIGN_NAMES = {
    "spatial": Message("blocks in space"),
    "group": Message("one group left out at a time"),
    "period": Message("the next period"),
    "random": Message("random folds"),
}


@dataclass(frozen=True)
class Partition:
    """One way to split all places.

    Attributes
    ----------
    design
        ``spatial``: blocks by k-means of the coordinates; ``group``: one
        group left out at a time; ``period``: later dates; ``random``: by
        chance, for comparison only.
    repetition
        Counted from 1; every repetition starts from another seed.
    folds
        Positions of rows; a row without a group or a date is in none.
    """

    design: Design
    repetition: int
    folds: tuple[Fold, ...]


def spatial_partitions(
    points: NDArray[np.float64], folds: int, repetitions: int, seed: int
) -> tuple[Partition, ...]:
    """Return blocks by k-means, once per repetition.

    Parameters
    ----------
    points
        Shape (n, 2), metres in one projected system; none unknown.
    seed
        Of the first repetition; the next ones count on.
    """
    return tuple(
        Partition("spatial", number + 1, folds_of(block_labels(points, folds, seed + number)))
        for number in range(repetitions)
    )


def random_partitions(count: int, folds: int, repetitions: int, seed: int) -> tuple[Partition, ...]:
    """Return random folds, once per repetition: the comparison, never the result."""
    return tuple(
        Partition("random", number + 1, folds_of(random_labels(count, folds, seed + number)))
        for number in range(repetitions)
    )


def group_partition(groups: "Sequence[str | None] | pd.Series[str]") -> Partition:
    """Return one fold per group: left out of the training, and tested.

    Parameters
    ----------
    groups
        Shape (n,), as text; rows whose group is unknown are in no fold.
    """
    names = pd.Series(list(groups), dtype=object)
    known = np.flatnonzero(names.notna())
    folds = folds_of(np.array([str(name) for name in names.iloc[known]]))
    return Partition(
        "group", 1, tuple(Fold(f.name, known[f.train], known[f.test]) for f in folds)
    )  # fmt: skip


def period_partition(
    dates: NDArray[np.datetime64], start: np.datetime64, end: np.datetime64 | None
) -> Partition:
    """Return one fold: what is dated before the period trains, the period is tested."""
    return Partition("period", 1, (period_fold(dates, start, end, period_name(start, end)),))


def period_name(start: np.datetime64, end: np.datetime64 | None) -> str:
    """Return a period as it is written on the command line, such as ``2025-01-01..2025-12-31``."""
    first = np.datetime_as_string(start, unit="D")
    return f"{first}.." if end is None else f"{first}..{np.datetime_as_string(end, unit='D')}"
