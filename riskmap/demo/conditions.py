"""What is so at a yard, a building or a venue, besides how it was built.

A condition is drawn more often where a case is planted, so that cases can be
recovered from it, and now and then elsewhere, so that it is no proof. Every
condition has a stream of its own: it changes nothing that was drawn before.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from riskmap.demo.drawing import Numbers, stream
from riskmap.demo.facts import Facts, Flags
from riskmap.demo.plan import REFERENCE_YEAR
from riskmap.demo.planting import yard_conditions

_OLD_ROOFS = (1950, 1993)  # asbestos cement was forbidden in 1993
_MULTI = 3  # addresses from which a building is one of many units
_CELL = 100


@dataclass(frozen=True)
class Conditions:
    """The conditions of one municipality.

    Attributes
    ----------
    yards
        Per yard: ``planted``, ``screening`` (0..1), ``stopped``,
        ``stopped_in`` (year), ``overgrown``, ``greening`` (NDVI per year),
        ``extended``.
    buildings
        Per building: ``suspect`` (share of its roof), ``closed`` (a closed
        yard of its own), ``listed`` (users on the municipal list, 0 where it
        has no list), ``mailbox``, ``cheap``, ``sales`` (in 20 years), ``quick`` (two sales
        within six months), ``lively`` (its users change fast).
    venues
        Per venue, indexed by row number of the address: ``planted``,
        ``changes`` (in 5 years), ``licence_free``, ``deviation`` (0..1).
    """

    yards: pd.DataFrame
    buildings: pd.DataFrame
    venues: pd.DataFrame


def draw_conditions(facts: Facts) -> Conditions:
    """Draw all conditions of a municipality."""
    return Conditions(_yards(facts), _buildings(facts), _venues(facts))


def _chance(rng: np.random.Generator, chance: Numbers) -> Flags:
    found: Flags = rng.random(len(chance)) < chance
    return found


def _seen(facts: Facts, stage: str, count: int) -> Flags:
    """Tell in which cases anything is to be seen: as elsewhere, a fifth shows nothing."""
    return _chance(stream(facts.seed, f"seen {stage}"), np.full(count, 0.8))


def _yards(facts: Facts) -> pd.DataFrame:
    yards, planted = facts.town.yards, facts.yard_planted()
    state = yards["state"]

    def rate(idle: float, reused: float, active: float) -> Numbers:
        found: Numbers = state.map({"idle": idle, "reused": reused, "active": active}).to_numpy(
            dtype=float
        )
        return found

    stop, green = stream(facts.seed, "stopped"), stream(facts.seed, "overgrown")
    extended = np.where(planted, 0.55, rate(0.20, 0.15, 0.10))
    return pd.DataFrame(
        {
            "planted": planted,
            "screening": yard_conditions(facts.town)["screening"],
            "stopped": _chance(stop, rate(0.85, 0.55, 0.02)),
            "stopped_in": stop.integers(REFERENCE_YEAR - 7, REFERENCE_YEAR - 1, len(yards)),
            "overgrown": _chance(green, rate(0.60, 0.08, 0.04)),
            "greening": green.uniform(0.03, 0.06, len(yards)),
            "extended": _chance(stream(facts.seed, "extended"), extended),
        },
        index=yards.index,
    )


def _buildings(facts: Facts) -> pd.DataFrame:
    plan, part, owner, count = facts.plan, facts.part, facts.owner, len(facts.part)
    park = part == "park"
    planted = facts.planted("park_building", "clubhouse")
    worn = np.array([each.obsolete.lower() == "ja" for each in plan.parks])
    obsolete = np.isin(part, ("park", "box")) & worn[np.clip(owner, 0, len(worn) - 1)]
    sold = facts.planted("transfer") & _seen(facts, "transfers", count)
    club = facts.planted("clubhouse")
    sales = stream(facts.seed, "sales")
    many = park & (facts.units >= _MULTI)
    shared = stream(facts.seed, "shared halls")
    hall = park & (facts.units == 1) & (facts.area >= 400)  # noqa: PLR2004 - m2
    listed = _chance(shared, np.where(planted, 0.6, 0.15)) & hall
    usual = np.minimum(sales.poisson(1.1, count), 3)
    lively = _lively_cells(facts)
    return pd.DataFrame(
        {
            "suspect": _roofs(facts),
            "closed": _chance(
                stream(facts.seed, "closed yards"),
                np.where(club, 1.0, np.where(planted, 0.7, 0.3)),
            )
            & park,
            "listed": np.where(
                listed, shared.integers(5, 16, count), np.where(many, facts.units, 0)
            ),
            "mailbox": _chance(stream(facts.seed, "mailboxes"), np.where(planted, 0.55, 0.08))
            & park,
            "cheap": _chance(
                stream(facts.seed, "cheap"),
                np.where(planted | sold, 0.6, np.where(obsolete, 0.25, 0.06)),
            ),
            "sales": np.where(sold, sales.integers(4, 9, count), usual),
            "quick": _chance(sales, np.where(sold, 0.4, 0.01)),
            "lively": lively,
        }
    )


def _roofs(facts: Facts) -> Numbers:
    """Return the suspected share of every roof: old barns mostly, renewed ones not."""
    rng = stream(facts.seed, "roofs")
    count = len(facts.part)
    idle = (facts.town.yards["state"] == "idle").to_numpy()
    yard = facts.part == "yard"
    forsaken = np.zeros(count, dtype=bool)
    forsaken[yard] = idle[facts.owner[yard]]
    year = facts.town.buildings["year"].to_numpy()
    old = (year >= _OLD_ROOFS[0]) & (year <= _OLD_ROOFS[1]) & yard
    suspected = _chance(rng, np.where(old, np.where(forsaken, 0.85, 0.5), 0.03))
    share: Numbers = np.where(suspected, rng.uniform(0.6, 1.0, count), 0.0).round(2)
    return share


def _lively_cells(facts: Facts) -> Flags:
    """Tell per building whether it stands in a cell of 100 m where users change fast."""
    rng = stream(facts.seed, "lively cells")
    cell = np.floor(facts.middle / _CELL).astype(np.int64)
    _, number = np.unique(cell, axis=0, return_inverse=True)
    number = np.reshape(number, -1)
    hot = np.bincount(number, weights=facts.planted("park_building", "venue")) > 0
    lively = _chance(rng, np.where(hot, 0.8, 0.15))
    return lively[number]


def venue_rows(facts: Facts) -> "np.ndarray[tuple[int], np.dtype[np.intp]]":
    """Return the row numbers of the addresses that are a bar, café or restaurant."""
    in_town = facts.part[facts.home] == "town"
    small = facts.town.addresses["area"].to_numpy() <= 200  # noqa: PLR2004 - larger ones are halls
    return np.flatnonzero(in_town & small & (facts.first_use == "bijeenkomstfunctie"))


def _venues(facts: Facts) -> pd.DataFrame:
    rng, rows = stream(facts.seed, "venues"), venue_rows(facts)
    count = len(rows)
    planted = facts.planted("venue")[facts.home[rows]]
    deviates = planted & _seen(facts, "venues", count)
    few = np.minimum(rng.poisson(0.7, count), 2)
    return pd.DataFrame(
        {
            "planted": planted,
            "changes": np.where(deviates, rng.integers(2, 6, count), few),
            "licence_free": _chance(rng, np.where(deviates, 0.6, 0.2)),
            "deviation": np.where(
                deviates, rng.uniform(0.5, 1.0, count), rng.uniform(0.0, 0.45, count)
            ).round(2),
            "visited": rng.random(count) < 0.7,  # noqa: PLR2004 - the others had no visit yet
        },
        index=rows,
    )
