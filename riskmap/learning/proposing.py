"""From a map and its outcomes to proposed weights: never applied, always beside the experts'."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from riskmap.errors import ScoringError
from riskmap.learning.evidence import Evidence, evidence_of
from riskmap.learning.proposal import Proposal
from riskmap.learning.rivals import rivals
from riskmap.learning.verdict import verdict
from riskmap.maps import ScoredMap
from riskmap.messages import Message
from riskmap.outcomes.matched import Matched
from riskmap.statistics.selection import inverse_weights
from riskmap.statistics.shrunken_weights import ShrunkenWeights
from riskmap.statistics.weight_choice import Sample, choose_penalty, fitted
from riskmap.weighing import ranks

Floats = NDArray[np.float64]

# With fewer on either side nothing can be said about a dozen weights.
LEAST_OF_EACH = 10
_LARGEST_WEIGHT = 10.0


@dataclass(frozen=True)
class Seen:
    """The ranked places of a map, and those of them somebody looked at.

    Attributes
    ----------
    evidence
        Every ranked place.
    rows
        Of the places that were looked at, rising.
    sample
        Those places, with what was found and how many others they stand for.
    before
        Count of an earlier period at the same places, NaN unknown, shape (n,).
    areas
        m2, NaN unknown, shape (n,).
    notes
        How the weights of the visits came about.
    """

    evidence: Evidence
    rows: NDArray[np.intp]
    sample: Sample
    before: Floats
    areas: Floats
    notes: tuple[Message, ...]


def propose(scored: ScoredMap, matched: Matched, *, k: int, seed: int) -> Proposal:
    """Return weights shrunken toward the data, for the theme of a map.

    Parameters
    ----------
    scored
        The map whose weights are looked at.
    matched
        Its places with outcomes; unknown where nobody looked.
    k
        Length of the top.
    seed
        Of the blocks that are kept apart.

    Raises
    ------
    ScoringError
        When too little was found, or refuted, to say anything.
    """
    seen = seen_places(scored, matched)
    sample, experts = seen.sample, seen.evidence.experts
    penalty = choose_penalty(sample, experts, seed)
    model = fitted(sample, experts, penalty)
    models = rivals(seen.sample, experts, seen.before, seen.areas, k=k, seed=seed)
    changed = not np.allclose(model.shares, experts, atol=1e-6)
    stays, entered, left = _top_changes(scored, seen.evidence, model, k)
    return Proposal(
        theme=scored.description.theme,
        title=scored.description.title,
        table=_table(seen.evidence, model),
        families=_families(seen.evidence, model),
        models=models,
        visited=len(seen.rows),
        found=int(sample.found.sum()),
        penalty=penalty,
        stays=stays,
        entered=entered,
        left=left,
        k=k,
        changed=changed,
        verdict=verdict(models, changed=changed, slope=model.slope),
        notes=(*matched.notes, *seen.notes),
    )


def seen_places(scored: ScoredMap, matched: Matched) -> Seen:
    """Return the ranked places with outcomes, weighted by how they were selected.

    Raises
    ------
    ScoringError
        When something was found, or refuted, at fewer than ten places.
    """
    evidence = evidence_of(scored)
    outcome = matched.frame.reindex(list(evidence.places))
    rows = np.flatnonzero(outcome["found"].notna().to_numpy(dtype=bool))
    known = outcome.iloc[rows]
    found = known["found"].to_numpy(dtype=np.float64) > 0
    for count, what in ((found.sum(), Message("confirmed")), ((~found).sum(), Message("refuted"))):
        if count < LEAST_OF_EACH:
            raise ScoringError(
                Message(
                    "Only {count} places of the map were {what}: too few to weigh by.",
                    count=int(count),
                    what=what,
                ),
                Message(
                    "Go on visiting, some places by chance; the experts' weights stay. At least "
                    "{least} of each are needed.",
                    least=LEAST_OF_EACH,
                ),
            )
    weight, notes = _weights(known)
    points = scored.frame.set_index("location_id").geometry.centroid.loc[known.index]
    places = np.column_stack([points.x, points.y])
    sample = Sample(evidence.scores[rows], found, weight, places)
    before, areas = (known[n].to_numpy(dtype=np.float64) for n in ("found_before", "area_m2"))
    return Seen(evidence, rows, sample, before, areas, notes)


def _weights(known: pd.DataFrame) -> tuple[Floats, tuple[Message, ...]]:
    """Return how many places each visit stands for: the inverse of its chance to be made."""
    chance = known["probability"].to_numpy(dtype=np.float64)
    if np.isnan(chance).any():
        note = Message(
            "Of {count} visits nobody wrote down the chance that they were made, so every visit "
            "counts once: what was learnt holds for places like those visited.",
            count=int(np.isnan(chance).sum()),
        )
        return np.ones(len(known)), (note,)
    weight, cut = inverse_weights(chance, _LARGEST_WEIGHT)
    note = Message(
        "Every visit stands for 1/p places, p being its chance to be made; {count} were cut to "
        "{largest} times the mean.",
        count=cut,
        largest=int(_LARGEST_WEIGHT),
    )
    return weight, (note,)


def _table(evidence: Evidence, model: ShrunkenWeights) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "criterion": evidence.criteria,
            "family": evidence.family_of,
            "expert": evidence.experts,
            "proposed": model.shares,
            "coefficient": model.coefficients,
        }
    )


def _families(evidence: Evidence, model: ShrunkenWeights) -> pd.DataFrame:
    shares = _table(evidence, model)[["family", "expert", "proposed"]]
    return shares.groupby("family", sort=False).sum().reset_index()


def _top_changes(
    scored: ScoredMap, evidence: Evidence, model: ShrunkenWeights, k: int
) -> tuple[float, tuple[str, ...], tuple[str, ...]]:
    everywhere = pd.Series(data=True, index=list(evidence.places))
    old, new = (
        _first(pd.Series(evidence.scores @ shares, index=everywhere.index), everywhere, k)
        for shares in (evidence.experts, model.shares)
    )
    label = scored.frame.set_index("location_id")["label"]
    entered = tuple(str(label[name]) for name in new if name not in set(old))
    left = tuple(str(label[name]) for name in old if name not in set(new))
    return 1 - len(left) / max(len(old), 1), entered, left


def _first(scores: "pd.Series[float]", eligible: "pd.Series[bool]", k: int) -> list[str]:
    placed = ranks(scores, eligible)
    return [str(name) for name in placed[placed <= k].sort_values().index]
