"""The parcel view: for every parcel the best location that stands on it."""

import pandas as pd


def best_per_parcel(members: pd.DataFrame, scores: pd.DataFrame) -> pd.DataFrame:
    """Return the best location of every parcel any location stands on.

    A ranked location comes before one about which too little is known. Then
    the highest priority, or the highest opportunity where there is no
    priority; then the highest opportunity, the largest share of the parcel,
    and the lowest location id. A location without a score comes last: its
    parcel is listed with an unknown score.

    Parameters
    ----------
    members
        Link table of one or more kinds: ``location_id``, ``role``,
        ``member_id``, ``share``. Rows of locations without a row in `scores`
        are passed over.
    scores
        Indexed by ``location_id``, with ``opportunity``, ``coverage``,
        ``rank`` (NA where not ranked) and where there is a police layer
        ``priority`` (0..1, NaN unknown).

    Returns
    -------
        ``parcel_id``, ``location_id``, ``opportunity``, where given
        ``priority``, ``coverage`` and ``rank``; one row per parcel, ordered by
        ``parcel_id``.
    """
    shown = [name for name in ("opportunity", "priority") if name in scores.columns]
    rows = members.loc[members["role"] == "parcel", ["location_id", "member_id", "share"]]
    taken = scores[[*shown, "coverage", "rank"]]
    rows = rows.join(taken, on="location_id", how="inner").reset_index(drop=True)
    rows = rows.assign(parcel_id=rows["member_id"], ranked=rows["rank"].notna())
    falling = ["ranked", *reversed(shown), "share"]
    by = ["parcel_id", *falling, "location_id"]
    rows = rows.sort_values(by, ascending=[name not in falling for name in by], na_position="last")
    best = rows.drop_duplicates("parcel_id").reset_index(drop=True)
    return best[["parcel_id", "location_id", *shown, "coverage", "rank"]]
