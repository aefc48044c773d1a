"""A table of predictors and an outcome, of any origin, ready to be split in folds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS
from pyproj.exceptions import CRSError

from riskmap.errors import InputError
from riskmap.layers.values import as_text
from riskmap.measures.at_points import values_at_points
from riskmap.messages import Message
from riskmap.outcomes.foreign_files import open_table, read_columns
from riskmap.outcomes.numbers import as_number
from riskmap.outcomes.recognising import named
from riskmap.outcomes.words import read_dates, read_found
from riskmap.pipeline.plane import plane_points
from riskmap.reading import read_grid, read_raster


@dataclass(frozen=True)
class Asked:
    """Which columns of a table are what.

    Attributes
    ----------
    predictors
        Columns; text becomes a factor.
    outcome
        Column of what is to be predicted.
    positive
        The word of the outcome that means found, where it has two words.
    rasters
        Name of a predictor -> GeoTIFF and band it is read from at the points.
    factors
        Predictors whose numbers are names of classes.
    x, y, crs
        Columns with coordinates, and their system.
    group, date
        Columns for folds.
    """

    predictors: tuple[str, ...]
    outcome: str
    positive: str | None = None
    rasters: Mapping[str, tuple[Path, int]] = field(default_factory=dict)
    factors: tuple[str, ...] = ()
    x: str | None = None
    y: str | None = None
    crs: str | None = None
    table: str | None = None
    group: str | None = None
    date: str | None = None


@dataclass(frozen=True)
class Observations:
    """Rows with nothing unknown that a model needs.

    Attributes
    ----------
    frame
        Indexed by row of the file (the first is 1): the predictors under
        their names, ``found``, ``x_m`` and ``y_m`` (only where places are
        known), ``in_group`` and ``on_date`` where asked for, geometry.
    predictors
        Columns of `frame`, those from rasters included.
    notes
        What was dropped and assumed.
    """

    frame: gpd.GeoDataFrame
    predictors: tuple[str, ...]
    notes: tuple[Message, ...]


def read_observations(path: Path, asked: Asked, *, signed: bool) -> Observations:
    """Read a table of observations.

    Parameters
    ----------
    signed
        Whether the outcome may be any number, as for a linear model.

    Raises
    ------
    InputError
        When a column is not there, or the outcome is not understood, or no
        complete row is left.
    """
    opened = open_table(path, asked.table)
    columns = {name: named(name, opened.columns, path) for name in _wanted(asked)}
    raw = read_columns(opened, list(columns.values()), crs=asked.crs, asked=list(columns))
    notes: list[Message] = []
    frame = gpd.GeoDataFrame(geometry=_places(raw, asked, columns), index=raw.index)
    for name in asked.predictors:
        frame[name] = _predictor(raw[columns[name]], factor=name in asked.factors)
    frame["found"] = _outcome(raw[columns[asked.outcome]], asked, path, signed=signed)
    if asked.group is not None:
        frame["in_group"] = as_text(raw[columns[asked.group]])
    if asked.date is not None:
        frame["on_date"], told = read_dates(raw[columns[asked.date]], asked.date)
        notes += told
    for name, (raster, number) in asked.rasters.items():
        frame[name], told = _sampled(frame.geometry, raster, number)
        notes += told
    predictors = (*asked.predictors, *asked.rasters)
    if frame.geometry.notna().any():
        points, projected = plane_points(frame.geometry)
        frame["x_m"], frame["y_m"] = points[:, 0], points[:, 1]
        notes += projected
    return _complete(frame, predictors, notes, path)


def _wanted(asked: Asked) -> tuple[str, ...]:
    given = (*asked.predictors, asked.outcome, asked.x, asked.y, asked.group, asked.date)
    return tuple(dict.fromkeys(name for name in given if name is not None))


def _places(raw: gpd.GeoDataFrame, asked: Asked, columns: Mapping[str, str]) -> gpd.GeoSeries:
    """Return the places: from the columns that were named, else as the file has them."""
    if asked.x is None or asked.y is None:
        return raw.geometry
    x, y = (as_number(raw[columns[name]]).to_numpy(dtype=float) for name in (asked.x, asked.y))
    known = np.isfinite(x) & np.isfinite(y)
    points = np.full(len(raw), None, dtype=object)
    points[known] = shapely.points(x[known], y[known])
    try:
        return gpd.GeoSeries(points, index=raw.index, crs=asked.crs)
    except CRSError:
        raise InputError(
            Message("Nobody knows the CRS {crs}.", crs=asked.crs),
            Message("Write a code such as EPSG:28992."),
        ) from None


def _predictor(raw: pd.Series, *, factor: bool) -> pd.Series:
    """Return numbers, or the words of a factor."""
    text = as_text(raw)
    numbers = as_number(raw)
    words = factor or bool((numbers.isna() & text.notna()).any())
    return text if words else numbers


def _outcome(raw: pd.Series, asked: Asked, path: Path, *, signed: bool) -> pd.Series:
    if asked.positive is not None:
        text = as_text(raw)
        return (text == asked.positive).astype(float).where(text.notna())
    if signed:
        numbers = as_number(raw)
        wrong = int((numbers.isna() & as_text(raw).notna()).sum())
    else:
        numbers, _, wrong = read_found(raw)
    if wrong:
        raise InputError(
            Message(
                "Column {column} of {file} holds {count} outcomes that are not understood.",
                column=asked.outcome, file=path.name, count=wrong,
            ),
            Message(
                "Write 0 and 1 or counts, name the word that means found with --positive, or use "
                "--model linear for measurements."
            ),
        )  # fmt: skip
    return numbers


def _sampled(places: gpd.GeoSeries, raster: Path, number: int) -> tuple[np.ndarray, list[Message]]:
    """Return the cells under the points; a system that only one of the two declares is shared."""
    if places.isna().all():
        raise InputError(
            Message("{file} cannot be read at points: the table has no places.", file=raster.name),
            Message("Name its coordinates with --x and --y, and their system with --crs."),
        )
    grid = read_grid(raster)
    notes = []
    inside = places.representative_point()
    if places.crs is not None and grid.crs is not None:
        inside = inside.to_crs(CRS.from_user_input(grid.crs).to_2d())
    elif (places.crs is None) != (grid.crs is None):
        notes.append(
            Message(
                "Only one of {file} and the points declares a system: both are taken to be in it.",
                file=raster.name,
            )
        )
    west, south, east, north = (float(side) for side in inside.total_bounds)
    band = read_raster(raster, band=number, box=(west, south, east, north))
    return values_at_points(
        band.values, band.transform, np.column_stack([inside.x, inside.y])
    ), notes  # fmt: skip


def _complete(
    frame: gpd.GeoDataFrame, predictors: Sequence[str], notes: list[Message], path: Path
) -> Observations:
    needed = [*predictors, "found", *[name for name in ("x_m",) if name in frame]]
    unknown = frame[needed].isna()
    whole = frame[~unknown.any(axis=1)]
    if unknown.any(axis=None):
        parts = [f"{name} {count}" for name, count in unknown.sum().items() if count]
        notes.append(
            Message(
                "Rows left out because something in them is unknown: {count} of {total} ({parts}).",
                count=len(frame) - len(whole), total=len(frame), parts=", ".join(parts),
            )
        )  # fmt: skip
    if whole.empty:
        raise InputError(
            Message("No row of {file} has all predictors, an outcome and a place.", file=path.name),
            Message("Leave out the predictors that are unknown everywhere, or check the columns."),
        )
    return Observations(whole, tuple(predictors), tuple(notes))
