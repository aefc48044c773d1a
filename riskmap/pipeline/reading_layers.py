"""The layers of a project, read through the border; all faults at once."""

from collections.abc import Callable, Collection, Iterable, Mapping

import numpy as np
import shapely
from shapely import Geometry

from riskmap.errors import Faults, LayerError, ProjectError, RiskmapError
from riskmap.geo import check_coordinates, to_rd
from riskmap.layers.border import read_layer
from riskmap.layers.catalogue import raster_registers
from riskmap.layers.image_reading import ImageFile, Numbers
from riskmap.layers.layer import Access, Layer, Layers
from riskmap.layers.naming import LAYER_NAMES
from riskmap.layers.raster_layer import RasterWishes, read_images
from riskmap.layers.raster_register import RasterRegister
from riskmap.layers.registers.built_up import derive_built_up
from riskmap.messages import Message
from riskmap.pipeline.joining import joined
from riskmap.project import LayerSettings, Project
from riskmap.reading import read_features

Progress = Callable[[Message], None]

# The police layer may be a raster of one band; the other keys are for images.
_RASTER_KEYS = ("images", "bands", "scale", "offset", "nodata")
_TABLE_KEYS = ("layer", "columns", "measure")
# What the figures of one area become depends on all areas, so all of them are read.
_OF_ALL_AREAS = ("count", "rate", "density")


def silent(_: Message) -> None:
    """Say nothing: the progress of a run nobody watches."""


def read_area(project: Project) -> Geometry | None:
    """Return the project's area as one polygon in RD New; None when all is scored.

    Raises
    ------
    LayerError
        When the file holds no polygon, or lies outside the Netherlands.
    """
    if project.area is None:
        return None
    path = project.resolve(project.area)
    frame = read_features(path)
    check_coordinates(frame, frame.crs, path.name, "area")
    shapes = np.asarray(to_rd(frame).geometry.array)
    area = shapely.union_all(shapely.make_valid(shapes[~shapely.is_missing(shapes)]))
    if shapely.area(area) == 0:
        raise LayerError(
            Message("The area in {file} holds no polygon.", file=path.name),
            Message("Give a file with the border of the area as a polygon."),
        )
    return area


def read_layers(
    project: Project,
    names: Collection[str],
    *,
    area: Geometry | None,
    margins: Mapping[str, float],
    progress: Progress = silent,
) -> Layers:
    """Read the layers of these names that the project has.

    Parameters
    ----------
    names
        Canonical names; those the project does not have are left out.
    area
        Layers are read inside its bounding box, widened by their margin.
    margins
        Layer -> how far beyond the area it must reach (metres).

    Raises
    ------
    Faults, InputError
        Every layer that cannot be read, at once.
    """
    layers: dict[str, Layer] = {}
    faults: list[RiskmapError] = []
    for name in sorted(set(names) & set(project.layers)):
        progress(Message("Reading layer {layer}", layer=LAYER_NAMES.get(name, name)))
        box = None if area is None else _box(area, margins.get(name, 0.0))
        try:
            layers[name] = _read(project, name, project.layers[name], box)
        except RiskmapError as fault:
            faults.append(fault)
    if area is not None and len(faults) > 1 and all(_found_nothing(fault) for fault in faults):
        raise _area_elsewhere(project)
    for name, layer in layers.items():
        try:
            layers[name] = joined(layer, layers)
        except LayerError as fault:
            faults.append(fault)
    Faults.raise_any(faults)
    if "built_up" in names and "built_up" not in layers and "addresses" in layers:
        progress(Message("Deriving the built-up area from the addresses"))
        layers["built_up"] = derive_built_up(layers["addresses"])
    return Layers(layers)


def _found_nothing(fault: RiskmapError) -> bool:
    """Tell whether a layer's fault is that not one row of the file lay in the area."""
    problem = fault.problem.facts.get("problem")
    return isinstance(problem, Message) and problem.facts.get("count") == 0


def _area_elsewhere(project: Project) -> LayerError:
    return LayerError(
        Message(
            "The area in {file} lies outside the layers: none of them has a row in it.",
            file="-" if project.area is None else project.area.name,
        ),
        Message("Check that area in riskmap.toml is the place the layers were cut out for."),
    )


def largest_margins(
    names: Iterable[str], of_themes: Iterable[Callable[[str], float]]
) -> dict[str, float]:
    """Return per layer the largest margin any theme asks for (metres)."""
    asked = list(of_themes)
    return {name: max((margin(name) for margin in asked), default=0.0) for name in names}


def _read(
    project: Project,
    name: str,
    settings: LayerSettings,
    box: tuple[float, float, float, float] | None,
) -> Layer:
    register = raster_registers().get(name)
    if register is not None:
        return _read_images(project, register, settings, box)
    _refuse(settings, _RASTER_KEYS, Message("layer {layer} is no raster", layer=name), name)
    if name != "risk":
        _refuse(settings, ("measure",), Message("only the police layer has one"), name)
    return read_layer(
        name,
        [project.resolve(path) for path in settings.files],
        table=settings.layer,
        columns=settings.columns,
        crs=settings.crs,
        access=_access(settings),
        dated=settings.date,
        valid_until=settings.valid_until,
        box=None if settings.measure in _OF_ALL_AREAS else box,
        reference_date=project.reference_date,
        band=settings.band,
        measure=settings.measure,
    )


def _read_images(
    project: Project,
    register: RasterRegister,
    settings: LayerSettings,
    box: tuple[float, float, float, float] | None,
) -> Layer:
    name = register.name
    _refuse(settings, _TABLE_KEYS, Message("layer {layer} is a raster", layer=name), name)
    plain = () if settings.images else settings.files
    files = [ImageFile({"": project.resolve(path)}) for path in plain]
    for image in settings.images:
        paths = {band: project.resolve(path) for band, path in image.files.items()}
        files.append(ImageFile(paths, image.date, image.offset))
    wishes = RasterWishes(
        numbers=Numbers(
            band=settings.band,
            bands=settings.bands,
            scale=settings.scale,
            offset=settings.offset,
            nodata=settings.nodata,
        ),
        crs=settings.crs,
        access=_access(settings),
        dated=settings.date,
        valid_until=settings.valid_until,
    )
    return read_images(register, files, wishes, reference_date=project.reference_date, box=box)


def _refuse(settings: LayerSettings, keys: Collection[str], because: Message, layer: str) -> None:
    strange = sorted(settings.model_fields_set & set(keys))
    if strange:
        raise ProjectError(
            Message(
                "[layers.{layer}] holds {keys}, but {because}.",
                layer=layer,
                keys=", ".join(strange),
                because=because,
            ),
            Message("Leave that out; docs/project-file.md says which keys are for rasters."),
        )


def _access(settings: LayerSettings) -> Access | None:
    return None if settings.access is None else Access[settings.access.upper()]


def _box(area: Geometry, margin: float) -> tuple[float, float, float, float]:
    west, south, east, north = shapely.bounds(area).tolist()
    return (west - margin, south - margin, east + margin, north + margin)
