"""Which polygons overlap, and by how much: containment first, overlay for the rest."""

from dataclasses import dataclass

import numpy as np
import shapely

from riskmap.measures.arrays import Floats, Geometries, Indices, geometry_array, in_slices, usable

_PAIRS = 10_000


@dataclass(frozen=True)
class Overlaps:
    """Pairs of a geometry and an area with a common surface, shape (p,) each.

    Attributes
    ----------
    geometry, area
        Numbers of the two.
    square_m
        Their common surface, m2, above 0.
    """

    geometry: Indices
    area: Indices
    square_m: Floats


def overlaps(geometries: Geometries, areas: Geometries) -> Overlaps:
    """Measure every pair of a geometry and an area with a common surface.

    Parameters
    ----------
    geometries, areas
        Shapes (n,) and (m,): valid polygons or multipolygons in EPSG:28992;
        missing and empty ones overlap nothing.

    Returns
    -------
    The pairs, ordered by geometry, then by surface and area: a sum per
    geometry does not depend on the order in which the areas came.

    Notes
    -----
    The side with the larger polygons is prepared and asked which of the
    others it covers whole; those need no overlay.
    """
    geometries, areas = geometry_array(geometries), geometry_array(areas)
    if _mean_area(areas) >= _mean_area(geometries):
        large, small, square_m = _measured(areas, geometries)
        pairs = Overlaps(small, large, square_m)
    else:
        large, small, square_m = _measured(geometries, areas)
        pairs = Overlaps(large, small, square_m)
    order = np.lexsort((pairs.area, pairs.square_m, pairs.geometry))
    order = order[pairs.square_m[order] > 0]
    return Overlaps(pairs.geometry[order], pairs.area[order], pairs.square_m[order])


def _mean_area(geometries: Geometries) -> float:
    there = usable(geometries)
    return float(shapely.area(geometries[there]).mean()) if there.any() else 0.0


def _measured(large: Geometries, small: Geometries) -> tuple[Indices, Indices, Floats]:
    tree = shapely.STRtree(small)
    surface: Floats = shapely.area(small)

    def meeting(part: slice) -> tuple[Indices, Indices, Indices, Indices]:
        covering, covered = tree.query(large[part], predicate="covers")
        first, second = tree.query(large[part], predicate="intersects")
        partial = ~np.isin(first * len(small) + second, covering * len(small) + covered)
        first, second = first[partial], second[partial]
        return covering + part.start, covered, first + part.start, second

    size = min(2_000, max(1, len(large) // 8))
    found = in_slices(meeting, len(large), size)
    if not found:
        return np.empty(0, np.intp), np.empty(0, np.intp), np.empty(0)
    covering, covered, first, second = (np.concatenate(part) for part in zip(*found, strict=True))

    def common(part: slice) -> Floats:
        shared = shapely.intersection(large[first[part]], small[second[part]])
        square_m: Floats = shapely.area(shared)
        return square_m

    common_m = in_slices(common, len(first), _PAIRS)
    square_m = np.concatenate([surface[covered], *common_m])
    return np.concatenate([covering, first]), np.concatenate([covered, second]), square_m
