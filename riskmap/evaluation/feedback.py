"""What feedback did to a list: rates per ground of selection, a base rate, and alarms.

A list that is fed what its own visits found believes itself. Visits by chance
are the only ones that can say so.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from riskmap.evaluation.concentration import Concentration, concentration
from riskmap.evaluation.origins import UNKNOWN, by_origin, origin_alarms
from riskmap.messages import Message
from riskmap.outcomes.matched import Matched
from riskmap.outcomes.records import SELECTIONS
from riskmap.statistics.proportions import wilson
from riskmap.statistics.random_share import visits_needed
from riskmap.statistics.selection import Estimate, rate_ratio, selected_rate

# A base rate whose interval is wider than this says little about a list.
WIDE = 0.20
# What a base rate is taken to be, where nothing at all was found by chance.
_GUESS = 0.05
_NOT_KNOWN = Estimate(float("nan"), float("nan"), float("nan"), 0.0)


@dataclass(frozen=True)
class Feedback:
    """Rates that allow for why somebody looked.

    Attributes
    ----------
    rates
        Indexed by ground of selection (`SELECTIONS`, then ``unknown``):
        ``visits``, ``seen`` (the visits that saw something either way),
        ``hits``, ``rate``, ``low``, ``high``. Estimand of a rate: the chance
        that a visit on that ground finds something.
    base_rate
        From the visits by chance alone. Estimand: the chance that a visit to
        a place drawn from the pool finds something.
    weighted_rate
        The same estimand, from all visits whose chance is known, each
        weighing its inverse.
    lift
        Rate of the visits by score over `base_rate`.
    incidents
        By origin, as `by_origin` returns it.
    concentration
        How the visits spread over the places; None without visits.
    needed
        How many visits by chance give the base rate an interval of `WIDE`.
    alarms
        What must be mended, in words; the first matters most.
    notes
        How it was worked out.
    level
        Of all intervals.
    """

    rates: pd.DataFrame
    base_rate: Estimate
    weighted_rate: Estimate
    lift: Estimate
    incidents: pd.DataFrame
    concentration: Concentration | None
    needed: int
    alarms: tuple[Message, ...]
    notes: tuple[Message, ...]
    level: float

    @property
    def weighs(self) -> bool:
        """Whether weighing by chance says something else than the visits by chance alone."""
        return self.weighted_rate.effective > 0 and not np.allclose(
            self.weighted_rate[:3], self.base_rate[:3]
        )


def feedback(
    matched: Matched,
    kind: Literal["visits", "incidents"],
    k: int,
    *,
    pool: int | None = None,
    earlier_are_visits: bool = False,
    areas: "pd.Series[str] | None" = None,
    level: float = 0.9,
) -> Feedback:
    """Return what the visits say once it counts why they were made.

    Parameters
    ----------
    matched
        The list with what was found there, and its visits one by one; rows
        that fit no place of the list are in no rate. ``probability`` is the
        chance that the place was visited on any ground: where chance draws
        from all places, one that would have come by score anyway has 1.
    kind
        ``visits`` or ``incidents``, as the outcomes were read.
    k
        Capacity: the top whose earlier visits are counted.
    pool
        Only where the outcomes hold no probabilities and the visits by chance
        were drawn from the places that were *left* after those chosen by
        score: how many those were. A visit by chance then had the number
        drawn over the pool, and a visit by score was certain.
    earlier_are_visits
        Whether ``found_before`` of `matched` comes from visits, so that
        unknown there means that nobody looked.
    areas
        Area of each place, on the list's index; to see where visits go.
    level
        Of the intervals, 0..1.
    """
    # Other themes and towns may stand in the same file: they have rates of their own.
    rows = matched.rows[matched.rows["place_id"].notna()]
    visits = rows if kind == "visits" else rows.iloc[:0]
    # A report without a visit says nothing about what looking finds.
    reported = visits["origin"].eq("reported").fillna(value=False)
    looked = visits[~(reported & visits["selection"].isna())]
    rates = _rates(looked, level)
    base = _base_rate(rates, level)
    weighted, notes = _weighted_rate(looked, pool, level)
    spread = None
    if len(visits):
        spread = concentration(matched, k, earlier_are_visits=earlier_are_visits, areas=areas)
    needed = visits_needed(base.value if base.value > 0 else _GUESS, WIDE, level)
    incidents = by_origin(rows, matched.frame, k)
    alarms = [*_chance_alarms(rates, base, needed), *(spread.alarms if spread else ())]
    return Feedback(
        rates=rates,
        base_rate=base,
        weighted_rate=weighted,
        lift=_lift(rates, level),
        incidents=incidents,
        concentration=spread,
        needed=needed,
        alarms=(*alarms, *origin_alarms(kind, incidents)),
        notes=(*notes, *_ground_notes(rates)),
        level=level,
    )


def _rates(looked: pd.DataFrame, level: float) -> pd.DataFrame:
    ground = looked["selection"].fillna(UNKNOWN)
    hit = (looked["found"] > 0).where(looked["found"].notna())
    counted = pd.DataFrame({"ground": ground, "seen": hit.notna(), "hits": hit == 1})
    table = counted.groupby("ground").agg(
        visits=("seen", "size"), seen=("seen", "sum"), hits=("hits", "sum")
    )
    table = table.reindex([*SELECTIONS, UNKNOWN], fill_value=0).astype(int)
    low, high = wilson(table["hits"], table["seen"], level)
    rate = table["hits"] / table["seen"].where(table["seen"] > 0)
    return table.assign(rate=rate.astype(float), low=low, high=high).rename_axis("selection")


def _base_rate(rates: pd.DataFrame, level: float) -> Estimate:
    """Return the rate of the visits by chance: each place had the same, so none weighs more."""
    hits, seen = _count(rates, "random", "hits"), _count(rates, "random", "seen")
    if seen == 0:
        return _NOT_KNOWN
    low, high = wilson(hits, seen, level)
    return Estimate(hits / seen, float(low), float(high), seen)


def _count(table: pd.DataFrame, row: str, column: str) -> int:
    return int(table[column].to_dict()[row])


def _lift(rates: pd.DataFrame, level: float) -> Estimate:
    hits, base_hits = (_count(rates, ground, "hits") for ground in ("score", "random"))
    visits, base_visits = (_count(rates, ground, "seen") for ground in ("score", "random"))
    if visits == 0 or base_visits == 0:
        return _NOT_KNOWN
    return rate_ratio(hits, visits, base_hits, base_visits, level)


def _weighted_rate(
    looked: pd.DataFrame, pool: int | None, level: float
) -> tuple[Estimate, list[Message]]:
    """Return the base rate from every visit that had a known chance, and how that was known."""
    chance = looked["probability"].astype(float)
    drawn, by_score = looked["selection"] == "random", looked["selection"] == "score"
    notes = []
    if pool is not None and chance.isna().all() and drawn.any():
        chance = chance.mask(drawn, min(1.0, float(drawn.sum()) / pool)).mask(by_score, 1.0)
        notes.append(
            Message(
                "Visits by score were taken to have been certain, and those by chance to have been "
                "drawn from {pool} other places.",
                pool=pool,
            )
        )
    usable = looked["found"].notna() & chance.notna()
    if not drawn.any():
        return _NOT_KNOWN, notes
    if not (usable & drawn).any():
        notes.append(
            Message(
                "Visits are not weighed by their chance, because it is not known: add a column of "
                "probabilities to the outcomes."
            )
        )
        return _NOT_KNOWN, notes
    found = np.asarray(looked.loc[usable, "found"] > 0, dtype=np.float64)
    notes.append(
        Message(
            "{used} of {all} visits had a known chance to be made on any ground and weigh its "
            "inverse, uncapped; the others, such as signals, stay apart.",
            used=int(usable.sum()),
            all=len(looked),
        )
    )
    return selected_rate(found, np.asarray(chance[usable], np.float64), level=level), notes


def _chance_alarms(rates: pd.DataFrame, base: Estimate, needed: int) -> list[Message]:
    visits = int(rates["visits"].sum())
    if visits == 0:
        return []
    if _count(rates, UNKNOWN, "visits") == visits:
        return [
            Message(
                "The outcomes do not say why places were visited: every figure holds for places "
                "like those visited, and there is no base rate."
            )
        ]
    drawn = _count(rates, "random", "seen")
    if drawn == 0:
        return [
            Message(
                "No visit was made by chance, so there is no base rate and no fair lift; plan "
                "{needed} visits by chance for an interval of 20 percentage points.",
                needed=needed,
            )
        ]
    if drawn < needed and base.high - base.low > WIDE:
        return [
            Message(
                "{drawn} visits by chance are too few for a base rate: its interval is wider than "
                "20 percentage points; about {needed} are needed.",
                drawn=drawn,
                needed=needed,
            )
        ]
    return []


def _ground_notes(rates: pd.DataFrame) -> list[Message]:
    notes = []
    if _count(rates, UNKNOWN, "visits"):
        notes.append(
            Message(
                "{count} visits do not say why they were made; they are in no rate but their own.",
                count=_count(rates, UNKNOWN, "visits"),
            )
        )
    if rates["visits"].sum():
        notes.append(
            Message("Places that had no chance to be visited stand in none of these figures.")
        )
    return notes
