"""Penalised Poisson regression: which of many columns deserve a closer look."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from glum import GeneralizedLinearRegressorCV
from numpy.typing import NDArray
from scipy.sparse import csc_matrix
from sklearn.exceptions import ConvergenceWarning
from sklearn.model_selection import KFold
from threadpoolctl import threadpool_limits

Floats = NDArray[np.float64]

# Share of the first part of the penalty: 1 is the lasso. Ridge alone would keep every column.
L1_RATIOS = (0.5, 1.0)
_SMALLEST = 1e-2  # the weakest penalty, as a part of the one that leaves nothing
_PENALTIES = 30
_ZERO = 1e-8
_SPARSE = 0.5  # columns of flags are mostly 0: ten times as fast when kept that way


@dataclass(frozen=True, eq=False)
class ElasticNet:
    """The penalised model with the lowest deviance in cross-validation.

    Attributes
    ----------
    intercept, coefficients
        On the columns as they were given, shape (k,).
    penalty, l1_ratio
        lambda and a of ``-lnL / n + lambda ((1 - a) / 2 ||b||^2 + a ||b||_1)``,
        b on columns with standard deviation 1.
    """

    intercept: float
    coefficients: Floats
    penalty: float
    l1_ratio: float

    @property
    def kept(self) -> NDArray[np.intp]:
        """Columns whose coefficient is not 0."""
        return np.flatnonzero(np.abs(self.coefficients) > _ZERO)


def elastic_net(
    counts: Floats,
    columns: Floats,
    log_exposure: Floats,
    *,
    signs: NDArray[np.int_] | None = None,
    l1_ratios: Sequence[float] = L1_RATIOS,
    folds: int = 10,
    seed: int = 1,
) -> ElasticNet:
    """Fit the elastic net of Zou and Hastie (2005) to counts, penalty by cross-validation.

    Columns are divided by their standard deviation, so that one that is
    seldom 1 is not penalised more than another; the intercept is free.

    Parameters
    ----------
    counts, columns, log_exposure
        As in `riskmap.statistics.count_models.fit_counts`; no column is constant.
    signs
        1: the coefficient may not be negative; -1: not positive; 0: either;
        shape (k,). None leaves all free.
    folds
        Random parts of the places, drawn with `seed`.
    """
    # The solver starts from an intercept of 0: with areas in m2 that would be far off.
    level = float(np.log(counts.sum() / np.exp(log_exposure).sum()))
    spread = columns.std(axis=0)
    scaled = columns / spread
    if np.count_nonzero(scaled) < _SPARSE * scaled.size:
        scaled = csc_matrix(scaled)
    wanted = signs if signs is not None else np.zeros(columns.shape[1], dtype=int)
    model = GeneralizedLinearRegressorCV(
        family="poisson",  # with the logarithm as its link
        l1_ratio=list(l1_ratios),
        n_alphas=_PENALTIES,
        min_alpha_ratio=_SMALLEST,
        cv=KFold(folds, shuffle=True, random_state=seed),
        lower_bounds=np.where(wanted > 0, 0.0, -np.inf) if (wanted > 0).any() else None,
        upper_bounds=np.where(wanted < 0, 0.0, np.inf) if (wanted < 0).any() else None,
        gradient_tol=1e-5,
        max_iter=300,
    )
    # One thread: sums in another order would not give the same bytes, and threads that wait for
    # each other on a busy machine take tens of times as long as the work.
    with threadpool_limits(limits=1), warnings.catch_warnings():
        # Only the weakest penalties settle slowly, and those lose in the cross-validation.
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(scaled, counts, offset=log_exposure + level)
    return ElasticNet(
        intercept=float(model.intercept_) + level,
        coefficients=np.asarray(model.coef_, dtype=np.float64) / spread,
        penalty=float(model.alpha_),
        l1_ratio=float(model.l1_ratio_),
    )
