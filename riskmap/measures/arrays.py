"""The kinds of array that measures take and give, and the way they use two cores."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import shapely

Geometries = npt.NDArray[np.object_]
Floats = npt.NDArray[np.float64]
Indices = npt.NDArray[np.intp]
Flags = npt.NDArray[np.bool_]
Pairs = tuple[Indices, Indices]

Part = TypeVar("Part")
_MOST_THREADS = 4


def geometry_array(geometries: Geometries) -> Geometries:
    """Return geometries as a plain array that two threads may share.

    Parameters
    ----------
    geometries
        Shape (n,); anything numpy can read as an array of geometries.

    Returns
    -------
    The same geometries; prepared ones are copied, because a prepared geometry
    in two threads at once crashes GEOS (libgeos issue 825).
    """
    plain = np.asarray(geometries, dtype=object)
    prepared = shapely.is_prepared(plain)
    if prepared.any():
        plain = plain.copy()
        plain[prepared] = shapely.force_2d(plain[prepared])
    return plain


def usable(geometries: Geometries) -> Flags:
    """Tell which geometries are there and not empty; shape (n,)."""
    flags: Flags = ~(shapely.is_missing(geometries) | shapely.is_empty(geometries))
    return flags


def in_slices(work: Callable[[slice], Part], count: int, size: int) -> list[Part]:
    """Do `work` for consecutive slices of ``range(count)``, in threads.

    Parameters
    ----------
    work
        Takes a slice, gives that slice's answer; shapely and scipy let other
        threads run meanwhile.
    count
        How many rows there are.
    size
        Rows in a slice: this is what bounds the memory.

    Returns
    -------
    The answers in the order of the slices, whatever thread was first.
    """
    slices = [slice(start, min(start + size, count)) for start in range(0, count, size)]
    if len(slices) < 2:  # noqa: PLR2004 - one slice needs no threads
        return [work(part) for part in slices]
    with ThreadPoolExecutor(min(_MOST_THREADS, os.cpu_count() or 1)) as threads:
        return list(threads.map(work, slices))


def ranges(starts: Indices, counts: Indices) -> Indices:
    """Return ``start, start + 1, ...`` of every row, one after the other.

    Parameters
    ----------
    starts, counts
        Shape (n,): first number and how many, per row.

    Returns
    -------
    Shape (sum of counts,).
    """
    shift = starts - (np.cumsum(counts) - counts)
    numbers: Indices = np.arange(counts.sum(), dtype=np.intp) + np.repeat(shift, counts)
    return numbers
