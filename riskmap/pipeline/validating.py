"""Validation of a map, a list or a model, from files to the result."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from riskmap.errors import ProjectError
from riskmap.messages import Message
from riskmap.outcomes import RankedPlaces, read_outcomes, read_places
from riskmap.pipeline.evaluating import check_found
from riskmap.pipeline.reading_observations import Asked
from riskmap.pipeline.splitting import Splitting, read_period
from riskmap.pipeline.validating_lists import validate_list
from riskmap.pipeline.validating_tables import validate_table
from riskmap.statistics.generalised_linear import Model
from riskmap.validation.validation import Validation


def validate_files(
    path: str | Path, outcomes: str | Path | None = None, *, predictors: Sequence[str] = (),
    rasters: Mapping[str, str | Path] | None = None, model: Model = "logistic", fit: bool = False,
    folds: int = 5, repetitions: int = 20, group: str | None = None, period: str | None = None,
    split: str | None = None, capacity: int = 25, neighbours: str | None = None, seed: int = 1,
    outcome: str | None = None, positive: str | None = None, factors: Sequence[str] = (),
    id: str | None = None,  # noqa: A002 (the word of the command's option)
    penalty: float = 1.0, outcome_id: str | None = None, rank: str | None = None,
    score: str | None = None, area: str | None = None, date: str | None = None,
    x: str | None = None, y: str | None = None, crs: str | None = None, table: str | None = None,
    outcomes_crs: str | None = None, outcomes_table: str | None = None,
    within_m: float | None = None,
) -> Validation:  # fmt: skip
    """Test a map, a ranked list or a model on places and periods kept out of its making.

    ::

        validate_files("out/rural/combined.parquet", "outcomes.csv")
        validate_files("points.csv", outcome="slides", predictors=["slope", "dem"])

    Parameters
    ----------
    path
        A map of riskmap, a ranked list, or with `predictors` or `rasters` a
        table of observations.
    outcomes
        What was found; None where it is a column of the same file.
    predictors, rasters, model, penalty, factors
        A regression on columns, and on GeoTIFFs under the points
        (``dem.tif``, or ``stack.tif#2`` for its second band). `penalty` is
        for ``ridge`` only.
    fit
        For a map: fit weights to the outcomes besides.
    folds, repetitions, seed
        Blocks in space and random folds, and how often anew.
    group
        Column of groups that are left out one at a time; for maps of several
        municipalities the municipality.
    period, split
        ``2025-01-01..2025-12-31``, or the day from which is tested.
    capacity
        How many of all places can be visited.
    neighbours
        For the residuals: ``queen``, ``rook``, ``8`` or ``500m``.
    outcome, positive, id, outcome_id, rank, score, area, date, x, y, crs, table
        Columns, systems and tables where they are not recognised; see
        `riskmap.outcomes`.
    within_m
        Largest distance between a point of the outcomes and its place (m).
    """
    file = Path(path)
    tested = read_period(period, split)
    splitting = Splitting(folds, repetitions, seed, group, tested, capacity, neighbours)
    if predictors or rasters:
        _same_file(file, outcomes)
        asked = Asked(
            tuple(predictors), _named(outcome), positive, _bands(rasters or {}), tuple(factors),
            x, y, crs, table, group, date,
        )  # fmt: skip
        return validate_table(file, asked, splitting, model=model, penalty=penalty)
    places = read_places(
        file, id=id, rank=rank, score=score, area=area, also=[group] if group else [],
        table=table, crs=crs,
    )  # fmt: skip
    own = outcomes is None
    if own:
        named = filter(None, (places.ranked_by, rank, score, area, group))
        check_found(file, table, outcome, list(named))
    found = read_outcomes(
        file if outcomes is None else Path(outcomes),
        id=outcome_id, found=outcome, date=date, table=table if own else outcomes_table,
        crs=outcomes_crs or crs,
    )  # fmt: skip
    return validate_list(
        _with_group(places, group), found, splitting, fit=fit,
        as_map=rank is None and score is None, within_m=within_m,
    )  # fmt: skip


def _named(outcome: str | None) -> str:
    if outcome is None:
        raise ProjectError(
            Message("A model needs the column it is to predict."),
            Message("Name it with --outcome."),
        )
    return outcome


def _bands(rasters: Mapping[str, str | Path]) -> dict[str, tuple[Path, int]]:
    """Return name -> file and band of ``stack.tif#2``; the first band where none is named."""
    found = {}
    for name, raster in rasters.items():
        file, _, band = str(raster).partition("#")
        if band and not (band.isdecimal() and int(band) > 0):
            raise ProjectError(
                Message("{band} is no band of {file}.", band=band, file=Path(file).name),
                Message("Write for example slope=terrain.tif#2; bands count from 1."),
            )
        found[name] = (Path(file), int(band or 1))
    return found


def _same_file(file: Path, outcomes: str | Path | None) -> None:
    """Refuse a second file beside predictors: which row belongs to which would be a guess."""
    if outcomes is not None and Path(outcomes).resolve() != file.resolve():
        raise ProjectError(
            Message("Predictors and their outcome must stand in the same rows."),
            Message("Join the two files, and name the column of the outcome with --outcome."),
        )


def _with_group(places: RankedPlaces, group: str | None) -> RankedPlaces:
    if group is not None:
        column = next(n for n in places.frame if n.casefold() == group.casefold())
        places.frame["in_group"] = places.frame[column].astype("str")
    return places
