"""The ranks of many alternatives over many draws, counted in memory that does not grow.

Scores that agree to 12 decimals are tied, and tied alternatives share their
ranks equally, as averaged over all orders of the tie.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from riskmap.statistics.weighted_means import Draws, Floats, Integers

Ordered = tuple[Integers, Integers, Integers]

SAME_DIGITS = 12
_EXACT = 128  # ranks up to here have a bin of their own
_WIDTH = 1.02  # beyond, the last rank of a bin is 2 % further than that of the one before
_SMALL = 1_000_000  # cells that are counted in double precision
_ROWS = 4096  # of the table of ranks, read at once


@dataclass(frozen=True)
class Acceptability:
    """What the ranks of n alternatives were over all draws.

    Attributes
    ----------
    last_rank
        Shape (bins,): the last rank in every bin of `ranks`; every rank has a
        bin of its own up to 128, beyond that a bin is 2 % wide.
    ranks
        Rank acceptability indices, shape (n, bins): the share of draws with a
        rank in the bin. Rows add up to 1.
    top
        Shape (n,): the share of draws among the first k.
    expected
        Shape (n,): the mean rank.
    central_families, central_inside
        Central weights, shapes (n, families) and (n, criteria): the mean of
        the weights with which an alternative is among the first k, NaN where
        it never is.
    before
        Shape (watched, watched): the share of draws in which one watched
        alternative stands before another; a tie counts half.
    """

    last_rank: Integers
    ranks: NDArray[np.floating]
    top: Floats
    expected: Floats
    central_families: Floats
    central_inside: Floats
    before: Floats

    def interval(self, probability: float) -> tuple[Integers, Integers]:
        """Return the ranks between which an alternative stands in the middle share of draws.

        Both limits of the interval lie at the outer end of their bins, so that
        it holds at least that share.
        """
        tail = (1 - probability) / 2
        low, high = (np.empty(len(self.ranks), dtype=np.int64) for _ in range(2))
        for rows in self._parts():
            up_to = np.cumsum(self.ranks[rows], axis=1, dtype=np.float64)
            low[rows] = (up_to > tail + 1e-9).argmax(axis=1)
            high[rows] = (up_to >= 1 - tail - 1e-9).argmax(axis=1)
        first = np.concatenate([[1], self.last_rank[:-1] + 1])
        return first[low], self.last_rank[high]

    def entropy(self) -> Floats:
        """Return the entropy of the ranks in bits, shape (n,): 0 when there is one bin only."""
        found = np.empty(len(self.ranks))
        for rows in self._parts():
            shares = self.ranks[rows].astype(np.float64)
            logs = np.log2(shares, out=np.zeros_like(shares), where=shares > 0)
            found[rows] = np.abs((shares * logs).sum(axis=1))
        return found

    def _parts(self) -> Iterator[slice]:
        """Give rows a part at a time: the table whole in double precision would be large."""
        for start in range(0, len(self.ranks), _ROWS):
            yield slice(start, start + _ROWS)


class Tally:
    """Counts the ranks of n alternatives, a block of draws at a time.

    Memory is that of `ranks` (n x bins), twice that where there are ties, and
    of one block; it does not grow with the draws.

    Parameters
    ----------
    count
        Number of alternatives.
    k
        Length of the top.
    families, criteria
        Number of weights.
    watched
        Alternatives whose order among each other is counted.
    """

    def __init__(
        self, count: int, k: int, *, families: int, criteria: int, watched: Integers
    ) -> None:
        self._k, self._watched, self._families = k, watched, families
        self._last_rank = _bins(count)
        self._bin_of = np.searchsorted(self._last_rank, np.arange(1, count + 1))
        # Single precision counts to 16 million: more draws than anybody makes.
        small = count * len(self._last_rank) <= _SMALL
        self._ranks = np.zeros(
            (count, len(self._last_rank)), dtype=np.float64 if small else np.float32
        )
        self._one = self._ranks.dtype.type(1)
        self._steps = np.zeros((0, 0), dtype=self._ranks.dtype)
        self._top, self._sum = np.zeros(count), np.zeros(count)
        self._central = np.zeros((count, families + criteria))
        self._before = np.zeros((len(watched), len(watched)))
        self._bits = max(1, (count - 1).bit_length())
        self._draws = 0

    def sort(self, scores: Floats) -> Ordered:
        """Return, per draw, alternatives and scores from best to worst, and the watched scores.

        Scores are 0..1 of shape (draws, n), higher first; what is returned
        are whole numbers of 1e-12, lower first.
        """
        # Score and number in one integer: whole numbers sort fast, and equal scores are ties.
        backward = np.rint((1.0 - np.clip(scores, 0.0, 1.0)) * 10**SAME_DIGITS).astype(np.int64)
        watched = backward[:, self._watched]
        backward <<= self._bits
        backward |= np.arange(scores.shape[1])
        backward.sort(axis=1)
        numbers = backward & ((1 << self._bits) - 1)
        backward >>= self._bits
        return numbers, backward, watched

    def add(self, ordered: Ordered, draws: Draws) -> None:
        """Count one block of draws, as `sort` gave it."""
        numbers, backward, watched = ordered
        weights = np.hstack([draws.families, draws.inside])
        self._compare(watched)
        for places, scores, used in zip(numbers, backward, weights, strict=True):
            self._count(places, *_ties(scores), used)
        self._draws += len(numbers)

    def _count(self, places: Integers, first: Integers, size: Integers, weights: Floats) -> None:
        """Count one draw: alternatives from best to worst, the first rank and size of their tie."""
        last = first + size - 1
        self._sum[places] += (first + last) / 2
        end = int(last[min(self._k, len(places)) - 1])
        share = np.minimum((self._k + 1 - first[:end]) / size[:end], 1.0)
        self._top[places[:end]] += share
        self._central[places[:end]] += share[:, None] * weights
        cells = places * len(self._last_rank)
        one, other = self._bin_of[first - 1], self._bin_of[last - 1]
        whole = one == other
        if whole.all():
            np.add.at(self._ranks.reshape(-1), cells + one, self._one)
            return
        np.add.at(self._ranks.reshape(-1), (cells + one)[whole], self._one)
        self._spread(*(part[~whole] for part in (places, first, size, one, other)))

    def _spread(
        self, places: Integers, first: Integers, size: Integers, one: Integers, other: Integers
    ) -> None:
        """Share a draw equally over the ranks of a tie: its two ends now, what is between later."""
        if not self._steps.size:
            self._steps = np.zeros_like(self._ranks)
        each = 1.0 / size
        self._ranks[places, one] += (self._last_rank[one] - first + 1) * each
        self._ranks[places, other] += (first + size - 1 - self._last_rank[other - 1]) * each
        self._steps[places, one + 1] += each
        self._steps[places, other] -= each

    def _compare(self, backward: Integers) -> None:
        for scores in backward:
            sooner = scores[:, None] < scores[None, :]
            self._before += sooner
            self._before += 0.5 * (scores[:, None] == scores[None, :])

    def result(self) -> Acceptability:
        """Return what was counted; call it once."""
        widths = np.diff(np.concatenate([[0], self._last_rank]))
        if self._steps.size:
            np.cumsum(self._steps, axis=1, out=self._steps)
            self._steps *= widths.astype(self._steps.dtype)
            self._ranks += self._steps
        self._ranks /= self._draws
        never = self._top[:, None] == 0
        total = np.where(never, 1.0, self._top[:, None])
        central = np.where(never, np.nan, self._central / total)
        return Acceptability(
            last_rank=self._last_rank,
            ranks=self._ranks,
            top=np.minimum(self._top / self._draws, 1.0),
            expected=self._sum / self._draws,
            central_families=central[:, : self._families],
            central_inside=central[:, self._families :],
            before=self._before / self._draws,
        )


def _ties(scores: Integers) -> tuple[Integers, Integers]:
    """Return the first rank and the size of the tie of every place in a sorted draw."""
    new = scores[1:] != scores[:-1]
    if new.all():
        return np.arange(1, len(scores) + 1), np.ones(len(scores), dtype=np.int64)
    start = np.concatenate([[0], np.flatnonzero(new) + 1])
    size = np.diff(start, append=len(scores))
    return np.repeat(start, size) + 1, np.repeat(size, size)


def _bins(count: int) -> Integers:
    """Return the last rank of every bin: one rank each at first, 2 % wide further down."""
    last = list(range(1, min(count, _EXACT) + 1))
    while last[-1] < count:
        last.append(min(count, max(last[-1] + 1, int(last[-1] * _WIDTH))))
    return np.array(last, dtype=np.int64)
