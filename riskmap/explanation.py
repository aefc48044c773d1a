"""Why a location has its score, what is unknown, and what would change it."""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from riskmap.combine.standing import Standing, standing_of
from riskmap.decomposition import possible_range
from riskmap.errors import ScoringError
from riskmap.language import Language, translator
from riskmap.maps import CriterionDescription, Description, FamilyDescription, ScoredMap
from riskmap.messages import Message, marked
from riskmap.notation import as_set, measurement, value_words
from riskmap.ordering import order_column
from riskmap.project_faults import nearest_name
from riskmap.quality.ages import certainty


@dataclass(frozen=True)
class Part:
    """One criterion's part in the score of one location.

    Attributes
    ----------
    criterion
        Its id: the prefix of its columns.
    measured
        The measurement with its unit, as a reader expects it.
    score
        0..1 after the value function.
    contribution
        Its part of the opportunity; the parts add up.
    most
        What the contribution would be with a score of 1, all else equal.
    scale
        In words: which measurement scores 0, and which scores 1.
    """

    criterion: str
    title: str
    measured: str
    score: float
    contribution: float
    most: float
    scale: str
    ordinary_explanations: str


@dataclass(frozen=True)
class Explanation(Standing):
    """Why one location has its score; of a combined map with what the police layer did to it.

    Attributes
    ----------
    parts
        Criteria that are known here, largest contribution first.
    unknown
        Titles of the criteria that count in this run and are unknown here.
    unknown_because
        Of those that say why: title -> the reason.
    not_applicable
        Titles of the criteria that do not apply to this place.
    left_out
        Titles of the criteria that count nowhere in this run, with the reason.
    rank, ranked
        Place in the order of the map, None when it is not ranked; and how
        many locations are ranked.
    group, group_rank, group_ranked
        The same inside its group, of a map that is ranked inside groups.
    certainty
        Coverage in which stale layers count for half; None of a row alone.
    possible
        Lowest and highest opportunity, whatever the unknown criteria are.
    lowered
        Of what lowers a family here: its title, the family's, and the factor.
    """

    location_id: str
    label: str
    opportunity: float
    coverage: float
    parts: tuple[Part, ...]
    unknown: tuple[str, ...]
    not_applicable: tuple[str, ...]
    left_out: tuple[tuple[str, str], ...]
    unknown_because: Mapping[str, str] = field(default_factory=dict)
    rank: int | None = None
    ranked: int = 0
    group: str | None = None
    group_rank: int | None = None
    group_ranked: int = 0
    certainty: float | None = None
    possible: tuple[float, float] | None = None
    lowered: tuple[tuple[str, str, float], ...] = ()


def explain(scored: ScoredMap, location_id: str, language: Language) -> Explanation:
    """Explain the score of one location.

    Parameters
    ----------
    location_id
        Its id, or its label where only one location has it.

    Raises
    ------
    ScoringError
        When the map has no such location, or several.
    """
    found = scored.frame[scored.frame["location_id"] == location_id]
    if found.empty:
        labels = scored.frame["label"].astype(str).str.casefold()
        found = scored.frame[labels == location_id.casefold()]
    if len(found) != 1:
        raise ScoringError(
            Message("The map holds no location {id}.", id=location_id), _meant(scored, location_id)
        )
    row = found.iloc[0]
    column = order_column(scored)
    return replace(
        _inside_group(scored, row, explain_row(scored, row, language)),
        rank=None if pd.isna(row[column]) else int(row[column]),
        ranked=int(scored.frame[column].notna().sum()),
        certainty=float(certainty(scored)[found.index[0]]),
        possible=possible_range(scored, str(row["location_id"])),
        **standing_of(scored.description, row, language),
    )


def _inside_group(scored: ScoredMap, row: "pd.Series[Any]", why: Explanation) -> Explanation:
    if scored.description.rank_within is None:
        return why
    column = "group_" + order_column(scored)
    return replace(
        why,
        group=str(row["group"]),
        group_rank=None if pd.isna(row[column]) else int(row[column]),
        group_ranked=int(scored.frame.loc[scored.frame["group"] == row["group"], column].count()),
    )


def _meant(scored: ScoredMap, given: str) -> Message:
    """Return the next step for an id the map does not hold: a place label may be meant."""
    frame = scored.frame
    labelled = frame.loc[frame["label"].str.casefold() == given.casefold(), "location_id"]
    if len(labelled):
        return Message("Did you mean {name}?", name=labelled.iloc[0])
    return nearest_name(given, frame["location_id"].tolist()[:50_000])


def explain_row(scored: ScoredMap, row: "pd.Series[Any]", language: Language) -> Explanation:
    """Explain one row of the map's frame; see `explain`."""
    counting = scored.description.counting()
    aside = set(str(row["not_applicable"]).split(";"))
    known = [name for name in counting if pd.notna(row[f"{name}__score"])]
    lowered = _lowered(scored.description, row, language)
    most = _most(scored.description, known, row)
    parts = [_part(name, counting[name], row, most[name], language) for name in known]
    unknown = [name for name in counting if name not in known and name not in aside]
    told = scored.description.reasons(str(row.get("unknown_because", "")))
    left_out = [
        (c.title.in_language(language), c.reason.in_language(language))
        for c in scored.description.criteria().values()
        if c.status not in ("counts", "lowers") and c.reason is not None
    ]
    return Explanation(
        location_id=str(row["location_id"]),
        label=str(row["label"]),
        opportunity=_float(row["opportunity"]),
        coverage=_float(row["coverage"]),
        parts=tuple(sorted(parts, key=lambda part: (-part.contribution, part.criterion))),
        unknown=tuple(counting[name].title.in_language(language) for name in unknown),
        not_applicable=tuple(
            counting[name].title.in_language(language) for name in counting if name in aside
        ),
        left_out=tuple(left_out),
        unknown_because={
            counting[name].title.in_language(language): told[name].in_language(language)
            for name in unknown
            if name in told
        },
        lowered=lowered,
    )


def reasons(explanation: Explanation, most: int = 3) -> str:
    """Return the largest contributions as one line a planner can read."""
    parts = [part for part in explanation.parts if part.contribution > 0][:most]
    return "; ".join(f"{part.title}: {part.measured}" for part in parts)


def lowered_texts(explanation: Explanation, language: Language) -> list[str]:
    """Return, per criterion that lowers a family here, a sentence that says by how much."""
    sentence = translator(language)(marked("{family} counts for {factor} here: {title}"))
    return [
        sentence.format(family=family, factor=as_set(factor, language), title=title)
        for title, family, factor in explanation.lowered
    ]


def ordinary(explanation: Explanation, language: Language, most: int = 2) -> str:
    """Return the ordinary explanations that belong to the largest contributions."""
    parts = [part for part in explanation.parts if part.contribution > 0][:most]
    texts = list(dict.fromkeys(part.ordinary_explanations for part in parts))
    translate = translator(language)
    return " ".join(texts) or translate("Nothing stands out at this place.")


def measured_text(value: float, criterion: CriterionDescription, language: Language) -> str:
    """Return a measurement with its unit, or the name of its class."""
    named = criterion.classes.get(f"{value:g}")
    if named is not None:
        return named.in_language(language)
    return measurement(value, criterion.unit, language)


def scale_text(criterion: CriterionDescription, language: Language) -> str:
    """Return in words which measurement scores 0, and which scores 1."""
    value, named = criterion.value, None
    if value.steps is not None:
        names = {key: name.in_language(language) for key, name in criterion.classes.items()}
        named = {names.get(key, key): score for key, score in value.steps.items()}
    return value_words(value.shape, value.points, named, criterion.unit, language)


def _most(
    description: Description, known: Collection[str], row: "pd.Series[Any]"
) -> dict[str, float]:
    """Return the part of the opportunity a full score of every known criterion would be."""
    families = [
        (
            family.weight,
            math.prod(_factors(family, row).values()),
            {n: c.weight for n, c in family.criteria.items() if n in known},
        )
        for family in description.families.values()
        if family.weight > 0
    ]
    total = sum(weight for weight, _, inside in families if inside)
    return dict.fromkeys(known, 0.0) | {
        name: weight / total * factor * share / sum(inside.values())
        for weight, factor, inside in families
        for name, share in inside.items()
    }


def _factors(family: FamilyDescription, row: "pd.Series[Any]") -> dict[str, float]:
    """Return the factors that lower a family at this place; an unknown one does not."""
    lowering = [name for name, c in family.criteria.items() if c.status == "lowers"]
    found = {name: _float(row[f"{name}__score"]) for name in lowering}
    return {name: factor for name, factor in found.items() if factor < 1}


def _lowered(
    description: Description, row: "pd.Series[Any]", language: Language
) -> tuple[tuple[str, str, float], ...]:
    return tuple(
        (
            family.criteria[name].title.in_language(language),
            family.title.in_language(language),
            factor,
        )
        for family in description.families.values()
        for name, factor in _factors(family, row).items()
    )


def _part(
    name: str,
    criterion: CriterionDescription,
    row: "pd.Series[Any]",
    most: float,
    language: Language,
) -> Part:
    score, contribution = _float(row[f"{name}__score"]), _float(row[f"{name}__contribution"])
    return Part(
        criterion=name,
        title=criterion.title.in_language(language),
        measured=measured_text(_float(row[f"{name}__value"]), criterion, language),
        score=score,
        contribution=contribution,
        most=most,
        scale=scale_text(criterion, language),
        ordinary_explanations=criterion.ordinary_explanations.in_language(language),
    )


def _float(value: object) -> float:
    return float(value) if isinstance(value, int | float) else float("nan")
