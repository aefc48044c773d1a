"""The police layer done right: counts, rates and what little they say where they are small."""

from riskmap.police.figures import PoliceMap, police_map
from riskmap.police.places import risk_per_location

__all__ = ["PoliceMap", "police_map", "risk_per_location"]
