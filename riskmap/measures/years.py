"""Ground that is covered in several years, measured once where it does not change."""

import numpy as np
import shapely

from riskmap.measures.arrays import Flags, Floats, Geometries, Indices, geometry_array, usable
from riskmap.measures.without import less

_ROWS = 20_000


def parts_by_years(covers: Geometries, year: Indices) -> tuple[Geometries, Floats]:
    """Return parts of covers and in how many years each of them is there.

    Parameters
    ----------
    covers
        Shape (n,): polygons in EPSG:28992; missing and empty ones cover nothing.
    year
        Shape (n,): the year each is of; 60 different ones at most.

    Returns
    -------
    Parts, shape (p,), and the number of years of each, shape (p,). In every
    year its parts cover what the covers of that year do together, and no
    ground twice: surface times years, summed over all parts, is the sum over
    the years of the surface that is covered.

    Notes
    -----
    A cover that comes back with the same vertices is one part with all its
    years, also where earlier covers take ground from it, as long as those are
    the same ones.
    """
    covers, year = geometry_array(covers), np.asarray(year)
    there = usable(covers)
    number = np.unique(year[there], return_inverse=True)[1].ravel()
    shapes, of = _distinct(covers[there])
    years = int(number.max(initial=-1)) + 1
    held = np.zeros((len(shapes), years), dtype=bool)
    held[of, number] = True
    later, earlier = _doubled(shapes, held)
    both = held[later] & held[earlier]
    alike = _first_alike(later, both, held)
    part, label = np.nonzero(held & (alike == np.arange(years)))
    count = ((alike[part] == label[:, None]) & held[part]).sum(axis=1).astype(float)
    place = np.full(held.shape, -1, np.intp)
    place[part, label] = np.arange(len(part))
    pair, at = np.nonzero(both & (alike[later] == np.arange(years)))
    return less(shapes[part], place[later[pair], at], shapes, earlier[pair]), count


def _distinct(shapes: Geometries) -> tuple[Geometries, Indices]:
    """Return the different shapes, in order of where they lie, and which one each is."""
    bounds = shapely.bounds(shapes)
    order = np.lexsort((shapely.area(shapes), shapely.get_num_coordinates(shapes), *bounds.T))
    ordered = shapes[order]
    new = np.ones(len(shapes), dtype=bool)
    new[1:] = ~shapely.equals_exact(ordered[1:], ordered[:-1], tolerance=0.0)
    of = np.empty(len(shapes), np.intp)
    of[order] = np.cumsum(new) - 1
    return ordered[new], of


def _doubled(shapes: Geometries, held: Flags) -> tuple[Indices, Indices]:
    """Pairs of a shape and an earlier one that overlaps it in at least one year."""
    tree = shapely.STRtree(shapes)
    found = []
    for begin in range(0, len(shapes), _ROWS):
        later, earlier = tree.query(shapes[begin : begin + _ROWS])
        later = later + begin
        asked = (earlier < later) & (held[later] & held[earlier]).any(axis=1)
        later, earlier = later[asked], earlier[asked]
        meet = shapely.intersects(shapes[later], shapes[earlier])
        later, earlier = later[meet], earlier[meet]
        overlap = ~shapely.touches(shapes[later], shapes[earlier])
        found.append((later[overlap], earlier[overlap]))
    none = np.empty(0, np.intp)
    return (
        np.concatenate([none, *(later for later, _ in found)]),
        np.concatenate([none, *(earlier for _, earlier in found)]),
    )


def _first_alike(later: Indices, both: Flags, held: Flags) -> Indices:
    """Per shape and year the first year in which the same earlier shapes overlap it."""
    shapes, years = held.shape
    alike = np.tile(np.arange(years), (shapes, 1))
    for one in range(years):
        for before in range(one):
            differs = np.bincount(later, both[:, one] != both[:, before], shapes) > 0
            same = ~differs & held[:, before] & (alike[:, one] == one)
            alike[same, one] = before
    return alike
