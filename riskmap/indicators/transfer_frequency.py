"""How often the place was sold."""

import numpy as np
import pandas as pd

from riskmap.indicators.indicator import Indicator
from riskmap.indicators.member_facts import fact_of
from riskmap.locations.locations import Locations
from riskmap.messages import marked
from riskmap.scaling import rising

# Two sales within six months make an ABC transfer, so there were at least two; 0.9 transfers
# more are 0.3 more score on rising(2, 5).
_SALES_OF_ABC = 2.0
_ADDED_BY_ABC = 0.9


def transfer_frequency(locations: Locations, transfers: pd.DataFrame) -> "pd.Series[float]":
    """Transfers of ownership in 20 years, of the location's most transferred object.

    Objects are its addresses and buildings. An object that was sold twice
    within six months (``abc_6m``) counts 0.9 transfers more, and for at least
    two transfers: with the default value function rising(2, 5) that is the
    guide's 0.3 more score, at most 1 in all. A flag that is unknown adds
    nothing. Unknown where the table holds no figure for any of the objects;
    objects it does not list are left out.
    """
    rows = locations.of_role("address", "building", "outbuilding")
    abc = transfers["abc_6m"].astype("boolean").fillna(value=False).astype(bool)
    sales = transfers["transfers_20y"].astype(float)
    # fmax: a flag says something where the number of transfers is unknown.
    flagged = np.fmax(sales, _SALES_OF_ABC) + _ADDED_BY_ABC
    count = fact_of(rows, sales.where(~abc, flagged))
    return count.groupby(rows["location_id"]).max().reindex(locations.frame.index)


INDICATOR = Indicator(
    function=transfer_frequency,
    number=33,
    title={"nl": "Frequente overdracht", "en": "Frequent transfer"},
    question={
        "nl": "Is de plek in korte tijd vaak verkocht?",
        "en": "Was the place sold often in a short time?",
    },
    unit="transfers",
    family="turnover",
    value=rising(2, 5),
    evidence="b",
    sources=marked(
        "Definitions in use with municipalities: a pass-through dwelling is sold five times or "
        "more in 20 years, an ABC transfer is two sales within six months. The table holds "
        "counts per object, no names and no prices."
    ),
    false_positives={
        "nl": (
            "Nalatenschappen, splitsingen en verdelingen tellen mee als overdracht. Bij twee "
            "verkopen binnen een half jaar is er 0,9 bij het aantal opgeteld."
        ),
        "en": (
            "Estates, splits and divisions count as transfers. Where two sales came within half a "
            "year, 0.9 was added to the number."
        ),
    },
    ordinary_explanations={
        "nl": (
            "De plek is geërfd of gesplitst in appartementen, of er wonen starters die doorstromen."
        ),
        "en": (
            "The place was inherited or split into flats, or first buyers live there and move on."
        ),
    },
    needs={"transfers": ("transfers_20y",)},
)
