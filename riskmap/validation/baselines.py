"""What costs nothing and must be beaten: earlier counts, findings nearby, area, chance."""

import numpy as np
import pandas as pd

from riskmap.errors import ScoringError
from riskmap.messages import Message
from riskmap.statistics.nearby_rate import nearby_rate
from riskmap.validation.cross_validation import Contender
from riskmap.validation.fold_measures import Floats

NEIGHBOURS = 8


def baselines_for(frame: pd.DataFrame, *, measured: bool = False) -> tuple[Contender, ...]:
    """Return the baselines that the columns of a frame allow.

    Parameters
    ----------
    frame
        ``found_before``: findings of the period before, which no test row
        may hold of its own period; ``x_m`` and ``y_m``; ``area_m2``.
        A column that is missing or unknown everywhere gives no baseline.
    measured
        Whether the outcome is a measurement: its baselines forecast it.
    """
    made = []
    if _known(frame, "found_before"):
        made.append(column_order("last period", "found_before"))
    if _known(frame, "x_m"):
        made.append(nearby(NEIGHBOURS))
    if measured:
        return (*made, mean_of_training())
    if _known(frame, "area_m2"):
        made.append(column_order("area", "area_m2"))
    return (*made, chance())


def column_order(name: str, column: str) -> Contender:
    """Return the order of one column, highest first: nothing is fitted."""

    def fit(_: pd.DataFrame) -> None:
        return None

    def predict(_: None, asked: pd.DataFrame) -> Floats:
        return asked[column].to_numpy(dtype=float)

    return Contender(name, fit, predict)


def nearby(neighbours: int) -> Contender:
    """Return the share of findings among the nearest places of the training part.

    This is what a hot-spot map or any smoothing knows. Computed over all
    outcomes it would hold the answer itself; here it sees the training part
    only, and is learned anew in every fold.
    """

    def fit(train: pd.DataFrame) -> pd.DataFrame:
        known = train[train["found"].notna() & train["x_m"].notna()]
        if known.empty:
            raise ScoringError(
                Message("No outcome with a place is known in the rows that train."),
                Message("Use fewer folds or more rows."),
            )
        return known[["x_m", "y_m", "found"]].astype(float)

    def predict(known: pd.DataFrame, asked: pd.DataFrame) -> Floats:
        points = asked[["x_m", "y_m"]].to_numpy(dtype=float)
        placed = np.isfinite(points).all(axis=1)
        rates = np.full(len(asked), np.nan)
        rates[placed] = nearby_rate(
            known[["x_m", "y_m"]].to_numpy(), known["found"].to_numpy(), points[placed], neighbours
        )
        return rates

    return Contender("nearby", fit, predict)


def chance() -> Contender:
    """Return the order that ties everything: its figures are those of a random one on average."""

    def fit(_: pd.DataFrame) -> None:
        return None

    def predict(_: None, asked: pd.DataFrame) -> Floats:
        return np.zeros(len(asked))

    return Contender("random", fit, predict)


def mean_of_training() -> Contender:
    """Return the mean of the training part for every place: a forecast without a model."""

    def fit(train: pd.DataFrame) -> float:
        return float(train["found"].mean())

    def predict(mean: float, asked: pd.DataFrame) -> Floats:
        return np.full(len(asked), mean)

    return Contender("mean", fit, predict)


def _known(frame: pd.DataFrame, column: str) -> bool:
    return column in frame and bool(frame[column].notna().any())
