"""Geometry at the border: one kind, no Z, valid, and every repair counted."""

from collections.abc import Mapping, Sequence

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from riskmap.errors import LayerError
from riskmap.geo import flat
from riskmap.layers.register import Geometry, Treatment
from riskmap.messages import Message

# shapely type ids: Point 0, LineString 1, LinearRing 2, Polygon 3, multi-parts 4 to 6
_POINTS, _LINES, _POLYGONS = (0, 4), (1, 2, 5), (3, 6)
_PASSING: Mapping[Geometry, tuple[int, ...]] = {
    "point": _POINTS,
    "line": _LINES,
    "polygon": _POLYGONS,
    "line_or_polygon": (*_LINES, *_POLYGONS),
    "none": (),
}
_POLYGON = 3
_SEVERAL = (4, 5, 6)
_WORDS = ("points", "lines", "polygons")
Shapes = npt.NDArray[np.object_]


def mended(frame: gpd.GeoDataFrame, kind: Geometry, treatment: Treatment) -> gpd.GeoDataFrame:
    """Return the rows with usable geometry of the right kind.

    Rows without geometry are left out, Z is dropped, invalid polygons are
    repaired and keep their polygon part, and a multi-part of one part becomes
    that part.

    Raises
    ------
    LayerError
        When most rows hold another kind of geometry.
    """
    shapes = flat(frame.geometry.to_numpy())
    there = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    treatment.count(
        Message("Rows without a geometry, left out: {count}.", count=int((~there).sum()))
    )
    frame, shapes = frame[there], shapes[there]
    right = np.isin(shapely.get_type_id(shapes), _PASSING[kind])
    if len(right) and right.mean() < 0.5:  # noqa: PLR2004  # most rows decide what the file is
        raise _wrong_kind(shapes, kind, treatment)
    shapes = _valid(shapes, treatment)
    right &= ~shapely.is_empty(shapes)
    if kind == "point":
        right &= shapely.get_num_geometries(shapes) == 1
    treatment.count(
        Message("Rows with another kind of geometry, left out: {count}.", count=int((~right).sum()))
    )
    shapes = shapes[right]
    several = np.isin(shapely.get_type_id(shapes), _SEVERAL)
    single = several & (shapely.get_num_geometries(shapes) == 1)
    shapes[single] = shapely.get_geometry(shapes[single], 0)
    return frame[right].set_geometry(gpd.GeoSeries(shapes, index=frame.index[right], crs=frame.crs))


def _valid(shapes: Shapes, treatment: Treatment) -> Shapes:
    """Repair invalid polygons and keep the polygon part of what comes out."""
    wrong = ~shapely.is_valid(shapes) & np.isin(shapely.get_type_id(shapes), _POLYGONS)
    treatment.count(Message("Invalid polygons, repaired: {count}.", count=int(wrong.sum())))
    shapes = shapes.copy()
    for row in np.flatnonzero(wrong):
        parts = shapely.get_parts(shapely.get_parts(shapely.make_valid(shapes[row])))
        areas = parts[shapely.get_type_id(parts) == _POLYGON]
        shapes[row] = shapely.union_all(areas) if len(areas) else shapely.Polygon()
    return shapes


def refuse_kind(found: str | None, wanted: Geometry, treatment: Treatment) -> None:
    """Refuse a table whose geometry, by its own declaration, can never be right.

    Parameters
    ----------
    found
        Declared type, such as ``MultiPolygon Z``; None for a table without places.
    """
    if found is None:
        raise _wrong([], wanted, treatment)
    word = found.lower()
    for name, types in (("point", _POINTS), ("line", _LINES), ("polygon", _POLYGONS)):
        if name in word and not set(types) & set(_PASSING[wanted]):
            raise _wrong([name + "s"], wanted, treatment)


def _wrong_kind(shapes: Shapes, wanted: Geometry, treatment: Treatment) -> LayerError:
    kinds = (_POINTS, _LINES, _POLYGONS)
    there = [np.isin(shapely.get_type_id(shapes), types).any() for types in kinds]
    words = [word for word, some in zip(_WORDS, there, strict=True) if some]
    return _wrong(words, wanted, treatment)


def _wrong(found: Sequence[str], wanted: Geometry, treatment: Treatment) -> LayerError:
    if treatment.layer == "risk":
        return treatment.error(
            Message("it does not hold areas, and a police layer must be areas."),
            Message("Ask for areas or grid cells; incidents and points are never read."),
        )
    if not found:
        return treatment.error(
            Message("it is a table without geometry."),
            Message("Give the file that holds the places, and name its table with layer."),
        )
    return treatment.error(
        Message(
            "it holds {found} where it needs {wanted}.",
            found=", ".join(found),
            wanted=wanted.replace("_", " "),
        ),
        Message(
            "Check path and layer in [layers.{layer}]; of GML with several geometries per "
            "object, give the file as it was downloaded.",
            layer=treatment.layer,
        ),
    )
