"""Which part of the park's establishments is in sectors that practice names: information only."""

from collections.abc import Mapping

import geopandas as gpd
import pandas as pd

from riskmap.errors import IndicatorError
from riskmap.indicators.indicator import Indicator
from riskmap.indicators.on_park import fact_of_park, stands_on_park
from riskmap.locations.locations import Locations
from riskmap.messages import Message, marked
from riskmap.scaling import percentile

_EDITIONS = (2008, 2025)
# A count that the table may not show is from 1 to 4; this part of the total may be left out.
_HIDDEN_AT_MOST = 4
_LEFT_OUT = 0.1
# SBI 2008 -> SBI 2025, where a code disappeared: division 45 (trade in and repair of cars) is
# split over wholesale, retail and repair. From memory of NACE Rev. 2.1, not verified against
# the code list of CBS.
_SUCCESSORS: Mapping[str, tuple[str, ...]] = {"45": ("467", "478", "953")}


def sector_mix(
    locations: Locations,
    sectors: pd.DataFrame,
    business_parks: gpd.GeoDataFrame,
    *,
    listed: str = "45,49.41,52.10,77",
    sbi: int = 2008,
) -> "pd.Series[float]":
    """Share (0-1) of the park's establishments in the listed sectors.

    A row counts as listed when its code begins with a code of `listed`, dots
    left out: 45 holds 45.11, and a row of all of 49 is not 49.41. `listed`
    holds codes of the SBI of 2008; for a table in that of 2025 (`sbi` = 2025)
    division 45 stands for 46.7, 47.8 and 95.3. It is unknown where the count
    of a listed row is unknown, where no count is known, and where a park's
    rows are sections (letters) only while no section is listed. Other rows of
    unknown count are left out; where they could hold more than a tenth of what
    is known, at the four that a hidden count is at most, it is unknown too. A
    location has the share of the park it stands on; off the parks it does not
    apply.
    """
    if sbi not in _EDITIONS:
        raise IndicatorError(
            Message("Option sbi of sector_mix is not known: {year}.", year=sbi),
            Message("Choose one of: {words}.", words="2008, 2025"),
        )
    wanted = _codes(listed, sbi)
    sections = any(one.isalpha() for one in wanted)
    rows = sectors[sectors["sector"].notna()]
    code = rows["sector"].str.replace(".", "", regex=False)
    named = code.str.startswith(wanted).astype(bool)
    count = rows["establishments"].astype(float)
    facts = pd.DataFrame(
        {
            "total": count,
            "part": count.where(named, 0.0),
            "doubtful": named & count.isna(),
            "hidden": count.isna() & ~named,
            "too_broad": code.str.isalpha() & (not sections),
        }
    )
    by_park = facts.groupby(rows["park_id"])
    total, most_hidden = by_park["total"].sum(), _HIDDEN_AT_MOST * by_park["hidden"].sum()
    known = (total > 0) & (most_hidden <= _LEFT_OUT * total)
    known &= ~by_park["doubtful"].any() & ~by_park["too_broad"].all()
    share = by_park["part"].sum() / total
    return fact_of_park(locations, business_parks, share[known])


def _codes(listed: str, sbi: int) -> tuple[str, ...]:
    """Return the codes a row may begin with, without dots."""
    codes = [code.strip().replace(".", "") for code in listed.split(",") if code.strip()]
    if not codes:
        raise IndicatorError(
            Message("Option listed of sector_mix names no sector."),
            Message("Give codes of the SBI with commas between them, for example 45,52.10."),
        )
    if sbi == _EDITIONS[0]:
        return tuple(codes)
    return tuple(
        new
        for code in codes
        for old in [next((old for old in _SUCCESSORS if code.startswith(old)), "")]
        for new in _SUCCESSORS.get(old, (code,))
    )


def _on_park(
    locations: Locations, _: pd.DataFrame, business_parks: gpd.GeoDataFrame
) -> "pd.Series[bool]":
    return stands_on_park(locations, business_parks)


INDICATOR = Indicator(
    function=sector_mix,
    number=29,
    title={"nl": "Branchesamenstelling", "en": "Mix of sectors"},
    question={
        "nl": "Zitten op het terrein veel bedrijven uit branches die de praktijk noemt?",
        "en": "Does the park hold many establishments in sectors that practice names?",
    },
    unit="share",
    family="mix",
    value=percentile(0.7, 0.95),
    evidence="a",
    sources=marked(
        "Provincial tool for business parks: older parks with many car firms scored higher for "
        "drug crime. Against it: a facilitating role of these sectors was hard to show. "
        "Information only: without a score by default. SBI 2025 split the car trade."
    ),
    false_positives={
        "nl": (
            "Dit wijst een hele branche aan, terwijl bijna alle bedrijven daarin gewoon hun werk "
            "doen. Dat branches misbruik mogelijk maken, bleek moeilijk aan te tonen."
        ),
        "en": (
            "This points at a whole sector, while nearly all firms in it simply do their work. "
            "That sectors facilitate misuse has proved hard to show."
        ),
    },
    ordinary_explanations={
        "nl": (
            "Er is een autoboulevard of een transportknooppunt, of er zitten veel verhuurbedrijven."
        ),
        "en": (
            "There is a street of car dealers or a transport hub, or there are many rental firms."
        ),
    },
    needs={"sectors": ("establishments",), "business_parks": ("geometry",)},
    use="information",
    applies=_on_park,
)
