"""Whether tables without places join at all: an id that fits nothing must not become a zero."""

from collections.abc import Mapping
from dataclasses import replace
from functools import reduce

import geopandas as gpd
import numpy as np
import pandas as pd

from riskmap.errors import LayerError
from riskmap.layers.layer import Layer
from riskmap.layers.naming import LAYER_NAMES
from riskmap.messages import Message

# Column of ids -> the layers whose ids they may be.
_HOMES: Mapping[str, tuple[str, ...]] = {
    "address_id": ("addresses",),
    "building_id": ("buildings",),
    "object_id": ("addresses", "buildings"),
    "property_id": ("buildings", "business_parks"),
    "park_id": ("business_parks",),
}
_OF_RECREATION = "park_residence"  # the one table of parks that are not for business
# A BAG id begins with four digits for the municipality and two for the kind of object.
_BEGINNING = 6


def joined(layer: Layer, layers: Mapping[str, Layer]) -> Layer:
    """Return the table with a note on how many of its rows fit an object that was read.

    Parameters
    ----------
    layer
        A layer; one with places, or without ids of other layers, comes back
        as it is.
    layers
        The layers of the run. What lies outside the area was not read, so a
        table of a whole municipality fits in part.

    Raises
    ------
    LayerError
        When no row fits and no id even looks like theirs: cut short, of
        another municipality, or of another kind of object.
    """
    ids = _ids(layer)
    homes = {name for column in ids for name in _homes(layer, column)}
    if not ids or any(home not in layers or layers[home].frame.empty for home in homes):
        return layer
    fits = np.zeros(len(layer.frame), dtype=bool)
    alike = False
    for column, values in ids.items():
        known = pd.concat([layers[home].frame.index.to_series() for home in _homes(layer, column)])
        fits |= np.asarray(values.isin(known), dtype=bool)
        alike |= bool(_forms(values) & _forms(known))
    names = ", ".join(sorted(homes))
    if not fits.any() and not alike:
        raise LayerError(
            Message(
                "Layer {layer} ({file}): none of its {count} rows has an id of {homes}.",
                layer=layer.name,
                file=layer.source,
                count=len(fits),
                homes=names,
            ),
            Message(
                "Check that the ids are complete, as text, and of this municipality; or leave "
                "[layers.{layer}] out, and it is unknown.",
                layer=layer.name,
            ),
        )
    note = Message(
        "Rows that fit an object read as {homes}: {count} of {total}.",
        homes=reduce(
            lambda told, one: Message("{told}; {one}", told=told, one=one),
            [LAYER_NAMES[home] for home in sorted(homes)],
        ),
        count=int(fits.sum()),
        total=len(fits),
    )
    return replace(layer, report=replace(layer.report, notes=(*layer.report.notes, note)))


def _homes(layer: Layer, column: str) -> tuple[str, ...]:
    return ("recreation_parks",) if layer.name == _OF_RECREATION else _HOMES[column]


def _ids(layer: Layer) -> "dict[str, pd.Series[str]]":
    """Return the columns of ids of other layers, the index among them."""
    if isinstance(layer.frame, gpd.GeoDataFrame) or layer.images is not None or layer.frame.empty:
        return {}
    frame = layer.frame.reset_index()
    return {column: frame[column] for column in _HOMES if column in frame}


def _forms(ids: "pd.Series[str]") -> set[tuple[int, str]]:
    """Return how the ids look: their length and how they begin."""
    known = ids.dropna().astype(str)
    return set(zip(known.str.len(), known.str[:_BEGINNING], strict=True))
