"""Whether tables without places join at all: an id that fits nothing must not become a zero."""

from collections.abc import Mapping
from dataclasses import replace

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
    "park_id": ("business_parks", "recreation_parks"),
}
# So many rows of which none fits are no coincidence: the ids are written in another way.
_ENOUGH = 10


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
        When the table has ten rows or more and none of them fits.
    """
    ids = _ids(layer)
    homes = {name for column in ids for name in _HOMES[column] if name in layers}
    if not ids or not homes or any(not set(_HOMES[column]) & homes for column in ids):
        return layer
    fits = np.zeros(len(layer.frame), dtype=bool)
    for column, values in ids.items():
        for home in _HOMES[column]:
            if home in layers:
                fits |= np.asarray(values.isin(layers[home].frame.index), dtype=bool)
    names = ", ".join(sorted(homes))
    if len(fits) >= _ENOUGH and not fits.any():
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
        homes=LAYER_NAMES.get(names, names),
        count=int(fits.sum()),
        total=len(fits),
    )
    return replace(layer, report=replace(layer.report, notes=(*layer.report.notes, note)))


def _ids(layer: Layer) -> "dict[str, pd.Series[str]]":
    """Return the columns of ids of other layers, the index among them."""
    if isinstance(layer.frame, gpd.GeoDataFrame) or layer.images is not None or layer.frame.empty:
        return {}
    frame = layer.frame.reset_index()
    return {column: frame[column] for column in _HOMES if column in frame}
