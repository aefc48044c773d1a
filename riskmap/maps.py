"""Opportunity maps and combined maps: results that describe themselves.

A map is a frame with the public columns and a `Description` that travels with
it inside the file, so that another machine can read, explain and combine it
without the project it came from.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import geopandas as gpd
from pydantic import BaseModel, ConfigDict

from riskmap.indicators.indicator import Use
from riskmap.language import translator
from riskmap.layers.layer import Access, Layer
from riskmap.messages import Message
from riskmap.project import Groups, ProductCard
from riskmap.scaling import Shape
from riskmap.scoring import Status


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(_Frozen):
    """One text in Dutch and in English."""

    nl: str
    en: str

    def in_language(self, language: Literal["nl", "en"]) -> str:
        """Return the text in one language."""
        return self.nl if language == "nl" else self.en


def both_languages(message: Message) -> Text:
    """Return a message in Dutch and in English, ready to travel in a file."""
    return Text(nl=message.text(translator("nl")), en=message.text(translator("en")))


class ValueDescription(_Frozen):
    """A value function with its break points and reference values."""

    shape: Shape
    points: tuple[float, ...] = ()
    steps: Mapping[str, float] | None = None
    reference: tuple[float, ...] = ()


class UnknownDescription(_Frozen):
    """Why a criterion is unknown, and at how many locations for that reason."""

    because: Text
    locations: int


class CriterionDescription(_Frozen):
    """How one criterion entered the score.

    `status` is ``counts``, ``missing`` (its inputs are not there, or unknown
    everywhere), ``not_applicable`` (it applies to none of the locations),
    ``constant`` (does not vary over the run), ``left_out`` (it did not count
    in the run this one refers to), ``off`` (weight 0) or ``lowers`` (its score
    is the factor that its whole family is multiplied with).
    `layers` are those of the run it was measured with.
    `use` is the indicator's: ``information`` and ``context`` are scored only
    where a project says why, in `because`.
    `classes` says what each class means where the measurement is one.
    `unknown` holds the reasons it has for single locations; the column
    ``unknown_because`` says which holds where, as ``criterion=number``.
    """

    indicator: str
    title: Text
    layers: tuple[str, ...] = ()
    unit: str
    weight: float
    use: Use = "score"
    because: str = ""
    options: Mapping[str, object] = {}
    value: ValueDescription
    classes: Mapping[str, Text] = {}
    status: Status
    reason: Text | None = None
    unknown: tuple[UnknownDescription, ...] = ()
    question: Text
    evidence: str
    sources: str
    ordinary_explanations: Text
    false_positives: Text


class FamilyDescription(_Frozen):
    """A family: its weight, and its criteria by id (the prefix of their columns)."""

    title: Text
    weight: float
    criteria: Mapping[str, CriterionDescription]


class LayerDescription(_Frozen):
    """Where a layer came from, and what the border did to it."""

    source: str
    edition: str = ""
    date: dt.date | None = None
    access: Literal["open", "municipal", "police"] = "open"
    sha256: str = ""
    rows_read: int = 0
    rows_kept: int = 0
    matched: Mapping[str, str] = {}
    notes: tuple[Text, ...] = ()


class PoliceDescription(_Frozen):
    """How the figures of the police layer became a risk from 0 to 1.

    `exposure` is the column a count was divided by, ``area`` for hectares.
    `mean` and `variance` are those of the rates of all areas together, in
    events per unit of exposure and year. `below` counts the areas with fewer
    events than `min_count`: their own count was not used. `reference` holds
    what `normalise` was fitted to: the lowest and the highest value, or
    quantiles at equal steps. `interval` is the chance that belongs to the
    bounds of the risk.
    """

    measure: str
    exposure: str = ""
    shrink: str = "none"
    min_count: int = 0
    areas: int = 0
    below: int = 0
    mean: float | None = None
    variance: float | None = None
    interval: float = 0.9
    normalise: str = ""
    reference: tuple[float, ...] = ()
    disaggregate: str = "none"
    ancillary: str = ""


class ComparisonDescription(_Frozen):
    """All rules side by side: which part of the first `k` two of them share.

    `orders` are the rules and ``opportunity``, the order without a police
    layer; `overlap` has a row and a column for each (0..1). `by_chance` is
    what two random orders share, `left_out` says why a rule is not there.
    """

    k: int
    orders: tuple[str, ...]
    overlap: tuple[tuple[float, ...], ...]
    by_chance: float
    left_out: Mapping[str, Text] = {}


class CombinationDescription(_Frozen):
    """How opportunity and risk became one order."""

    rule: str
    weights: tuple[float, float]
    floor: float = 0.05
    risk_layer: LayerDescription | None = None
    class_breaks: Mapping[str, tuple[float, float]] = {}
    police: PoliceDescription | None = None
    comparison: ComparisonDescription | None = None


class Description(_Frozen):
    """Everything a reader of one map needs to judge it.

    `warnings` are sentences that stand on every output made from the map.
    """

    riskmap: str
    kind: Literal["opportunity", "combined"]
    project: str
    language: Literal["nl", "en"] = "nl"
    reference_date: dt.date
    theme: str
    title: Text
    exploratory: Text | None = None
    warnings: tuple[Text, ...] = ()
    notice: str = ""
    product: ProductCard = ProductCard()
    access: Literal["open", "municipal", "police"]
    completeness: float
    missing_layers: tuple[str, ...] = ()
    min_coverage: float = 0.5
    min_families: int = 2
    rank_within: Groups | None = None
    families: Mapping[str, FamilyDescription]
    layers: Mapping[str, LayerDescription]
    gate: tuple[Text, ...] = ()
    notes: tuple[Text, ...] = ()
    combination: CombinationDescription | None = None

    @property
    def partial(self) -> bool:
        """Tell whether less than half of the theme's weight has inputs at all."""
        return self.completeness < 0.5  # noqa: PLR2004 (the contract's own figure)

    def criteria(self) -> dict[str, CriterionDescription]:
        """Return the criteria of all families, by id."""
        return {k: c for f in self.families.values() for k, c in f.criteria.items()}

    def reasons(self, marks: str) -> dict[str, Text]:
        """Return criterion -> why it is unknown, from the column ``unknown_because``."""
        pairs = [mark.split("=") for mark in marks.split(";") if "=" in mark]
        return {name: self.criteria()[name].unknown[int(n)].because for name, n in pairs}

    def counting(self) -> dict[str, CriterionDescription]:
        """Return only the criteria that entered the score."""
        return {k: c for k, c in self.criteria().items() if c.status == "counts"}


@dataclass(frozen=True)
class ScoredMap:
    """An opportunity map or a combined map of one theme.

    Attributes
    ----------
    frame
        Sorted by ``location_id`` (a column), geometry in EPSG:28992, with the
        public columns ``location_id, kind, theme, municipality, parcels,
        label, opportunity, coverage, rank, top_factors``; per criterion
        ``<id>__value``, ``<id>__score``, ``<id>__contribution``; a combined
        map adds ``risk, priority, class, priority_rank``, and where the
        police layer holds counts ``risk_low, risk_high, police_count,
        intensity``. A map that is
        ranked inside groups too has ``group`` and ``group_rank``, and a
        combined one ``group_priority_rank``. ``rank`` is missing
        (NA) where a location is not ranked; ``opportunity`` is NaN where
        nothing is known.
    description
        What travels with the frame inside the file.
    """

    frame: gpd.GeoDataFrame
    description: Description


ACCESS_WORDS: Mapping[Access, Literal["open", "municipal", "police"]] = {
    Access.OPEN: "open",
    Access.MUNICIPAL: "municipal",
    Access.POLICE: "police",
}


def describe_layer(layer: Layer) -> LayerDescription:
    """Return what travels with a result about one of its layers."""
    return LayerDescription(
        source=layer.source,
        edition=layer.edition,
        date=layer.date,
        access=ACCESS_WORDS[layer.access],
        sha256=layer.sha256,
        rows_read=layer.report.rows_read,
        rows_kept=layer.report.rows_kept,
        matched=layer.report.matched,
        notes=tuple(both_languages(note) for note in layer.report.notes),
    )
