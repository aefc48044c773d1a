"""Validation of a regression on the columns of any table, and on rasters under its points."""

from pathlib import Path

import pandas as pd

from riskmap.errors import ProjectError, ScoringError
from riskmap.messages import Message
from riskmap.notation import spoken_plain
from riskmap.pipeline.neighbours import neighbours_of
from riskmap.pipeline.reading_observations import Asked, Observations, read_observations
from riskmap.pipeline.splitting import Splitting, places_apart
from riskmap.statistics.generalised_linear import Model
from riskmap.statistics.residual_moran import ResidualMoran, residual_moran
from riskmap.validation.baselines import baselines_for
from riskmap.validation.partitions import period_partition
from riskmap.validation.predictors import Fitted, fit_predictors, regression_on
from riskmap.validation.validation import Validation, is_measured, validate


def validate_table(
    path: Path, asked: Asked, splitting: Splitting, *, model: Model, penalty: float
) -> Validation:
    """Fit a model in every training part of a table and test it on the rest.

    Raises
    ------
    InputError
        When the file or its columns cannot be used.
    ProjectError
        When no predictor is named, or a period is asked for without dates.
    ScoringError
        When the model cannot be fitted to all rows.
    """
    if not asked.predictors and not asked.rasters:
        raise ProjectError(
            Message("No predictor is named."),
            Message("Name columns with --predictors, or rasters with --predictor NAME=FILE.tif."),
        )
    if splitting.period is not None and asked.date is None:
        raise ProjectError(
            Message("A period is asked for, and no column with dates is named."),
            Message("Name it with --date."),
        )
    read = read_observations(path, asked, signed=model == "linear")
    frame = pd.DataFrame(read.frame.drop(columns=read.frame.geometry.name))
    partitions = places_apart(frame, splitting)
    if splitting.period is not None:
        partitions.append(period_partition(frame["on_date"].to_numpy(), *splitting.period))
    fitted = fit_predictors(frame, read.predictors, model, penalty)
    residuals, told = _residuals(read, fitted, splitting.neighbours)
    return validate(
        frame,
        [
            regression_on(read.predictors, model, penalty),
            *baselines_for(frame, measured=is_measured(frame["found"])),
        ],
        partitions,
        capacity=splitting.capacity,
        seed=splitting.seed,
        source=path.name,
        outcomes=f"{path.name}: {asked.outcome}",
        coefficients=_coefficients(fitted),
        residuals=residuals,
        notes=(*read.notes, *_model_notes(fitted, penalty), *told),
    )


def _coefficients(fitted: Fitted) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "term": ["(intercept)", *fitted.encoding.names],
            "coefficient": fitted.regression.coefficients,
        }
    )


def _model_notes(fitted: Fitted, penalty: float) -> list[Message]:
    notes = []
    if fitted.regression.model == "ridge":
        notes.append(
            Message(
                "Ridge penalty on standardised coefficients: {penalty}; the mean and standard "
                "deviation are those of the training part.",
                penalty=spoken_plain(penalty),
            )
        )
    if not fitted.regression.settled:
        notes.append(
            Message(
                "The model fitted to all rows did not settle: mostly a predictor tells found from "
                "not found without fail. Its coefficients mean little."
            )
        )
    return notes


def _residuals(
    read: Observations, fitted: Fitted, neighbours: str | None
) -> tuple[ResidualMoran | None, list[Message]]:
    if "x_m" not in read.frame:
        return None, [Message("The rows have no places, so there are no blocks in space.")]
    weights, who = neighbours_of(
        read.frame.geometry, read.frame[["x_m", "y_m"]].to_numpy(dtype=float), neighbours
    )
    design = fitted.encoding.design(read.frame)
    outcome = read.frame["found"].to_numpy(dtype=float)
    try:
        found = residual_moran(*fitted.regression.residuals(design, outcome), weights)
    except ScoringError as fault:
        return None, [fault.problem]
    told = [Message("Neighbours in Moran's I of the residuals: {who}.", who=who)]
    if fitted.regression.model != "linear":
        told.append(
            Message(
                "The residuals are Pearson residuals; their moments hold to a first approximation."
            )
        )
    return found, told
