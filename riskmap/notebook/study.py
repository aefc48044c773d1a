"""Everything about one indicator on the places of one map, ready to be shown."""

import html
from dataclasses import dataclass, replace
from functools import cached_property

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from riskmap.decomposition import lowered_families, parts_of
from riskmap.indicators.indicator import Indicator
from riskmap.language import Language, translator
from riskmap.maps import CriterionDescription, FamilyDescription, ScoredMap, Text
from riskmap.messages import Message
from riskmap.notation import percentage
from riskmap.notebook.page import framed
from riskmap.outputs.plots import Drawing, histogram, value_plot
from riskmap.outputs.webmap.draw import draw_map
from riskmap.pipeline.describing import describe_value
from riskmap.scaling import ValueFunction
from riskmap.weighing import weigh

_STRONG = 0.7
_HEIGHT_PX = 560


@dataclass(frozen=True, repr=False)
class OfflineMap:
    """A map that Jupyter shows by itself, and that asks nothing of any network."""

    page: str

    def __repr__(self) -> str:
        """Return one line; Jupyter shows the map."""
        return f"OfflineMap({len(self.page):,} characters)"

    def _repr_html_(self) -> str:
        return framed(self.page, height_px=_HEIGHT_PX, scripts=True)


@dataclass(frozen=True)
class Effect:
    """What one criterion does to the top of the list.

    Attributes
    ----------
    k
        Length of the top.
    stays
        Share of the top with the criterion that is in the top without it.
    entered, left
        Labels of the places the criterion brings into the top and pushes out.
    """

    k: int
    stays: float
    entered: tuple[str, ...]
    left: tuple[str, ...]


@dataclass(frozen=True, repr=False)
class Study:
    """One indicator on the places of one opportunity map.

    Attributes
    ----------
    scored
        The map, with the indicator in it or not.
    indicator
        Its record.
    criterion
        Under which id it stands in the map; a new one stands under its name.
    family, weight
        Where it would count, and how much inside its family.
    value
        The value function, fitted where it depends on the data.
    measured
        Its measurements on the map's ``location_id``, in its unit; NaN where
        unknown or not applicable.
    applies
        False where it does not apply.
    """

    scored: ScoredMap
    indicator: Indicator
    criterion: str
    family: str
    weight: float
    value: ValueFunction
    measured: "pd.Series[float]"
    applies: "pd.Series[bool]"
    language: Language = "en"

    def __repr__(self) -> str:
        """Return one line; Jupyter shows everything, the terminal does not."""
        theme = self.scored.description.theme
        return f"Study({self.indicator.id!r} on {len(self.measured)} places of {theme!r})"

    @cached_property
    def scores(self) -> "pd.Series[float]":
        """Scores 0..1 by ``location_id``; NaN where unknown or not applicable."""
        figures = self.value.scores(self._figures())
        scores = pd.Series(figures, index=self.measured.index)
        return scores.where(self.applies)

    def _figures(self) -> NDArray[np.float64]:
        return np.asarray(self.measured, dtype=np.float64)

    @property
    def coverage(self) -> float:
        """Share of the places it applies to where it is known (0..1)."""
        applies = self.applies
        return float(self.measured[applies].notna().mean()) if applies.any() else np.nan

    @property
    def unknown(self) -> gpd.GeoDataFrame:
        """The places where it applies and is unknown (EPSG:28992)."""
        missing = self.applies & self.measured.isna()
        frame = self.scored.frame
        return frame.loc[frame["location_id"].map(missing), ["location_id", "label", "geometry"]]

    def histogram(self) -> Drawing:
        """Draw the measurements, with the value function over them."""
        figures = self._figures()
        return histogram(figures, self.indicator.unit, self.language, self.value)

    def value_function(self) -> Drawing:
        """Draw the value function."""
        names = {key: text[self.language] for key, text in self.indicator.classes.items()}
        return value_plot(self.value, self.indicator.unit, self.language, names)

    def map(self) -> OfflineMap:
        """Draw the scores of this indicator alone on a map."""
        alone = _alone(self)
        title = self.indicator.title[self.language]
        return OfflineMap(draw_map([alone], title=title, language=self.language))

    def correlations(self) -> pd.DataFrame:
        """Return Spearman's rank correlation with every other criterion that counts.

        Columns ``criterion``, ``family``, ``rho`` (of the scores), ``places``
        (known in both) and ``double`` (a strong correlation across families:
        the same thing may count twice), strongest first.
        """
        weighting, scores, _ = parts_of(self.scored)
        rows = []
        for name in scores.columns.drop(self.criterion, errors="ignore"):
            both = pd.DataFrame({"one": self.scores, "other": scores[name]}).dropna()
            ranked = both.rank()
            varies = bool((ranked.max() > ranked.min()).all())
            rho = float(ranked["one"].corr(ranked["other"])) if varies else np.nan
            family = weighting.criteria[name][0]
            double = abs(rho) > _STRONG and family != self.family
            rows.append((name, family, rho, len(both), double))
        table = pd.DataFrame(rows, columns=["criterion", "family", "rho", "places", "double"])
        order = table["rho"].abs().sort_values(ascending=False, na_position="last").index
        return table.loc[order].reset_index(drop=True)

    def effect_on_top(self, k: int = 25) -> Effect:
        """Compare the top `k` with this criterion to the top `k` without it."""
        with_it, without = _rescored(self, counts=True), _rescored(self, counts=False)
        labels = self.scored.frame.set_index("location_id")["label"]
        top, other = (set(ranks.index[ranks <= k]) for ranks in (with_it, without))
        return Effect(
            k=k,
            stays=len(top & other) / max(len(top), 1),
            entered=tuple(labels[sorted(top - other)]),
            left=tuple(labels[sorted(other - top)]),
        )

    def _repr_html_(self) -> str:
        return _summary(self)


def _rescored(study: Study, *, counts: bool) -> "pd.Series[int]":
    """Return the ranks of the map's places, with or without the criterion."""
    weighting, scores, applies = parts_of(study.scored)
    name = study.criterion
    others = [other for other in scores.columns if other != name]
    criteria = dict(weighting.criteria) | {name: (study.family, study.weight, study.value)}
    frame = weigh(
        scores.assign(**{name: study.scores.reindex(scores.index)}),
        applies.assign(**{name: study.applies.reindex(scores.index)}),
        [*others, name] if counts else others,
        replace(weighting, criteria=criteria),
        lowered_families(study.scored),
    )
    return frame["rank"]


def _alone(study: Study) -> ScoredMap:
    """Return a map on which this indicator is the only criterion."""
    name, indicator = study.criterion, study.indicator
    old, description = study.scored.frame, study.scored.description
    scores = old["location_id"].map(study.scores)
    frame = old[["location_id", "kind", "theme", "municipality", "parcels", "label"]].assign(
        opportunity=scores,
        coverage=scores.notna().astype(float),
        rank=scores.rank(ascending=False, method="first").astype("Int64"),
        top_factors="",
        not_applicable=np.where(old["location_id"].map(study.applies), "", name),
        **{
            f"{name}__value": old["location_id"].map(study.measured),
            f"{name}__score": scores,
            f"{name}__contribution": scores,
        },
    )
    title = Text(**indicator.title)
    criterion = CriterionDescription(
        indicator=indicator.id,
        title=title,
        unit=indicator.unit,
        weight=1.0,
        value=describe_value(study.value),
        classes={f"{key:g}": Text(**text) for key, text in indicator.classes.items()},
        status="counts",
        question=Text(**indicator.question),
        evidence=indicator.evidence,
        sources=indicator.sources,
        ordinary_explanations=Text(**indicator.ordinary_explanations),
        false_positives=Text(**indicator.false_positives),
    )
    family = FamilyDescription(title=title, weight=1.0, criteria={name: criterion})
    only = description.model_copy(
        update={"title": title, "families": {name: family}, "min_families": 1, "completeness": 1.0}
    )
    return ScoredMap(gpd.GeoDataFrame(frame, geometry=old.geometry, crs=old.crs), only)


def _summary(study: Study) -> str:
    """Return everything at once, as HTML; texts are escaped."""
    effect, language = study.effect_on_top(), study.language
    sentence = Message(
        "Known at {coverage} of the places it applies to, unknown at {unknown}. Of the top {k} "
        "with it, {stays} is in the top without it.",
        coverage=percentage(study.coverage, language),
        unknown=len(study.unknown),
        k=effect.k,
        stays=percentage(effect.stays, language),
    )
    lines = [
        f"<h3>{html.escape(study.indicator.title[language])}</h3>",
        f"<p>{html.escape(study.indicator.question[language])}</p>",
        f"<p>{html.escape(sentence.text(translator(language)))}</p>",
        study.histogram().svg,
        study.value_function().svg,
        study.correlations().to_html(index=False, float_format="{:.2f}".format),
    ]
    return "\n".join(lines)
