"""Whether somebody keeps an eye on the place: supervision that lowers its seclusion."""

import geopandas as gpd
import numpy as np
import pandas as pd

from riskmap.indicators.indicator import Indicator
from riskmap.locations.locations import Locations
from riskmap.measures.share import share_covered
from riskmap.messages import marked
from riskmap.scaling import steps

_HALF = 0.5


def guardianship_zone(locations: Locations, guardianship: gpd.GeoDataFrame) -> "pd.Series[float]":
    """1 where at least half of the place lies in a zone with organised supervision, else 0.

    Zones that overlap count once. The layer holds the zones in force on the
    reference date; a place in none of them is outside, not unknown. It adds
    nothing to a score: inside a zone its whole family counts for 0.8.
    """
    share = share_covered(locations.frame.geometry.to_numpy(), guardianship.geometry.to_numpy())
    inside = np.where(np.isnan(share), np.nan, (share >= _HALF).astype(float))
    return pd.Series(inside, index=locations.frame.index)


INDICATOR = Indicator(
    function=guardianship_zone,
    number=8,
    title={"nl": "Toezichtszone (KVO, beveiliging)", "en": "Supervision zone (KVO, security)"},
    question={
        "nl": "Is er georganiseerd toezicht?",
        "en": "Is there organised supervision?",
    },
    unit="class",
    family="seclusion",
    value=steps({0: 1.0, 1: 0.8}),
    evidence="b",
    sources=marked(
        "Action plan 2018/2019 and review of 2021: rounds at night with the farmers' organisation "
        "and quality marks for safe rural areas (KVO). The factor is a design value."
    ),
    false_positives={
        "nl": "Een keurmerk op papier is nog geen toezicht; vraag naar de laatste ronde.",
        "en": "A certificate on paper is no supervision yet; ask about the last round.",
    },
    ordinary_explanations={
        "nl": "Er is georganiseerd toezicht, en dat maakt een afgelegen plek minder onbewaakt.",
        "en": "There is organised supervision, which leaves a remote place less unguarded.",
    },
    classes={
        0: {"nl": "buiten een zone", "en": "outside a zone"},
        1: {"nl": "binnen een zone", "en": "inside a zone"},
    },
    needs={"guardianship": ("geometry",)},
    use="lowers",
)
