"""Lay outcomes beside a ranked list: by id, else by place on the map."""

import datetime as dt

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from riskmap.errors import InputError
from riskmap.messages import Message
from riskmap.outcomes.matched import Matched
from riskmap.outcomes.matching_ids import looks, match_ids
from riskmap.outcomes.matching_places import match_places
from riskmap.outcomes.ranked_places import RankedPlaces
from riskmap.outcomes.records import Outcomes

_POINT = 0
_ANYWHERE = 1e7  # m: the nearest place, however far


def match(
    places: RankedPlaces,
    outcomes: Outcomes,
    *,
    since: dt.date | None = None,
    until: dt.date | None = None,
    before: dt.date | Outcomes | None = None,
    within_m: float | None = None,
) -> Matched:
    """Return the places of the list with what was found there in a period.

    Ids count first. Outcomes without one, and points whose ids turn out to be
    their own and not those of places, are laid in the places on the map. The
    order of rows never matters.

    Parameters
    ----------
    since, until
        First and last day of the period; None leaves that end open.
    before
        Earlier outcomes for ``found_before``: a record of their own, or a day:
        all that `outcomes` holds before that day (the period then starts on
        it). None with `since` given takes all that is before `since`.
    within_m
        Largest distance between a point and the place it is counted at
        (metres); needed where the places are points themselves.

    Raises
    ------
    InputError
        When nothing at all fits, with how both ids look.
    """
    place, notes = _places_of(places, outcomes, within_m)
    rows = outcomes.frame.assign(place=place)
    notes = [*places.notes, *outcomes.notes, *notes]
    if isinstance(before, dt.date):
        since = since or before
    period, told = _period(rows, since, until)
    frame = places.frame.copy()
    frame["found"] = _counted(frame.index, period, outcomes.kind)
    visits = period.groupby("place").size().reindex(frame.index)
    frame["visits"] = visits.fillna(0).astype("int64")
    _add_first(frame, period)
    frame["found_before"] = np.nan
    if isinstance(before, Outcomes):
        earlier_place, more = _places_of(places, before, within_m)
        frame["found_before"] = _counted(
            frame.index, before.frame.assign(place=earlier_place), before.kind
        )
        notes += [Message("Earlier outcomes: {note}", note=note) for note in (*before.notes, *more)]
    elif since is not None:
        earlier = rows[rows["date"] < pd.Timestamp(before or since)]
        if len(earlier):
            frame["found_before"] = _counted(frame.index, earlier, outcomes.kind)
    outside = int(period["place"].isna().sum())
    if outside:
        notes.append(
            Message("Outcomes of the period that fit no place of the list: {count}.", count=outside)
        )
    told_of_each = ["place", "found", "date", "selection", "probability", "origin"]
    one_by_one = pd.DataFrame(period[told_of_each]).rename(columns={"place": "place_id"})
    return Matched(frame, outside, (*notes, *told), one_by_one)


def _places_of(
    places: RankedPlaces, outcomes: Outcomes, within_m: float | None
) -> tuple["pd.Series[str]", list[Message]]:
    """Return the place of every outcome, NA where it fits none."""
    rows = outcomes.frame
    ids, drawn = rows["place_id"], rows.geometry.notna()
    on_map = bool(drawn.any()) and bool(places.frame.geometry.notna().any())
    notes: list[Message] = []
    if places.numbered and _same_rows(places, outcomes):
        return pd.Series(rows.index.astype(str), index=rows.index, dtype="str"), notes
    found = pd.Series(None, index=rows.index, dtype="str")
    if not places.numbered and ids.notna().any():
        found, notes = match_ids(places.frame.index, ids)
        if found.isna().all() and (outcomes.ids_named or not on_map):
            raise _nothing_fits(places, outcomes)
        if on_map and not outcomes.ids_named and _ids_of_their_own(places, outcomes, found):
            found = pd.Series(None, index=rows.index, dtype="str")
            notes = [
                Message(
                    "Ids of the outcomes are their own: they were laid in the places on the map."
                )
            ]
    # An id that fits no place is an outcome elsewhere; only rows without one are looked up.
    left = drawn & found.isna() & (ids.isna() if found.notna().any() else True)
    if on_map and left.any():
        names = (places.source, outcomes.source)
        more, told = match_places(
            places.frame.geometry, rows.geometry[left], within_m=within_m, names=names
        )
        found = found.where(found.notna(), more.reindex(rows.index))
        notes = [*notes, *told]
    if found.isna().all():
        raise _nothing_fits(places, outcomes)
    return found.astype("str"), notes


def _same_rows(places: RankedPlaces, outcomes: Outcomes) -> bool:
    return (
        places.path is not None
        and outcomes.path is not None
        and places.path.resolve() == outcomes.path.resolve()
        and places.table == outcomes.table
    )


def _ids_of_their_own(places: RankedPlaces, outcomes: Outcomes, found: "pd.Series[str]") -> bool:
    """Tell whether ids fit places by chance only: the points lie in other places."""
    if found.isna().all():
        return True
    shapes = outcomes.frame.geometry
    points = shapes[(shapely.get_type_id(shapes.to_numpy()) == _POINT) & found.notna().to_numpy()]
    grounds = places.frame.geometry
    if (
        points.empty
        or (grounds.crs is None) != (points.crs is None)
        or _same_rows(places, outcomes)
    ):
        return False
    only_points = bool((shapely.get_type_id(grounds.dropna().to_numpy()) == _POINT).all())
    there, _ = match_places(
        grounds,
        points,
        within_m=_ANYWHERE if only_points else None,
        names=(places.source, outcomes.source),
    )
    known = there.notna()
    own = there[known] == found[there.index[known]]
    return bool(known.any()) and float(own.mean()) < 0.5  # noqa: PLR2004 (most of them)


def _period(
    rows: gpd.GeoDataFrame, since: dt.date | None, until: dt.date | None
) -> tuple[gpd.GeoDataFrame, list[Message]]:
    if since is None and until is None:
        return rows, []
    undated = int(rows["date"].isna().sum())
    inside = rows["date"].notna()
    if since is not None:
        inside &= rows["date"] >= pd.Timestamp(since)
    if until is not None:
        inside &= rows["date"] <= pd.Timestamp(until)
    if not inside.any():
        raise InputError(
            Message("No outcome has a date in the period that was asked for."),
            Message("Name the column of the dates with --date, or ask for another period."),
        )
    notes = (
        [Message("Outcomes without a date, left out of the period: {count}.", count=undated)]
        if undated
        else []
    )
    return rows[inside], notes


def _add_first(frame: gpd.GeoDataFrame, rows: gpd.GeoDataFrame) -> None:
    """Add the first visit and the first find; equal days are ordered by what they say."""
    told = pd.DataFrame(rows.drop(columns="geometry")).sort_values(
        ["place", "date", "selection", "probability", "found"], kind="stable"
    )
    first = told.drop_duplicates("place").dropna(subset="place").set_index("place")
    found = (
        told[told["found"] > 0].drop_duplicates("place").dropna(subset="place").set_index("place")
    )
    frame["first_found"] = found["date"].reindex(frame.index)
    frame["first_visit"] = first["date"].reindex(frame.index)
    frame["selection"] = first["selection"].reindex(frame.index)
    frame["probability"] = first["probability"].reindex(frame.index)


def _counted(index: "pd.Index[str]", rows: gpd.GeoDataFrame, kind: str) -> "pd.Series[float]":
    """Return what was found per place; a place without a row is 0 only where rows are incidents."""
    found = rows.groupby("place")["found"].sum(min_count=1)
    counted: pd.Series[float] = found.reindex(
        index, fill_value=0.0 if kind == "incidents" else np.nan
    )
    return counted


def _nothing_fits(places: RankedPlaces, outcomes: Outcomes) -> InputError:
    index = pd.Series(places.frame.index, dtype="str")
    if outcomes.frame["place_id"].isna().all():
        if places.frame.geometry.isna().all():
            return InputError(
                Message(
                    "{list} holds no places on the map, and no column of {outcomes} is known as "
                    "the id of a place.",
                    outcomes=outcomes.source,
                    list=places.source,
                ),
                Message(
                    "Name the column of the ids with --outcome-id, or give a list with polygons "
                    "or coordinates."
                ),
            )
        return InputError(
            Message(
                "No outcome of {outcomes} lies in a place of {list}.",
                outcomes=outcomes.source,
                list=places.source,
            ),
            Message(
                "Give the distance with --within where places are points, or look at the systems "
                "of both."
            ),
        )
    return InputError(
        Message(
            "No outcome of {outcomes} fits a place of {list}: ids look like {theirs} and like "
            "{ours}.",
            outcomes=outcomes.source,
            list=places.source,
            theirs=looks(outcomes.frame["place_id"]),
            ours="-" if places.numbered else looks(index),
        ),
        Message("Name the columns of the ids with --id and --outcome-id."),
    )
