"""The record beside an indicator's function: titles, unit, value function, evidence."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypedDict

import pandas as pd

from riskmap.indicators.reasons import Reasoned
from riskmap.messages import Message
from riskmap.scaling import ValueFunction

Use = Literal["score", "lowers", "information", "context"]


USE_NAMES: Mapping[Use, Message] = {
    "score": Message("a score"),
    "lowers": Message("a factor that lowers its family"),
    "information": Message("information only"),
    "context": Message("context only"),
}


class Bilingual(TypedDict):
    """One text in Dutch and in English."""

    nl: str
    en: str


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """What riskmap knows about one indicator besides its formula.

    Attributes
    ----------
    function
        ``function(locations, layer..., *, option=...) -> Series``; the names
        of the positional parameters after the first are names of layers, and
        one with the default None is a layer it can do without (where all have
        that default, one of them must be there). It gets the layer's frame,
        or its `Images` when the layer is a raster. It may
        return a `Reasoned` to say why single values are unknown.
    number
        Number in the domain guide's catalogue; 0 for a plug-in.
    title, question, false_positives, ordinary_explanations
        What users read, in both languages.
    unit
        Unit of the measurement.
    family
        What it measures together with its peers, against double counting.
    value
        Default value function.
    evidence
        ``a`` empirical Dutch study, ``b`` practice checklist or official
        statement, ``c`` reasoning from opportunity theory.
    sources
        Where the evidence and the formula come from.
    classes
        For a measurement that is a class: class -> what it means.
    needs
        Layer -> columns that must hold known values, or the indicator is
        left out with that reason.
    margin_m
        Layer -> how far beyond the area it must reach (metres); a layer that
        is not named is only needed where the locations are.
    use
        ``score``: part of the sum. ``lowers``: its value function gives a
        factor (0..1) that lowers the whole family. ``information`` and
        ``context``: shown, and weighed only where a project says why.
    applies
        ``applies(locations, layer..., *, option=default) -> Series[bool]``
        with the same layers as `function` and those of its options it takes;
        False means not applicable, which is not unknown.
    """

    function: "Callable[..., pd.Series[float] | Reasoned]"
    number: int = 0
    title: Bilingual
    question: Bilingual
    unit: str
    family: str
    value: ValueFunction
    evidence: Literal["a", "b", "c"]
    sources: str
    false_positives: Bilingual
    ordinary_explanations: Bilingual
    classes: Mapping[float, Bilingual] = field(default_factory=dict)
    needs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    margin_m: Mapping[str, float] = field(default_factory=dict)
    use: Use = "score"
    applies: Callable[..., "pd.Series[bool]"] | None = None

    @property
    def id(self) -> str:
        """The indicator's name: that of its function and of its file."""
        return self.function.__name__

    @property
    def layers(self) -> tuple[str, ...]:
        """Names of the layers the function takes, in order."""
        return tuple(p.name for p in self._positional())

    @property
    def required_layers(self) -> tuple[str, ...]:
        """Names of the layers it cannot do without."""
        return tuple(p.name for p in self._positional() if p.default is p.empty)

    @property
    def either_layers(self) -> tuple[str, ...]:
        """Names of the layers of which one must be there: all, where none is required."""
        return () if self.required_layers else self.layers

    @property
    def options(self) -> dict[str, object]:
        """Option -> default value."""
        parameters = inspect.signature(self.function).parameters.values()
        return {p.name: p.default for p in parameters if p.kind is p.KEYWORD_ONLY}

    def _positional(self) -> list[inspect.Parameter]:
        parameters = list(inspect.signature(self.function).parameters.values())[1:]
        return [p for p in parameters if p.kind is not p.KEYWORD_ONLY]
