"""Places with one value each, from a map of riskmap or from any file; areas they lie in."""

from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from riskmap.errors import InputError, ProjectError
from riskmap.layers.matching import plain
from riskmap.maps import Description, ScoredMap
from riskmap.messages import Message
from riskmap.outcomes import read_places
from riskmap.outcomes.foreign_files import ids, open_table, read_columns
from riskmap.outcomes.recognising import listed
from riskmap.outputs.map_files import read_map
from riskmap.reading import read_metadata
from riskmap.statistics.empirical_bayes import shrink
from riskmap.statistics.standardised_rates import standardised_rates

NAMES = ("name", "naam", "label", "plannaam", "parkname", "parknaam", "terreinnaam")
# What stands for the column where only places are counted.
COUNTED = "-"


@dataclass(frozen=True)
class Units:
    """Places with one value each.

    Attributes
    ----------
    frame
        Indexed by ``place_id``: ``value`` (NaN unknown), ``label`` where the
        file has one, ``count``, ``population``, ``rate`` and
        ``smoothed_rate`` where a population was given; geometry, none missing.
    source, column
        Name of the file, and what the value is.
    description
        Of the map, where it is one of riskmap.
    notes
        What was done to read them.
    """

    frame: gpd.GeoDataFrame
    source: str
    column: str
    description: Description | None = None
    notes: tuple[Message, ...] = ()


def units_of_map(scored: ScoredMap, column: str | None, source: str) -> Units:
    """Return the ranked places of a map with their priority, or opportunity, or another column.

    A place that is not ranked has no value: too little is known of it.

    Raises
    ------
    ProjectError
        When the map has no such column of numbers.
    """
    description = scored.description
    own = "priority" if description.kind == "combined" else "opportunity"
    named = column or own
    if named not in scored.frame.columns or not pd.api.types.is_numeric_dtype(scored.frame[named]):
        raise ProjectError(
            Message("The map has no column of numbers named {column}.", column=named),
            Message("Leave --column out for the score, or name a column such as opportunity."),
        )
    frame = scored.frame.set_index(scored.frame["location_id"].astype("str").rename("place_id"))
    value = frame[named].astype("float64").where(frame["rank"].notna().to_numpy())
    kept = gpd.GeoDataFrame(
        {"label": frame["label"], "value": value}, geometry=frame.geometry, crs=frame.crs
    )
    return Units(kept.sort_index(), source, named, description)


def read_units(
    path: Path,
    *,
    column: str | None,
    population: str | None = None,
    id_column: str | None = None,
    table: str | None = None,
    crs: str | None = None,
    counted: bool = False,
) -> Units:
    """Return the places of a map of riskmap, or of any file.

    Parameters
    ----------
    column
        What the value is; recognised by its name where None.
    population
        What counts in `column` are out of: the value is then the
        standardised rate.
    id_column, table, crs
        As in `riskmap.outcomes.read_places`.
    counted
        Only where the places are matters: a file without a column will do.

    Raises
    ------
    InputError
        When the file is refused or has no places on the map.
    """
    if "riskmap" in read_metadata(path):
        if population is not None:
            raise ProjectError(
                Message("A score is no count: a map of riskmap takes no population."),
                Message("Leave --population out."),
            )
        return units_of_map(read_map(path), column, path.name)
    if counted and column is None:
        opened = open_table(path, table)
        frame = read_columns(opened, [], crs=crs)
        frame.index = pd.Index(frame.index.astype(str), name="place_id", dtype="str")
        frame["value"] = 1.0
        return _placed(Units(frame, path.name, COUNTED))
    also = [] if population is None else [population]
    read = read_places(path, id=id_column, score=column, also=also, table=table, crs=crs)
    frame = read.frame.rename(columns={"score": "value"}).drop(columns="area_m2")
    notes = read.notes[1:2]  # by which column places are known; the others are told elsewhere
    if population is not None:
        frame = _as_rates(frame, population)
        told = Message(
            "The value is the rate of {column} by {population}, standardised for its population.",
            column=read.ranked_by,
            population=population,
        )
        notes = (*notes, told)
    return _placed(Units(frame, read.source, read.ranked_by, None, notes))


def _as_rates(frame: gpd.GeoDataFrame, column: str) -> gpd.GeoDataFrame:
    population = pd.to_numeric(frame[column], errors="coerce").astype("float64")
    if population.isna().all():
        raise InputError(
            Message("Column {column} holds no numbers.", column=column),
            Message("Name the column with the population, or leave --population out."),
        )
    counts = frame["value"]
    standard = standardised_rates(counts.to_numpy(), population.to_numpy())
    made = {
        "count": counts,
        "population": population,
        "rate": counts / population.where(population > 0),
        "smoothed_rate": _smoothed(counts, population.where(population > 0)),
        "value": pd.Series(standard, index=frame.index),
    }
    return gpd.GeoDataFrame(made, geometry=frame.geometry, crs=frame.crs)


def _smoothed(counts: pd.Series, population: pd.Series) -> pd.Series:
    """Return rates shrunken toward that of all (Marshall 1991), NaN where these are no counts."""
    known = counts[population.notna()].dropna()
    if known.empty or (known < 0).any() or (known % 1 != 0).any():
        return pd.Series(np.nan, index=counts.index)
    shrunken = shrink(counts.to_numpy(dtype=float), population.to_numpy(dtype=float))
    return pd.Series(shrunken.rate, index=counts.index)


def _placed(units: Units) -> Units:
    """Leave out rows without a place; refuse a file that has no place at all."""
    drawn = units.frame.geometry.notna().to_numpy()
    if not drawn.any():
        raise InputError(
            Message("{file} holds no places on the map.", file=units.source),
            Message("Give a file with geometry, or columns with x and y, or with lon and lat."),
        )
    if drawn.all():
        return units
    left = Message("Rows without a place on the map, left out: {count}.", count=int((~drawn).sum()))
    return Units(
        units.frame[drawn], units.source, units.column, units.description, (*units.notes, left)
    )


def read_areas(
    path: Path, id_column: str | None, name_column: str | None, like: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    """Return polygons indexed by id, with ``name``, in the system of `like`.

    Rows of one id are parts of one area. Without an id the rows are numbered;
    a column that is called name, naam or the like gives the names.

    Raises
    ------
    InputError
        When the file is refused or holds no polygons.
    """
    opened = open_table(path, None)
    names = name_column or next((c for c in opened.columns if plain(c) in NAMES), None)
    wanted = [column for column in (id_column, names) if column is not None]
    missing = [column for column in wanted if column not in opened.columns]
    if missing:
        raise InputError(
            Message("{file} has no column {column}.", file=path.name, column=missing[0]),
            Message("It has: {columns}.", columns=listed(opened.columns)),
        )
    # The name of an area is that of a place; its content is looked at all the same.
    frame = read_columns(opened, wanted, crs=None, asked=[one for one in [id_column] if one])
    areas = gpd.GeoDataFrame(geometry=_polygons(frame, path, like), crs=like.crs)
    numbered = pd.Series(frame.index.astype(str), index=frame.index, dtype="str")
    own = numbered if id_column is None else ids(frame[id_column], id_column, path)
    areas["area_id"] = own.fillna(numbered).to_numpy()
    told = own if names is None else frame[names].astype("str").fillna(own)
    areas["name"] = told.to_numpy()
    areas = areas[areas.geometry.notna()]
    joined = areas.dissolve(by="area_id", aggfunc="first")
    return joined.set_index(joined.index.astype("str").rename("area_id"))


def read_boundary(path: Path, like: gpd.GeoDataFrame) -> BaseGeometry:
    """Return the union of the polygons of a file, in the system of `like`."""
    opened = open_table(path, None)
    shapes = _polygons(read_columns(opened, [], crs=None), path, like)
    return shapely.union_all(shapes)


def _polygons(
    frame: gpd.GeoDataFrame, path: Path, like: gpd.GeoDataFrame
) -> "np.ndarray[tuple[int], np.dtype[np.object_]]":
    """Return sound polygons in the system of `like`; a file that names no system has that one."""
    placed = frame.geometry
    if placed.crs is not None and like.crs is not None:
        placed = placed.to_crs(like.crs)
    shapes = shapely.make_valid(placed.to_numpy())
    flat = np.isin(shapely.get_type_id(shapes), (3, 6, 7))  # polygons, of several parts, mixed
    if not flat.any():
        raise InputError(
            Message("{file} holds no polygons.", file=path.name),
            Message("Give areas as polygons."),
        )
    shapes[~flat] = None
    return np.asarray(shapes)
