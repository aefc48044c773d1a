"""The model of a theme file: gate, families, criteria and their weights."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from riskmap.language import Language
from riskmap.locations.gate import Gate
from riskmap.locations.locations import Kind
from riskmap.messages import Spoken
from riskmap.project import Groups, Share, Weight
from riskmap.project_faults import NAMED_TWICE, NO_WEIGHT, RefusedValueError


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Title(_Frozen):
    """One text in Dutch and in English."""

    nl: str
    en: str

    def in_language(self, language: Language) -> str:
        """Return the text in one language."""
        return self.nl if language == "nl" else self.en

    def as_fact(self) -> Spoken:
        """Return the text in the form a `Message` takes for a fact."""
        return Spoken(self.nl, self.en)


class Criterion(_Frozen):
    """An indicator as a theme uses it.

    Attributes
    ----------
    indicator
        Name of the indicator; empty means the criterion's own key, so that
        one indicator can be used twice with other options.
    title
        What readers see where the options change what is measured; None takes
        the indicator's own.
    weight
        Weight inside its family; 0 means measured and shown, never scored.
    options
        Options of the indicator's function.
    because
        Why an indicator that is information or context is weighed all the
        same; without it such a weight is refused.
    value
        Value function as written in TOML; None takes the indicator's own.
    """

    indicator: str = ""
    title: Title | None = None
    weight: Weight = 1.0
    options: Mapping[str, bool | int | float | str] = {}
    because: str = ""
    value: Mapping[str, object] | None = None


class Family(_Frozen):
    """Criteria that measure the same thing, weighted together against double counting."""

    title: Title
    weight: Weight
    criteria: Mapping[str, Criterion]


class Theme(_Frozen):
    """One theme, for one or more kinds of location.

    Attributes
    ----------
    kinds
        What is scored; a location of each kind passes its own gate.
    exploratory
        Why the theme is no more than exploratory; None when it is not.
    off
        Why the theme runs only where a project switches it on by name; the
        reason stands on every output. None when it runs like any other.
    no_other_kind
        Why nothing but `kinds` may be scored, whatever a project asks; None
        when a project may choose another kind the theme has a gate for.
    requires
        Layers without which the theme does not run by itself.
    requires_area
        The theme runs only inside an area that the project chose.
    rank_within
        Layer of the groups inside which places are ranked besides; None ranks
        over the whole run only.
    gates
        Kind -> condition a location must meet to be scored at all.
    """

    title: Title
    rationale: Title
    kinds: tuple[Kind, ...]
    evidence: str
    requires: tuple[str, ...] = ("buildings",)
    requires_area: bool = False
    exploratory: Title | None = None
    off: Title | None = None
    no_other_kind: Title | None = None
    rank_within: Groups | None = None
    min_coverage: Share = 0.5
    min_families: Annotated[int, Field(ge=1)] = 2
    gates: Mapping[Kind, Gate] = {}
    families: Mapping[str, Family]

    @model_validator(mode="after")
    def _criteria_named_once_with_weight(self) -> "Theme":
        names = [name for family in self.families.values() for name in family.criteria]
        if len(names) != len(set(names)):
            raise RefusedValueError(NAMED_TWICE)
        weights = [
            family.weight * sum(c.weight for c in family.criteria.values())
            for family in self.families.values()
        ]
        if not sum(weights) > 0:
            raise RefusedValueError(NO_WEIGHT)
        return self

    def criteria(self) -> dict[str, Criterion]:
        """Return the criteria of all families by name."""
        return {n: c for family in self.families.values() for n, c in family.criteria.items()}

    def indicator_of(self, criterion: str) -> str:
        """Return the name of the indicator a criterion measures with."""
        return self.criteria()[criterion].indicator or criterion
