"""Long lines cut into short pieces, so that their boxes say where they are."""

import numpy as np
import shapely

from riskmap.measures.arrays import Geometries, Indices, ranges

_SEGMENTS = 4
_LINES = (shapely.GeometryType.LINESTRING, shapely.GeometryType.MULTILINESTRING)


def line_pieces(geometries: Geometries) -> tuple[Geometries, Indices]:
    """Cut lines into pieces of at most four segments; leave the rest as it is.

    Parameters
    ----------
    geometries
        Shape (n,), none missing or empty.

    Returns
    -------
    Pieces, shape (p,), and the number of the geometry each piece is part of,
    shape (p,), rising. The pieces of a line cover it exactly.
    """
    line = np.isin(shapely.get_type_id(geometries), _LINES)
    if not line.any():
        return geometries, np.arange(len(geometries))
    parts, owner = shapely.get_parts(geometries[line], return_index=True)
    owner = np.flatnonzero(line)[owner]
    vertices = shapely.get_coordinates(parts)
    counts = shapely.get_num_coordinates(parts)
    starts = np.cumsum(counts) - counts
    pieces_of = -(-(counts - 1) // _SEGMENTS)
    part = np.repeat(np.arange(len(parts)), pieces_of)
    offset = ranges(np.zeros(len(parts), np.intp), pieces_of) * _SEGMENTS
    length = np.minimum(_SEGMENTS, counts[part] - 1 - offset) + 1
    chosen = ranges(starts[part] + offset, length)
    cut = shapely.linestrings(vertices[chosen], indices=np.repeat(np.arange(len(part)), length))
    pieces = np.concatenate([cut, geometries[~line]])
    owners = np.concatenate([owner[part], np.flatnonzero(~line)])
    order = np.argsort(owners, kind="stable")
    return pieces[order], owners[order]
