"""Objects with several geometries in register XML (BAG extract, BGT, BRK).

GDAL keeps one geometry per object, and for these registers often the wrong
one: the point of a label instead of the outline. So the outline is read by
the name of its property. Arcs are followed through their control points.
"""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as ET

import numpy as np
import numpy.typing as npt
import shapely

from riskmap.errors import InputError
from riskmap.messages import Message

Corners = npt.NDArray[np.float64]

_RING_CORNERS = 4
_LINE_CORNERS = 2
_AREAS = ("Polygon", "PolygonPatch")  # patches are how the BGT of 2014 wrote them
_LINES = ("LineString", "Curve")


@dataclass(frozen=True)
class ObjectType:
    """One type of object inside a register's XML.

    Attributes
    ----------
    tags
        Local names of the element that is the object.
    geometry
        Local names of the property that holds its outline or place.
    texts
        Column -> path of local names below the object, matched at its end:
        ``("status",)`` or ``("Nummeraanduiding", "status")``.
    lists
        Columns that may come more than once; joined by commas.
    """

    tags: tuple[str, ...]
    geometry: tuple[str, ...]
    texts: Mapping[str, tuple[str, ...]]
    lists: tuple[str, ...] = ()


def read_objects(
    data: bytes, kind: ObjectType, file: str
) -> Iterator[tuple[dict[str, str], shapely.Geometry | None]]:
    """Yield texts and geometry of every object of this type.

    Raises
    ------
    InputError
        When the document is no XML, or declares a DOCTYPE.
    """
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise InputError(
            Message("{file} declares its own document type or entities.", file=file),
            Message("Registers publish no such file; download it again."),
        )
    try:
        for _, element in ET.iterparse(io.BytesIO(data)):  # noqa: S314 (DOCTYPE refused above)
            if _local(element.tag) in kind.tags:
                yield _texts(element, kind), _geometry(element, kind)
                element.clear()
    except ET.ParseError as fault:
        raise InputError(
            Message("{file} is no complete XML document.", file=file),
            Message("The download may have been cut off; download it again."),
        ) from fault


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _texts(element: ET.Element, kind: ObjectType) -> dict[str, str]:
    """Return the texts asked for; of a path that comes twice, the first."""
    found: dict[str, list[str]] = {}
    _walk(element, (), kind, found)
    return {
        column: ",".join(values) if column in kind.lists else values[0]
        for column, values in found.items()
    }


def _walk(
    element: ET.Element, path: tuple[str, ...], kind: ObjectType, found: dict[str, list[str]]
) -> None:
    for child in element:
        here = (*path, _local(child.tag))
        if here[-1] in kind.geometry:
            continue
        text = (child.text or "").strip()
        if text:
            for column, end in kind.texts.items():
                if here[-len(end) :] == end:
                    found.setdefault(column, []).append(text)
        _walk(child, here, kind, found)


def _geometry(element: ET.Element, kind: ObjectType) -> shapely.Geometry | None:
    for holder in element.iter():
        if _local(holder.tag) in kind.geometry:
            polygons = [_polygon(part) for part in holder.iter() if _local(part.tag) in _AREAS]
            known = [polygon for polygon in polygons if polygon is not None]
            if known:
                return known[0] if len(known) == 1 else shapely.MultiPolygon(known)
            lines = [_line(part) for part in holder.iter() if _local(part.tag) in _LINES]
            if lines := [line for line in lines if line is not None]:
                return lines[0] if len(lines) == 1 else shapely.MultiLineString(lines)
            for part in holder.iter():
                if _local(part.tag) == "Point":
                    return _point(part)
    return None


def _point(element: ET.Element) -> shapely.Point | None:
    for part in element.iter():
        if _local(part.tag) == "pos":
            return shapely.Point([float(text) for text in (part.text or "").split()[:2]])
    return None


def _line(element: ET.Element) -> shapely.LineString | None:
    corners = _corners(element, int(element.get("srsDimension", "2")))
    return shapely.LineString(corners) if len(corners) >= _LINE_CORNERS else None


def _polygon(element: ET.Element) -> shapely.Polygon | None:
    size = int(element.get("srsDimension", "2"))
    shells: list[Corners] = []
    holes: list[Corners] = []
    for side in element:
        rings = holes if _local(side.tag) == "interior" else shells
        rings.extend(_corners(ring, size) for ring in side)
    shells = [ring for ring in shells if len(ring) >= _RING_CORNERS]
    if not shells:
        return None
    return shapely.Polygon(shells[0], [ring for ring in holes if len(ring) >= _RING_CORNERS])


def _corners(ring: ET.Element, size: int) -> Corners:
    """Return the corners of a ring or line, shape (n, 2), metres, without doubled joints."""
    pieces = []
    for part in ring.iter():
        if _local(part.tag) in ("posList", "pos") and part.text:
            dimension = int(part.get("srsDimension", str(size)))
            numbers = np.array(part.text.split(), dtype=float)
            pieces.append(numbers.reshape(-1, dimension)[:, :2])
    if not pieces:
        return np.empty((0, 2))
    corners: Corners = np.concatenate(pieces)
    if len(pieces) == 1:
        return corners
    moved = np.any(np.diff(corners, axis=0) != 0, axis=1)
    kept: Corners = corners[np.concatenate([[True], moved])]
    return kept
