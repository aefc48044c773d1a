"""Fairness: mean score and share of the top per landscape type and per neighbourhood."""

import pandas as pd

from riskmap.maps import ScoredMap
from riskmap.ordering import list_order
from riskmap.project import Groups
from riskmap.quality.findings import GroupFigures, GroupTable


def group_table(
    scored: ScoredMap, by: Groups, names: "pd.Series[str]", capacity: int
) -> GroupTable:
    """Return the figures of every group beside those of all places.

    The top is the first `capacity` places in the order a list follows, chance
    left aside. Places in no group come last.

    Parameters
    ----------
    names
        Name of the group of every place, on the index of the map's frame;
        missing where a place lies in none.
    """
    frame = scored.frame
    rows = pd.DataFrame(
        {
            "group": names,
            "ranked": frame["rank"].notna(),
            "score": frame["opportunity"].astype(float),
            "top": (list_order(scored) <= capacity).fillna(value=False).astype(bool),
        }
    )
    overall = _figures(None, rows, rows)
    groups = [_figures(str(name), own, rows) for name, own in rows.groupby("group", sort=True)]
    outside = rows[rows["group"].isna()]
    if len(outside):
        groups.append(_figures(None, outside, rows))
    return GroupTable(by=by, top=int(rows["top"].sum()), overall=overall, groups=tuple(groups))


def _figures(name: str | None, own: pd.DataFrame, every: pd.DataFrame) -> GroupFigures:
    mean, all_mean = own["score"].mean(), every["score"].mean()
    known = pd.notna(mean)
    in_top, top = int(own["top"].sum()), int(every["top"].sum())
    return GroupFigures(
        group=name,
        places=len(own),
        ranked=int(own["ranked"].sum()),
        mean=float(mean) if known else None,
        difference=float(mean - all_mean) if known else None,
        share_of_places=len(own) / len(every),
        in_top=in_top,
        share_of_top=in_top / top if top else 0.0,
    )
