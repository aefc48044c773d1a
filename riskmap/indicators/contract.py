"""The contract every indicator keeps, built in or brought by a plug-in."""

import inspect
import math
from typing import get_args

from riskmap.errors import IndicatorError
from riskmap.indicators.indicator import Bilingual, Indicator, Use
from riskmap.layers.persons import declared_person_columns, person_columns
from riskmap.messages import Message
from riskmap.scaling import ValueFunction


def check_contract(name: str, indicator: Indicator) -> None:
    """Refuse an indicator whose record or function breaks the contract.

    Parameters
    ----------
    name
        Under which name it is brought: that of its file or entry point.
    indicator
        The record.

    Raises
    ------
    IndicatorError
        With the first rule that is broken.
    """
    rules = [*_function_rules(name, indicator), *_record_rules(indicator)]
    for broken, rule in [*rules, _person_rule(name, indicator)]:
        if broken:
            raise IndicatorError(
                Message("Indicator {name} breaks the contract: {rule}", name=name, rule=rule),
                Message("Ask its maker to mend it, or uninstall the package that brings it."),
            )


def _function_rules(name: str, indicator: Indicator) -> list[tuple[bool, Message]]:
    parameters = list(inspect.signature(indicator.function).parameters.values())
    named = [p for p in parameters if p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)]
    options = [p for p in parameters if p.kind is p.KEYWORD_ONLY]
    return [
        (indicator.id != name, Message("its function has another name.")),
        (
            not parameters or parameters[0].name != "locations" or len(named) != len(parameters),
            Message("its function takes `locations`, then layers, then named options."),
        ),
        (
            any(p.default is p.empty for p in options),
            Message("every option needs a default value."),
        ),
        (not inspect.getdoc(indicator.function), Message("its function has no docstring.")),
    ]


def _record_rules(indicator: Indicator) -> list[tuple[bool, Message]]:
    texts = (
        indicator.title,
        indicator.question,
        indicator.false_positives,
        indicator.ordinary_explanations,
    )
    margins = indicator.margin_m
    return [
        (
            not all(_in_both_languages(text) for text in texts),
            Message("a text is missing in Dutch or in English."),
        ),
        (not indicator.unit, Message("its unit is missing.")),
        (not indicator.family, Message("its family is missing.")),
        (not indicator.sources, Message("its sources are missing.")),
        (not isinstance(indicator.value, ValueFunction), Message("its value function is missing.")),
        (
            indicator.use not in get_args(Use),
            Message("its use is not score, lowers, information or context."),
        ),
        (indicator.evidence not in ("a", "b", "c"), Message("its evidence is not a, b or c.")),
        (
            not all(math.isfinite(margin) and margin >= 0 for margin in margins.values()),
            Message("a margin is not a distance in metres."),
        ),
        (
            not set(margins) <= set(indicator.layers),
            Message("it has a margin for a layer it does not take."),
        ),
    ]


def _person_rule(name: str, indicator: Indicator) -> tuple[bool, Message]:
    """Refuse an indicator that is named after persons, or asks for something about them."""
    asked = [name, indicator.id, indicator.family, *indicator.layers, *indicator.needs]
    for option, default in indicator.options.items():
        asked += [option, *([default] if isinstance(default, str) else [])]
    personal = person_columns(asked)
    for layer, columns in indicator.needs.items():
        personal += declared_person_columns(layer, columns)
    named = ", ".join(dict.fromkeys(personal))
    return bool(personal), Message("it is about persons: {columns}.", columns=named)


def _in_both_languages(text: Bilingual) -> bool:
    return bool(text.get("nl")) and bool(text.get("en"))
