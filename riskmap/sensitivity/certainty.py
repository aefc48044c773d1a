"""How certain the ranks of a map are, when weights and thresholds could be others.

Which places are ranked stays as it is in the map: a weight says what matters,
not what is known.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from riskmap.decomposition import lowered_families, parts_of
from riskmap.maps import ScoredMap
from riskmap.ordering import list_order
from riskmap.project import SensitivitySettings
from riskmap.sensitivity.drawn_weights import Spread, Structure, draw_weights, structure_of
from riskmap.sensitivity.list_scores import by_group
from riskmap.sensitivity.thresholds import moved_scores, with_thresholds
from riskmap.statistics.acceptability import Ordering, acceptability, confidence, undecided
from riskmap.statistics.rank_tally import Acceptability
from riskmap.statistics.weighted_means import Draws, Floats

PROBABILITY = 0.9
"""Share of the draws that a rank interval holds."""
DECIDED = 0.95
"""Share of the draws from which the order of two places counts as decided."""
THRESHOLD_SETS = 50
_WATCHED = 200
_IN_FULL = 4  # times k: places whose order and confidence are looked at


@dataclass(frozen=True)
class Certainty:
    """How certain the ranks of some places are.

    Attributes
    ----------
    frame
        Indexed by place, in the order of the list, ranked places only:
        ``rank`` (as in the list), ``top_k_probability`` (share of the draws
        among the first k), ``rank_low`` and ``rank_high`` (the ranks between
        which it lies in 90 % of the draws), ``expected_rank``, ``entropy``
        (bits), ``confidence`` (NaN where not looked at), ``tie_group``
        (places whose order is not decided; NA below those looked at).
    acceptability
        Share of the draws per place and rank; a column is named by its last
        rank and holds one rank, beyond 128 some that differ by 2 % at most.
    central_weights
        Per place the share of the weight of every criterion, its family's mean
        weight times its mean weight inside, over the draws that put the place
        among the first k; only places that ever are.
    pairwise
        Share of the draws in which one place stands before another.
    k, draws, threshold_sets, seed
        How it was computed.
    """

    frame: pd.DataFrame
    acceptability: pd.DataFrame
    central_weights: pd.DataFrame
    pairwise: pd.DataFrame
    k: int
    draws: int
    threshold_sets: int
    seed: int


def ranked_rows(scored: ScoredMap) -> NDArray[np.bool_]:
    """Tell which rows of a map are ranked, shape (n,)."""
    return np.asarray(scored.frame["rank"].notna(), dtype=bool)


def rank_certainty(
    scored: ScoredMap,
    settings: SensitivitySettings,
    *,
    k: int,
    spread: Spread | None = None,
    ordering: Ordering | None = None,
    in_full: bool = False,
) -> Certainty:
    """Return how certain the ranks of a map are.

    Parameters
    ----------
    settings
        How many draws, how far weights and thresholds move, and the seed.
    k
        Length of the list.
    spread
        What is known of the weights; None takes the range of `settings`.
    ordering
        From opportunity to what the list is ordered by, for the ranked rows,
        shape (draws, ranked) to the same; None ranks by opportunity.
    in_full
        Look at the confidence factors too.
    """
    structure, ranked = structure_of(parts_of(scored)[0]), ranked_rows(scored)
    places = pd.Index(scored.frame["location_id"][ranked].astype(str), name="location_id")
    order = np.asarray(list_order(scored)[ranked], dtype=np.int64)
    if not len(places):
        return _nothing(structure, settings, k)
    watched = np.argsort(order, kind="stable")[: max(_WATCHED, _IN_FULL * k)]
    generator = np.random.Generator(np.random.PCG64(settings.seed))
    measured = _measured(scored, structure, settings, generator)
    ordering = list_ordering(scored, ordering)
    spread = spread or Spread(settings.weights)
    cases = _cases(measured, structure, settings.draws, spread, generator)
    found = acceptability(cases, structure.family_of, k=k, ordering=ordering, watched=watched)
    looked = watched[: _IN_FULL * k] if in_full else watched[:0]
    sets = (measured(number) for number in range(measured.sets))
    factors = confidence(sets, found, structure.family_of, k=k, chosen=looked, ordering=ordering)
    frame = certainty_frame(found, places, order)
    frame["confidence"] = pd.Series(factors, index=places[looked])
    names = places[watched]
    groups = undecided(found.before, DECIDED)
    frame["tie_group"] = pd.Series(groups, index=names, dtype="Int64")
    return Certainty(
        frame=frame.sort_values("rank"),
        acceptability=rank_table(found, places).loc[places[np.argsort(order)]],
        central_weights=_central(found, places, structure),
        pairwise=pd.DataFrame(found.before, index=names, columns=names),
        k=k,
        draws=settings.draws,
        threshold_sets=measured.sets,
        seed=settings.seed,
    )


class _Measured:
    """Scores of the ranked places under one set of moved thresholds after another."""

    def __init__(
        self, scored: ScoredMap, structure: Structure, factors: Floats, names: list[str]
    ) -> None:
        self._scored, self._structure, self._factors, self._names = (
            scored,
            structure,
            factors,
            names,
        )
        self._ranked = ranked_rows(scored)
        scores = parts_of(scored)[1][list(structure.criteria)].to_numpy(dtype=np.float64)
        lowered = lowered_families(scored)
        of = [structure.families[number] for number in structure.family_of]
        self._lowered = np.column_stack(
            [lowered[f].to_numpy(float) if f in lowered else np.ones(len(scores)) for f in of]
        )[self._ranked]
        self._scores = scores[self._ranked]
        self.sets = len(factors)

    def __call__(self, number: int) -> Floats:
        """Return the scores of set `number`, shape (ranked, criteria)."""
        scores = self._scores.copy()
        factors = dict(zip(self._names, self._factors[number].tolist(), strict=True))
        for name, moved in moved_scores(self._scored, factors).items():
            scores[:, self._structure.criteria.index(name)] = moved[self._ranked]
        return np.asarray(scores * self._lowered, dtype=np.float64)


def _measured(
    scored: ScoredMap,
    structure: Structure,
    settings: SensitivitySettings,
    generator: np.random.Generator,
) -> _Measured:
    """Draw the thresholds; without any that move there is one set, that of the map."""
    names = [name for name in with_thresholds(scored) if name in structure.criteria]
    moves = bool(names) and settings.thresholds > 0
    sets = min(THRESHOLD_SETS, settings.draws) if moves else 1
    if not moves:
        return _Measured(scored, structure, np.ones((1, 0)), [])
    factors = 1 + settings.thresholds * (2 * generator.random((sets, len(names))) - 1)
    return _Measured(scored, structure, factors, names)


def _cases(
    measured: _Measured,
    structure: Structure,
    draws: int,
    spread: Spread,
    generator: np.random.Generator,
) -> Iterator[Draws]:
    """Give the draws: every set of thresholds with weights of its own, about as many each."""
    for number, some in enumerate(np.array_split(np.arange(draws), measured.sets)):
        yield Draws(measured(number), *draw_weights(generator, len(some), structure, spread))


def list_ordering(scored: ScoredMap, ordering: Ordering | None) -> Ordering | None:
    """Return the ordering of the list: the best of every group first where places are grouped."""
    if scored.description.rank_within is None:
        return ordering
    groups = pd.factorize(
        scored.frame["group"][ranked_rows(scored)], sort=True, use_na_sentinel=False
    )[0]

    def inside_groups(means: Floats) -> Floats:
        return by_group(means if ordering is None else ordering(means), groups)

    return inside_groups


def certainty_frame(
    found: Acceptability, places: pd.Index, order: NDArray[np.int64]
) -> pd.DataFrame:
    """Return the figures of every place; see `Certainty`."""
    low, high = found.interval(PROBABILITY)
    return pd.DataFrame(
        {
            "rank": order,
            "top_k_probability": found.top,
            "rank_low": low,
            "rank_high": high,
            "expected_rank": found.expected,
            "entropy": found.entropy(),
        },
        index=places,
    )


def rank_table(found: Acceptability, places: pd.Index) -> pd.DataFrame:
    """Return the share of the draws per place and rank."""
    return pd.DataFrame(found.ranks, index=places, columns=found.last_rank)


def _central(found: Acceptability, places: pd.Index, structure: Structure) -> pd.DataFrame:
    shares = found.central_families[:, structure.family_of] * found.central_inside
    table = pd.DataFrame(shares, index=places, columns=list(structure.criteria))
    return table[found.top > 0]


def _nothing(structure: Structure, settings: SensitivitySettings, k: int) -> Certainty:
    """Return the certainty of a map on which nothing is ranked."""
    places = pd.Index([], name="location_id", dtype="str")
    names = ["rank", "top_k_probability", "rank_low", "rank_high", "expected_rank", "entropy"]
    frame = pd.DataFrame(columns=[*names, "confidence", "tie_group"], index=places, dtype=float)
    empty = pd.DataFrame(index=places)
    return Certainty(
        frame=frame,
        acceptability=empty,
        central_weights=empty.reindex(columns=list(structure.criteria)),
        pairwise=empty,
        k=k,
        draws=settings.draws,
        threshold_sets=1,
        seed=settings.seed,
    )
