"""Areas ranked by how many of their places stand out, such as business parks by their buildings."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
from scipy import stats

from riskmap.errors import ScoringError
from riskmap.hotspots.clusters import Clusters
from riskmap.measures.containing import containing_polygon
from riskmap.messages import Message
from riskmap.statistics.false_discovery import discoveries
from riskmap.statistics.shrunken_shares import shrunken_shares

TOP_SHARE = 0.1
FEW_PLACES = 10
LEAST_AREAS = 10


@dataclass(frozen=True)
class AreaRanking:
    """Areas in the order of their share, and their places in the order of their score.

    Attributes
    ----------
    frame
        Indexed by ``area_id``, best first: ``name``, ``places`` (with a known
        value), ``unknown``, ``mean``, ``above``, ``share``,
        ``share_shrunken``, ``share_low``, ``share_high`` (0..1), ``small``
        (fewer than `FEW_PLACES` known), ``rank`` (by ``share_low``, equal ones
        alike; NA without a known place), ``p`` and ``p_adjusted`` (more
        places above than chance gives; false discovery rate), ``stands_out``,
        geometry, and the columns of `riskmap.hotspots.clusters.COLUMNS`
        where there are areas enough.
    members
        One row per place in an area: ``area_id``, ``area_rank``,
        ``place_id``, ``value``, ``above``, ``rank_in_area``; in the order of
        the areas, unknown values last.
    threshold
        A place stands out from here.
    share
        Of all known places in areas, how many stand out.
    outside
        Places in no area.
    clusters
        Which areas lie together; None where there are too few.
    why_none
        Why there are no clusters.
    """

    frame: gpd.GeoDataFrame
    members: pd.DataFrame
    threshold: float
    share: float
    outside: int
    clusters: Clusters | None = None
    why_none: Message | None = None


def area_of(points: gpd.GeoSeries, areas: gpd.GeoDataFrame) -> "pd.Series[str]":
    """Return the id of the area each point lies in, NA where it lies in none.

    Parameters
    ----------
    points
        Indexed by place.
    areas
        Polygons indexed by id, in the same system; of overlapping ones the
        lowest id is taken.
    """
    ordered = areas.sort_index()
    xy = np.column_stack([points.x, points.y])
    number = containing_polygon(xy, ordered.geometry.to_numpy())
    found = pd.Series(ordered.index.to_numpy()[number], index=points.index, dtype="str")
    result: pd.Series[str] = found.where(number >= 0)
    return result


def rank_areas(
    values: "pd.Series[float]",
    area: "pd.Series[str]",
    areas: gpd.GeoDataFrame,
    *,
    above: float | None = None,
    alpha: float = 0.05,
) -> AreaRanking:
    """Rank areas by the share of their places that stand out.

    A mean hides the one hall that matters, and a raw share lets an area of two
    places win: shares are shrunken toward that of all
    (`riskmap.statistics.shrunken_shares`), and areas ranked by the lower bound
    of the 90 % interval, the share they have almost surely. Whether an area has more such
    places than chance gives is tested with the hypergeometric distribution,
    over the places of all areas.

    Parameters
    ----------
    values
        One per place, NaN unknown.
    area
        Area of each place, NA where in none.
    areas
        Polygons indexed by id, with ``name``.
    above
        The threshold; None takes the highest tenth of all known values,
        inside areas or not.
    alpha
        Level of the false discovery rate.

    Raises
    ------
    ScoringError
        When no place with a known value lies in an area.
    """
    threshold = float(values.quantile(1 - TOP_SHARE)) if above is None else above
    rows = pd.DataFrame({"area_id": area, "value": values}).dropna(subset=["area_id"])
    known = rows.dropna(subset=["value"])
    if known.empty:
        told = Message("None of the {count} areas holds a place with a value.", count=len(areas))
        raise ScoringError(told, Message("Check the file with the areas and its system."))
    rows["above"] = (rows["value"] >= threshold).where(rows["value"].notna()).astype("boolean")
    frame = _counted(rows, areas)
    hits, sizes = (frame[name].to_numpy(dtype=float) for name in ("above", "places"))
    with np.errstate(invalid="ignore"):
        frame["share"] = hits / sizes
    shrunken = shrunken_shares(hits, sizes)
    frame["share_shrunken"] = shrunken.share
    frame["share_low"], frame["share_high"] = shrunken.low, shrunken.high
    frame["small"] = frame["places"] < FEW_PLACES
    order = frame["share_low"].round(9).rank(ascending=False, method="min")
    frame["rank"] = order.astype("Int64")
    p = stats.hypergeom.sf(hits - 1, sizes.sum(), hits.sum(), sizes)
    tested = discoveries(np.where(sizes > 0, p, np.nan), alpha)
    frame["p"], frame["p_adjusted"] = np.where(sizes > 0, p, np.nan), tested.adjusted
    frame["stands_out"] = tested.significant
    frame = frame.sort_values(["rank", "share"], ascending=[True, False], kind="stable")
    return AreaRanking(
        frame=frame,
        members=_members(rows, frame),
        threshold=threshold,
        share=float(hits.sum() / sizes.sum()),
        outside=int(area.isna().sum()),
    )


def _counted(rows: pd.DataFrame, areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    grouped = rows.groupby("area_id")
    counts = pd.DataFrame(
        {
            "places": grouped["value"].count(),
            "unknown": grouped["value"].size() - grouped["value"].count(),
            "mean": grouped["value"].mean(),
            "above": grouped["above"].sum(),
        }
    ).reindex(areas.sort_index().index)
    whole = ["places", "unknown", "above"]
    counts[whole] = counts[whole].fillna(0).astype("int64")
    ordered = areas.sort_index()
    frame = gpd.GeoDataFrame(counts, geometry=ordered.geometry, crs=areas.crs)
    frame.insert(0, "name", ordered["name"])
    return frame


def _members(rows: pd.DataFrame, ranked: pd.DataFrame) -> pd.DataFrame:
    """Return the places of the areas, so that one can go from an area down to its places."""
    members = rows.rename_axis("place_id").reset_index()
    place = pd.Series(np.arange(len(ranked)), index=ranked.index)
    members["order"] = members["area_id"].map(place)
    members["area_rank"] = members["area_id"].map(ranked["rank"]).astype("Int64")
    ranks = members.groupby("area_id")["value"].rank(ascending=False, method="min")
    members["rank_in_area"] = ranks.astype("Int64")
    members = members.sort_values(["order", "rank_in_area", "place_id"], kind="stable")
    columns = ["area_id", "area_rank", "place_id", "value", "above", "rank_in_area"]
    return members[columns].reset_index(drop=True)
