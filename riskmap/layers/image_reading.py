"""From the numbers in a file to the values of an image: bands, scale, clouds."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from affine import Affine

from riskmap.layers.images import Box
from riskmap.layers.raster_register import MASKS, Floats, RasterRegister
from riskmap.layers.register import Treatment
from riskmap.messages import Message
from riskmap.project_faults import nearest_name
from riskmap.reading import read_window

Bands = Mapping[str, tuple[Path, int]]

_VALUE = ""  # the band of a file that holds the measure itself
_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)(-?)(\d\d)\2(\d\d)(?!\d)")


@dataclass(frozen=True)
class Numbers:
    """How the numbers in a file become values: ``(number + offset) * scale``.

    Attributes
    ----------
    band
        Of a file that holds the measure itself, counted from 1.
    bands
        Name of a band -> its number, for an index computed from reflectance.
    scale, offset
        After the scale and offset the file itself declares.
    nodata
        Number in the file that stands for unknown, besides what the file says.
    """

    band: int = 1
    bands: Mapping[str, int] = field(default_factory=dict)
    scale: float = 1.0
    offset: float = 0.0
    nodata: float | None = None


@dataclass(frozen=True)
class ImageFile:
    """The file or files of one image.

    Attributes
    ----------
    paths
        Name of a band -> its file; the name "" for a file with everything.
    date, offset
        The image's own; None when the project file does not say.
    """

    paths: Mapping[str, Path]
    date: dt.date | None = None
    offset: float | None = None

    @property
    def name(self) -> str:
        """File names, never paths."""
        return ", ".join(dict.fromkeys(path.name for path in self.paths.values()))


def day_of(file: ImageFile, otherwise: dt.date | None) -> dt.date | None:
    """Return the day of an image: its own, that in its name, or the layer's.

    Of several days in a name the first is the one the image was taken.
    """
    if file.date is not None:
        return file.date
    for path in file.paths.values():
        for year, _, month, day in _DAY.findall(path.name):
            try:
                return dt.date(int(year), int(month), int(day))
            except ValueError:
                continue
    return otherwise


def checked_bands(
    register: RasterRegister, file: ImageFile, numbers: Numbers, treatment: Treatment
) -> Bands:
    """Return name of a band -> its file and number.

    Raises
    ------
    LayerError
        When a name is not known to this layer, or one it needs is missing.
    """
    whole = file.paths.get(_VALUE)
    if whole is not None and not numbers.bands:
        return {_VALUE: (whole, numbers.band)}
    if whole is None:
        bands = {name: (path, numbers.bands.get(name, 1)) for name, path in file.paths.items()}
    else:
        bands = {name: (whole, band) for name, band in numbers.bands.items()}
    index = register.index
    if index is None:
        raise treatment.error(
            Message("the layer has no bands with names."),
            Message("Choose the band with band = 1 under [layers.{layer}].", layer=register.name),
        )
    known = [*index.bands, *MASKS]
    for name in bands:
        if name not in known:
            raise treatment.error(
                Message("it has no use for a band called {name}.", name=name),
                nearest_name(name, known),
            )
    missing = [name for name in index.bands if name not in bands]
    if missing:
        raise treatment.error(
            Message("the band {name} is missing.", name=", ".join(missing)),
            Message("Add it to bands; the index is {formula}.", formula=index.words),
        )
    return bands


def numbers_of(
    register: RasterRegister, file: ImageFile, bands: Bands, numbers: Numbers
) -> Callable[[Box | None], tuple[Floats, Affine]]:
    """Return a function that reads the values of an image in a box."""
    offset = numbers.offset if file.offset is None else file.offset

    def read(box: Box | None) -> tuple[Floats, Affine]:
        found: dict[str, Floats] = {}
        placed = Affine.identity()
        for path in dict.fromkeys(path for path, _ in bands.values()):
            inside = {name: band for name, (own, band) in bands.items() if own == path}
            codes = [band for name, band in inside.items() if name in MASKS]
            arrays, placed = read_window(
                path, list(inside.values()), box, codes=codes, nodata=numbers.nodata
            )
            found.update(zip(inside, arrays, strict=True))
        seen = {n: (v + offset) * numbers.scale for n, v in found.items() if n not in MASKS}
        index = register.index
        values = seen[_VALUE] if _VALUE in seen or index is None else index.formula(seen)
        for name, codes_array in found.items():
            if name in MASKS:
                values = np.where(np.isin(codes_array, sorted(MASKS[name])), values, np.nan)
        return values, placed

    return read
