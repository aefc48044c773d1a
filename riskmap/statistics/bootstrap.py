"""The bootstrap over places: how the figures of a list would vary over samples of such places.

Places are drawn with replacement from the places of the list, each with its score, its
outcome and its area, and the list is made again from what was drawn: the first k of it
are its top. So the estimand is the figure for places like these under the same scores,
not for these very places on another day, and no model of the outcomes is assumed.
"""

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_CELLS = 400_000  # few enough to stay near the processor


def resamples(places: int, draws: int, seed: int) -> Iterator[Floats]:
    """Give how often every place was drawn, in batches of bounded size.

    Parameters
    ----------
    places
        Places in the list (n); every resample has as many.
    draws
        How many resamples there are.
    seed
        Of the generator (PCG64): the same seed gives the same resamples.

    Yields
    ------
    Floats
        Shape (batch, n); at most 3.2 MB, or one row.
    """
    generator = np.random.Generator(np.random.PCG64(seed))
    batch = max(1, _CELLS // max(places, 1))
    for start in range(0, draws, batch):
        rows = min(batch, draws - start)
        drawn = generator.integers(0, places, size=(rows, places))
        drawn += np.arange(rows)[:, None] * places
        counted = np.bincount(drawn.ravel(), minlength=rows * places)
        yield counted.reshape(rows, places).astype(float)


def bootstrap(figures: Callable[[Floats], Floats], places: int, draws: int, seed: int) -> Floats:
    """Return figures for every resample.

    Parameters
    ----------
    figures
        From how often every place counts, shape (batch, n), to figures of
        shape (batch, m). Figures of several lists come from the same
        resamples, so that their differences are paired.

    Returns
    -------
    Floats
        Shape (draws, m).
    """
    return np.concatenate([figures(weights) for weights in resamples(places, draws, seed)])


def percentile_interval(drawn: Floats, confidence: float) -> tuple[Floats, Floats]:
    """Return the percentile interval per figure (Efron 1979).

    Parameters
    ----------
    drawn
        Shape (draws, m); NaN where a resample has no figure (no finds in it,
        for one). A figure that is unknown in half of them has no interval.
    confidence
        Between 0 and 1.

    Returns
    -------
    tuple
        Low and high, each of shape (m,).
    """
    known = np.isfinite(drawn).mean(axis=0) > 0.5  # noqa: PLR2004 (half)
    tail = (1 - confidence) / 2
    edges = np.full((2, drawn.shape[1]), np.nan)
    if known.any():
        finite = np.where(np.isfinite(drawn[:, known]), drawn[:, known], np.nan)
        edges[:, known] = np.nanquantile(finite, [tail, 1 - tail], axis=0)
    return edges[0], edges[1]
