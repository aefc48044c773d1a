"""Weights that outcomes propose, beside those of the experts."""

from dataclasses import dataclass

import pandas as pd

from riskmap.maps import Text
from riskmap.messages import Message


@dataclass(frozen=True)
class Proposal:
    """Proposed weights of one theme, what they rest on, and what they would change.

    Attributes
    ----------
    theme, title
        Whose weights they are.
    table
        One row per criterion that counts: ``criterion, family, expert,
        proposed`` (shares of the whole weight, each column adds up to 1),
        ``coefficient`` (log odds from score 0 to score 1).
    families
        ``family, expert, proposed``: the same, added up.
    models
        One row per order of places: ``model`` (experts, proposed,
        last_period, area, random), ``auc`` and ``precision`` with ``_low`` and
        ``_high``, ``log_loss``; all of them on blocks kept apart. NaN where
        an order cannot say it.
    visited, found
        Ranked places somebody looked at, and where something was found.
    penalty
        How strongly the weights were held at the experts'; inf keeps them.
    stays
        Part of the map's top `k` that stays (0..1).
    entered, left
        Labels of the places that come and go.
    k
        Length of the top.
    changed
        Whether the proposal differs from the experts' weights at all.
    verdict
        What it comes to, in one or two sentences.
    notes
        What a reader must know.
    """

    theme: str
    title: Text
    table: pd.DataFrame
    families: pd.DataFrame
    models: pd.DataFrame
    visited: int
    found: int
    penalty: float
    stays: float
    entered: tuple[str, ...]
    left: tuple[str, ...]
    k: int
    changed: bool
    verdict: tuple[Message, ...]
    notes: tuple[Message, ...]
