"""The police layer as a raster: one band with a risk from 0 to 1, or a density they made."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray
from pyproj import CRS
from pyproj.exceptions import CRSError

from riskmap.geo import RD
from riskmap.layers.layer import Layer, LayerReport
from riskmap.layers.register import Treatment
from riskmap.layers.risk_figures import above_zero, scaled
from riskmap.messages import Message
from riskmap.reading import read_raster

Box = tuple[float, float, float, float]
_RD_CODES = (28992, 7415)  # with and without heights


def read_risk_raster(
    layer: Layer,
    paths: Sequence[Path],
    *,
    crs: str | None,
    band: int,
    box: Box | None,
    treatment: Treatment,
) -> Layer:
    """Return the layer with its raster; the frame is empty.

    Raises
    ------
    LayerError
        When there are several files, the grid is not in RD New, no cell is
        known, or values are not what the measure says.
    """
    if len(paths) > 1:
        raise treatment.error(
            Message("a risk raster is one file."),
            Message("Give one file with path, or merge them first."),
        )
    raster = read_raster(paths[0], band=band, box=box)
    if not _is_rd(crs or raster.crs):
        raise treatment.error(
            Message("the grid is not in RD New."),
            Message("Warp it to EPSG:28992 first, for example with QGIS."),
        )
    known = np.isfinite(raster.values)
    if not known.any():
        raise treatment.error(
            Message("no cell of the grid is known here."),
            Message("Check band, nodata, and that the grid covers the area."),
        )
    values = raster.values.copy()
    values[known] = _figures(values[known], treatment)
    report = LayerReport(
        rows_read=int(known.size), rows_kept=int(known.sum()), notes=tuple(treatment.notes)
    )
    return replace(
        layer,
        frame=gpd.GeoDataFrame(geometry=[], crs=RD),
        raster=replace(raster, values=values, crs=RD),
        report=report,
        measure=treatment.measure or "risk",
        edition="grid",
    )


def _figures(known: NDArray[np.float64], treatment: Treatment) -> NDArray[np.float64]:
    """Return the known cells as risks, or as the densities they are."""
    measure = treatment.measure
    if measure == "count":
        raise treatment.error(
            Message("a grid of counts cannot be told from a grid of densities."),
            Message('Give the cells as polygons, or write measure = "density".'),
        )
    if measure in ("rate", "density"):
        return above_zero(known, treatment)
    return scaled(known, treatment, classes_allowed=measure is None, classes=measure == "class")


def _is_rd(crs: str | None) -> bool:
    try:
        return crs is not None and CRS.from_user_input(crs).to_epsg() in _RD_CODES
    except CRSError:
        return False
