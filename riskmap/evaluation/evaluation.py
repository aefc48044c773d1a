"""How good a list was: the figures, beside what would have been as easy."""

from dataclasses import dataclass

import pandas as pd

from riskmap.evaluation.guard import FeedbackGuard
from riskmap.evaluation.settings import EvaluationSettings
from riskmap.maps import Description
from riskmap.messages import Message


@dataclass(frozen=True)
class Extent:
    """How much there was to evaluate.

    Attributes
    ----------
    places, ranked, visited
        Places in the list, with an order, and where somebody looked.
    hits, found
        Places with a find, and how much was found in all.
    outside
        Outcomes that fit no place of the list.
    capacity
        The first k places that are judged: the capacity, or the whole list.
    visited_at_capacity, hits_at_capacity
        Visited places, and places with a find, among the first k, as expected
        over tie orders.
    tied_at_capacity
        Places that share the score at which the capacity falls, when some of
        them fit and some do not; 0 otherwise.
    areas_known
        Areas are areas; False when every place counts 1.
    """

    places: int
    ranked: int
    visited: int
    hits: int
    found: float
    outside: int
    capacity: int
    visited_at_capacity: float
    hits_at_capacity: float
    tied_at_capacity: int
    areas_known: bool


@dataclass(frozen=True)
class Schedule:
    """The visits that were made, in order of the list at the same daily capacity.

    Attributes
    ----------
    table
        ``figure, value, low, high``: days earlier, share of hits in the first
        half (real and by the list), share that comes later and by how much.
    orders
        ``order, days_earlier, first_half``: the list beside the baselines.
    days
        ``date, visits, hits_real, hits_simulated`` and their running totals.
    visits, hits
        Visits with a date, and those that found something.
    undated
        Visits without a date, left out.
    """

    table: pd.DataFrame
    orders: pd.DataFrame
    days: pd.DataFrame
    visits: int
    hits: int
    undated: int


@dataclass(frozen=True)
class Evaluation:
    """A ranked list judged by what was found.

    Attributes
    ----------
    list_source, outcomes_source, ranked_by
        Names of the files, and of the column that orders the list.
    kind
        ``visits`` or ``incidents``.
    settings
        What was asked.
    extent
        How much there was to evaluate.
    table
        At the capacity and over the whole list: ``figure, value, low, high,
        interval, bootstrap_low, bootstrap_high``; `low` and `high` come from
        the method `interval` names (``score`` or ``bootstrap``).
    curve
        The same at the capacity and at shares of the places, side by side:
        ``places, visited, found, hits, area_share`` and per figure its value,
        ``_low`` and ``_high``.
    by_area
        The same where the list has passed shares of the area.
    baselines
        One row per order, the list first: ``order``; ``hit_rate``,
        ``precision``, ``pai``, ``visited`` at the capacity and ``auc``;
        ``difference_hit_rate``, ``difference_precision``, ``difference_auc``
        (list minus baseline, from paired resamples); ``compared_by``: which of
        the first two is meant by ``difference`` and ``verdict`` (``better``,
        ``worse``, ``same``: cannot be told apart, ``unknown``);
        ``verdict_auc``. Figures have ``_low`` and ``_high`` beside them.
    hit_curves
        ``order, places, area_share, hit_rate``: points to draw, thinned out.
    ranking
        The cumulative table of the first rows: ``order, place_id, score,
        tied, found, area_m2, cumulative_found, lowest_found, highest_found,
        cumulative_area_m2, area_share, hit_rate, pai, pei, rri,
        cumulative_predicted, recovery_rate_index``.
    schedule
        None when visits have no dates.
    conclusions
        What was found, in words, most important first.
    warnings
        What a reader must not overlook.
    notes
        How the files were read and matched.
    guard
        What the grounds of the visits and the negative control say; None where
        neither was looked at.
    description
        Of the map, where the list is one of riskmap: with whom it may be shared.
    """

    list_source: str
    outcomes_source: str
    ranked_by: str
    kind: str
    settings: EvaluationSettings
    extent: Extent
    table: pd.DataFrame
    curve: pd.DataFrame
    by_area: pd.DataFrame
    baselines: pd.DataFrame
    hit_curves: pd.DataFrame
    ranking: pd.DataFrame
    schedule: Schedule | None
    conclusions: tuple[Message, ...]
    warnings: tuple[Message, ...]
    notes: tuple[Message, ...]
    guard: FeedbackGuard | None = None
    description: Description | None = None

    def value(self, figure: str) -> tuple[float, float, float]:
        """Return a figure of `table` as value, low and high."""
        row = self.table[self.table["figure"] == figure].iloc[0]
        return float(row["value"]), float(row["low"]), float(row["high"])

    def __repr__(self) -> str:
        """Return one line; Jupyter shows the page."""
        return (
            f"Evaluation({self.list_source!r} against {self.outcomes_source!r}: "
            f"{self.extent.hits} hits at {self.extent.visited} visited places)"
        )
