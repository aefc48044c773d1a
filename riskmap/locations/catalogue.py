"""All kinds of location by name, and the one way to build them."""

import inspect
from collections.abc import Mapping
from difflib import get_close_matches

from shapely.geometry.base import BaseGeometry

from riskmap.errors import LayerError, ProjectError
from riskmap.layers.layer import Layers
from riskmap.locations import (
    address,
    box_row,
    building,
    business_park,
    cell,
    parcel,
    recreation_park,
    yard,
)
from riskmap.locations.kind import LocationKind
from riskmap.locations.locations import Locations
from riskmap.messages import Message

KINDS: Mapping[str, LocationKind] = {
    module.KIND.name: module.KIND
    for module in (
        *(yard, building, box_row, business_park, recreation_park),
        *(address, parcel, cell),
    )
}


def kind_of(name: str) -> LocationKind:
    """Return the record of a kind.

    Raises
    ------
    ProjectError
        When riskmap cannot build locations of that kind.
    """
    if name not in KINDS:
        nearest = (get_close_matches(name, KINDS, n=1) or ["building"])[0]
        raise ProjectError(
            Message("There is no kind of location {kind}.", kind=name),
            Message(
                "Choose one of {kinds}; nearest is {nearest}.",
                kinds=", ".join(KINDS),
                nearest=nearest,
            ),
        )
    return KINDS[name]


def build(kind: str, layers: Layers, area: BaseGeometry | None, /, **options: float) -> Locations:
    """Return the locations of one kind whose representative point lies in the area.

    Cells are kept when they share ground with the area. Layers may reach
    beyond the area: what lies there is context, so that a yard at the edge
    is made from all its buildings.

    Parameters
    ----------
    kind
        Name in `KINDS`.
    layers
        The layers of the run.
    area
        What is scored, EPSG:28992; None keeps everything.
    **options
        Options of the kind's builder.

    Raises
    ------
    ProjectError
        When the kind or an option is not known.
    LayerError
        When a layer it needs is missing, or no location results.
    """
    record = kind_of(kind)
    _check_options(record, options)
    for layer in record.needs:
        if layer not in layers:
            raise LayerError(
                Message("Locations of kind {kind} need a layer {layer}.", kind=kind, layer=layer),
                Message(
                    "Add [layers.{layer}] to riskmap.toml, or choose another kind.", layer=layer
                ),
            )
    locations = record.builder(layers, area=area, **options)
    if locations.frame.empty:
        raise LayerError(
            Message(
                "No location of kind {kind} lies in the area. {rule}", kind=kind, rule=record.rule
            ),
            Message(
                "Check that the area and the layers lie in the same place, or choose another kind."
            ),
        )
    return locations


def _check_options(record: LocationKind, options: Mapping[str, float]) -> None:
    known = [
        name
        for name in inspect.signature(record.builder).parameters
        if name not in {"layers", "area"}
    ]
    for option, value in options.items():
        if option not in known:
            raise ProjectError(
                Message("Kind {kind} has no option {option}.", kind=record.name, option=option),
                Message("Options of this kind are: {known}.", known=", ".join(known) or "-"),
            )
        if not value > 0:
            raise ProjectError(
                Message(
                    "Option {option} of kind {kind} must be above 0.",
                    option=option,
                    kind=record.name,
                ),
                Message("Give {option} a number above 0.", option=option),
            )
