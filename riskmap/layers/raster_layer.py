"""The border for rasters: every image of a layer is opened and checked, none is read whole.

Where a grid lies, in which system, which cells are unknown, whether the numbers
can be what the layer says; the images themselves are read later, by window.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import geopandas as gpd
import numpy as np

from riskmap.errors import Faults, RiskmapError
from riskmap.geo import RD, box_between, grid_system
from riskmap.layers.image_reading import ImageFile, Numbers, checked_bands, day_of, numbers_of
from riskmap.layers.images import Box, Image, Images
from riskmap.layers.layer import Access, Layer, LayerReport
from riskmap.layers.raster_register import MASKS, RasterRegister
from riskmap.layers.register import Treatment
from riskmap.messages import Message
from riskmap.reading import Grid, Raster, check_path, hash_file, read_grid

_MOST_SAMPLED = 1_000_000
_SAMPLE = 512
_MOST_STRANGE = 0.01


@dataclass(frozen=True)
class RasterWishes:
    """What the project file says about a raster layer.

    Attributes
    ----------
    numbers
        How the numbers in the files become values.
    crs
        Coordinate system that mends a missing or wrong declaration.
    access
        Access class; without it the layer's own.
    dated
        Day of images that have none of their own, nor one in their name.
    valid_until
        Last day the layer may be used.
    """

    numbers: Numbers = field(default_factory=Numbers)
    crs: str | None = None
    access: Access | None = None
    dated: dt.date | None = None
    valid_until: dt.date | None = None


def read_images(
    register: RasterRegister,
    files: Sequence[ImageFile],
    wishes: RasterWishes,
    *,
    reference_date: dt.date,
    box: Box | None = None,
) -> Layer:
    """Return a raster layer whose images were all opened once, and checked.

    Parameters
    ----------
    files
        One per image, in any order.
    reference_date
        The day of the run: images taken later are left out.
    box
        West, south, east, north (metres, EPSG:28992): images that do not
        touch it are left out.

    Raises
    ------
    Faults, InputError
        Everything that is wrong with any of the images, at once.
    """
    treatment = Treatment(
        layer=register.name,
        file=", ".join(file.name for file in files),
        reference_date=reference_date,
        dated=wishes.dated,
        access=register.access if wishes.access is None else wishes.access,
    )
    treatment.check_valid(wishes.valid_until)
    images = _opened(register, files, wishes, treatment)
    kept = _chosen(images, box, treatment)
    if register.one_grid:
        _check_one_grid(kept, treatment)
    hashes = [hash_file(check_path(path)) for file in files for path in file.paths.values()]
    return Layer(
        name=register.name,
        frame=gpd.GeoDataFrame(geometry=[], crs=RD),
        source=treatment.file,
        access=treatment.access,
        date=max((image.date for image in kept if image.date is not None), default=wishes.dated),
        sha256=";".join(hashes),
        images=Images(tuple(kept)),
        report=LayerReport({}, len(files), len(kept), tuple(treatment.notes)),
    )


def _opened(
    register: RasterRegister,
    files: Sequence[ImageFile],
    wishes: RasterWishes,
    treatment: Treatment,
) -> list[Image]:
    """Return the image of every file, or raise all that is wrong with any of them."""
    images: list[Image] = []
    faults: list[RiskmapError] = []
    silent = 0
    for file in files:
        own = replace(treatment, file=file.name, notes=[])
        try:
            image, marked = _image(register, file, wishes, own)
        except RiskmapError as fault:
            faults.append(fault)
        else:
            images.append(image)
            silent += not marked
    Faults.raise_any(faults)
    treatment.count(
        Message(
            "Images that do not say which cells are unknown, so that every number in them counts "
            "as measured: {count}. If one stands for unknown, write nodata under [layers.{layer}].",
            count=silent,
            layer=register.name,
        )
    )
    return images


def _image(
    register: RasterRegister, file: ImageFile, wishes: RasterWishes, treatment: Treatment
) -> tuple[Image, bool]:
    """Return one image, and whether it says which of its cells are unknown."""
    bands = checked_bands(register, file, wishes.numbers, treatment)
    grids = {path: read_grid(path) for path, _ in bands.values()}
    grid = _one_grid_of(list(grids.values()), treatment)
    for path, band in bands.values():
        if band > grids[path].bands:
            raise treatment.error(
                Message("it has {count} bands, not {band}.", count=grids[path].bands, band=band),
                Message("Choose a band that is there."),
            )
    crs = grid_system(grid.box, wishes.crs or grid.crs, file.name, register.name)
    day = day_of(file, wishes.dated)
    if register.dated and day is None:
        raise treatment.error(
            Message("nothing says on which day it was taken."),
            Message(
                "Put the day in its name, or write images = {example} under [layers.{layer}].",
                layer=register.name,
                example='[{ path = "image.tif", date = 2021-07-15 }]',
            ),
        )
    numbers = numbers_of(register, file, bands, wishes.numbers)
    low, high = register.between

    def read(box: Box | None) -> Raster:
        values, placed = numbers(box)
        values[(values < low) | (values > high)] = np.nan
        return Raster(values, placed, crs)

    image = Image(file.name, day, crs, grid.transform, grid.shape, read, grid.block)
    for window in _samples(image):
        _check_range(numbers(window)[0], register, treatment)
    marked = wishes.numbers.nodata is not None or all(
        name in MASKS or grids[path].marks_unknown[band - 1] for name, (path, band) in bands.items()
    )
    return image, marked or any(name in MASKS for name in bands)


def _one_grid_of(grids: Sequence[Grid], treatment: Treatment) -> Grid:
    """Return the grid all bands of an image lie on."""
    first = grids[0]
    for grid in grids[1:]:
        same = np.allclose(grid.transform[:6], first.transform[:6], rtol=0, atol=1e-6)
        if grid.shape != first.shape or grid.crs != first.crs or not same:
            raise treatment.error(
                Message("its bands lie on different grids."),
                Message(
                    "Bring them to one grid first, for example with Warp in QGIS; a band of "
                    "codes by nearest neighbour."
                ),
            )
    return first


def _samples(image: Image) -> list[Box | None]:
    """Return windows that tell what the numbers are like; the whole of a small image.

    Of a large one the middle, and the last cells, which a file that was cut
    off does not have.
    """
    rows, columns = image.shape
    if rows * columns <= _MOST_SAMPLED:
        return [None]
    corners = (
        ((columns - _SAMPLE) / 2, (rows - _SAMPLE) / 2, _SAMPLE),
        (columns - 1.5, rows - 1.5, 1),
    )
    boxes: list[Box | None] = []
    for left, top, size in corners:
        placed = image.transform
        west, east = placed.c + placed.a * left, placed.c + placed.a * (left + size)
        north, south = placed.f + placed.e * top, placed.f + placed.e * (top + size)
        boxes.append((west, south, east, north))
    return boxes


def _check_range(values: np.ndarray, register: RasterRegister, treatment: Treatment) -> None:
    known = values[np.isfinite(values)]
    low, high = register.between
    if not known.size or np.mean((known < low) | (known > high)) <= _MOST_STRANGE:
        return
    raise treatment.error(
        Message(
            "its values run from {low} to {high}, and should lie between {lowest} and {highest}.",
            low=f"{known.min():g}",
            high=f"{known.max():g}",
            lowest=f"{low:g}",
            highest=f"{high:g}",
        ),
        Message(
            "Write scale, offset, nodata or band under [layers.{layer}]; docs/rasters.md explains "
            "them.",
            layer=register.name,
        ),
    )


def _chosen(images: Sequence[Image], box: Box | None, treatment: Treatment) -> list[Image]:
    """Return the images of the area and of the past, oldest first."""
    past = [i for i in images if i.date is None or i.date <= treatment.reference_date]
    treatment.count(
        Message(
            "Images taken after the reference date, left out: {count}.",
            count=len(images) - len(past),
        )
    )
    here = [i for i in past if box is None or _touches(i.box, box_between(box, RD, i.crs))]
    treatment.count(
        Message(
            "Images that do not touch the area, left out: {count}.", count=len(past) - len(here)
        )
    )
    if not here:
        raise treatment.error(
            Message(
                "{count} of its {total} images touch the area and are from before the reference "
                "date.",
                count=0,
                total=len(images),
            ),
            Message("Check the crs of the images, their dates, and that they cover the area."),
        )
    return sorted(here, key=lambda image: (image.date or dt.date.min, image.file))


def _touches(one: Box, other: Box) -> bool:
    apart = one[0] >= other[2] or one[2] <= other[0] or one[1] >= other[3] or one[3] <= other[1]
    return not apart


def _check_one_grid(images: Sequence[Image], treatment: Treatment) -> None:
    first = images[0]
    for image in images[1:]:
        same_cells = np.allclose(
            (image.transform.a, image.transform.e),
            (first.transform.a, first.transform.e),
            rtol=1e-9,
        )
        placed, other = first.transform, image.transform
        shift = np.array([(other.c - placed.c) / placed.a, (other.f - placed.f) / placed.e])
        if image.crs != first.crs or not same_cells or abs(shift - shift.round()).max() > 1e-3:  # noqa: PLR2004 (of a cell)
            raise treatment.error(
                Message(
                    "{one} and {other} do not lie on one grid.", one=first.file, other=image.file
                ),
                Message(
                    "The images are compared cell by cell: warp them to the grid of one of them "
                    "first, for example with QGIS."
                ),
            )
