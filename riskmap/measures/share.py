"""What part of a polygon is covered, and by what."""

import numpy as np
import shapely

from riskmap.measures.arrays import Flags, Floats, Geometries, Indices, geometry_array, usable
from riskmap.measures.overlap import Overlaps, overlaps
from riskmap.measures.united import united

_WHOLE = 1 - 1e-12


def share_covered(geometries: Geometries, covers: Geometries) -> Floats:
    """Return the share of each polygon that the covers together cover.

    Parameters
    ----------
    geometries
        Shape (n,): polygons in EPSG:28992.
    covers
        Shape (m,): polygons in EPSG:28992; where they overlap each other the
        ground counts once.

    Returns
    -------
    Shape (n,), 0..1; NaN for what has no surface.
    """
    geometries, covers = geometry_array(geometries), geometry_array(covers)
    surface = _surface(geometries)
    pairs = overlaps(geometries, covers)
    covered = np.bincount(pairs.geometry, pairs.square_m, len(geometries))
    whole = np.zeros(len(geometries), dtype=bool)
    whole[pairs.geometry[pairs.square_m >= surface[pairs.geometry] * _WHOLE]] = True
    several = np.bincount(pairs.geometry, minlength=len(geometries)) > 1
    doubtful = _with_double_cover(pairs, covers, several & ~whole)
    covered[doubtful] = shapely.area(united(geometries, covers, pairs, doubtful))
    covered[whole] = surface[whole]
    share: Floats = np.minimum(covered / surface, 1.0)
    return share


def area_weighted_mean(
    geometries: Geometries, areas: Geometries, values: Floats
) -> tuple[Floats, Floats]:
    """Return the mean of the areas' values over each polygon, by common surface.

    Parameters
    ----------
    geometries
        Shape (n,): polygons in EPSG:28992.
    areas
        Shape (m,): polygons in EPSG:28992.
    values
        Shape (m,): one value per area in any unit; NaN is unknown and left out.

    Returns
    -------
    Mean, shape (n,), in the unit of `values`, NaN where nothing is known; and
    the share of each polygon with a known value, shape (n,), 0..1, NaN for
    what has no surface.
    """
    values = np.asarray(values, dtype=float)
    known = np.flatnonzero(~np.isnan(values))
    geometries, areas = geometry_array(geometries), geometry_array(areas)
    pairs = overlaps(geometries, areas[known])
    value = values[known][pairs.area]
    # Equal surfaces in a fixed order, so that the sum does not depend on the order of the areas.
    order = np.lexsort((value, pairs.square_m, pairs.geometry))
    rows, square_m, value = pairs.geometry[order], pairs.square_m[order], value[order]
    weight = np.bincount(rows, square_m, len(geometries))
    total = np.bincount(rows, square_m * value, len(geometries))
    mean = np.full(len(geometries), np.nan)
    np.divide(total, weight, out=mean, where=weight > 0)
    share: Floats = np.minimum(weight / _surface(geometries), 1.0)
    return mean, share


def largest_overlap(geometries: Geometries, areas: Geometries) -> Indices:
    """Return the area each polygon shares the most surface with.

    Parameters
    ----------
    geometries, areas
        Shapes (n,) and (m,): polygons in EPSG:28992.

    Returns
    -------
    Shape (n,): number of the area, -1 for none; the lowest of equals (to a
    thousandth of a square millimetre).
    """
    pairs = overlaps(geometries, areas)
    order = np.lexsort((pairs.area, -np.round(pairs.square_m, 9), pairs.geometry))
    rows, first = np.unique(pairs.geometry[order], return_index=True)
    result = np.full(len(geometries), -1, np.intp)
    result[rows] = pairs.area[order][first]
    return result


def _surface(geometries: Geometries) -> Floats:
    """Return surfaces in m2, NaN where there is none to take a share of."""
    surface: Floats = shapely.area(geometries)
    return np.where(usable(geometries) & (surface > 0), surface, np.nan)


def _with_double_cover(pairs: Overlaps, covers: Geometries, several: Flags) -> Indices:
    """Geometries with at least two covers that overlap some other cover."""
    used = np.unique(pairs.area[several[pairs.geometry]])
    if not len(used):
        return np.empty(0, np.intp)
    first, second = shapely.STRtree(covers[used]).query(covers[used], predicate="intersects")
    once = first < second
    first, second = first[once], second[once]
    crossing = ~shapely.touches(covers[used][first], covers[used][second])
    doubled = np.zeros(len(covers), dtype=bool)
    doubled[used[first[crossing]]] = True
    doubled[used[second[crossing]]] = True
    counts = np.bincount(pairs.geometry[doubled[pairs.area]], minlength=len(several))
    return np.flatnonzero(several & (counts > 1))
