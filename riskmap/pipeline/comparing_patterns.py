"""From two patterns of events, however they are written down, to Andresen's S."""

from functools import partial
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from riskmap.errors import InputError, ProjectError
from riskmap.evaluation.agreement import Agreement, agreement
from riskmap.layers.values import as_number
from riskmap.messages import Message
from riskmap.outcomes import read_outcomes
from riskmap.outcomes.foreign_files import ids, open_table, read_columns
from riskmap.outcomes.matching_places import match_places
from riskmap.outcomes.recognising import column_of, named
from riskmap.pipeline.evaluating import OutcomeColumns
from riskmap.statistics.agreement import Correction
from riskmap.statistics.proportions import Test

_COLUMNS = OutcomeColumns()
_TWO = 2


def compare_patterns(
    base: str | Path,
    test: str | Path | None = None,
    *,
    areas: str | Path | None = None,
    area_id: str | None = None,
    counts: tuple[str, ...] = (),
    columns: OutcomeColumns = _COLUMNS,
    method: Test = "chi2_n1",
    correction: Correction = "by",
    level: float = 0.05,
) -> Agreement:
    """Compare two patterns of events over the same areas.

    Parameters
    ----------
    base, test
        Two files of events (points, with `areas`), two tables with one count
        per area, or one table with two columns of counts (`test` None).
    areas
        Polygons in which points are counted.
    area_id
        Column with the ids of areas; rows are numbered when there is none.
    counts
        The two columns of one table.
    columns
        Of the events, where they are not recognised.
    method, correction, level
        See `riskmap.statistics.agreement.similarity`.

    Raises
    ------
    InputError
        When a file cannot be read, or holds no events per area.
    """
    compare = partial(agreement, method=method, correction=correction, level=level)
    if counts or test is None:
        first, second = _two_columns(Path(base), area_id, counts)
        names = (str(first.name), str(second.name))
        return compare(first, second, names)
    paths = (Path(base), Path(test))
    sources = (paths[0].name, paths[1].name)
    if areas is None:
        per_id = [_per_id(path, area_id, columns) for path in paths]
        return compare(per_id[0], per_id[1], sources)
    grounds = _areas(Path(areas), area_id)
    counted = [_in_areas(path, grounds, Path(areas).name, columns) for path in paths]
    (first, lost_first), (second, lost_second) = counted
    outside = (lost_first, lost_second)
    return compare(first, second, sources, outside=outside)


def _two_columns(
    path: Path, area_id: str | None, counts: tuple[str, ...]
) -> tuple["pd.Series[float]", "pd.Series[float]"]:
    if len(counts) != _TWO:
        raise ProjectError(
            Message("Two patterns in one table are two columns of counts."),
            Message("Name both: --counts FIRST --counts SECOND."),
        )
    opened = open_table(path, None)
    chosen = [named(one, opened.columns, path) for one in counts]
    id_column = column_of("id", opened.columns, area_id, path, taken=chosen)
    wanted = [*chosen, *([id_column] if id_column else [])]
    raw = read_columns(opened, wanted, crs=None, asked=wanted)
    index = _names(raw, id_column, path)
    first, second = (
        pd.Series(as_number(raw[one]).to_numpy(dtype=float), index=index, name=one)
        for one in chosen
    )
    return first, second


def _areas(path: Path, area_id: str | None) -> gpd.GeoSeries:
    """Return the polygons by id."""
    opened = open_table(path, None)
    id_column = column_of("id", opened.columns, area_id, path)
    raw = read_columns(opened, [id_column] if id_column else [], crs=None)
    return gpd.GeoSeries(raw.geometry.array, index=_names(raw, id_column, path), crs=raw.crs)


def _names(raw: pd.DataFrame, column: str | None, path: Path) -> "pd.Index[str]":
    if column is None:
        return _named_index([str(row) for row in raw.index])
    found = ids(raw[column], column, path)
    if found.isna().any() or found.duplicated().any():
        raise InputError(
            Message(
                "Column {column} of {file} does not name every area once.",
                column=column,
                file=path.name,
            ),
            Message("Name another column with --area-id."),
        )
    return _named_index([str(one) for one in found])


def _named_index(names: list[str]) -> "pd.Index[str]":
    index: pd.Index[str] = pd.Index(names, dtype="str", name="area_id")
    return index


def _per_id(path: Path, area_id: str | None, columns: OutcomeColumns) -> "pd.Series[float]":
    told = vars(columns) | {"id": columns.id or area_id}
    rows = read_outcomes(path, **told).frame
    named = columns.id is not None or area_id is not None
    if rows["place_id"].isna().all() or (not named and _ids_of_events(rows)):
        raise InputError(
            Message("{file} does not say in which area its events lie.", file=path.name),
            Message(
                "Give the areas with --areas FILE, or the column with their ids with --area-id."
            ),
        )
    summed: pd.Series[float] = rows.groupby("place_id")["found"].sum()
    return summed


def _ids_of_events(rows: gpd.GeoDataFrame) -> bool:
    """Tell whether ids number events on the map, and do not say in which area they lie."""
    one_each = not rows["place_id"].duplicated().any() and bool((rows["found"] == 1).all())
    on_map = shapely.get_type_id(rows.geometry.dropna().to_numpy()) == shapely.GeometryType.POINT
    return one_each and len(rows) > 1 and len(on_map) == len(rows) and bool(on_map.all())


def _in_areas(
    path: Path, areas: gpd.GeoSeries, areas_name: str, columns: OutcomeColumns
) -> tuple["pd.Series[float]", int]:
    """Return events per area, and how many lie in none."""
    rows = read_outcomes(path, **vars(columns)).frame
    if rows.geometry.isna().all():
        raise InputError(
            Message("{file} holds no places on the map.", file=path.name),
            Message(
                "Give points, or leave --areas out and compare counts per id; columns are x and y, "
                "lon and lat, or WKT."
            ),
        )
    place, _ = match_places(areas, rows.geometry, within_m=None, names=(areas_name, path.name))
    place = place.reindex(rows.index)
    counted = rows["found"].groupby(place).sum().reindex(areas.index).fillna(0.0)
    return counted, int(place.isna().sum())
