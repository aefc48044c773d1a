"""From a map or any file to its hot spots: the whole job of `riskmap hotspots`."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import geopandas as gpd
import pandas as pd

from riskmap.errors import ProjectError, ScoringError
from riskmap.hotspots.areas import LEAST_AREAS, AreaRanking, area_of, rank_areas
from riskmap.hotspots.clusters import Clusters, Correction, Inference, Settings, find_clusters
from riskmap.hotspots.grid import CellShape, lay_grid
from riskmap.hotspots.hotspots import Cells, Hotspots
from riskmap.maps import ScoredMap
from riskmap.messages import Message
from riskmap.pipeline.neighbours import SHARED_BORDERS, binary_neighbours, says_distance
from riskmap.pipeline.plane import plane_points
from riskmap.pipeline.reading_units import (
    COUNTED,
    NAMES,
    Units,
    read_areas,
    read_boundary,
    read_units,
    units_of_map,
)
from riskmap.statistics.moran import LEAST_PLACES, too_few
from riskmap.statistics.standardised_rates import standardised_rates

CellValue = Literal["mean", "count", "sum"]
# Corners of hexagons are computed, and differ by rounding.
_CELL_GAP = 1e-6


@dataclass(frozen=True)
class Asked:
    """What can be asked of `find_hotspots`, besides the map or file.

    Attributes
    ----------
    column
        What the value is; of a map of riskmap the score where None.
    population
        Column with what the counts in `column` are out of.
    id_column, table, crs
        As in `riskmap.outcomes.read_places`.
    neighbours
        As in `riskmap.pipeline.neighbours.binary_neighbours`.
    gap
        Polygons this far apart still touch, in the unit of the coordinates.
    cells
        Lay a grid with cells of this size over the places.
    cell_shape, cell_value
        ``square`` or ``hexagon``; the ``mean`` or ``sum`` of the values, or
        the ``count`` of the places.
    boundary
        File with the area that is gridded.
    areas
        File or frame with polygons, such as business parks, to rank.
    area_id, area_name
        Their columns.
    above
        A place of an area stands out from here; None takes the highest tenth.
    alpha, correction, inference, permutations, seed
        As in `riskmap.hotspots.clusters.Settings`.
    """

    column: str | None = None
    population: str | None = None
    id_column: str | None = None
    table: str | None = None
    crs: str | None = None
    neighbours: str | None = None
    gap: float = 0.0
    cells: float | None = None
    cell_shape: CellShape = "square"
    cell_value: CellValue = "mean"
    boundary: Path | str | None = None
    areas: Path | str | gpd.GeoDataFrame | None = None
    area_id: str | None = None
    area_name: str | None = None
    above: float | None = None
    alpha: float = 0.05
    correction: Correction = "fdr"
    inference: Inference = "permutation"
    permutations: int = 999
    seed: int = 1

    @property
    def only_counts(self) -> bool:
        """Tell whether cells count places, so that a file needs no column."""
        return self.cells is not None and self.cell_value == "count"

    def settings(self) -> Settings:
        """Return how local statistics are tested."""
        if not 0 < self.alpha < 1:
            raise ProjectError(
                Message("A level of {alpha} is no share of false discoveries.", alpha=self.alpha),
                Message("Give a level between 0 and 1, such as 0.05."),
            )
        return Settings(self.alpha, self.correction, self.inference, self.permutations, self.seed)


def find_hotspots(source: Path | str | ScoredMap, **options: Any) -> Hotspots:  # noqa: ANN401 (Asked says which)
    """Return where high and low values lie together.

    Parameters
    ----------
    source
        A map of riskmap, or any file with places and a value.
    options
        The attributes of `Asked`, such as ``column="HR90"``; without any the
        score of a map, or the column recognised as one.

    Raises
    ------
    RiskmapError
        When a file cannot be read, or nothing can be said about it.
    """
    asked = Asked(**options)
    near = _Near(asked.neighbours, asked.gap, asked.settings())
    units = _units(source, asked)
    known = units.frame[units.frame["value"].notna()]
    shapes = known.geometry
    if units.description is not None and asked.neighbours is None:
        # Houses in a row touch, and yards do not: of a map's places the nearest are neighbours.
        shapes = gpd.GeoSeries(known.representative_point())
    notes, clusters, grid, ranking = list(units.notes), None, None, None
    if units.column != COUNTED:
        clusters, told = near.among(known["value"], shapes)
        notes += told
    if asked.cells is not None:
        grid, told = _on_cells(units, asked.cells, asked, near)
        notes += told
    places = units.frame
    if asked.areas is not None:
        drawn = _drawn_areas(asked, places)
        inside = area_of(gpd.GeoSeries(places.representative_point()), drawn)
        ranked = rank_areas(places["value"], inside, drawn, above=asked.above, alpha=asked.alpha)
        places, ranking = places.assign(area_id=inside), _areas_together(ranked, near)
    return Hotspots(
        places=places if clusters is None else places.join(clusters.frame),
        place_clusters=clusters,
        cells=grid,
        areas=ranking,
        source=units.source,
        column=units.column,
        unknown=len(units.frame) - len(known),
        settings=near.settings,
        description=units.description,
        notes=tuple(notes),
    )


@dataclass(frozen=True)
class _Near:
    """Who is a neighbour, and how what lies together is tested."""

    asked: str | None
    gap: float
    settings: Settings

    def among(
        self, values: "pd.Series[float]", shapes: gpd.GeoSeries
    ) -> tuple[Clusters, list[Message]]:
        """Return what lies together among units, and what was done for it."""
        if len(values) < LEAST_PLACES:
            raise too_few(len(values))
        if self.asked is not None and says_distance(self.asked):
            _refuse_unsaid_degrees(shapes)
        points, told = plane_points(shapes)
        weights, who = binary_neighbours(shapes, points, self.asked, gap=self.gap)
        found = find_clusters(values, weights, who, self.settings)
        # Borders need no distances.
        return found, [] if who in SHARED_BORDERS.values() else [*told]


def _refuse_unsaid_degrees(shapes: gpd.GeoSeries) -> None:
    """Refuse coordinates without a system that look like degrees where metres are needed."""
    west, south, east, north = shapes.total_bounds
    if shapes.crs is None and -180 <= west <= east <= 180 and -90 <= south <= north <= 90:  # noqa: PLR2004 (the globe)
        raise ProjectError(
            Message("The coordinates declare no system and look like longitude and latitude."),
            Message("Name the system, such as --crs EPSG:4326, so that metres can be measured."),
        )


def _units(source: Path | str | ScoredMap, asked: Asked) -> Units:
    if isinstance(source, ScoredMap):
        return units_of_map(source, asked.column, source.description.project)
    return read_units(
        Path(source),
        column=asked.column,
        population=asked.population,
        id_column=asked.id_column,
        table=asked.table,
        crs=asked.crs,
        counted=asked.only_counts,
    )


def _on_cells(units: Units, side: float, asked: Asked, near: _Near) -> tuple[Cells, list[Message]]:
    """Return a grid with what lies together on it."""
    points = gpd.GeoSeries(units.frame.representative_point())
    _refuse_unsaid_degrees(points)
    region = None
    if asked.boundary is not None:
        region = read_boundary(Path(asked.boundary), units.frame)
    grid = lay_grid(points, side, asked.cell_shape, region)
    values = units.frame["value"].groupby(grid.cell)
    counts = grid.cell.value_counts().reindex(grid.cells.index, fill_value=0).astype("int64")
    frame = grid.cells.assign(places=counts)
    if asked.cell_value == "count":
        frame["value"] = counts.astype("float64")
    elif asked.cell_value == "sum":
        # A cell without places adds up to 0; one with unknown values only is unknown.
        sums = values.sum(min_count=1).reindex(frame.index)
        frame["value"] = sums.where(counts > 0, 0.0)
    else:
        frame["value"] = values.mean().reindex(frame.index)
    known = frame[frame["value"].notna()]
    beside = replace(near, asked=near.asked or "queen", gap=side * _CELL_GAP)
    clusters, _ = beside.among(known["value"], known.geometry)
    outside = int(grid.cell.isna().sum())
    told = Message("Places outside the boundary, in no cell: {count}.", count=outside)
    frame = frame[["places", "value", "geometry"]].join(clusters.frame)
    made = Cells(frame, clusters, side, asked.cell_shape, asked.cell_value)
    return made, [told] if outside else []


def _drawn_areas(asked: Asked, like: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return polygons indexed by id, with ``name``, in the system of `like`."""
    areas = asked.areas
    if not isinstance(areas, gpd.GeoDataFrame):
        return read_areas(Path(str(areas)), asked.area_id, asked.area_name, like)
    named = areas if asked.area_id is None else areas.set_index(asked.area_id)
    name = next((one for one in (asked.area_name, *NAMES) if one in named), None)
    index = pd.Index(named.index.astype(str), name="area_id", dtype="str")
    names = index if name is None else named[name].astype(str).array
    made = gpd.GeoDataFrame(
        {"name": names}, geometry=named.geometry.array, index=index, crs=areas.crs
    )
    return made.to_crs(like.crs) if made.crs is not None and like.crs is not None else made


def _areas_together(ranked: AreaRanking, near: _Near) -> AreaRanking:
    """Return the ranking with which areas lie together, where that can be said."""
    known = ranked.frame[ranked.frame["places"] > 0].sort_index()
    if len(known) < LEAST_AREAS:
        told = Message("{count} areas are too few to say which lie together.", count=len(known))
        return replace(ranked, why_none=told)
    try:
        # Shares of small areas vary more: they are made comparable first.
        shares = standardised_rates(
            known["above"].to_numpy(dtype=float), known["places"].to_numpy(dtype=float)
        )
        values = pd.Series(shares, index=known.index)
        asked = None if near.asked in SHARED_BORDERS else near.asked
        clusters, _ = replace(near, asked=asked).among(values, known.geometry)
    except ScoringError as fault:
        return replace(ranked, why_none=fault.problem)
    frame = ranked.frame.join(clusters.frame)
    return replace(ranked, frame=frame, clusters=clusters)
