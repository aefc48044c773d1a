"""Where layers stop: told, because what lies beyond them is unknown and not empty."""

from collections.abc import Mapping

import geopandas as gpd
import shapely
from shapely import Geometry

from riskmap.layers.layer import Layers
from riskmap.layers.naming import LAYER_NAMES
from riskmap.messages import Message


def short_layers(
    layers: Layers, area: Geometry | None, margins: Mapping[str, float]
) -> tuple[Message, ...]:
    """Return a sentence per layer that stops short of what the indicators look at.

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
    notes = []
    for name in layers:
        frame, margin = layers[name].frame, margins.get(name, 0.0)
        if margin <= 0 or not isinstance(frame, gpd.GeoDataFrame) or frame.empty:
            continue
        left, bottom, right, top = frame.total_bounds.tolist()
        reach = min(west - left, south - bottom, right - east, top - north)
        if reach < margin / 2:
            notes.append(
                Message(
                    "The layer {layer} reaches {reach} m beyond the area, and the indicators look "
                    "{margin} m beyond it: what lies there is unknown, so figures near that edge "
                    "may be off.",
                    layer=LAYER_NAMES.get(name, name),
                    reach=f"{max(reach, 0):.0f}",
                    margin=f"{margin:.0f}",
                )
            )
    return tuple(notes)
