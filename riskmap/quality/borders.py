"""Boundary jumps: differences between the two sides of a municipal border.

A score that changes exactly at a border is more often a layer that stops
there, or is kept differently there, than a difference between the places.
"""

from collections.abc import Iterator
from itertools import combinations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from riskmap.decomposition import parts_of
from riskmap.maps import ScoredMap
from riskmap.quality.findings import Jump, Side

NEAR_M = 1000.0
"""Places no further than this from the neighbouring municipality are compared (metres)."""

LEAST_SIDE = 5
"""Fewer places than this on a side are not compared."""

_ERRORS = 2.0


def jumps(
    scored: ScoredMap, municipalities: gpd.GeoDataFrame, names: "pd.Series[str]"
) -> tuple[Jump, ...]:
    """Return the differences across every border between two municipalities of the map.

    Compared are the means of opportunity and coverage, and per criterion the
    share of the places it applies to where it is known. The standard error
    is that of a difference of two means with variances of their own (Welch
    1947); a difference of more than two of them stands out. Of many
    comparisons about one in twenty does so by chance.

    Parameters
    ----------
    municipalities
        Frame of the layer: code -> polygon, EPSG:28992.
    names
        Code -> name.
    """
    near, measures = _near(scored.frame, municipalities), _measures(scored)
    return tuple(
        jump
        for first, second in combinations(sorted(near), 2)
        for jump in _across(
            measures,
            (near[first].get(second, []), near[second].get(first, [])),
            (str(names.get(first, first)), str(names.get(second, second))),
        )
    )


def _near(
    frame: gpd.GeoDataFrame, municipalities: gpd.GeoDataFrame
) -> dict[str, dict[str, list[int]]]:
    """Return own municipality -> other municipality -> positions of the places near the other."""
    codes = municipalities.index.astype("str").to_numpy()
    own = frame["municipality"].astype("str").to_numpy(dtype=object)
    tree = shapely.STRtree(municipalities.geometry.to_numpy())
    place, area = tree.query(frame.geometry.to_numpy(), predicate="dwithin", distance=NEAR_M)
    found: dict[str, dict[str, list[int]]] = {}
    for row, code in zip(place.tolist(), codes[area].tolist(), strict=True):
        if isinstance(own[row], str) and code != own[row]:
            found.setdefault(own[row], {}).setdefault(code, []).append(row)
    return found


def _measures(scored: ScoredMap) -> dict[str, "pd.Series[float]"]:
    _, scores, applies = parts_of(scored)
    known = scores.notna().astype(float).where(applies)
    return {
        "opportunity": scored.frame["opportunity"].astype(float),
        "coverage": scored.frame["coverage"].astype(float),
        **{str(name): known[name] for name in known},
    }


def _across(
    measures: dict[str, "pd.Series[float]"],
    rows: tuple[list[int], list[int]],
    names: tuple[str, str],
) -> Iterator[Jump]:
    for measure, values in measures.items():
        sides = [values.to_numpy(dtype=float)[side] for side in rows]
        sides = [side[~np.isnan(side)] for side in sides]
        if min(map(len, sides)) < LEAST_SIDE:
            continue
        one, other = (
            Side(municipality=name, places=len(side), mean=float(side.mean()))
            for name, side in zip(names, sides, strict=True)
        )
        error = float(np.sqrt(sum(side.var(ddof=1) / len(side) for side in sides)))
        difference = one.mean - other.mean
        yield Jump(
            measure=measure,
            first=one,
            second=other,
            difference=difference,
            standard_error=error,
            stands_out=abs(difference) > _ERRORS * error + 1e-12,
        )
