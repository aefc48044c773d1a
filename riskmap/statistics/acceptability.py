"""How certain a rank is when weights and measurements are not: SMAA-2, counted draw by draw.

Stochastic multicriteria acceptability analysis (Lahdelma and Salminen 2001;
Tervonen and Figueira 2008): the share of draws in which an alternative takes a
rank, and the weights with which it comes first.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import chain

import numpy as np

from riskmap.statistics.rank_tally import SAME_DIGITS, Acceptability, Ordered, Tally
from riskmap.statistics.weighted_means import Draws, Floats, Integers, KnownAlike, weighted_means

# From the weighted means of one block of draws, shape (draws, n), to what is ranked.
Ordering = Callable[[Floats], Floats]

_CELLS = 1_000_000  # scores in one block of draws
_MOST_DRAWS = 256  # in one block


def acceptability(
    cases: Iterable[Draws],
    family_of: Integers,
    *,
    k: int,
    ordering: Ordering | None = None,
    watched: Integers | None = None,
) -> Acceptability:
    """Rank all alternatives in every draw and count.

    Parameters
    ----------
    cases
        At least one; every case holds draws that share their measurements.
    family_of
        Shape (criteria,): number of the family a criterion belongs to.
    k
        Length of the top.
    ordering
        From weighted means to what is ranked (0..1), such as their combination
        with a risk; None ranks the means.
    watched
        Alternatives whose order among each other is counted; None for none.
    """
    following = iter(cases)
    first = next(following)
    tally = Tally(
        len(first.values),
        k,
        families=first.families.shape[1],
        criteria=len(family_of),
        watched=np.zeros(0, dtype=np.int64) if watched is None else watched,
    )

    def sort(known: KnownAlike, part: Draws) -> Ordered:
        means = known.means(part, family_of)
        return tally.sort(means if ordering is None else ordering(means))

    blocks = _blocks(chain([first], following))
    # One block is sorted while the one before it is counted, in their own order.
    with ThreadPoolExecutor(max_workers=1) as worker:
        known, part = next(blocks)
        ready = worker.submit(sort, known, part)
        for known, later in blocks:
            done, ready = ready.result(), worker.submit(sort, known, later)
            tally.add(done, part)
            part = later
        tally.add(ready.result(), part)
    return tally.result()


def confidence(
    cases: Iterable[Floats],
    central: Acceptability,
    family_of: Integers,
    *,
    k: int,
    chosen: Integers,
    ordering: Ordering | None = None,
) -> Floats:
    """Return the confidence factors of the chosen alternatives, shape (chosen,).

    The share of the measurements in which an alternative is among the first k
    when its own central weights hold (Lahdelma and Salminen 2001); NaN where
    it has none. A place in a tie that straddles k counts for its share.

    Parameters
    ----------
    cases
        Measurements, each as `Draws.values`.
    """
    there = ~np.isnan(central.central_families[chosen, 0])
    able = chosen[there]
    found, count = np.zeros(len(able)), 0
    for values in cases:
        count += 1
        for start in range(0, len(able), max(1, _CELLS // len(values))):
            some = able[start : start + max(1, _CELLS // len(values))]
            weights = central.central_families[some], central.central_inside[some]
            means = weighted_means(Draws(values, *weights), family_of)
            scores = np.round(means if ordering is None else ordering(means), SAME_DIGITS)
            own = scores[np.arange(len(some)), some][:, None]
            ahead, tied = (scores > own).sum(axis=1), (scores == own).sum(axis=1)
            found[start : start + len(some)] += np.clip((k - ahead) / tied, 0.0, 1.0)
    factors = np.full(len(chosen), np.nan)
    factors[there] = found / max(count, 1)
    return factors


def undecided(before: Floats, probability: float) -> Integers:
    """Return the number of the group each alternative belongs to, from 1, shape (n,).

    A group starts at the first alternative that stands behind the leader of
    the group before it in at least `probability` of the draws: inside a group
    nobody is decided to stand behind its leader.

    Parameters
    ----------
    before
        As in `Acceptability`, in the order of the list.
    """
    groups = np.ones(len(before), dtype=np.int64)
    leader = 0
    for place in range(1, len(before)):
        decided = before[leader, place] >= probability
        groups[place] = groups[place - 1] + int(decided)
        leader = place if decided else leader
    return groups


def _blocks(cases: Iterable[Draws]) -> Iterator[tuple[KnownAlike, Draws]]:
    """Give the draws of all cases in blocks that fit the cache."""
    known: KnownAlike | None = None
    for case in cases:
        known = KnownAlike(case.values, known)
        size = int(np.clip(_CELLS // max(len(case.values), 1), 1, _MOST_DRAWS))
        for start in range(0, len(case.families), size):
            part = slice(start, start + size)
            yield known, Draws(case.values, case.families[part], case.inside[part])
