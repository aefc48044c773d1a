"""Foreign ranked lists and outcomes: read, recognised, and laid beside each other."""

from riskmap.outcomes.matched import Matched
from riskmap.outcomes.matching import match
from riskmap.outcomes.ranked_places import RankedPlaces
from riskmap.outcomes.reading_lists import read_places
from riskmap.outcomes.reading_outcomes import read_outcomes
from riskmap.outcomes.records import ORIGINS, SELECTIONS, Outcomes

__all__ = [
    "ORIGINS",
    "SELECTIONS",
    "Matched",
    "Outcomes",
    "RankedPlaces",
    "match",
    "read_outcomes",
    "read_places",
]
