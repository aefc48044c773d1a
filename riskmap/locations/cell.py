"""Cells: squares of the RD grid."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from riskmap.errors import ProjectError
from riskmap.layers.layer import Layers
from riskmap.locations.assemble import assemble, members_by_place
from riskmap.locations.kind import LocationKind
from riskmap.locations.locations import Locations
from riskmap.messages import Message

MOST_CELLS = 500_000


def build_cells(
    layers: Layers, *, area: BaseGeometry | None = None, size_m: float = 100.0
) -> Locations:
    """Return the squares of the RD grid that share ground with the area.

    A cell is named after its lower left corner in units of its size:
    ``cell:E1309N4805`` starts at x = 130,900 and y = 480,500 for 100 m cells.

    Parameters
    ----------
    layers
        ``buildings``, ``addresses``, ``parcels`` and ``municipalities`` where
        they are there.
    area
        What is covered with cells, EPSG:28992; None takes the box round the
        buildings.
    size_m
        Side of a cell (metres).

    Raises
    ------
    ProjectError
        When there is nothing to cover, or too much.
    """
    if area is None and "buildings" in layers and len(layers["buildings"].frame):
        area = shapely.box(*layers["buildings"].frame.total_bounds)
    if area is None or area.is_empty:
        raise ProjectError(
            Message("Cells need an area to cover, and there is none."),
            Message("Name an area in riskmap.toml, or a layer of buildings."),
        )
    places = _grid(area, size_m)
    members = members_by_place(places, layers)
    return assemble("cell", places, members, places.geometry, layers)


def _grid(area: BaseGeometry, size_m: float) -> gpd.GeoDataFrame:
    """Return the cells that share ground with the area, sorted by id."""
    if not size_m > 0:
        raise ProjectError(
            Message("A cell of {size} m cannot be.", size=size_m),
            Message("Give size_m a length above 0, for example 100."),
        )
    west, south, east, north = np.asarray(area.bounds) / size_m
    columns = np.arange(np.floor(west), np.ceil(east), dtype=np.int64)
    rows = np.arange(np.floor(south), np.ceil(north), dtype=np.int64)
    if len(columns) * len(rows) > MOST_CELLS:
        raise ProjectError(
            Message(
                "Cells of {size} m would make {count} locations; the most is {most}.",
                size=size_m,
                count=len(columns) * len(rows),
                most=MOST_CELLS,
            ),
            Message("Choose larger cells with size_m, or a smaller area."),
        )
    column, row = (grid.ravel() for grid in np.meshgrid(columns, rows))
    cells = shapely.box(column * size_m, row * size_m, (column + 1) * size_m, (row + 1) * size_m)
    shapely.prepare(area)
    touched = shapely.intersects(area, cells) & ~shapely.touches(area, cells)
    ids = [f"cell:E{e}N{n}" for e, n in zip(column[touched], row[touched], strict=True)]
    return gpd.GeoDataFrame(
        index=pd.Index(ids, name="location_id"), geometry=cells[touched], crs="EPSG:28992"
    ).sort_index()


KIND = LocationKind(
    name="cell",
    builder=build_cells,
    rule=Message("Every square of the grid that shares ground with the area is a location."),
    needs=(),
    may_use=("buildings", "addresses", "parcels", "municipalities"),
)
