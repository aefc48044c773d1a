"""How alike two patterns of events are over the same areas."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from riskmap.errors import InputError
from riskmap.evaluation.conclusions import spoken_share
from riskmap.messages import Message
from riskmap.notation import spoken_number
from riskmap.statistics.agreement import Correction, Similarity, similarity
from riskmap.statistics.proportions import Test

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Agreement:
    """Andresen's S of two patterns, with the test per area.

    Attributes
    ----------
    base_source, test_source
        Names of the two patterns.
    table
        Indexed by ``area_id``: ``base``, ``test`` (events), ``share_base``,
        ``share_test``, ``p``, ``p_adjusted``, ``direction`` (+1: a larger
        share in the test pattern; -1: a smaller one; 0: not different),
        ``direction_adjusted``.
    s, s_robust
        Share of all areas, and of areas with events, that do not differ.
    s_adjusted, s_robust_adjusted
        The same after correction for testing all areas at once.
    areas, areas_with_events
        How many there are.
    events_base, events_test
        Events in the areas.
    outside_base, outside_test
        Events in none of them: counted, and left out of all shares.
    method, correction, level
        The test, the correction and the level.
    conclusions
        In words.
    """

    base_source: str
    test_source: str
    table: pd.DataFrame
    s: float
    s_robust: float
    s_adjusted: float
    s_robust_adjusted: float
    areas: int
    areas_with_events: int
    events_base: float
    events_test: float
    outside_base: int
    outside_test: int
    method: Test
    correction: Correction
    level: float
    conclusions: tuple[Message, ...]

    def __repr__(self) -> str:
        """Return one line; Jupyter shows the page."""
        return f"Agreement({self.base_source!r} and {self.test_source!r}: S = {self.s:.3f})"


def agreement(
    base: "pd.Series[float]",
    test: "pd.Series[float]",
    sources: tuple[str, str],
    *,
    outside: tuple[int, int] = (0, 0),
    method: Test = "chi2_n1",
    correction: Correction = "by",
    level: float = 0.05,
) -> Agreement:
    """Compare two patterns of events over the same areas.

    Parameters
    ----------
    base, test
        Events by ``area_id``; an area that only one of them has holds none of
        the other.
    sources
        Names of the two.
    outside
        Events of each in no area.

    Raises
    ------
    InputError
        When a pattern has no events, or a count is unknown or below zero.
    """
    areas, first, second = _counts(base, test, sources)
    plain = similarity(first, second, method=method, correction="none", level=level)
    fixed = similarity(first, second, method=method, correction=correction, level=level)
    return Agreement(
        *sources,
        table=_table(areas, (first, second), plain, fixed),
        s=plain.s,
        s_robust=plain.s_robust,
        s_adjusted=fixed.s,
        s_robust_adjusted=fixed.s_robust,
        areas=plain.areas,
        areas_with_events=plain.areas_with_events,
        events_base=float(first.sum()),
        events_test=float(second.sum()),
        outside_base=outside[0],
        outside_test=outside[1],
        method=method,
        correction=correction,
        level=level,
        conclusions=_conclusions(plain, fixed, sources, correction),
    )


def _counts(
    base: "pd.Series[float]", test: "pd.Series[float]", sources: tuple[str, str]
) -> tuple["pd.Index[str]", Floats, Floats]:
    """Return all areas, and the events of both in them."""
    areas = base.index.union(test.index, sort=False).sort_values()
    counts = [np.asarray(one.reindex(areas).fillna(0.0), dtype=float) for one in (base, test)]
    for one, told, source in zip(counts, (base, test), sources, strict=True):
        if told.isna().any() or (one < 0).any() or not one.sum() > 0:
            raise InputError(
                Message("The counts of {source} are not events per area.", source=source),
                Message("Give one count of 0 or more for every area, and at least one event."),
            )
    return areas, counts[0], counts[1]


def _table(
    areas: "pd.Index[str]", counts: tuple[Floats, Floats], plain: Similarity, fixed: Similarity
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "base": counts[0],
            "test": counts[1],
            "share_base": plain.share_base,
            "share_test": plain.share_test,
            "p": plain.p,
            "p_adjusted": fixed.p_adjusted,
            "direction": plain.direction,
            "direction_adjusted": fixed.direction,
        },
        index=pd.Index(areas, name="area_id"),
    )


def _conclusions(
    plain: Similarity, fixed: Similarity, sources: tuple[str, str], correction: Correction
) -> tuple[Message, ...]:
    said = [
        Message(
            "{base} and {test} are alike in {share} of the {areas} areas (S = {s}), and in "
            "{robust} of the {events} areas with events (robust S = {s_robust}).",
            base=sources[0],
            test=sources[1],
            share=spoken_share(plain.s),
            areas=plain.areas,
            s=spoken_number(plain.s, 3),
            robust=spoken_share(plain.s_robust),
            events=plain.areas_with_events,
            s_robust=spoken_number(plain.s_robust, 3),
        ),
        Message(
            "In {more} areas the second has a larger share, in {less} a smaller one.",
            more=int((plain.direction > 0).sum()),
            less=int((plain.direction < 0).sum()),
        ),
    ]
    if correction != "none":
        said.append(
            Message(
                "Corrected for testing all areas at once, {count} areas differ (S = {s}, robust "
                "S = {s_robust}).",
                count=int((fixed.direction != 0).sum()),
                s=spoken_number(fixed.s, 3),
                s_robust=spoken_number(fixed.s_robust, 3),
            )
        )
    return tuple(said)
