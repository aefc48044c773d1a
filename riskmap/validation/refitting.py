"""A map scored again on the footing of the places that train, and of no others.

What a score takes from the data are the reference values of percentile
functions and the criteria that were dropped because they did not vary. Both
travel with a map, fitted on all its places: here they are thrown away and
fitted again inside each training part.
"""

from collections import OrderedDict
from dataclasses import dataclass

import numpy as np
import pandas as pd

from riskmap.combine.rules import priority
from riskmap.decomposition import applicable
from riskmap.maps import CriterionDescription, Description, ScoredMap
from riskmap.scaling import ValueFunction
from riskmap.scoring import Measurements, Reference, footing, score
from riskmap.statistics.generalised_linear import Regression, fit_regression
from riskmap.validation.baselines import column_order
from riskmap.validation.cross_validation import Contender
from riskmap.validation.fold_measures import Floats
from riskmap.weighing import Weighting

# The ridge penalty of weights fitted beside those of the theme: a few dozen outcomes move
# standardised weights a little, hundreds move them far.
_PENALTY = 10.0
_KEPT = 4


class Rescoring:
    """A map scored on the footing of some of its places.

    A score depends on the row and the footing only, and most folds have the
    same footing: rows scored on one of the last few are kept.

    Parameters
    ----------
    description
        Of the map.
    """

    def __init__(self, description: Description) -> None:
        self.description = description
        self.weighting = weighting_of(description)
        self._kept: OrderedDict[object, pd.DataFrame] = OrderedDict()

    def footing(self, train: pd.DataFrame) -> Reference:
        """Return what the score takes from the places that train."""
        return footing(self._measurements(train), self.weighting)

    def rows(self, on: Reference, asked: pd.DataFrame) -> pd.DataFrame:
        """Return ``opportunity`` (NaN where not ranked) and ``<id>__score`` per row asked."""
        # A criterion that does not count may differ without a difference to any score.
        used = [name for name, word in on.status.items() if word in ("counts", "lowers")]
        key = (tuple(on.status.items()), tuple(on.value_functions[n].reference for n in used))
        kept = self._kept.get(key)
        missing = asked if kept is None else asked[~asked.index.isin(kept.index)]
        missing = missing[~missing.index.duplicated()]
        if len(missing):
            scored = self._scored(on, missing)
            kept = scored if kept is None else pd.concat([kept, scored])
            self._kept[key] = kept
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        found: pd.DataFrame = asked.iloc[:0] if kept is None else kept.loc[asked.index]
        return found

    def _scored(self, on: Reference, asked: pd.DataFrame) -> pd.DataFrame:
        """Score rows on a footing; what they hold themselves decides nothing.

        One row is put below them in which every criterion is known and
        applies: without it a criterion that none of them knows would not
        count, and their coverage would be another than in the whole map.
        """
        measured = self._measurements(asked)
        table, applies = measured.table.copy(), measured.applies.copy()
        table.loc[len(table)] = 0.0
        applies.loc[len(applies)] = True
        scored = score(Measurements(table, applies.astype(bool)), self.weighting, reference=on)
        frame = scored.frame[[f"{name}__score" for name in scored.status]].copy()
        frame["opportunity"] = scored.frame["opportunity"].where(scored.frame["rank"].notna())
        return frame.iloc[: len(asked)].set_axis(asked.index)

    def _measurements(self, frame: pd.DataFrame) -> Measurements:
        names = list(self.weighting.criteria)
        columns = {
            part: frame[[f"{name}__{part}" for name in names]].set_axis(names, axis=1)
            for part in ("value", "applies")
        }
        table = columns["value"].astype(float).reset_index(drop=True)
        return Measurements(table, columns["applies"].astype(bool).reset_index(drop=True))


def rescoring_columns(scored: ScoredMap) -> pd.DataFrame:
    """Return what `Rescoring` needs of a map, one row per location id.

    ``<id>__value`` and ``<id>__applies`` of every criterion; of a combined
    map ``risk`` (and ``intensity``) too.
    """
    frame = scored.frame.set_index("location_id")
    names = list(scored.description.criteria())
    police = [name for name in ("risk", "intensity") if name in frame]
    values = frame[[*[f"{name}__value" for name in names], *police]]
    applies = applicable(frame, names).add_suffix("__applies")
    return pd.DataFrame(values).join(applies)


@dataclass(frozen=True)
class _Weights:
    """A logistic regression on scores, with what stands in for an unknown score."""

    footing: Reference
    columns: list[str]
    instead: "pd.Series[float]"
    regression: Regression


def weighting_of(description: Description) -> Weighting:
    """Return the weights and value functions of a map, without what was fitted to its places.

    A map scored on the footing of another run keeps that footing: nothing in
    it depends on these places.
    """
    cards = description.criteria()
    elsewhere = any(card.status == "left_out" for card in cards.values())
    criteria = {
        name: (
            family,
            0.0 if card.status == "left_out" else card.weight,
            _value(card, keep_reference=elsewhere),
        )
        for family, family_card in description.families.items()
        for name, card in family_card.criteria.items()
    }
    return Weighting(
        families={name: card.weight for name, card in description.families.items()},
        criteria=criteria,
        min_coverage=description.min_coverage,
        min_families=description.min_families,
        lowering=frozenset(name for name, card in cards.items() if card.use == "lowers"),
    )


def refitted(rescoring: Rescoring) -> Contender:
    """Return the order of a map, made anew on the footing of the places that train.

    The frame has the columns of `rescoring_columns`. Places that are not
    ranked on that footing have no score.
    """

    def predict(on: Reference, asked: pd.DataFrame) -> Floats:
        values = rescoring.rows(on, asked)["opportunity"].to_numpy(dtype=float)
        card = rescoring.description.combination
        if card is None:
            return values
        column = "intensity" if card.rule == "dasymetric" else "risk"
        return priority(values, asked[column].to_numpy(dtype=float), card)

    return Contender("list", rescoring.footing, predict)


def fitted_weights(rescoring: Rescoring) -> Contender:
    """Return weights fitted to the outcomes of the training part (ridge logistic regression).

    The criteria are scored on the training footing first; an unknown score
    counts as the mean of the training part, so that it moves nothing.
    """

    def fit(train: pd.DataFrame) -> _Weights:
        on = rescoring.footing(train)
        columns = [f"{name}__score" for name, word in on.status.items() if word == "counts"]
        table = rescoring.rows(on, train)[columns].astype(float)
        known = train["found"].notna().to_numpy()
        instead = table.mean()
        outcome = (train["found"].to_numpy(dtype=float)[known] > 0).astype(float)
        rows = table.fillna(instead).to_numpy(dtype=float)[known]
        model = fit_regression("ridge", rows, outcome, penalty=_PENALTY)
        return _Weights(on, columns, instead, model)

    def predict(learned: _Weights, asked: pd.DataFrame) -> Floats:
        scored = rescoring.rows(learned.footing, asked)
        table = scored[learned.columns].astype(float).fillna(learned.instead)
        chances = learned.regression.predict(table.to_numpy(dtype=float))
        return np.where(scored["opportunity"].isna(), np.nan, chances)

    return Contender("fitted weights", fit, predict, learns=True)


def as_given() -> Contender:
    """Return the order of a list that does not say how it was made: nothing in it is fitted."""
    return column_order("list", "score")


def _value(card: CriterionDescription, *, keep_reference: bool) -> ValueFunction:
    steps = card.value.steps
    return ValueFunction(
        card.value.shape,
        card.value.points,
        None if steps is None else {float(key): one for key, one in steps.items()},
        card.value.reference if keep_reference else (),
    )
