"""Two years of visits: why somebody went, what a visit could see, what was written down.

The year before the reference date is what a planner has; the year after it is
what came of the lists. Nothing here knows a score: who "goes by score" goes by
what makes the place suitable in truth, seen with noise.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from riskmap.demo.conditions import venue_rows
from riskmap.demo.drawing import Numbers, ramp, stream
from riskmap.demo.facts import Facts, Flags, Rows
from riskmap.demo.plan import REFERENCE_YEAR
from riskmap.demo.planting import yard_suitability

YEARS = (REFERENCE_YEAR - 1, REFERENCE_YEAR)
# Chance to see what is there (domain guide, 8.4), and to see what is not.
SIGHT: Mapping[str, float] = {"quick_look": 0.35, "schouw": 0.60, "integral": 0.90}
FALSE_ALARM = 0.02
MIX: Mapping[str, float] = {"quick_look": 0.60, "schouw": 0.25, "integral": 0.15}
NO_VIEW = 0.10  # of quick looks: whatever is there, the road shows nothing of it
_ROUNDS_A_YEAR = 4
_SHARE = 0.12  # of the places of a theme, visited in one round
_BY_CHANCE, _FOLLOWED, _REPORTED = 0.25, 0.10, 0.10
_REST = 3  # rounds in which nobody goes by score to a place that was visited
_TRUE_REPORTS = 6.0  # a place with a case is reported so many times as often


@dataclass
class _Pool:
    """The places of one theme, and what the visits so far found in them."""

    theme: str
    ids: npt.NDArray[np.object_]
    case: Flags
    latent: Numbers
    last: Rows = field(init=False)
    open_case: Flags = field(init=False)

    def __post_init__(self) -> None:
        self.last = np.full(len(self.ids), -_REST - 1, dtype=np.intp)
        self.open_case = np.zeros(len(self.ids), dtype=bool)


def visits(facts: Facts) -> dict[int, pd.DataFrame]:
    """Return the visits of the year before and the year after the reference date.

    Per quarter and theme a fixed share of the places is visited: some drawn by
    chance from all of them, some because of an earlier visit, some reported by
    others, the rest by what makes the place suitable, seen with noise.

    Returns
    -------
    dict
        Year -> ``visited_on``, ``location_id`` (as on the maps of the run),
        ``theme``, ``visit_type``, ``selection``, ``outcome`` (words of the
        register; ``niet_gezien`` where a look from the road showed nothing),
        ``found_by`` (reported or discovered) and ``probability``: the chance
        a place had to be drawn in that round, only where chance drew it.
    """
    rng = stream(facts.seed, "visits")
    pools = list(_pools(facts, rng))
    rounds = range(_ROUNDS_A_YEAR * len(YEARS))
    rows = pd.concat([_round(pool, number, rng) for number in rounds for pool in pools])
    rows = rows.sort_values(["visited_on", "location_id"], kind="stable")
    years = pd.to_datetime(rows["visited_on"]).dt.year
    return {year: rows[years == year].reset_index(drop=True) for year in YEARS}


def _pools(facts: Facts, rng: np.random.Generator) -> Iterator[_Pool]:
    """Yield yards, buildings on business parks, and venues."""
    rows = pd.Series(np.flatnonzero(facts.part == "yard"))
    house = rows.groupby(facts.owner[rows]).min().to_numpy()
    suitable = yard_suitability(facts.town)
    yield _pool("rural", "yard:" + facts.building_ids[house], facts.yard_planted(), suitable, rng)
    hall = np.flatnonzero(facts.part == "park")
    empty = facts.town.addresses["vacant"].groupby(facts.home).mean()
    old = ramp(facts.town.buildings["year"].to_numpy(dtype=float)[hall], 2_005, 1_975)
    suitable = empty.reindex(hall).fillna(0.0).to_numpy() + old
    case = facts.planted("park_building", "clubhouse")[hall]
    yield _pool("business_parks", "building:" + facts.building_ids[hall], case, suitable, rng)
    venue = venue_rows(facts)
    case = facts.planted("venue")[facts.home[venue]]
    suitable = facts.town.addresses["vacant"].to_numpy(dtype=float)[venue]
    yield _pool("hospitality", "address:" + facts.address_ids[venue], case, suitable, rng)


def _pool(
    theme: str,
    ids: npt.NDArray[np.object_],
    case: Flags,
    suitable: Numbers,
    rng: np.random.Generator,
) -> _Pool:
    return _Pool(theme, ids, case, suitable + rng.normal(0.0, 1.0, len(ids)))


def _round(pool: _Pool, number: int, rng: np.random.Generator) -> pd.DataFrame:
    """Return the visits of one quarter to the places of one theme."""
    size = len(pool.ids)
    total = max(4, round(_SHARE * size))
    by_chance = max(1, round(_BY_CHANCE * total))
    chosen = {"random": rng.permutation(size)[:by_chance]}
    free = np.ones(size, dtype=bool)
    free[chosen["random"]] = False
    chosen["follow_up"] = _first(free & pool.open_case, -pool.last, round(_FOLLOWED * total))
    free[chosen["follow_up"]] = False
    reported = rng.exponential(size=size) / np.where(pool.case, _TRUE_REPORTS, 1.0)
    chosen["signal"] = _first(free, reported, round(_REPORTED * total))
    free[chosen["signal"]] = False
    rested = free & (number - pool.last > _REST)
    left = total - sum(len(places) for places in chosen.values())
    chosen["score"] = _first(rested, -pool.latent, left)
    place = np.concatenate(list(chosen.values()))
    selection = np.repeat(list(chosen), [len(places) for places in chosen.values()])
    kind, outcome = _seen(pool, place, selection, rng)
    pool.last[place] = number
    pool.open_case[place] = np.isin(outcome, ("bevestigd", "niet_gezien"))
    first = pd.Timestamp(YEARS[0] + number // _ROUNDS_A_YEAR, 1 + 3 * (number % _ROUNDS_A_YEAR), 1)
    days = first + pd.to_timedelta(rng.integers(0, 84, len(place)), "D")
    return pd.DataFrame(
        {
            "visited_on": days.strftime("%Y-%m-%d"),
            "location_id": pool.ids[place],
            "theme": pool.theme,
            "visit_type": kind,
            "selection": selection,
            "outcome": outcome,
            "found_by": np.where(selection == "signal", "reported", "discovered"),
            "probability": np.where(selection == "random", round(by_chance / size, 6), np.nan),
        }
    )


def _first(allowed: Flags, order: Numbers | Rows, count: int) -> Rows:
    """Return the allowed rows that come first in the order, lowest number first."""
    rows = np.flatnonzero(allowed)
    return rows[np.argsort(order[rows], kind="stable")[:count]]


def _seen(
    pool: _Pool,
    place: Rows,
    selection: npt.NDArray[np.str_],
    rng: np.random.Generator,
) -> tuple[npt.NDArray[np.str_], npt.NDArray[np.str_]]:
    """Return how every place was visited, and what was written down."""
    kind = rng.choice(list(MIX), size=len(place), p=list(MIX.values()))
    sight = np.array([SIGHT[one] for one in kind])
    noticed = rng.random(len(place)) < np.where(pool.case[place], sight, FALSE_ALARM)
    handled = (selection == "follow_up") & pool.open_case[place] & pool.case[place]
    words = np.where(noticed, np.where(handled, "aangepakt", "bevestigd"), "ontkracht")
    blind = (kind == "quick_look") & (rng.random(len(place)) < NO_VIEW)
    return kind, np.where(blind, "niet_gezien", words)
