"""Rates of unequal populations made comparable: empirical Bayes standardisation."""

import numpy as np
from numpy.typing import NDArray

from riskmap.errors import ScoringError
from riskmap.messages import Message

Floats = NDArray[np.float64]


def standardised_rates(counts: Floats, populations: Floats) -> Floats:
    """Return rates with expectation 0 and variance 1, whatever the population.

    (r_i - b) / sqrt(v_i) with r_i = count / population, b the rate over all,
    v_i = a + b / population_i and a = s2 - b / mean population, where s2 is
    the population-weighted variance of the rates; where v_i is negative it is
    b / population_i (Assuncao and Reis 1999, formulas 3 to 6).

    Parameters
    ----------
    counts
        Shape (n,), not negative; NaN unknown.
    populations
        Shape (n,), what the counts are out of; NaN unknown, and 0 gives no
        rate.

    Returns
    -------
    Shape (n,), NaN where either is unknown or the population is 0.

    Raises
    ------
    ScoringError
        For a negative number, or when nothing is counted anywhere.
    """
    negative = np.flatnonzero((counts < 0) | (populations < 0))
    if len(negative):
        raise ScoringError(
            Message("Row {row} has a negative count or population.", row=int(negative[0]) + 1),
            Message("Give counts and populations of 0 or more; leave unknown ones empty."),
        )
    known = ~np.isnan(counts) & (populations > 0)
    count, population = counts[known], populations[known]
    if not count.sum() > 0:
        raise ScoringError(
            Message("No place has both a count and a population above 0."),
            Message("Check the two columns."),
        )
    rate = count / population
    overall = count.sum() / population.sum()
    variance = (population * (rate - overall) ** 2).sum() / population.sum()
    between = variance - overall / population.mean()
    spread = between + overall / population
    spread = np.where(spread < 0, overall / population, spread)
    result = np.full(len(counts), np.nan)
    result[known] = (rate - overall) / np.sqrt(spread)
    return result
