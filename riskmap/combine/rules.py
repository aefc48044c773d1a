"""How opportunity and risk become one order: the combination rules, on arrays.

Opportunity o and risk r lie between 0 and 1; w1 and w2 are the weights,
divided by their sum. Where the risk is unknown, the priority of a place is its
opportunity, whatever the rule.
"""

from collections.abc import Callable, Mapping
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from riskmap.messages import Message
from riskmap.notation import spoken_number, spoken_plain
from riskmap.project import Rule

Floats = NDArray[np.float64]

CLIP = 0.01
"""Rule ``log_pool`` takes nothing for less likely than this, or for more likely than 1 - this."""


class Rules(Protocol):
    """What a rule needs to know: the settings of a project, or the card of a combined map."""

    @property
    def rule(self) -> str:
        """One of `RULES`."""

    @property
    def weights(self) -> tuple[float, float]:
        """Weight of opportunity and of risk."""

    @property
    def floor(self) -> float:
        """Lowest risk of rule ``geometric``."""


def priority(opportunity: ArrayLike, risk: ArrayLike, settings: Rules) -> Floats:
    """Return the priority of every place under one rule.

    Parameters
    ----------
    opportunity
        0..1, NaN unknown; shape (n,), or (n, draws).
    risk
        0..1, NaN unknown; shape (n,), or that of `opportunity`. For the rule
        ``dasymetric`` it is the column ``intensity`` of the map.
    settings
        The rule, its weights and its floor.

    Returns
    -------
    0..1, in the shape of `opportunity`; the opportunity itself where the risk
    is unknown, and NaN where the opportunity is.
    """
    opportunity = np.asarray(opportunity, dtype=float)
    risk = np.asarray(risk, dtype=float)
    if risk.ndim < opportunity.ndim:
        risk = risk[:, np.newaxis]
    both = RULES[settings.rule](opportunity, risk, settings)
    found: Floats = np.where(np.isnan(risk) | np.isnan(opportunity), opportunity, both)
    return found


def _weighted(opportunity: Floats, risk: Floats, settings: Rules) -> Floats:
    first, second = shares(settings)
    return first * opportunity + second * risk


def _geometric(opportunity: Floats, risk: Floats, settings: Rules) -> Floats:
    first, second = shares(settings)
    return np.asarray(opportunity**first * np.maximum(risk, settings.floor) ** second)


def _log_pool(opportunity: Floats, risk: Floats, settings: Rules) -> Floats:
    first, second = shares(settings)
    return _expit(first * _logit(opportunity) + second * _logit(risk))


def _and(opportunity: Floats, risk: Floats, _: Rules) -> Floats:
    return np.minimum(opportunity, risk)


def _or(opportunity: Floats, risk: Floats, _: Rules) -> Floats:
    return np.maximum(opportunity, risk)


def _dasymetric(opportunity: Floats, risk: Floats, _: Rules) -> Floats:
    return opportunity * risk


RULES: Mapping[Rule | str, Callable[[Floats, Floats, Rules], Floats]] = {
    "weighted": _weighted,
    "geometric": _geometric,
    "log_pool": _log_pool,
    "and": _and,
    "or": _or,
    "dasymetric": _dasymetric,
}

COMBINED_JSON = {"rule", "weights", "floor", "police", "comparison", "class_breaks"}
"""What a program is told about a combination."""

RULE_NAMES: Mapping[str, Message] = {
    "weighted": Message("weighted mean"),
    "geometric": Message("geometric mean with a floor"),
    "log_pool": Message("logarithmic pool"),
    "and": Message("both (the lower)"),
    "or": Message("either (the higher)"),
    "dasymetric": Message("police count spread by opportunity"),
}
"""What each rule is called."""


def shares(settings: Rules) -> tuple[float, float]:
    """Return the weights of opportunity and risk, divided by their sum."""
    first, second = settings.weights
    total = first + second or 1.0
    return first / total, second / total


def rule_name(rule: str) -> Message:
    """Return what a rule is called; one of another version by its own name."""
    return RULE_NAMES.get(rule, Message("{name}", name=rule))


def formula(settings: Rules) -> Message:
    """Return the rule as a formula of opportunity and risk, with its own figures."""
    first, second = (spoken_number(share, 2) for share in shares(settings))
    formulas = {
        "weighted": Message("{first} x opportunity + {second} x risk", first=first, second=second),
        "geometric": Message(
            "opportunity to the power {first} x risk (at least {floor}) to the power {second}",
            first=first,
            second=second,
            floor=spoken_plain(settings.floor),
        ),
        "log_pool": Message(
            "log odds: {first} x opportunity + {second} x risk, both kept between {clip} and "
            "{most}",
            first=first,
            second=second,
            clip=spoken_plain(CLIP),
            most=spoken_plain(1 - CLIP),
        ),
        "and": Message("the lower of opportunity and risk"),
        "or": Message("the higher of opportunity and risk"),
        "dasymetric": Message(
            "the police count of the area, spread over its places by opportunity"
        ),
    }
    return formulas.get(settings.rule, rule_name(settings.rule))


def _logit(share: Floats) -> Floats:
    kept = np.clip(share, CLIP, 1 - CLIP)
    return np.asarray(np.log(kept / (1 - kept)))


def _expit(odds: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-odds)))
