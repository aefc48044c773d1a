"""A regression on columns of any table, with the levels of its factors learned in training."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from riskmap.errors import ScoringError
from riskmap.messages import Message
from riskmap.statistics.generalised_linear import Model, Regression, fit_regression
from riskmap.validation.cross_validation import Contender
from riskmap.validation.fold_measures import Floats


@dataclass(frozen=True)
class Encoding:
    """Columns of numbers and factors, as the columns of a design.

    Attributes
    ----------
    numbers
        Columns taken as they are.
    levels
        Factor -> its levels in the rows it was learned from, as text, the
        first of which is the one the others are compared with.
    """

    numbers: tuple[str, ...]
    levels: Mapping[str, tuple[str, ...]]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns of the design, without the intercept."""
        dummies = [f"{name}={one}" for name, all_of in self.levels.items() for one in all_of[1:]]
        return (*self.numbers, *dummies)

    def design(self, frame: pd.DataFrame) -> Floats:
        """Return the design, shape (n, k); NaN in rows with a level that was never seen."""
        columns = [frame[name].to_numpy(dtype=float) for name in self.numbers]
        for name, levels in self.levels.items():
            text = frame[name].astype(str).to_numpy(dtype=object)
            unseen = ~np.isin(text.astype(str), np.array(levels, dtype=str))
            columns += [np.where(unseen, np.nan, (text == one) * 1.0) for one in levels[1:]]
        return np.column_stack(columns) if columns else np.empty((len(frame), 0))


def encoding_of(train: pd.DataFrame, predictors: Sequence[str]) -> Encoding:
    """Return how the predictors become numbers, learned from these rows only."""
    numbers = [name for name in predictors if pd.api.types.is_numeric_dtype(train[name])]
    levels = {
        name: tuple(sorted(train[name].astype(str).unique()))
        for name in predictors
        if name not in numbers
    }
    return Encoding(tuple(numbers), levels)


@dataclass(frozen=True)
class Fitted:
    """A regression with the encoding it was fitted with."""

    encoding: Encoding
    regression: Regression


def fit_predictors(
    train: pd.DataFrame, predictors: Sequence[str], model: Model, penalty: float
) -> Fitted:
    """Fit a regression of ``found`` on columns; rows whose outcome is unknown take no part.

    Raises
    ------
    ScoringError
        When the outcome does not vary, or there are more coefficients than
        rows.
    """
    known = train[train["found"].notna()]
    if known.empty:
        raise ScoringError(
            Message("No outcome is known in the rows that train."),
            Message("Use fewer folds or more rows."),
        )
    encoding = encoding_of(known, predictors)
    design = encoding.design(known)
    if design.shape[1] >= len(known):
        raise ScoringError(
            Message(
                "{count} coefficients cannot be fitted to {rows} rows.",
                count=design.shape[1] + 1,
                rows=len(known),
            ),
            Message("Name fewer predictors, or use fewer folds."),
        )
    outcome = known["found"].to_numpy(dtype=float)
    return Fitted(encoding, fit_regression(model, design, outcome, penalty=penalty))


def regression_on(predictors: Sequence[str], model: Model, penalty: float) -> Contender:
    """Return a regression on columns of the frame that is fitted in every training part.

    A row with a level of a factor that its training part has not seen has no
    score.
    """

    def fit(train: pd.DataFrame) -> Fitted:
        return fit_predictors(train, predictors, model, penalty)

    def predict(fitted: Fitted, asked: pd.DataFrame) -> Floats:
        return fitted.regression.predict(fitted.encoding.design(asked))

    return Contender("model", fit, predict, learns=True)
