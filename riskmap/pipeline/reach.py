"""Where layers stop: told, because what lies beyond them is unknown and not empty."""

from collections.abc import Mapping
from functools import reduce

import geopandas as gpd
import numpy as np
import shapely
from shapely import Geometry

from riskmap.layers.layer import Layers
from riskmap.layers.naming import LAYER_NAMES
from riskmap.measures.arrays import Indices
from riskmap.messages import Message

_LEAST_BUILDINGS = 20


def short_layers(
    layers: Layers, area: Geometry | None, margins: Mapping[str, float]
) -> tuple[Message, ...]:
    """Return one sentence on the layers that stop short of what the indicators look at.

    A layer falls short when on some side it reaches less than half of its
    margin beyond the area: counts near that edge are too low there, and
    dead ends may be false.

    Parameters
    ----------
    area
        What is scored; None when that is everything in the layers, which
        then stop at their own edge on every side.
    margins
        Layer -> how far beyond the area it should reach (metres).
    """
    if area is None:
        return ()
    west, south, east, north = shapely.bounds(area).tolist()
    short: list[Message] = []
    for name in layers:
        frame, margin = layers[name].frame, margins.get(name, 0.0)
        if margin <= 0 or not isinstance(frame, gpd.GeoDataFrame) or frame.empty:
            continue
        left, bottom, right, top = frame.total_bounds.tolist()
        reach = min(west - left, south - bottom, right - east, top - north)
        if reach < margin / 2:
            short.append(
                Message(
                    "{layer} {reach} of {margin} m",
                    layer=LAYER_NAMES.get(name, name),
                    reach=f"{max(reach, 0):.0f}",
                    margin=f"{margin:.0f}",
                )
            )
    if not short:
        return ()
    told = reduce(lambda told, one: Message("{told}; {one}", told=told, one=one), short)
    return (
        Message(
            "Layers that reach less far beyond the area than the indicators look: {layers}. What "
            "lies beyond that is unknown, so figures near that edge may be off.",
            layers=told,
        ),
    )


def empty_municipalities(layers: Layers) -> tuple[Message, ...]:
    """Return a sentence per layer that has nothing in a municipality where there are buildings.

    Such a layer may have been cut at the municipal border, and then counts
    and distances there are of a layer that is not there. Municipalities with
    fewer than 20 buildings are not looked at: they may be slivers at the edge
    of what was read.

    Parameters
    ----------
    layers
        Without ``municipalities`` and ``buildings`` there is nothing to tell.
    """
    if "municipalities" not in layers or "buildings" not in layers:
        return ()
    borders = layers["municipalities"].frame
    built = _rows_in(layers["buildings"].frame, borders) >= _LEAST_BUILDINGS
    if built.sum() < 2:  # noqa: PLR2004 (a border has two sides)
        return ()
    notes = []
    for name in layers:
        frame = layers[name].frame
        if name in ("municipalities", "teams", "risk") or not isinstance(frame, gpd.GeoDataFrame):
            continue
        empty = built & (_rows_in(frame, borders) == 0)
        if frame.empty or not empty.any() or empty.sum() == built.sum():
            continue
        titles = borders["name"].astype("str") if "name" in borders else borders.index.to_series()
        notes.append(
            Message(
                "The layer {layer} has nothing in {municipalities}: either there is none, or the "
                "layer stops at the municipal border.",
                layer=LAYER_NAMES.get(name, name),
                municipalities=", ".join(titles[empty].fillna("-")),
            )
        )
    return tuple(notes)


def _rows_in(frame: gpd.GeoDataFrame, borders: gpd.GeoDataFrame) -> Indices:
    """Count the rows of a layer that touch each municipality."""
    tree = shapely.STRtree(borders.geometry.to_numpy())
    _, found = tree.query(frame.geometry.to_numpy(), predicate="intersects")
    return np.bincount(found, minlength=len(borders))
