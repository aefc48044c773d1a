"""How high the surface is at points, from the images of a height model.

Not an indicator: how the indicators read heights, a tile of the ground at a
time, whatever the coordinate system and the number of the images.
"""

import geopandas as gpd
import numpy as np

from riskmap.geo import RD
from riskmap.layers.images import Image, Images
from riskmap.measures.arrays import Floats, Indices

TILE_M = 1_000.0
"""Side of the squares that are read at once (metres)."""


def surface_heights(images: Images, xy: Floats) -> Floats:
    """Return the surface model's value at points.

    Parameters
    ----------
    images
        Images of heights in metres; where several know a point, the newest
        one does.
    xy
        Shape (n, 2), EPSG:28992.

    Returns
    -------
    Shape (n,): the value of the cell each point lies in, NaN where unknown.
    """
    heights = np.full(len(xy), np.nan)
    tiles = _tiles(xy)
    for image in images:
        for rows in tiles:
            found = _read(image, _in_system(xy[rows], image.crs))
            known = np.isfinite(found)
            heights[rows[known]] = found[known]
    return heights


def _in_system(xy: Floats, crs: str) -> Floats:
    if crs == RD:
        return xy
    moved = gpd.GeoSeries(gpd.points_from_xy(xy[:, 0], xy[:, 1]), crs=RD).to_crs(crs)
    return np.column_stack([moved.x.to_numpy(), moved.y.to_numpy()])


def _tiles(xy: Floats) -> list[Indices]:
    """Group points by tile, so that no more than a tile is read at once."""
    if not len(xy):
        return []
    tile = np.floor(xy / TILE_M).astype(np.int64)
    _, number = np.unique(tile, axis=0, return_inverse=True)
    order = np.argsort(number.ravel(), kind="stable")
    return np.split(order, np.flatnonzero(np.diff(number.ravel()[order])) + 1)


def _read(image: Image, xy: Floats) -> Floats:
    """Return the value of the cell each point of one tile lies in."""
    values = np.full(len(xy), np.nan)
    left, low, right, high = image.box
    inside = (xy[:, 0] >= left) & (xy[:, 0] < right) & (xy[:, 1] > low) & (xy[:, 1] <= high)
    if not inside.any():
        return values
    west, south = xy[inside].min(axis=0)
    east, north = xy[inside].max(axis=0)
    # A cell more on every side: a box of one point has no surface.
    wide, tall = image.transform.a, -image.transform.e
    window = image.read((west - wide, south - tall, east + wide, north + tall))
    column = np.floor((xy[inside, 0] - window.transform.c) / window.transform.a).astype(int)
    row = np.floor((xy[inside, 1] - window.transform.f) / window.transform.e).astype(int)
    values[inside] = window.values[row, column]
    return values
