"""How places are split for a validation, as the options of the command say it."""

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from riskmap.errors import ProjectError
from riskmap.messages import Message
from riskmap.statistics.folds import Fold
from riskmap.validation.partitions import (
    Partition,
    group_partition,
    random_partitions,
    spatial_partitions,
)

Day = np.datetime64
Period = tuple[Day, Day | None]

_DAY = r"\d{4}-\d{2}-\d{2}"


@dataclass(frozen=True)
class Splitting:
    """How places are split, and how many can be visited.

    Attributes
    ----------
    folds, repetitions, seed
        Of blocks and of random folds.
    group
        Column of the file: one of its groups is left out at a time.
    period
        First and last day that are tested, both inside; what is before
        trains. An end of None runs on.
    capacity
        How many of all places can be visited.
    neighbours
        See `riskmap.pipeline.neighbours`; for the residuals.
    """

    folds: int = 5
    repetitions: int = 20
    seed: int = 1
    group: str | None = None
    period: Period | None = None
    capacity: int = 25
    neighbours: str | None = None


def read_period(period: str | None, split: str | None) -> Period | None:
    """Return the tested period from ``2025-01-01..2025-12-31`` or from one day.

    Raises
    ------
    ProjectError
        When it is neither, or both are given.
    """
    if period is not None and split is not None:
        raise ProjectError(
            Message("A period and a day to split at were both given."),
            Message("Give --period or --split, not both."),
        )
    asked = period if split is None else f"{split}.."
    if asked is None:
        return None
    found = re.fullmatch(rf"({_DAY})\.\.({_DAY})?", asked.strip())
    try:
        if found is not None:
            start, end = np.datetime64(found[1]), np.datetime64(found[2]) if found[2] else None
            if end is None or end >= start:
                return start, end
    except ValueError:
        pass
    raise ProjectError(
        Message("{asked} is no period.", asked=asked),
        Message("Write --period 2025-01-01..2025-12-31, or --split 2025-01-01."),
    )


def places_apart(frame: pd.DataFrame, splitting: Splitting) -> list[Partition]:
    """Return blocks, groups and random folds over the rows, as far as the columns allow.

    Parameters
    ----------
    frame
        ``x_m`` and ``y_m`` where places are known (rows without one are in no
        block), ``in_group`` where a group is asked for.

    Raises
    ------
    ProjectError
        When there are fewer rows than folds, or one group.
    """
    made: list[Partition] = []
    of = (splitting.folds, splitting.repetitions, splitting.seed)
    if "x_m" in frame:
        points = frame[["x_m", "y_m"]].to_numpy(dtype=float)
        rows = np.flatnonzero(np.isfinite(points).all(axis=1))
        made += [_onto(part, rows) for part in spatial_partitions(points[rows], *of)]
    if "in_group" in frame:
        made.append(group_partition(frame["in_group"]))
    made += random_partitions(len(frame), *of)
    return made


def _onto(partition: Partition, rows: "np.ndarray[tuple[int], np.dtype[np.intp]]") -> Partition:
    """Return a partition of some rows as one of the whole frame."""
    folds = tuple(Fold(f.name, rows[f.train], rows[f.test]) for f in partition.folds)
    return Partition(partition.design, partition.repetition, folds)
