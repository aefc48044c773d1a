"""How certain the ranks of maps are: for the lists of a run, and for `riskmap sensitivity`."""

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from riskmap.combine import priority
from riskmap.inspection import InspectionList, plan
from riskmap.language import Language, translator
from riskmap.maps import ScoredMap
from riskmap.messages import Message
from riskmap.notation import number, percentage
from riskmap.outputs.map_files import read_map
from riskmap.project import InspectionSettings, SensitivitySettings
from riskmap.sensitivity.ablation import ablation
from riskmap.sensitivity.certainty import Certainty, rank_certainty, ranked_rows
from riskmap.sensitivity.drawn_weights import Spread
from riskmap.sensitivity.list_scores import in_turn
from riskmap.sensitivity.result import Sensitivity
from riskmap.statistics.acceptability import Ordering
from riskmap.statistics.weighted_means import Floats

ABLATION_K = 25
# Rules that give a whole area one priority: its places follow their opportunity.
_TYING = ("and", "or")


def plan_surely(
    maps: Sequence[ScoredMap],
    inspection: InspectionSettings,
    sensitivity: SensitivitySettings,
    language: Language,
) -> tuple[InspectionList, list[Certainty]]:
    """Choose the places of one list and say how certain their ranks are.

    See `riskmap.inspection.plan`. Maps that share a list take turns, so the
    top of each is its part of the capacity, rounded up.

    Returns
    -------
    The list with ``top_k_probability``, ``rank_low`` and ``rank_high``, and
    the certainty of every map.
    """
    listed = plan(maps, inspection, language)
    k = math.ceil(inspection.capacity / len(maps))
    found = [certainty_of(scored, sensitivity, k=k) for scored in maps]
    return _filled(listed, maps, found, language), found


def certainty_of(
    scored: ScoredMap,
    settings: SensitivitySettings,
    *,
    k: int,
    spread: Spread | None = None,
    in_full: bool = False,
) -> Certainty:
    """Return how certain the ranks of a map are, in the order its list follows."""
    return rank_certainty(
        scored, settings, k=k, spread=spread, ordering=ordering_of(scored), in_full=in_full
    )


def ordering_of(scored: ScoredMap) -> Ordering | None:
    """Return what makes priority of the drawn opportunity of the ranked rows.

    The risk stays as it is in the map. None for an opportunity map.
    """
    combination = scored.description.combination
    if combination is None:
        return None
    column = "intensity" if combination.rule == "dasymetric" else "risk"
    risk = scored.frame[column].to_numpy(dtype=np.float64)[ranked_rows(scored)]

    def ordering(means: Floats) -> Floats:
        values = priority(means.T, risk, combination).T
        return in_turn(values, means) if combination.rule in _TYING else values

    return ordering


def map_sensitivity(
    path: Path,
    settings: SensitivitySettings,
    *,
    k: int = ABLATION_K,
    free: bool = False,
    order: Sequence[str] = (),
) -> Sensitivity:
    """Return rank certainty and ablation of a map that riskmap wrote.

    Parameters
    ----------
    settings
        Draws, ranges and seed.
    k
        Length of the list.
    free
        Nothing is known of the weights.
    order
        Families, most important first.

    Raises
    ------
    RiskmapError
        When the file is no map, or the order names something else.
    """
    scored = read_map(path)
    spread = Spread(settings.weights, free=free, order=tuple(order))
    changes = ablation(scored, ABLATION_K, ordering=ordering_of(scored))
    certainty = certainty_of(scored, settings, k=k, spread=spread, in_full=True)
    return Sensitivity(
        source=path.name,
        certainty=certainty,
        assumed=_assumed(settings, spread, certainty.threshold_sets),
        scored=scored,
        ablation=pd.DataFrame(changes, columns=["change", "name", "factor", "share"]),
        ablation_k=ABLATION_K,
    )


def _assumed(
    settings: SensitivitySettings, spread: Spread, threshold_sets: int
) -> tuple[Message, ...]:
    share = percentage(settings.weights, "en")
    if spread.order:
        weights = Message(
            "Families weigh in this order, most important first: {families}. Criteria inside a "
            "family weigh up to {share} more or less than in the map.",
            families=", ".join(spread.order),
            share=share,
        )
    elif spread.free:
        weights = Message("Nothing is taken as known of the weights: any that add up to 1.")
    else:
        weights = Message(
            "Every weight may be up to {share} more or less than in the map.", share=share
        )
    if threshold_sets == 1:
        return (weights, Message("Thresholds stay as they are in the map."))
    thresholds = Message(
        "The thresholds of every criterion may lie up to {share} higher or lower, in {sets} sets; "
        "every set has weights of its own.",
        share=percentage(settings.thresholds, "en"),
        sets=threshold_sets,
    )
    return (weights, thresholds)


def _filled(
    listed: InspectionList,
    maps: Sequence[ScoredMap],
    found: Sequence[Certainty],
    language: Language,
) -> InspectionList:
    """Fill the three columns; a place that is not ranked, such as a drawn one, has none."""
    columns = ["top_k_probability", "rank_low", "rank_high"]
    titles = [scored.description.title.in_language(language) for scored in maps]
    known = pd.concat(
        [one.frame[columns].assign(theme=title) for one, title in zip(found, titles, strict=True)]
    )
    known.index.name = "location_id"
    wanted = pd.MultiIndex.from_frame(listed.rows[["theme", "location_id"]])
    values = known.reset_index().set_index(["theme", "location_id"]).reindex(wanted)
    rows = listed.rows.copy()
    rows["top_k_probability"] = values["top_k_probability"].round(6).to_numpy()
    for name in ("rank_low", "rank_high"):
        rows[name] = pd.array(values[name].to_numpy(), dtype="Int64")
    said = Message(
        "The chance of a place on the list and the ranks between which a place lies in {most} of "
        "the draws come from {draws} draws of weights and thresholds around those of the theme "
        "(seed {seed}).",
        most=percentage(0.9, language),
        draws=number(found[0].draws, language),
        seed=found[0].seed,
    )
    return replace(listed, rows=rows, notes=(*listed.notes, said.text(translator(language))))
