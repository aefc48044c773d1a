"""What is unknown, and where a layer stops."""

from collections.abc import Mapping

import pandas as pd

from riskmap.decomposition import parts_of
from riskmap.maps import ScoredMap
from riskmap.quality.ages import layer_ages, oldest
from riskmap.quality.findings import Knowledge, Stop

LEAST_PLACES = 5
"""A group of fewer places says nothing about where a layer stops."""

_KNOWN_ELSEWHERE = 0.5


def knowledge(scored: ScoredMap) -> tuple[Knowledge, ...]:
    """Return per criterion that counts how much of it is known, and how old it is."""
    _, scores, applies = parts_of(scored)
    ages = layer_ages(scored.description)
    found = []
    for name, criterion in scored.description.counting().items():
        age = oldest(criterion, ages)
        found.append(
            Knowledge(
                criterion=name,
                places=int(applies[name].sum()),
                unknown=int((applies[name] & scores[name].isna()).sum()),
                state="fresh" if age is None else age.state,
                oldest=age,
            )
        )
    return tuple(found)


def stops(scored: ScoredMap, groups: Mapping[str, "pd.Series[str]"]) -> tuple[Stop, ...]:
    """Return the criteria that are known nowhere in a group, and at half of the places outside it.

    That is what a table looks like that one municipality or one business park
    did not hand in.

    Parameters
    ----------
    groups
        Layer -> name of the group of every place, on the index of the map's
        frame; missing where a place lies in none.
    """
    _, scores, applies = parts_of(scored)
    return tuple(
        stop
        for by, names in groups.items()
        for criterion in scores
        for stop in _of_criterion(
            by, str(criterion), scores[criterion].notna(), applies[criterion], names
        )
    )


def _of_criterion(
    by: str,
    criterion: str,
    known: "pd.Series[bool]",
    applies: "pd.Series[bool]",
    names: "pd.Series[str]",
) -> list[Stop]:
    asked = applies.to_numpy()
    group = names[asked].set_axis(range(asked.sum()))
    rows = pd.DataFrame({"group": group, "known": known.to_numpy()[asked]})
    inside = rows.groupby("group")["known"].agg(["size", "sum"])
    found = []
    for name, places, count in inside.sort_index().itertuples():
        others = len(rows) - places
        elsewhere = (rows["known"].sum() - count) / others if others else 0.0
        if count == 0 and places >= LEAST_PLACES and elsewhere >= _KNOWN_ELSEWHERE:
            found.append(
                Stop(
                    criterion=criterion,
                    by=by,
                    group=str(name),
                    places=int(places),
                    known_elsewhere=float(elsewhere),
                )
            )
    return found
