"""From a run to the study of one indicator: a criterion of a theme, or one being written."""

import geopandas as gpd
import numpy as np
import pandas as pd

from riskmap.decomposition import applicable
from riskmap.errors import IndicatorError
from riskmap.indicators.catalogue import Measurement, catalogue, measure
from riskmap.indicators.contract import check_contract
from riskmap.indicators.indicator import Indicator
from riskmap.language import Language
from riskmap.locations.locations import Kind, Locations
from riskmap.maps import ScoredMap
from riskmap.messages import Message
from riskmap.notebook.study import Study
from riskmap.pipeline.run import RunResult
from riskmap.project_faults import nearest_name
from riskmap.scaling import ValueFunction


def study(
    result: RunResult,
    theme: str,
    indicator: str | Indicator,
    *,
    family: str | None = None,
    weight: float = 1.0,
    language: Language = "en",
    **options: object,
) -> Study:
    """Study one indicator on the places of a theme.

    Parameters
    ----------
    result
        What `riskmap.pipeline.run.run` returned.
    theme
        One of the themes that ran.
    indicator
        The id of a criterion of the theme, or the record of an indicator,
        such as one that is being written in the notebook.
    family, weight
        For a record: the family in which it would count (its own when the
        theme has one of that name), and its weight inside it.
    **options
        For a record: options of its function.

    Raises
    ------
    IndicatorError
        When the run has no such theme, the theme no such criterion or family, or
        the record breaks the contract.
    """
    if theme not in result.themes:
        raise IndicatorError(
            Message("Theme {theme} is not in this run.", theme=theme),
            nearest_name(theme, sorted(result.themes)),
        )
    scored = result.themes[theme].opportunity
    if isinstance(indicator, str):
        return _of_criterion(scored, indicator, language)
    if not isinstance(indicator, Indicator):
        raise IndicatorError(
            Message("study takes the id of a criterion, or the record of an indicator."),
            Message("Write for example study(result, {theme}, INDICATOR).", theme=repr(theme)),
        )
    check_contract(indicator.id, indicator)
    home = family or indicator.family
    if home not in scored.description.families:
        known = sorted(scored.description.families)
        raise IndicatorError(
            Message("Theme {theme} has no family {family}.", theme=theme, family=home),
            nearest_name(home, known),
        )
    parts = [
        measure(indicator, places, result.layers, options)
        for places in _places(scored, result.themes[theme].members)
    ]
    return _of_record(scored, indicator, parts, family=home, weight=weight, language=language)


def _of_record(
    scored: ScoredMap,
    indicator: Indicator,
    parts: list[Measurement],
    *,
    family: str,
    weight: float,
    language: Language,
) -> Study:
    """Return the study of an indicator measured per kind of place."""
    measured = pd.concat([part.values for part in parts])  # noqa: PD011 (not a frame)
    return Study(
        scored=scored,
        indicator=indicator,
        criterion=indicator.id,
        family=family,
        weight=weight,
        value=indicator.value.fitted(np.asarray(measured, dtype=np.float64)),
        measured=measured,
        applies=pd.concat([part.applies for part in parts]),
        language=language,
    )


def _of_criterion(scored: ScoredMap, criterion: str, language: Language) -> Study:
    """Return the study of a criterion the map holds, from the map's own columns."""
    known = scored.description.criteria()
    if criterion not in known:
        raise IndicatorError(
            Message(
                "Theme {theme} has no criterion {criterion}.",
                theme=scored.description.theme,
                criterion=criterion,
            ),
            nearest_name(criterion, sorted(known)),
        )
    frame = scored.frame.set_index("location_id")
    card = known[criterion]
    values = frame[f"{criterion}__value"].astype(float)
    family = next(k for k, f in scored.description.families.items() if criterion in f.criteria)
    value = card.value
    steps = None if value.steps is None else {float(k): v for k, v in value.steps.items()}
    return Study(
        scored=scored,
        indicator=catalogue()[card.indicator],
        criterion=criterion,
        family=family,
        weight=card.weight,
        value=ValueFunction(value.shape, value.points, steps, value.reference),
        measured=values.rename(card.indicator),
        applies=applicable(frame, [criterion])[criterion],
        language=language,
    )


def _places(scored: ScoredMap, members: pd.DataFrame) -> list[Locations]:
    """Return the map's places as locations again, one set per kind."""
    frame = scored.frame.set_index("location_id")
    columns = ["label", "municipality", "parcels"]
    kinds: list[Kind] = sorted(frame["kind"].unique())
    found = []
    for kind in kinds:
        own = frame[frame["kind"] == kind]
        places = gpd.GeoDataFrame(own[columns], geometry=own.geometry, crs=frame.crs)
        theirs = members[members["location_id"].isin(places.index)].reset_index(drop=True)
        found.append(Locations(kind, places, theirs))
    return found
