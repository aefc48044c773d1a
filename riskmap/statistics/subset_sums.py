"""What sums of neighbours' values look like by chance: the permutation test of local statistics.

Under the null hypothesis the neighbours of a place are a random subset of the
places. Their sum then depends on the place only through how many neighbours it
has, so that one large sample of subsets per number of neighbours serves all
places with that number. That is the conditional permutation of Anselin (1995),
with samples shared between places: subsets that hold the place itself are
taken out of its own count, which makes the sharing exact. It makes millions of
permutations per place affordable, which a correction for many tests needs: the
smallest p a permutation test can give is one over their number.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from riskmap.errors import ScoringError
from riskmap.messages import Message

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]

# Enough to tell p = 0.001 within 10 %.
LEAST_DRAWS = 99_999
_MOST_DRAWS = 20_000_000
# With fewer samples beyond it than this, a place is drawn again with more of them.
_SCARCE = 100
_MORE = 5
# Members of the subsets in memory at once.
_ELEMENTS = 2_000_000
# Up to here each number of neighbours has its own sample; above, numbers within 5 % share one.
_EXACT_SIZES = 30
_STEP = 1.05
_ROUNDING = 1e-10


@dataclass(frozen=True)
class SubsetSums:
    """Observed sums of values beside those of random subsets.

    Attributes
    ----------
    z
        Shape (n,): (sum - expectation) / standard deviation over all subsets
        of that size, NaN where the sum cannot vary.
    p
        Shape (n,): two-sided permutation p, twice the smaller tail, at most 1.
    draws
        Subsets drawn for each number of neighbours.
    """

    z: Floats
    p: Floats
    draws: int


def needed_draws(places: int, alpha: float) -> int:
    """Return how many permutations let a single place pass a correction for all `places` tests.

    The smallest two-sided p of m permutations is 2 / (m + 1), and the first
    step of Benjamini and Hochberg asks for alpha / n. A quarter more makes up
    for the subsets that hold the place itself.

    Raises
    ------
    ScoringError
        When there are more than can be drawn.
    """
    needed = max(LEAST_DRAWS, math.ceil(2.5 * places / alpha))
    if needed > _MOST_DRAWS:
        raise ScoringError(
            Message(
                "{places} places at a level of {alpha} need {needed} permutations, and {most} are "
                "the most that can be drawn.",
                places=places,
                alpha=alpha,
                needed=needed,
                most=_MOST_DRAWS,
            ),
            Message("Take the normal approximation, a higher level, or fewer places."),
        )
    return needed


def subset_sum_test(
    values: Floats,
    sizes: Indices,
    sums: Floats,
    *,
    draws: int,
    seed: int,
    own_excluded: bool,
) -> SubsetSums:
    """Test whether the values of each place's neighbours add up to more or less than chance gives.

    Parameters
    ----------
    values
        Shape (n,), no NaN, not all the same.
    sizes
        Shape (n,): how many values are in each sum, 0 for no test.
    sums
        Shape (n,): the sum of each place's neighbours.
    draws
        Subsets drawn for each number of neighbours.
    seed
        Of the random draws.
    own_excluded
        The place's own value is not among its neighbours (Gi, local Moran),
        and then is in none of the subsets it is compared with; otherwise
        (Gi*) the subsets are of all places.
    """
    centred = values - values.mean()
    sums = sums - sizes * values.mean()
    expected, deviation = _moments(centred, sizes, own_excluded=own_excluded)
    testable = (sizes > 0) & (deviation > 0)
    z = np.divide(sums - expected, deviation, out=np.full(len(values), np.nan), where=testable)
    shared = _shared_sizes(sizes)
    target = _same_tail(centred, shared, z, own_excluded=own_excluded)
    generator = np.random.Generator(np.random.PCG64(seed))
    p = np.full(len(values), np.nan)
    tried, left = min(draws, LEAST_DRAWS), np.flatnonzero(testable)
    while len(left):
        p[left] = _drawn_p(
            centred, shared, target, left, draws=tried, generator=generator, own=own_excluded
        )
        # Few places are extreme, and only they need the large sample.
        left = left[p[left] * tried < 2 * _SCARCE] if tried < draws else left[:0]
        tried = min(draws, tried * _MORE)
    return SubsetSums(z, p, draws)


def _moments(centred: Floats, sizes: Indices, *, own_excluded: bool) -> tuple[Floats, Floats]:
    """Return mean and standard deviation of the sum of a random subset, per place."""
    count = len(centred) - own_excluded
    own = centred if own_excluded else np.zeros_like(centred)
    mean = (centred.sum() - own) / count
    variance = ((centred**2).sum() - own**2) / count - mean**2
    between = sizes * (count - sizes) / max(count - 1, 1)
    deviation = np.sqrt(np.clip(between * variance, 0.0, None))
    # What is left by rounding is no spread.
    deviation[deviation <= _ROUNDING * np.abs(centred).max()] = 0.0
    return np.asarray(sizes * mean), np.asarray(deviation)


def _shared_sizes(sizes: Indices) -> Indices:
    """Return the size of the subsets each place is compared with."""
    steps = np.round(np.log(np.maximum(sizes, 1) / _EXACT_SIZES) / math.log(_STEP))
    rounded = np.round(_EXACT_SIZES * _STEP**steps).astype(np.intp)
    return np.where(sizes <= _EXACT_SIZES, sizes, np.minimum(rounded, len(sizes) - 1))


def _same_tail(centred: Floats, shared: Indices, z: Floats, *, own_excluded: bool) -> Floats:
    """Return the sum of a subset of the shared size that stands as far out as the observed one."""
    middle, spread = _moments(centred, shared, own_excluded=own_excluded)
    return np.asarray(middle + z * spread, dtype=np.float64)


def _drawn_p(
    centred: Floats,
    shared: Indices,
    target: Floats,
    rows: Indices,
    *,
    draws: int,
    generator: np.random.Generator,
    own: bool,
) -> Floats:
    """Return the two-sided p of `rows`; all sizes are cut from the same shuffles."""
    places = len(centred)
    samples = [
        _Sample(centred, size, rows[shared[rows] == size], target, draws, own=own)
        for size in np.unique(shared[rows]).tolist()
    ]
    shuffles = max(1, _ELEMENTS // places)
    while waiting := [sample for sample in samples if sample.left]:
        wanted = max(-(-sample.left // (places // sample.size)) for sample in waiting)
        order = np.tile(np.arange(places, dtype=np.int32), (min(shuffles, wanted), 1))
        order = generator.permuted(order, axis=1)
        values = centred[order]
        for sample in waiting:
            sample.add(order, values)
    p = np.full(places, np.nan)
    for sample in samples:
        p[sample.rows] = sample.p()
    return p[rows]


class _Sample:
    """How often random subsets of one size reach the sums of the places compared with them."""

    def __init__(
        self, centred: Floats, size: int, rows: Indices, target: Floats, draws: int, *, own: bool
    ) -> None:
        self.size, self.left, self.own = size, draws, own
        self.rows = rows[np.argsort(target[rows], kind="stable")]
        tolerance = _ROUNDING * size * float(np.abs(centred).max())
        self.low, self.high = target - tolerance, target + tolerance
        self.among = np.zeros(len(centred), dtype=np.bool_)
        self.among[rows] = True
        self.above, self.below = np.zeros(len(rows), np.int64), np.zeros(len(rows), np.int64)
        self.compared = np.full(len(rows), draws, np.int64)

    def add(self, order: NDArray[np.int32], values: Floats) -> None:
        """Cut shuffled places and their values into subsets, and count."""
        end = order.shape[1] // self.size * self.size
        drawn = values[:, :end].reshape(-1, self.size).sum(axis=1)[: self.left]
        count = len(self.rows)
        reached = np.searchsorted(self.low[self.rows], drawn, side="right")
        self.above += len(drawn) - np.cumsum(np.bincount(reached, minlength=count + 1))[:count]
        under = np.searchsorted(self.high[self.rows], drawn, side="left")
        self.below += np.cumsum(np.bincount(under, minlength=count + 1))[:count]
        if self.own:
            self._take_out(order[:, :end].reshape(-1, self.size)[: len(drawn)].ravel(), drawn)
        self.left -= len(drawn)

    def _take_out(self, members: NDArray[np.int32], drawn: Floats) -> None:
        """Take the subsets that hold a place itself out of its counts."""
        held = np.flatnonzero(self.among[members])
        place, total = members[held], drawn[held // self.size]
        size = len(self.among)
        self.above -= np.bincount(place[total >= self.low[place]], minlength=size)[self.rows]
        self.below -= np.bincount(place[total <= self.high[place]], minlength=size)[self.rows]
        self.compared -= np.bincount(place, minlength=size)[self.rows]

    def p(self) -> Floats:
        """Return the two-sided p, in the order of `rows`; the observed sum is one more draw."""
        smaller = np.minimum(self.above, self.below)
        return np.asarray(np.minimum(1.0, 2 * (smaller + 1) / (self.compared + 1)))
