"""Which places are kept apart for testing: blocks in space, groups, chance, and later dates.

Random folds put neighbours on both sides, so that a model is asked about
places it has all but seen. Blocks and groups ask about places elsewhere
(Brenning 2012, *Spatial cross-validation and bootstrap for the assessment of
prediction rules in remote sensing*; Roberts et al. 2017, *Ecography* 40).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import cdist

from riskmap.errors import ProjectError
from riskmap.messages import Message

Floats = NDArray[np.float64]
Positions = NDArray[np.intp]

_MOST_STEPS = 300


@dataclass(frozen=True)
class Fold:
    """One part that is kept apart.

    Attributes
    ----------
    name
        Of the part that is tested.
    train, test
        Positions of places, rising; no place is in both.
    """

    name: str
    train: Positions
    test: Positions


def folds_of(labels: Sequence[object] | NDArray[np.generic]) -> tuple[Fold, ...]:
    """Return one fold per label: it is tested, and all the others train.

    Parameters
    ----------
    labels
        Shape (n,), one per place; folds are in the order of the labels as
        text, numbers in their own.

    Raises
    ------
    ProjectError
        When there is only one label.
    """
    names, codes = np.unique(np.asarray(labels), return_inverse=True)
    if len(names) < 2:  # noqa: PLR2004 (one to train, one to test)
        raise ProjectError(
            Message("All places are in one group, so none is left to test."),
            Message("Name a column with at least two groups, or ask for fewer folds."),
        )
    return tuple(
        Fold(str(name), np.flatnonzero(codes != code), np.flatnonzero(codes == code))
        for code, name in enumerate(names)
    )


def random_labels(count: int, folds: int, seed: int) -> Positions:
    """Return the number of a fold (from 1) for every place, by chance, sizes as equal as can be.

    Neighbours fall on both sides: these folds serve only to show how much
    better a model looks when it has seen the surroundings.

    Raises
    ------
    ProjectError
        When there are fewer places than folds, or fewer than two folds.
    """
    _check_number(count, folds)
    labels = np.arange(count, dtype=np.intp) % folds + 1
    return np.random.Generator(np.random.PCG64(seed)).permutation(labels)


def block_labels(points: Floats, folds: int, seed: int) -> Positions:
    """Return the number of a block (from 1) for every place, by k-means of the coordinates.

    Lloyd's algorithm from `folds` places drawn by chance (Brenning 2012, who
    repeats it from other starts), until no place moves; blocks are numbered
    from west to east.

    Parameters
    ----------
    points
        Shape (n, 2), in metres of one projected system; none unknown.
    folds
        How many blocks.
    seed
        Of the draw of the first centres. Another seed gives other blocks.

    Raises
    ------
    ProjectError
        When there are fewer different places than blocks, or fewer than two
        blocks.
    """
    # Duplicates could all be drawn as centres: one of each place is enough.
    different = np.unique(points, axis=0)
    _check_number(len(different), folds)
    draw = np.random.Generator(np.random.PCG64(seed)).permutation(len(different))[:folds]
    return lloyd(points, different[draw])


def lloyd(points: Floats, centres: Floats) -> Positions:
    """Return the number of a block (from 1, west to east) by k-means from these first centres.

    Parameters
    ----------
    points
        Shape (n, 2).
    centres
        Shape (folds, 2), all different.
    """
    middle = points.mean(axis=0)
    points, centres = points - middle, centres - middle
    labels = np.full(len(points), -1, dtype=np.intp)
    for _ in range(_MOST_STEPS):
        distances = cdist(points, centres, "sqeuclidean")
        nearest = distances.argmin(axis=1)
        _fill_empty(nearest, distances)
        if np.array_equal(nearest, labels):
            break
        labels = nearest
        sizes = np.bincount(labels, minlength=len(centres))
        sums = [np.bincount(labels, points[:, axis], len(centres)) for axis in (0, 1)]
        centres = np.column_stack(sums) / sizes[:, None]
    order = np.lexsort((centres[:, 1], centres[:, 0]))
    number = np.empty(len(order), dtype=np.intp)
    number[order] = np.arange(1, len(order) + 1)
    return number[labels]


def period_fold(
    dates: NDArray[np.datetime64], start: np.datetime64, end: np.datetime64 | None, name: str
) -> Fold:
    """Return one fold: what is dated before `start` trains, the period from there is tested.

    Parameters
    ----------
    dates
        Shape (n,); rows without a date are in neither part.
    start, end
        First and last day of the period, both inside; without an end it runs on.
    """
    known = ~np.isnat(dates)
    inside = known & (dates >= start)
    if end is not None:
        inside &= dates < end.astype("datetime64[D]") + np.timedelta64(1, "D")
    before = np.flatnonzero(known & (dates < start))
    test = np.flatnonzero(inside)
    if not len(before) or not len(test):
        raise ProjectError(
            Message(
                "The period {name} leaves {before} rows to train and {test} to test.",
                name=name, before=len(before), test=len(test),
            ),
            Message("Choose a date inside the range of the dates in the file."),
        )  # fmt: skip
    return Fold(name, before, test)


def _fill_empty(nearest: Positions, distances: Floats) -> None:
    """Give every block that lost all its places the one farthest from its own centre."""
    count = distances.shape[1]
    for empty in np.flatnonzero(np.bincount(nearest, minlength=count) == 0):
        own = distances[np.arange(len(nearest)), nearest].copy()
        own[np.bincount(nearest, minlength=count)[nearest] < 2] = -1  # noqa: PLR2004 (never empty another)
        nearest[own.argmax()] = empty


def _check_number(count: int, folds: int) -> None:
    if folds < 2 or count < folds:  # noqa: PLR2004 (one to train, one to test)
        raise ProjectError(
            Message("{count} places cannot be split in {folds} folds.", count=count, folds=folds),
            Message("Choose at least 2 folds, and no more than there are places."),
        )
