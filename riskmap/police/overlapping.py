"""Areas that lie over each other: no event may count twice."""

import geopandas as gpd
import numpy as np

from riskmap.errors import ScoringError
from riskmap.measures.overlap import overlaps
from riskmap.messages import Message

_SLIVER = 0.01
_WITHIN = 0.9
_SAME = 0.99


def counted_once(
    areas: gpd.GeoDataFrame, source: str
) -> tuple[gpd.GeoDataFrame, tuple[Message, ...]]:
    """Return the areas without doubles, and what there is to say about those that overlap.

    Two areas with one outline and one count are one area. Areas that only
    cross each other stay; a place where they do gets events of the smaller.

    Parameters
    ----------
    areas
        Polygons in EPSG:28992 with a ``count``.

    Raises
    ------
    ScoringError
        When one outline has two counts, or areas lie within others: a
        district with its own neighbourhoods counts everything twice.
    """
    shapes = np.asarray(areas.geometry.array)
    surface = areas.geometry.area.to_numpy()
    pairs = overlaps(shapes, shapes)
    once = pairs.geometry < pairs.area
    one, other, square_m = pairs.geometry[once], pairs.area[once], pairs.square_m[once]
    of_smaller = square_m / np.minimum(surface[one], surface[other])
    of_larger = square_m / np.maximum(surface[one], surface[other])
    double = of_larger >= _SAME
    count = areas["count"].to_numpy(dtype=float)
    same = (count[one] == count[other]) | (np.isnan(count[one]) & np.isnan(count[other]))
    if (double & ~same).any():
        raise _contradicted(source, len(np.unique(one[double & ~same])))
    within = ~double & (of_smaller >= _WITHIN)
    if within.any():
        smaller = np.where(surface[one] < surface[other], one, other)
        raise _nested(source, len(np.unique(smaller[within])))
    kept = np.ones(len(areas), dtype=bool)
    kept[other[double]] = False
    crossing = int((~double & (of_smaller >= _SLIVER)).sum())
    said = [
        Message(
            "Areas that came twice under two names, counted once: {count}.",
            count=int((~kept).sum()),
        ),
        Message(
            "Pairs of areas that overlap; the events there are those of the smaller: {count}.",
            count=crossing,
        ),
    ]
    return areas[kept].copy(), tuple(note for note in said if note.facts["count"])


def _contradicted(source: str, count: int) -> ScoringError:
    return ScoringError(
        Message(
            "The police layer {file} gives {count} areas two different counts.",
            file=source,
            count=count,
        ),
        Message("Keep one row per area, and add up what belongs together."),
    )


def _nested(source: str, count: int) -> ScoringError:
    return ScoringError(
        Message(
            "In the police layer {file} {count} areas lie within another area, so their events "
            "would count twice.",
            file=source,
            count=count,
        ),
        Message("Give one level only: the smaller areas, or the larger ones."),
    )
