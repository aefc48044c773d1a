"""What the border knows about one layer that is a raster: its range, its index, its dates."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from riskmap.layers.layer import Access
from riskmap.messages import Message

Floats = NDArray[np.float64]

# Band of codes -> the codes of cells that show the ground. Sentinel-2 scene
# classification: vegetation, not vegetated, water, unclassified; clouds, their
# shadow, cirrus, snow, dark and defective cells are left out. Landsat cfmask: clear
# land and clear water.
MASKS: Mapping[str, frozenset[int]] = {
    "scene_class": frozenset({4, 5, 6, 7}),
    "cloud_mask": frozenset({0, 1}),
}


@dataclass(frozen=True)
class Index:
    """A measure computed from the reflectance in several bands.

    Attributes
    ----------
    bands
        Names of the bands it needs.
    words
        The formula, as people write it.
    formula
        Arrays of reflectance by name of the band -> the index, NaN where it
        is not defined.
    """

    bands: tuple[str, ...]
    words: str
    formula: Callable[[Mapping[str, Floats]], Floats]


@dataclass(frozen=True)
class RasterRegister:
    """How one canonical raster layer is read.

    Attributes
    ----------
    name, about
        Canonical name, and what the layer is, in one line.
    between
        Lowest and highest value that can be true; others are unknown, and a
        file that is full of them is refused.
    index
        How it is computed where the files hold reflectance; None for a layer
        whose files hold the measure itself.
    dated
        Every image must have a day.
    one_grid
        All images must lie on one grid, because they are compared cell by cell.
    access
        Class of the layer when nothing stricter is said.
    """

    name: str
    about: Message
    between: tuple[float, float]
    index: Index | None = None
    dated: bool = False
    one_grid: bool = False
    access: Access = Access.OPEN


def normalised_difference(high: Floats, low: Floats) -> Floats:
    """Return (high - low) / (high + low); NaN where the sum is not above 0."""
    total = high + low
    found: Floats = np.full(total.shape, np.nan)
    np.divide(high - low, total, out=found, where=total > 0)
    return found
