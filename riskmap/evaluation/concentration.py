"""How visits spread over places and areas."""

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from riskmap.messages import Message
from riskmap.notation import percentage, spoken_number
from riskmap.outcomes.matched import Matched
from riskmap.statistics.random_share import gini

# Priors, not findings: half of the visits going where somebody was already is much for a
# register that is to see all of its places.
_HALF = 0.5
_ABOVE_EVEN = 0.25
_BUSIEST = 0.10
_TIMES_THEIR_SHARE = 3.0


@dataclass(frozen=True)
class Concentration:
    """How visits spread.

    Attributes
    ----------
    visits, visited, places
        Visits that fit a place of the list; places visited; places there are.
    repeat_share
        Share of the visits that went to a place visited before in this file.
    gini, even_gini
        Of visits per place, and what the evenest spread of as many visits
        would have: only the distance between the two says something.
    top_visited_before
        Share of the top of the list that had been visited in an earlier
        period; NaN where no earlier visits are known.
    busiest_visits, busiest_places
        Share of all visits in the tenth of the areas with most visits per
        place, and those areas' share of all places; NaN without areas.
    """

    visits: int
    visited: int
    places: int
    repeat_share: float
    gini: float
    even_gini: float
    top_visited_before: float
    busiest_visits: float
    busiest_places: float

    @property
    def alarms(self) -> tuple[Message, ...]:
        """What is wrong with the spread, in words."""
        return tuple(alarm for alarm in (_again(self), _known(self), _areas(self)) if alarm)


def concentration(
    matched: Matched,
    k: int,
    *,
    earlier_are_visits: bool = False,
    areas: "pd.Series[str] | None" = None,
) -> Concentration:
    """Return how the visits of a period spread over the places of a list.

    Parameters
    ----------
    k
        Capacity: how many of the best places are the top; ties at the edge
        count in.
    earlier_are_visits
        Whether an unknown ``found_before`` means that nobody looked then.
    areas
        Area of each place, on the index of the list, where visits per area
        are asked for.
    """
    frame = matched.frame
    per_place = frame["visits"].to_numpy(dtype=np.float64)
    visits, visited = int(per_place.sum()), int((per_place > 0).sum())
    found, even = gini(per_place)
    busiest = _busiest(per_place, areas)
    repeats = (visits - visited) / visits if visits else float("nan")
    before = _top_visited_before(frame, k) if earlier_are_visits else float("nan")
    return Concentration(visits, visited, len(frame), repeats, found, even, before, *busiest)


def _top_visited_before(frame: pd.DataFrame, k: int) -> float:
    ranked = frame[frame["score"].notna()]
    place = ranked["score"].rank(method="min", ascending=False)
    top = ranked[place <= k]
    return float(top["found_before"].notna().mean()) if len(top) else float("nan")


def _busiest(per_place: NDArray[np.float64], areas: "pd.Series[str] | None") -> tuple[float, float]:
    if areas is None or not per_place.sum():
        return (float("nan"), float("nan"))
    table = pd.DataFrame({"visits": per_place, "area": areas.to_numpy()}).groupby("area")["visits"]
    per_area = table.agg(["sum", "size"])
    per_area["rate"] = per_area["sum"] / per_area["size"]
    per_area = per_area.sort_values("rate", ascending=False, kind="stable")
    most = per_area.head(math.ceil(len(per_area) * _BUSIEST))
    shares = most[["sum", "size"]].sum() / per_area[["sum", "size"]].sum()
    return (float(shares["sum"]), float(shares["size"]))


def _again(spread: Concentration) -> Message | None:
    if spread.repeat_share > _HALF:
        return Message(
            "The visits go back to where somebody was: {visits} visits saw {visited} of "
            "{places} places, and {share} of them went to a place visited before.",
            visits=spread.visits,
            visited=spread.visited,
            places=spread.places,
            share=percentage(spread.repeat_share, "en"),
        )
    if spread.gini - spread.even_gini > _ABOVE_EVEN:
        return Message(
            "The visits lie together on few places: their Gini is {found}, and {even} if the "
            "same number had been spread evenly.",
            found=spoken_number(spread.gini, 2),
            even=spoken_number(spread.even_gini, 2),
        )
    return None


def _known(spread: Concentration) -> Message | None:
    if not spread.top_visited_before > _HALF:
        return None
    return Message(
        "{share} of the top of this list had been visited before: it mostly names places "
        "that are known. Draw a larger share by chance.",
        share=percentage(spread.top_visited_before, "en"),
    )


def _areas(spread: Concentration) -> Message | None:
    many = spread.busiest_visits > _HALF
    if not (many and spread.busiest_visits > _TIMES_THEIR_SHARE * spread.busiest_places):
        return None
    return Message(
        "The visits lie together in few areas: {share} of them in a tenth of the areas, "
        "which hold {places} of the places.",
        share=percentage(spread.busiest_visits, "en"),
        places=percentage(spread.busiest_places, "en"),
    )
