"""How good an order is on places and in periods that took no part in its making."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from riskmap.errors import ScoringError
from riskmap.maps import Description
from riskmap.messages import Message
from riskmap.statistics.residual_moran import ResidualMoran
from riskmap.validation.cross_validation import Contender, validate_contenders
from riskmap.validation.partitions import DESIGN_NAMES, Partition
from riskmap.validation.summary import lead, rosier, summarise


@dataclass(frozen=True)
class Validation:
    """Figures on places that were kept apart.

    Attributes
    ----------
    source, outcomes
        Names of the files.
    main
        The contender the question is about: ``list`` or ``model``.
    places, known, with_finding
        How many places, with a known outcome, with a finding.
    capacity
        How many of all places can be visited; scaled to every fold.
    seed
        Of blocks, random folds and bootstrap.
    summary
        One row per design and contender, see `riskmap.validation.summary`.
    folds, pooled
        Per fold, and over the folds of a repetition together.
    predictions
        One row per place: ``found`` and per contender the score it got
        without being trained on, in the first repetition of the first design.
    rosier
        AUC in random folds minus AUC in blocks: mean, low, high; of RMSE
        where the outcome is a measurement.
    measured
        Whether the outcome is a measurement and no finding: then RMSE and R2
        hold, and figures about findings do not.
    coefficients
        Of the model fitted to all rows: ``term``, ``coefficient``; None
        without a model.
    residuals
        Moran's I of the residuals over all rows; None without places.
    description
        Of the map, None for any other list or table.
    notes
        What a reader must know about how this was done.
    """

    source: str
    outcomes: str
    main: str
    places: int
    known: int
    with_finding: int
    capacity: int
    seed: int
    summary: pd.DataFrame
    folds: pd.DataFrame
    pooled: pd.DataFrame
    predictions: pd.DataFrame
    rosier: tuple[float, float, float]
    measured: bool
    coefficients: pd.DataFrame | None
    residuals: ResidualMoran | None
    description: Description | None
    notes: tuple[Message, ...]

    def figures(self, design: str, contender: str | None = None) -> Mapping[Hashable, Any] | None:
        """Return one row of the summary, None where it is not there."""
        name = contender or self.main
        of_both = (self.summary["design"] == design) & (self.summary["contender"] == name)
        rows = self.summary[of_both].to_dict("records")
        return rows[0] if rows else None

    def lead(self, design: str, contender: str, figure: str) -> tuple[float, float]:
        """Return by how much `main` is above another, fold by fold: a 90 % interval."""
        return lead(self.folds, design, (self.main, contender), figure)


def validate(
    frame: pd.DataFrame,
    contenders: Sequence[Contender],
    partitions: Sequence[Partition],
    *,
    capacity: int,
    seed: int,
    source: str,
    outcomes: str,
    coefficients: pd.DataFrame | None = None,
    residuals: ResidualMoran | None = None,
    description: Description | None = None,
    notes: Sequence[Message] = (),
    tested_on: "pd.Series[bool] | None" = None,
) -> Validation:
    """Test contenders in all partitions, the first of them being the one in question.

    Parameters
    ----------
    frame
        One row per place or observation, with ``found``.
    capacity
        How many of all places can be visited.
    tested_on
        The rows that are places of their own; the others only train, such as
        the same places in an earlier period. All rows where None.

    Raises
    ------
    ScoringError
        When nothing can be tested: no outcome is known, none varies.
    """
    own = frame if tested_on is None else frame[tested_on]
    known = own["found"].dropna()
    if known.nunique() < 2:  # noqa: PLR2004 (found and not found)
        raise ScoringError(
            Message("The {count} known outcomes are all the same.", count=len(known)),
            Message("A validation needs places with and places without a find."),
        )
    share = min(1.0, capacity / len(own))
    tested = validate_contenders(frame, contenders, partitions, capacity=share)
    summary = summarise(tested, frame["found"].to_numpy(dtype=float), share, seed)
    main = contenders[0].name
    measured = is_measured(known)
    predictions = tested.predictions[partitions[0].design]
    if tested_on is not None:
        predictions = predictions[tested_on.to_numpy()]
    return Validation(
        source=source, outcomes=outcomes, main=main,
        places=len(own), known=len(known), with_finding=int((known > 0).sum()),
        capacity=capacity, seed=seed,
        summary=summary, folds=tested.folds, pooled=tested.pooled,
        predictions=predictions.assign(found=own["found"]),
        rosier=rosier(tested, main, "rmse" if measured else "auc"), measured=measured,
        coefficients=coefficients, residuals=residuals, description=description,
        notes=(*notes, *_fold_notes(summary, main)),
    )  # fmt: skip


def is_measured(outcome: "pd.Series[float]") -> bool:
    """Tell whether an outcome is a measurement, and no 0, 1 or count."""
    known = outcome.dropna()
    return bool((known < 0).any()) or not bool(np.isclose(known % 1, 0).all())


def _fold_notes(summary: pd.DataFrame, main: str) -> list[Message]:
    """Say which folds could not be judged."""
    return [
        Message(
            "{design}: in {count} of {folds} folds all or none of the places have a find, so "
            "that these folds have no AUC.",
            design=DESIGN_NAMES[row["design"]], count=row["without_figures"], folds=row["folds"],
        )
        for row in summary[summary["contender"] == main].to_dict("records")
        if row["without_figures"] and pd.notna(row["auc"])
    ]  # fmt: skip
