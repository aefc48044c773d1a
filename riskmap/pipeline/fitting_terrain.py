"""`riskmap fit` with factors: from files to a risk terrain model."""

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from riskmap.errors import InputError, ProjectError
from riskmap.language import Language
from riskmap.learning.factors import Factor, Kernel, distance_steps, edge_notes, reach
from riskmap.learning.risk_terrain import RiskTerrain, Settings, learn_terrain
from riskmap.messages import Message
from riskmap.outcomes import Outcomes, RankedPlaces, match, read_outcomes
from riskmap.outputs.fit_page import fit_json, fit_page, write_terrain
from riskmap.outputs.json_text import json_text
from riskmap.pipeline.evaluating import OutcomeColumns
from riskmap.pipeline.fitting_places import Places, read_fitting_places, shapes_near
from riskmap.pipeline.result_folder import write_result

Files = Mapping[str, Path | str]

_NONE: Files = {}
_AS_NAMED = OutcomeColumns()
_FIRST_PART = 0.75  # of the dated outcomes, for the check on the next period
_DATED = 0.9
_UNDATED = Message(
    "Too few outcomes have a date: the model was not asked about a next period, and there is no "
    "last-period count to compare it with."
)


def fit_terrain_files(
    area: Path | str, outcomes: Path | str, factors: Files = _NONE, *, protective: Files = _NONE,
    any_sign: bool = False, cell_m: float = 100.0, block_m: float = 200.0, blocks: float = 2,
    distances: Sequence[float] | None = None, kernel: Kernel = "both", ready: bool = False,
    id_column: str | None = None, area_column: str | None = None, table: str | None = None,
    crs: str | None = None, columns: OutcomeColumns = _AS_NAMED, since: dt.date | None = None,
    until: dt.date | None = None, split: dt.date | None = None, within_m: float | None = None,
    folds: int = 5, seed: int = 1,
) -> RiskTerrain:  # fmt: skip
    """Return a risk terrain model of an area.

    Parameters
    ----------
    area
        A study area as polygons, places as points or polygons, or a map of riskmap.
    outcomes
        Points, or counts by place.
    factors, protective
        Name -> file with the features that may raise the count, or lower it.
    any_sign
        Every factor may raise or lower it.
    cell_m, ready, id_column, area_column, table, crs
        As in `riskmap.pipeline.fitting_places.read_fitting_places`.
    block_m, blocks, distances
        As in `riskmap.learning.factors.distance_steps`.
    kernel
        ``proximity``, ``density``, ``both``, or ``smooth``: exponential and bisquare.
    columns
        Which columns of the outcomes are what.
    since, until
        First and last day of the outcomes that count.
    split
        First day of the next period of the check; None takes the day after
        which the last quarter of the outcomes falls.
    within_m
        How far from a place that is a point an outcome may lie.
    folds, seed
        Of the elastic net and of the check in blocks.

    Raises
    ------
    RiskmapError
        Whatever the user can mend.
    """
    steps = distance_steps(block_m=block_m, blocks=blocks, distances=distances)
    _check_names(factors, protective, folds)
    places = read_fitting_places(
        Path(area), cell_m=cell_m, ready=ready, id_column=id_column, area_column=area_column,
        table=table, crs=crs,
    )  # fmt: skip
    margin = reach(kernel, steps)
    found, notes = _factors(places, factors, protective, any_sign=any_sign, margin=margin)
    at_edge = edge_notes(places.area, found, max(steps))
    ranked = RankedPlaces(places.frame.assign(score=0.0), places.source, "-")
    read = _read(outcomes, columns)
    if places.cell_m is not None and read.frame.geometry.isna().all():
        raise _not_on_cells(read.source, places.source)
    matched = match(ranked, read, since=since, until=until, within_m=within_m)
    counted = places.frame.assign(found=matched.frame["found"].reindex(places.frame.index))
    if read.kind == "visits":
        counted["visits"] = matched.frame["visits"].reindex(places.frame.index)
    earlier, told = _two_periods(ranked, read, (since, until), split=split, within_m=within_m)
    return learn_terrain(
        counted,
        found,
        Settings(steps, kernel, folds, seed),
        earlier=earlier,
        outside=matched.outside,
        notes=(*places.notes, *notes, *at_edge, *matched.notes, *told),
    )


def _not_on_cells(outcomes: str, area: str) -> InputError:
    return InputError(
        Message(
            "{file} has no coordinates, so its rows cannot be laid on the cells of {area}.",
            file=outcomes,
            area=area,
        ),
        Message(
            "Give outcomes with x and y, lon and lat or geometry; or in place of the area a "
            "map or polygons that have the same ids (--id)."
        ),
    )


def _check_names(factors: Files, protective: Files, folds: int) -> None:
    both = sorted(set(factors) & set(protective))
    if both:
        raise ProjectError(
            Message("Factor {name} is given as raising and as lowering.", name=both[0]),
            Message("Choose one of them, or add --any-sign."),
        )
    if not {**factors, **protective}:
        raise ProjectError(
            Message("A risk terrain model needs at least one factor."),
            Message("Give one with --factor NAME=FILE."),
        )
    if folds < 2:  # noqa: PLR2004 (one to fit, one to look at)
        raise ProjectError(
            Message("{folds} folds leave nothing to look at.", folds=folds),
            Message("Give at least 2."),
        )


def _factors(
    places: Places, factors: Files, protective: Files, *, any_sign: bool, margin: float
) -> tuple[list[Factor], list[Message]]:
    found: list[Factor] = []
    notes: list[Message] = []
    for files, sign in ((factors, 1), (protective, -1)):
        for name, file in files.items():
            shapes, told = shapes_near(Path(file), places.frame, margin)
            kind = 0 if any_sign else sign
            found.append(Factor(name, shapes, 1 if kind > 0 else -1 if kind < 0 else 0, Path(file).name))  # noqa: E501  # fmt: skip
            notes += told
    return found, notes


def _read(outcomes: Path | str, columns: OutcomeColumns) -> Outcomes:
    return read_outcomes(
        Path(outcomes),
        id=columns.id,
        found=columns.found,
        date=columns.date,
        selection=columns.selection,
        probability=columns.probability,
        origin=columns.origin,
        kind=columns.kind,
        table=columns.table,
        crs=columns.crs,
    )


def _two_periods(
    ranked: RankedPlaces,
    outcomes: Outcomes,
    period: tuple[dt.date | None, dt.date | None],
    *,
    split: dt.date | None,
    within_m: float | None,
) -> tuple[pd.DataFrame | None, tuple[Message, ...]]:
    """Return the counts before and from a day on; None where too few outcomes have a date."""
    since, until = period
    dates = outcomes.frame["date"]
    inside = dates.notna()
    if since is not None:
        inside &= dates >= pd.Timestamp(since)
    if until is not None:
        inside &= dates < pd.Timestamp(until) + pd.Timedelta(days=1)
    known = dates[inside]
    if outcomes.kind == "visits":
        other = Message("Visits are made where somebody chose to look: the model was not asked about a next period.")  # noqa: E501  # fmt: skip
        return None, (other,)
    if known.nunique() < 2 or dates.notna().mean() < _DATED:  # noqa: PLR2004 (a before and an after)
        return None, (_UNDATED,)
    day = split or known.quantile(_FIRST_PART, interpolation="higher").date()
    if not known.min() < pd.Timestamp(day) <= known.max():
        raise ProjectError(
            Message("No outcome lies on one of the sides of {day}.", day=day),
            Message("Choose a day between the first and the last outcome with --split."),
        )
    after = match(ranked, outcomes, since=day, until=until, within_m=within_m)
    last = day - dt.timedelta(days=1)
    before = match(ranked, outcomes, since=since, until=last, within_m=within_m)
    said = Message("The check on the next period fits up to {last} and asks about the rest.", last=last)  # noqa: E501  # fmt: skip
    both = {"before": before.frame["found"], "after": after.frame["found"]}
    return pd.DataFrame(both).reindex(ranked.frame.index), (said,)


def write_fitted(
    fitted: RiskTerrain, target: Path, language: Language, *, overwrite: bool = False
) -> None:
    """Write report.html, fit.json and terrain.gpkg as one folder.

    Raises
    ------
    OutputError
        When the folder is in the way.
    """
    write_result(
        {"report.html": fit_page(fitted, language), "fit.json": json_text(fit_json(fitted))},
        target,
        writers={"terrain.gpkg": lambda path: write_terrain(fitted, path, language)},
        overwrite=overwrite,
    )
