"""The criteria of a scored theme in the form that travels with its map."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from riskmap.indicators.indicator import USE_NAMES
from riskmap.layers.layer import Layers
from riskmap.layers.naming import LAYER_NAMES
from riskmap.maps import (
    CriterionDescription,
    FamilyDescription,
    Text,
    UnknownDescription,
    ValueDescription,
    both_languages,
)
from riskmap.messages import Message, Spoken
from riskmap.pipeline.binding import BoundCriterion, BoundTheme
from riskmap.scaling import ValueFunction
from riskmap.scoring import Measurements, Scores, Status

_REASONS: Mapping[Status, Message] = {
    "constant": Message("It is the same at every location, so it cannot rank them."),
    "not_applicable": Message("It applies to none of the locations."),
    "lowers": Message(
        "It adds nothing itself. Its value function gives the factor its family counts for."
    ),
    "left_out": Message("It did not count in the run this one refers to."),
}


def describe_families(
    theme: BoundTheme, measured: Measurements, result: Scores, layers: Layers
) -> dict[str, FamilyDescription]:
    """Return the families of a theme with what became of every criterion."""
    families = {}
    for name, family in theme.theme.families.items():
        families[name] = FamilyDescription(
            title=Text(nl=family.title.nl, en=family.title.en),
            weight=family.weight,
            criteria={
                key: _describe(key, theme.criteria[key], measured, result).model_copy(
                    update={"layers": _used(theme.criteria[key], layers)}
                )
                for key in family.criteria
            },
        )
    return families


def describe_value(value: ValueFunction) -> ValueDescription:
    """Return a value function in the form that travels with a map."""
    steps = None
    if value.steps is not None:
        steps = {f"{key:g}": score for key, score in value.steps.items()}
    return ValueDescription(
        shape=value.shape, points=value.points, steps=steps, reference=value.reference
    )


def missing_layers(theme: BoundTheme, result: Scores, layers: Layers) -> tuple[str, ...]:
    """Name the layers, or columns of layers, whose absence left a criterion out."""
    lacking: set[str] = set()
    for name, criterion in theme.criteria.items():
        # What has no weight is not missed: it was only to be shown.
        if result.status[name] != "missing" or criterion.weight == 0:
            continue
        absent = {layer for layer in criterion.indicator.required_layers if layer not in layers}
        either = set(criterion.indicator.either_layers)
        absent |= either if either.isdisjoint(layers) else set()
        unknown = {
            f"{layer} ({column})"
            for layer, columns in criterion.indicator.needs.items()
            for column in columns
            if layer not in absent and not layers.knows(layer, column)
        }
        lacking |= absent | unknown
    return tuple(sorted(lacking))


def warnings(theme: BoundTheme) -> tuple[Text, ...]:
    """Return what every output of a theme says: why it is off, what has a reason, how it ranks."""
    said = []
    if theme.theme.off is not None:
        reason = theme.theme.off.as_fact()
        said.append(Message("This theme is off unless it is asked for: {reason}", reason=reason))
    said += [
        Message(
            "{title} is {use}, and is scored here all the same, because: {because}",
            title=Spoken(criterion.title.nl, criterion.title.en),
            use=USE_NAMES[criterion.indicator.use],
            because=criterion.because,
        )
        for criterion in theme.criteria.values()
        if criterion.indicator.use in ("information", "context") and criterion.weight > 0
    ]
    if theme.theme.rank_within is not None:
        said.append(
            Message(
                "Ranked inside {groups} too: a list takes the best of every group first, so its "
                "order is not that of the scores.",
                groups=LAYER_NAMES[theme.theme.rank_within],
            )
        )
    return tuple(both_languages(message) for message in said)


def _used(criterion: BoundCriterion, layers: Layers) -> tuple[str, ...]:
    return tuple(name for name in criterion.indicator.layers if name in layers)


def reason_marks(measured: Measurements) -> "pd.Series[str]":
    """Return per location ``criterion=number`` for every reason, joined by ``;``.

    The numbers count along the reasons in the criterion's description.
    """
    marks = pd.Series("", index=measured.table.index, dtype=object)
    for name, because in measured.because.items():
        told = because.reindex(marks.index).dropna().map(str)
        numbers = {text: number for number, text in enumerate(_by_count(told))}
        own = told.map(numbers).map(f"{name}={{}}".format)
        earlier = marks[own.index]
        marks[own.index] = (earlier + np.where(earlier == "", "", ";") + own).astype(object)
    return marks


def _unknowns(because: "pd.Series[Any] | None") -> tuple[UnknownDescription, ...]:
    if because is None:
        return ()
    messages = {str(one): one for one in because if isinstance(one, Message)}
    counts = _by_count(because.dropna().map(str))
    return tuple(
        UnknownDescription(because=both_languages(messages[text]), locations=count)
        for text, count in counts.items()
    )


def _by_count(texts: "pd.Series[str]") -> dict[str, int]:
    counts = Counter(texts)
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _describe(
    key: str, criterion: BoundCriterion, measured: Measurements, result: Scores
) -> CriterionDescription:
    indicator = criterion.indicator
    status = result.status[key]
    reason: Message | None = measured.missing.get(key)
    if status == "missing" and reason is None:
        reason = Message("It is unknown at every location.")
    reason = _REASONS.get(status, reason)
    return CriterionDescription(
        indicator=indicator.id,
        title=criterion.title,
        unit=indicator.unit,
        weight=criterion.weight,
        use=indicator.use,
        because=criterion.because,
        options=dict(indicator.options) | dict(criterion.options),
        value=describe_value(result.value_functions[key]),
        classes={f"{key:g}": Text(**text) for key, text in indicator.classes.items()},
        status=status,
        reason=None if reason is None else both_languages(reason),
        unknown=_unknowns(measured.because.get(key)),
        question=Text(**indicator.question),
        evidence=indicator.evidence,
        sources=indicator.sources,
        ordinary_explanations=Text(**indicator.ordinary_explanations),
        false_positives=Text(**indicator.false_positives),
    )
