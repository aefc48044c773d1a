"""What a map says about every place, completed so that the experts' score is one product."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from riskmap.decomposition import lowered_families, parts_of
from riskmap.elicitation.criteria_table import CriteriaTable, compensated, from_map
from riskmap.maps import ScoredMap

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Evidence:
    """Scores of ranked places, ready for a model.

    Attributes
    ----------
    places
        ``location_id``, shape (n,), in the order of the map.
    criteria
        Names, shape (m,).
    family_of
        Their families, shape (m,).
    scores
        Shape (n, m), 0..1, nothing unknown: an unknown score is that of its
        family, and of an unknown family the place's opportunity. So the
        experts' weights give back exactly the opportunity of the map.
    experts
        Share of the whole weight of every criterion, adding up to 1.
    """

    places: tuple[str, ...]
    criteria: tuple[str, ...]
    family_of: tuple[str, ...]
    scores: Floats
    experts: Floats


def evidence_of(scored: ScoredMap) -> Evidence:
    """Return the scores of the ranked places of a map, and the experts' weights."""
    table = from_map(scored)
    weighting, _, _ = parts_of(scored)
    shares = weighting.shares()
    names = [name for name in table.scores.columns if name in shares]
    ranked = table.eligible.to_numpy(dtype=bool)
    columns = [_completed(scored, table, name)[ranked] for name in names]
    return Evidence(
        places=tuple(table.scores.index[ranked].astype(str)),
        criteria=tuple(names),
        family_of=tuple(table.family_of[name] for name in names),
        scores=np.column_stack(columns),
        experts=np.array([shares[name] for name in names], dtype=np.float64),
    )


def _completed(scored: ScoredMap, table: CriteriaTable, name: str) -> Floats:
    family = table.family_of[name]
    own = table.scores[name]
    factor = lowered_families(scored).get(family)
    lowered = own if factor is None else own * factor.reindex(own.index)
    filled = lowered.fillna(table.families[family]).fillna(compensated(table))
    return np.asarray(filled, dtype=np.float64)
