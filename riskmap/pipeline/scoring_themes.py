"""One theme: locations, gate, measurements, scores, and the map they make."""

from collections.abc import Callable
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd
from shapely import Geometry

import riskmap
from riskmap.errors import ProjectError
from riskmap.geo import RD
from riskmap.indicators.catalogue import Measurement, measure_with_reasons
from riskmap.layers.layer import Access, Layers
from riskmap.locations.catalogue import build
from riskmap.locations.gate import Gate, apply_gate
from riskmap.locations.locations import KIND_NAMES, Kind, Locations
from riskmap.maps import (
    ACCESS_WORDS,
    Description,
    ScoredMap,
    Text,
    both_languages,
    describe_layer,
)
from riskmap.messages import Message
from riskmap.notation import number
from riskmap.pipeline.binding import BoundTheme
from riskmap.pipeline.describing import describe_families, missing_layers, reason_marks, warnings
from riskmap.pipeline.grouping import grouped
from riskmap.project import Project
from riskmap.scoring import Measurements, Reference, Scores, score

Progress = Callable[[Message], None]
PARTS = ("value", "score", "contribution")


@dataclass(frozen=True)
class ThemeResult:
    """What scoring one theme gives.

    Attributes
    ----------
    opportunity
        The opportunity map.
    members
        The link table of its locations.
    """

    opportunity: ScoredMap
    members: pd.DataFrame


@dataclass(frozen=True)
class Run:
    """What every theme of a run shares: the project, its layers, its area."""

    project: Project
    layers: Layers
    area: Geometry | None
    progress: Progress
    reference: dict[str, Reference]
    built: dict[Kind, Locations]

    def locations(self, kind: Kind) -> Locations:
        """Return the locations of a kind; they are built once per run."""
        if kind not in self.built:
            self.progress(Message("Building locations of kind {kind}", kind=KIND_NAMES[kind]))
            self.built[kind] = build(kind, self.layers, self.area)
        return self.built[kind]


def score_theme(run: Run, theme: BoundTheme) -> ThemeResult:
    """Score every location of a theme that passes its gate.

    Raises
    ------
    LayerError
        When a layer the locations need is missing.
    ScoringError
        When there is nothing to rank.
    """
    places: list[Locations] = []
    gate_notes: list[Message] = []
    place_notes: list[Message] = []
    for kind in theme.theme.kinds:
        locations = run.locations(kind)
        passed, notes = apply_gate(theme.theme.gates.get(kind, Gate()), locations, run.layers)
        places.append(locations.only(passed))
        if len(theme.theme.kinds) > 1:
            gate_notes.append(Message("Kind of location: {kind}.", kind=KIND_NAMES[kind]))
        gate_notes += notes
        place_notes += locations.notes
    measured = _measured(run, theme, places)
    result = score(measured, theme.weighting, reference=_reference(run, theme))
    frame = _frame(run.project, theme, places, measured, result)
    if theme.theme.rank_within is not None:
        frame, note = grouped(frame, theme.theme.rank_within, run.layers, run.project.language)
        place_notes += note
    members = pd.concat([place.members for place in places], ignore_index=True)
    description = _description(
        run, theme, measured, result, gate_notes=gate_notes, place_notes=place_notes
    )
    return ThemeResult(ScoredMap(frame, description), members)


def _reference(run: Run, theme: BoundTheme) -> Reference | None:
    """Return the footing of an earlier run; every theme must have been in it."""
    file = run.project.scoring.reference
    if file is None:
        return None
    if theme.name not in run.reference:
        raise ProjectError(
            Message("Theme {theme} was not in the run {file}.", theme=theme.name, file=file.name),
            Message("Refer to a run with this theme, or leave [scoring] reference out."),
        )
    return run.reference[theme.name]


def _measured(run: Run, theme: BoundTheme, places: list[Locations]) -> Measurements:
    """Measure every criterion at every kind of location of the theme."""
    values, applies, missing, because = {}, {}, {}, {}
    for name, criterion in theme.criteria.items():
        title = criterion.title.in_language(run.project.language)
        run.progress(Message("Measuring {title}", title=title))
        measured = [
            measure_with_reasons(criterion.indicator, place, run.layers, dict(criterion.options))
            for place in places
        ]
        parts: list[Measurement] = [part for part, _ in measured]
        told = pd.concat([reasons for _, reasons in measured])
        if told.notna().any():
            because[name] = told
        values[name] = pd.concat([part.values for part in parts])  # noqa: PD011 (not a frame)
        applies[name] = pd.concat([part.applies for part in parts])
        reasons = [part.missing for part in parts if part.missing is not None]
        if len(reasons) == len(parts):
            missing[name] = reasons[0]
    return Measurements(pd.DataFrame(values), pd.DataFrame(applies), missing, because)


def _frame(
    project: Project,
    theme: BoundTheme,
    places: list[Locations],
    measured: Measurements,
    result: Scores,
) -> gpd.GeoDataFrame:
    """Put the public columns of an opportunity map together."""
    located = pd.concat([place.frame.assign(kind=place.kind) for place in places])
    frame = result.frame.copy()
    for column in ("kind", "municipality", "parcels", "label"):
        frame[column] = located[column].reindex(frame.index)
    frame["theme"] = theme.name
    frame["top_factors"] = _top_factors(project, theme, result)
    frame["not_applicable"] = _joined_names(~measured.applies)
    frame["unknown_because"] = reason_marks(measured)
    frame["location_id"] = frame.index
    ordered = [
        *("location_id", "kind", "theme", "municipality", "parcels", "label", "opportunity"),
        *("coverage", "rank", "top_factors", "not_applicable"),
        *(["unknown_because"] if measured.because else []),
        *(f"{name}__{part}" for name in theme.criteria for part in PARTS),
    ]
    geometry = located.geometry.reindex(frame.index)
    return (
        gpd.GeoDataFrame(frame[ordered], geometry=geometry, crs=RD)
        .sort_index()
        .reset_index(drop=True)
    )


def _top_factors(project: Project, theme: BoundTheme, result: Scores) -> list[str]:
    """Return the three largest contributions of every location as text."""
    names = list(theme.criteria)
    titles = [theme.criteria[name].title.in_language(project.language) for name in names]
    table = result.frame[[f"{name}__contribution" for name in names]].to_numpy(float)
    texts = []
    for row in table:
        known = [(-part, place) for place, part in enumerate(row) if part > 0]
        texts.append(
            "; ".join(
                f"{titles[place]} ({number(-part, project.language, 2)})"
                for part, place in sorted(known)[:3]
            )
        )
    return texts


def _joined_names(flags: pd.DataFrame) -> list[str]:
    columns = flags.columns.to_numpy(dtype=object)
    return [";".join(columns[row]) for row in flags.to_numpy(dtype=bool)]


def _footing(project: Project, theme: str) -> list[Message]:
    """Say what the scores rest on besides the layers: an earlier run, a theme pack."""
    notes = []
    if project.scoring.reference is not None:
        notes.append(
            Message(
                "Scored on the footing of an earlier run, {file}: its percentile ranks and the "
                "criteria that counted in it.",
                file=project.scoring.reference.name,
            )
        )
    settings = project.themes.get(theme)
    if settings is not None and settings.file is not None:
        pack = settings.file.name
        notes.append(Message("The theme was read from the theme pack {file}.", file=pack))
    return notes


def _description(
    run: Run,
    theme: BoundTheme,
    measured: Measurements,
    result: Scores,
    *,
    gate_notes: list[Message],
    place_notes: list[Message],
) -> Description:
    project, card = run.project, theme.theme
    used = {name: run.layers[name] for name in sorted(theme.layers()) if name in run.layers}
    access = max((layer.access for layer in used.values()), default=Access.OPEN)
    exploratory = card.exploratory
    return Description(
        riskmap=riskmap.__version__,
        kind="opportunity",
        project=project.name,
        language=project.language,
        reference_date=project.reference_date,
        theme=theme.name,
        title=Text(nl=card.title.nl, en=card.title.en),
        exploratory=None if exploratory is None else Text(nl=exploratory.nl, en=exploratory.en),
        notice=project.notice,
        product=project.product,
        access=ACCESS_WORDS[access],
        completeness=result.completeness,
        missing_layers=missing_layers(theme, result, run.layers),
        min_coverage=card.min_coverage,
        min_families=card.min_families,
        families=describe_families(theme, measured, result, run.layers),
        warnings=warnings(theme),
        layers={name: describe_layer(layer) for name, layer in used.items()},
        rank_within=card.rank_within,
        gate=tuple(both_languages(note) for note in gate_notes),
        notes=tuple(
            both_languages(note) for note in [*place_notes, *_footing(project, theme.name)]
        ),
    )
