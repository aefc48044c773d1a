"""What a validation found, in sentences."""

import math
from collections.abc import Callable, Hashable, Mapping
from typing import Any

from riskmap.language import Language, translator
from riskmap.marks import marks_where_known
from riskmap.messages import Message
from riskmap.notation import number, percentage
from riskmap.statistics.residual_moran import ResidualMoran
from riskmap.validation.partitions import DESIGN_NAMES, DESIGNS
from riskmap.validation.validation import Validation

CONTENDERS = {
    "list": Message("the list"),
    "model": Message("the model"),
    "fitted weights": Message("weights fitted to the outcomes"),
    "last period": Message("the last-period count"),
    "nearby": Message("finds at the nearest known places"),
    "area": Message("the area of a place"),
    "random": Message("a random order"),
    "mean": Message("the mean of the training part"),
}
_ALIKE = 0.005
_RARE = 0.05
_SMALL_P = 0.0001

Row = Mapping[Hashable, Any]
Say = Callable[[Message], str]


def findings(found: Validation, language: Language) -> list[str]:
    """Return what was found, most important first."""
    translate = translator(language)

    def say(message: Message) -> str:
        return message.text(translate)

    tell = _measured if found.measured else _ordered
    lines = []
    for design in DESIGNS:
        row = found.figures(design)
        if design == "random" and (row is None or found.figures("spatial") is not None):
            continue
        if row is not None:
            lines.append(say(tell(row, found, language)))
    lines += [say(message) for message in _rosiness(found, language)]
    lines += [say(message) for message in _rivals(found, language)]
    if found.residuals is not None:
        lines.append(say(_residuals(found.residuals, language)))
    return lines


def statements(found: Validation, language: Language) -> list[str]:
    """Return what stands on every output, whatever was found."""
    return marks_where_known(found.description, language)


def _ordered(row: Row, found: Validation, language: Language) -> Message:
    if _too_few(row):
        return Message(
            "{design}: too few finds to judge. In {count} of {folds} folds all or none of the "
            "places have a find; over all folds together the AUC is {pooled}.",
            design=_capital(DESIGN_NAMES[row["design"]], language),
            count=number(row["without_figures"], language),
            folds=number(row["folds"], language),
            pooled=number(row["pooled_auc"], language, 3),
        )
    return Message(
        "{design}: AUC {auc} ({interval}). So often a place with a find stands above one "
        "without; 0.5 is chance. At capacity ({capacity} of {places} places, scaled to each "
        "fold) {who} holds {hit_rate} of what was found: {lift} times chance ({lift_interval}).",
        design=_capital(DESIGN_NAMES[row["design"]], language),
        who=CONTENDERS[found.main],
        auc=number(row["auc"], language, 3),
        interval=between(row, "auc", 3, language),
        capacity=number(min(found.capacity, found.places), language),
        places=number(found.places, language),
        hit_rate=_share(row["hit_rate"], language),
        lift=number(row["lift"], language, 2),
        lift_interval=between(row, "lift", 2, language),
    )


def _measured(row: Row, found: Validation, language: Language) -> Message:
    return Message(
        "{design}: the root mean square error of {who} is {rmse} ({interval}), and R2 {r2}.",
        design=_capital(DESIGN_NAMES[row["design"]], language),
        who=CONTENDERS[found.main],
        rmse=number(row["rmse"], language, 3),
        interval=between(row, "rmse", 3, language),
        r2=number(row["r2"], language, 3),
    )


def _rosiness(found: Validation, language: Language) -> list[Message]:
    """Compare with random folds and with the training rows; one repetition compares nothing."""
    gap, low, high = found.rosier
    random, spatial = found.figures("random"), found.figures("spatial")
    if random is None or spatial is None or math.isnan(low) or _too_few(spatial):
        return []
    figure = "rmse" if found.measured else "auc"
    facts: dict[str, object] = {
        "random": number(random[figure], language, 3),
        "gap": number(abs(gap), language, 3),
        "low": number(low, language, 3),
        "high": number(high, language, 3),
    }
    trained = random[f"train_{figure}"]
    rosier = -gap if found.measured else gap
    if rosier < _ALIKE or low <= 0 <= high:
        said = [
            Message(
                "Random folds say {random}: not clearly rosier than blocks in space (a difference "
                "of {low} to {high}).",
                **facts,
            )
        ]
    elif math.isnan(trained):
        said = [
            Message(
                "Over random parts it is {random}, {gap} more ({low} to {high}): part of what the "
                "order does is to tell one area from another, and inside an area it does less.",
                **facts,
            )
        ]
    else:
        said = [
            Message(
                "Random folds say {random}, a difference of {gap} ({low} to {high}) in favour of "
                "the model: they ask about places whose neighbours it has seen. Elsewhere, expect "
                "the figure of the blocks.",
                **facts,
            )
        ]
    return said if math.isnan(trained) else [*said, _on_own_rows(trained, language)]


def _on_own_rows(trained: float, language: Language) -> Message:
    return Message(
        "On the very rows it was fitted to it reaches {trained}, which says nothing about other "
        "places.",
        trained=number(trained, language, 3),
    )


def _rivals(found: Validation, language: Language) -> list[Message]:
    """Say which baselines are not beaten, in the design that says most."""
    design = next((d for d in DESIGNS if found.figures(d) is not None), None)
    own = None if design is None else found.figures(design)
    if design is None or own is None or _too_few(own):
        return []
    figure = "rmse" if found.measured else "auc"
    facts: dict[str, object] = {
        "design": DESIGN_NAMES[design],
        "who": CONTENDERS[found.main],
        "own": number(own[figure], language, 3),
    }
    groups: dict[str, list[str]] = {"behind": [], "same": [], "ahead": [], "few": []}
    for name, rival in CONTENDERS.items():
        other = found.figures(design, name)
        if other is None or name == found.main or math.isnan(other[figure]):
            continue
        title = rival.text(translator(language))
        if _too_few(other):
            groups["few"].append(title)
        else:
            told = f"{title} ({number(other[figure], language, 3)})"
            groups[_standing(found, own, other)].append(told)
    sentences = {
        "behind": Message("In {design}, {who} ({own}) does not beat {rivals}."),
        "same": Message(
            "In {design}, {who} ({own}) cannot be told apart from {rivals}: the difference may be "
            "chance."
        ),
        "ahead": Message("In {design}, {who} ({own}) beats {rivals}."),
        "few": Message("In {design}, there are too few places to compare {who} with {rivals}."),
    }
    return [
        Message(sentences[standing].template, **facts, rivals=", ".join(rivals))
        for standing, rivals in groups.items()
        if rivals
    ]


def _standing(found: Validation, own: Row, other: Row) -> str:
    """Return whether one is ahead of the other by more than the folds differ among themselves."""
    figure = "rmse" if found.measured else "auc"
    low, high = found.lead(str(own["design"]), str(other["contender"]), figure)
    if math.isnan(low):  # a single period: its interval is over places
        low, high = (own[f"{figure}_{end}"] - other[figure] for end in ("low", "high"))
    if low > 0 or high < 0:
        return "ahead" if (high < 0) == found.measured else "behind"
    return "same"


def _residuals(moran: ResidualMoran, language: Language) -> Message:
    facts: dict[str, object] = {
        "value": number(moran.value, language, 4),
        "expected": number(moran.expected, language, 4),
        "z": number(moran.z, language, 3),
        "p": number(_SMALL_P, language, 4) if moran.p < _SMALL_P else number(moran.p, language, 4),
        "sign": "<" if moran.p < _SMALL_P else "=",
    }
    if not moran.p < _RARE:
        return Message(
            "Moran's I of the residuals is {value} (expected {expected}, z {z}, p {sign} {p}): no "
            "pattern in space is left.",
            **facts,
        )
    if moran.z > 0:
        return Message(
            "Moran's I of the residuals is {value} (expected {expected}, z {z}, p {sign} {p}): "
            "neighbours are wrong in the same direction, so something that varies in space is "
            "missing, and random folds cannot be trusted.",
            **facts,
        )
    return Message(
        "Moran's I of the residuals is {value} (expected {expected}, z {z}, p {sign} {p}): "
        "neighbours are wrong in opposite directions.",
        **facts,
    )


def _too_few(row: Row) -> bool:
    return bool(row["without_figures"] > row["folds"] / 2)


def between(row: Row, figure: str, digits: int, language: Language) -> str:
    """Return the interval of a figure, such as 0.565 to 0.684."""
    translate = translator(language)
    low, high = (number(row[f"{figure}_{end}"], language, digits) for end in ("low", "high"))
    return translate("{low} to {high}").format(low=low, high=high)


def _share(share: float, language: Language) -> str:
    return "?" if math.isnan(share) else percentage(share, language)


def _capital(message: Message, language: Language) -> str:
    text = message.text(translator(language))
    return text[:1].upper() + text[1:]
