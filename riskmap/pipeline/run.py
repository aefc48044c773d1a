"""The whole job: layers, themes, combination, lists."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace

from shapely import Geometry

from riskmap.errors import Faults, LayerError, RiskmapError, ScoringError
from riskmap.inspection import InspectionList
from riskmap.layers.catalogue import layer_names
from riskmap.layers.layer import Layers
from riskmap.locations.groups import GROUPS
from riskmap.locations.locations import Kind, Locations
from riskmap.maps import ScoredMap
from riskmap.messages import Message
from riskmap.pipeline.binding import BoundTheme, bind
from riskmap.pipeline.certainty import plan_surely
from riskmap.pipeline.choosing import left_aside
from riskmap.pipeline.police_layer import combined_maps, police_of, with_police
from riskmap.pipeline.reach import empty_municipalities, short_layers
from riskmap.pipeline.reading_layers import (
    Progress,
    largest_margins,
    read_area,
    read_layers,
    silent,
)
from riskmap.pipeline.reference import read_reference
from riskmap.pipeline.scoring_themes import Run, ThemeResult, score_theme
from riskmap.project import Project
from riskmap.sensitivity.certainty import Certainty
from riskmap.sensitivity.result import slim

# Layers that are drawn or joined whatever the theme.
_ALWAYS = ("municipalities", "parcels", "risk", "roads")


@dataclass(frozen=True)
class RunResult:
    """Everything one run computed, before anything is written.

    Attributes
    ----------
    themes
        Theme -> its opportunity map and members.
    maps
        Theme -> the map its list follows: combined where there is a police
        layer, else the opportunity map.
    lists
        Theme -> its inspection list.
    notes
        Themes that did not run, and why.
    certainties
        Theme -> how certain the ranks of its list are.
    """

    project: Project
    layers: Layers
    area: Geometry | None
    themes: dict[str, ThemeResult]
    maps: dict[str, ScoredMap]
    lists: dict[str, InspectionList]
    notes: tuple[Message, ...]
    certainties: dict[str, Certainty] = field(default_factory=dict)


def run(project: Project, only: Collection[str] = (), *, progress: Progress = silent) -> RunResult:
    """Do the whole job for a project, in memory.

    Parameters
    ----------
    project
        See `riskmap.project.load_project`.
    only
        Run no other themes than these.
    progress
        Called with a sentence before every step.

    Raises
    ------
    RiskmapError
        Whatever the user can mend; all faults of the layers at once.
    """
    themes = bind(project, only)
    started = _start(project, themes, progress)
    police = police_of(project, started.layers, started.area)
    started = replace(started, layers=with_police(started.layers, police))
    results, notes = _scored(started, themes, named=bool(only or project.themes))
    maps = {name: result.opportunity for name, result in results.items()}
    if police is not None:
        progress(Message("Combining with the police layer"))
        maps = combined_maps(project, results, started.layers, police)
    progress(Message("Choosing places to inspect"))
    planned = {
        name: plan_surely([scored], project.inspection, project.sensitivity, project.language)
        for name, scored in maps.items()
    }
    lists = {name: listed for name, (listed, _) in planned.items()}
    certainties = {name: slim(certainty) for name, (_, [certainty]) in planned.items()}
    looked = largest_margins(started.layers, [theme.reach_m for theme in themes])
    notes = (
        *left_aside(project, only),
        *notes,
        *short_layers(started.layers, started.area, looked),
        *empty_municipalities(started.layers),
    )
    return RunResult(
        project, started.layers, started.area, results, maps, lists, notes, certainties
    )


def check(project: Project, *, progress: Progress = silent) -> Layers:
    """Read every layer of a project and compute nothing.

    Raises
    ------
    Faults, RiskmapError
        Every fault, at once.
    """
    faults: list[RiskmapError] = []
    themes: list[BoundTheme] = []
    area = layers = None
    known = [name for name in project.layers if name in layer_names()]
    try:
        themes = bind(project)
    except RiskmapError as fault:
        faults.append(fault)
    try:
        area = read_area(project)
    except RiskmapError as fault:
        faults.append(fault)
    try:
        margins = largest_margins(known, [theme.margin_m for theme in themes])
        layers = read_layers(project, known, area=area, margins=margins, progress=progress)
        police_of(project, layers, area)
    except RiskmapError as fault:
        faults.append(fault)
    try:
        if project.scoring.reference is not None:
            read_reference(project.resolve(project.scoring.reference))
    except RiskmapError as fault:
        faults.append(fault)
    Faults.raise_any(faults)
    return Layers({}) if layers is None else layers


def score_only(project: Project, theme: str, *, progress: Progress = silent) -> ScoredMap:
    """Return the opportunity map of one theme, and write nothing.

    Raises
    ------
    RiskmapError
        Whatever the user can mend.
    """
    return score_with_members(project, bind(project, [theme])[0], progress=progress).opportunity


def score_with_members(
    project: Project, theme: BoundTheme, *, progress: Progress = silent
) -> ThemeResult:
    """Return the opportunity map of one bound theme with its link table.

    Raises
    ------
    RiskmapError
        Whatever the user can mend.
    """
    return score_theme(_start(project, [theme], progress), theme)


def count_steps(project: Project, only: Collection[str] = ()) -> int:
    """Return about how many sentences of progress a run will say."""
    themes = bind(project, only)
    kinds = {kind for theme in themes for kind in theme.theme.kinds}
    measured = sum(len(theme.criteria) for theme in themes)
    return len(project.layers) + len(kinds) + measured + len(themes) + 4


def _start(project: Project, themes: list[BoundTheme], progress: Progress) -> Run:
    names = {*_ALWAYS, *GROUPS, *(name for theme in themes for name in theme.layers())}
    area = read_area(project)
    margins = largest_margins(names, [theme.margin_m for theme in themes])
    layers = read_layers(project, names, area=area, margins=margins, progress=progress)
    reference = {}
    if project.scoring.reference is not None:
        reference = read_reference(project.resolve(project.scoring.reference))
    built: dict[Kind, Locations] = {}
    return Run(project, layers, area, progress, reference, built)


def _scored(
    started: Run, themes: list[BoundTheme], *, named: bool
) -> tuple[dict[str, ThemeResult], tuple[Message, ...]]:
    """Score the themes; one nobody named may fail, with the reason in the report."""
    results, notes = {}, []
    failed: LayerError | ScoringError | None = None
    for theme in themes:
        try:
            results[theme.name] = score_theme(started, theme)
        except (LayerError, ScoringError) as fault:
            if named:
                raise
            failed = fault
            notes.append(
                Message(
                    "Theme {theme} did not run: {reason}", theme=theme.name, reason=fault.problem
                )
            )
    if failed is not None and not results:
        raise failed
    return results, tuple(notes)
