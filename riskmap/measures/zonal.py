"""Mean of a raster over polygons, every pixel weighed by the exact part inside.

Green's theorem: the integral of a raster f over a polygon equals the integral
of F dy along its outline, where F(x, y) is the integral of f along the row
from the raster's edge to x. F is a running sum per row, straight within a
pixel, so an outline cut at the pixel borders gives the integral exactly, with
no pixel visited inside.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from affine import Affine

from riskmap.measures.arrays import Floats, Geometries, Indices, geometry_array, in_slices, usable
from riskmap.measures.outlines import cut, edges_of

_STRETCHES = 100_000
_KNOWN = 1e-9


def zonal_mean(geometries: Geometries, values: Floats, transform: Affine) -> tuple[Floats, Floats]:
    """Return the mean of the raster over each polygon.

    Parameters
    ----------
    geometries
        Shape (n,): valid polygons in EPSG:28992; they may cross the raster's
        edge.
    values
        Shape (rows, columns), any unit; NaN and infinite are unknown and left out.
    transform
        From (column, row) to EPSG:28992; north-up, south-up or turned.

    Returns
    -------
    Mean, shape (n,), in the unit of `values`, NaN where nothing is known; and
    the share of each polygon with a known value, shape (n,), 0..1, NaN for
    what has no surface.
    """
    geometries = geometry_array(geometries)
    mean = np.full(len(geometries), np.nan)
    share = np.full(len(geometries), np.nan)
    rows = np.flatnonzero(usable(geometries) & (shapely.area(geometries) > 0))
    if not len(rows):
        return mean, share
    raster = _Raster.of(np.asarray(values, dtype=float), transform)
    outlines = shapely.orient_polygons(shapely.force_2d(geometries[rows]))
    # Slices end between polygons: the sum of one does not depend on the others.
    stretches = _stretches(outlines, raster)
    slot = (np.cumsum(stretches) - stretches) // _STRETCHES
    borders = np.r_[np.flatnonzero(np.diff(slot, prepend=-1)), len(rows)]

    def sums(part: slice) -> list[tuple[Floats, Floats, Floats]]:
        return [
            raster.sums(outlines[borders[k] : borders[k + 1]]) for k in range(part.start, part.stop)
        ]

    found = [one for part in in_slices(sums, len(borders) - 1, 1) for one in part]
    total, known, surface = (np.concatenate(part) for part in zip(*found, strict=True))
    there = known > surface * _KNOWN
    mean[rows[there]] = raster.middle + total[there] / known[there]
    share[rows] = np.where(there, np.minimum(known / surface, 1.0), 0.0)
    return mean, share


@dataclass(frozen=True)
class _Raster:
    """Running sums along the rows, from the left edge; shape (rows, columns + 1)."""

    value_sums: Floats
    known_sums: Floats
    middle: float
    to_pixels: Affine

    @classmethod
    def of(cls, values: Floats, transform: Affine) -> "_Raster":
        known = np.isfinite(values)
        # Sums of differences from the middle keep the digits a large offset would take.
        middle = float(values[known].mean()) if known.any() else 0.0
        height, width = values.shape
        if known.all():
            known_sums = np.broadcast_to(np.arange(width + 1.0), (height, width + 1))
        else:
            known_sums = _running(known.astype(float))
        centred = np.where(known, values - middle, 0.0)
        return cls(_running(centred), known_sums, middle, ~transform)

    def sums(self, polygons: Geometries) -> tuple[Floats, Floats, Floats]:
        """Integrals of value, of what is known and of 1 over polygons, in pixels."""
        count = len(polygons)
        u0, v0, u1, v1, owner = edges_of(polygons, self.to_pixels)
        surface = np.bincount(owner, (v1 - v0) * (u0 + u1) / 2, count)
        height, width = self.value_sums.shape[0], self.value_sums.shape[1] - 1
        up = v1 > v0
        first = np.where(up, v0, v1), np.where(up, u0, u1)
        last = np.where(up, v1, v0), np.where(up, u1, u0)
        edge, row, v_from, v_to, u_from, u_to = cut(*first, *last, height)
        inside = (row >= 0) & (row < height) & (v_to > v_from)
        edge, row = edge[inside], row[inside]
        rise = (v_to - v_from)[inside] * np.where(up, 1.0, -1.0)[edge]
        u_from, u_to = u_from[inside], u_to[inside]
        low, high = np.minimum(u_from, u_to), np.maximum(u_from, u_to)
        zero = np.zeros(len(low))
        stretch, column, a, b, _, _ = cut(low, zero, high, zero, width)
        span = (high - low)[stretch]
        weight = np.divide(b - a, span, out=np.ones(len(a)), where=span > 0) * rise[stretch]
        at = np.clip((a + b) / 2, 0, width)
        column = np.clip(column, 0, width - 1)
        place = row[stretch], column
        whose = owner[edge[stretch]]
        total = np.bincount(whose, weight * _between(self.value_sums, place, at), count)
        known = np.bincount(whose, weight * _between(self.known_sums, place, at), count)
        turn: Floats = np.where(surface < 0, -1.0, 1.0)
        return np.multiply(total, turn), np.multiply(known, turn), np.multiply(surface, turn)


def _running(values: Floats) -> Floats:
    sums = np.zeros((values.shape[0], values.shape[1] + 1))
    np.cumsum(values, axis=1, out=sums[:, 1:])
    return sums


def _between(running: Floats, place: tuple[Indices, Indices], at: Floats) -> Floats:
    """Return the running sum at a place within a pixel, by the straight line through it."""
    row, column = place
    left = running[row, column]
    inside: Floats = left + (running[row, column + 1] - left) * (at - column)
    return inside


def _stretches(polygons: Geometries, raster: _Raster) -> Indices:
    """About how many stretches the outline of each polygon is cut into."""
    height, width = raster.value_sums.shape
    u0, v0, u1, v1, owner = edges_of(polygons, raster.to_pixels)
    pieces = 1 + np.minimum(abs(u1 - u0), width) + np.minimum(abs(v1 - v0), height)
    return np.bincount(owner, pieces, len(polygons)).astype(np.intp)
