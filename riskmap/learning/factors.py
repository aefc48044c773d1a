"""Factors of a risk terrain model: what lies in the land, and the columns made of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import shapely
from numpy.typing import NDArray

from riskmap.errors import ProjectError
from riskmap.messages import Message
from riskmap.statistics.operationalisation import (
    at_high_density,
    bisquare,
    exponential,
    kernel_density,
    masses,
    nearest_distances,
    proximity,
    usable,
)

Floats = NDArray[np.float64]
Kernel = Literal["proximity", "density", "both", "smooth"]
Operationalisation = Literal["proximity", "density", "exponential", "bisquare"]

KERNELS: dict[Kernel, tuple[Operationalisation, ...]] = {
    "proximity": ("proximity",),
    "density": ("density",),
    "both": ("proximity", "density"),
    "smooth": ("exponential", "bisquare"),
}
# exp(-5) is less than a hundredth: what lies farther than five scales is left out.
_SCALES = 5
_PIECES = 4  # lines and polygons stand in a density as points four to a distance
_MOST_STEPS = 24
_FEW = 5.0


@dataclass(frozen=True, eq=False)
class Factor:
    """Features that may raise or lower the count around them.

    Attributes
    ----------
    name
        As the user calls it.
    shapes
        Points, lines or polygons in the system of the places.
    sign
        1: it can only raise; -1: only lower; 0: either.
    source
        Name of the file.
    """

    name: str
    shapes: NDArray[np.object_]
    sign: Literal[-1, 0, 1]
    source: str


@dataclass(frozen=True)
class Candidate:
    """One way to look at one factor: how, and up to which distance (m)."""

    factor: str
    operationalisation: Operationalisation
    distance_m: float
    sign: int


def distance_steps(
    *, block_m: float = 200.0, blocks: float = 2, distances: Sequence[float] | None = None
) -> tuple[float, ...]:
    """Return the distances to try: half blocks up to a number of blocks, or those given (m).

    Raises
    ------
    ProjectError
        When one of them is no length, or there are too many.
    """
    if distances is None:
        count = int(np.floor(blocks * 2 + 1e-9)) if np.isfinite(blocks) else 0
        found = [block_m / 2 * step for step in range(1, count + 1)]
    else:
        found = sorted({float(one) for one in distances})
    if not found or not all(np.isfinite(one) and one > 0 for one in found):
        raise ProjectError(
            Message("There is no distance to try, or one of them is no length."),
            Message("Give distances in metres, such as --distances 100,200,300,400."),
        )
    if len(found) > _MOST_STEPS:
        raise ProjectError(
            Message("{count} distances would be tried; the most is {most}.", count=len(found), most=_MOST_STEPS),  # noqa: E501
            Message("Give fewer: neighbouring distances say nearly the same."),
        )  # fmt: skip
    return tuple(found)


def reach(kernel: Kernel, steps: Sequence[float]) -> float:
    """Return how far from a place a factor can still count (m)."""
    return max(steps) * (_SCALES if kernel == "smooth" else 1)


def columns_of(
    points: Floats, factors: Sequence[Factor], steps: Sequence[float], kernel: Kernel
) -> tuple[list[Candidate], Floats]:
    """Return every way to look at every factor, and its column over the places.

    Parameters
    ----------
    points
        The middle of each place (m), shape (n, 2).

    Returns
    -------
    Candidates, and an array of shape (n, number of candidates).
    """
    candidates: list[Candidate] = []
    columns: list[Floats] = []
    for factor in factors:
        distances = nearest_distances(points, factor.shapes)
        at, weights = masses(factor.shapes, min(steps) / _PIECES)
        for step in steps:
            for how in KERNELS[kernel]:
                candidates.append(Candidate(factor.name, how, step, factor.sign))
                if how == "density":
                    columns.append(at_high_density(kernel_density(points, at, weights, step)))
                else:
                    columns.append(_BY_DISTANCE[how](distances, step))
    return candidates, np.column_stack(columns) if columns else np.empty((len(points), 0))


_BY_DISTANCE = {"proximity": proximity, "exponential": exponential, "bisquare": bisquare}


def edge_notes(
    area: shapely.Geometry | None, factors: Sequence[Factor], margin: float
) -> tuple[Message, ...]:
    """Say which factors stop at the border of the area, where others may lie just outside.

    A file stops there when, from how many features lie inside, five or more
    are expected in the ring outside within reach, and none is there.
    """
    if area is None:
        return ()
    ring = area.buffer(margin).area / area.area - 1
    notes = []
    shapely.prepare(area)
    for factor in factors:
        inside = shapely.intersects(area, usable(factor.shapes))
        if not (~inside).any() and inside.sum() * ring >= _FEW:
            notes.append(
                Message(
                    "The file of factor {factor} stops at the border of the area: places near "
                    "the border may lie nearer to a feature outside than the model knows.",
                    factor=factor.name,
                )
            )
    return tuple(notes)
