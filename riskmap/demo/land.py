"""Cadastral parcels, and the crop fields declared on them in five years."""

import math
from dataclasses import dataclass
from itertools import pairwise

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from riskmap.demo.drawing import Numbers, Shapes, minus, near, parts_of, stream
from riskmap.demo.plan import REFERENCE_YEAR, Plan
from riskmap.demo.stock import RD

YEARS = tuple(range(REFERENCE_YEAR - 5, REFERENCE_YEAR))
_CORRIDOR = 9.0  # half of a road with its ditches
_CROPS = {
    "Grasland": (("Grasland, blijvend", 265), ("Grasland, tijdelijk", 266)),
    "Bouwland": (("Tarwe, winter-", 233), ("Aardappelen, consumptie", 2014), ("Mais, snij-", 259)),
    "Braakland": (("Braak, zwarte", 6794),),
    "Natuurterrein": (("Natuurterreinen (incl. heide)", 335),),
}
_SHARES = (0.62, 0.33, 0.02, 0.03)
_LANDSCAPE = (("Houtwal en houtsingel", 343), ("Sloot", 2300))


@dataclass(frozen=True)
class Land:
    """Parcels by what they are used for: ``dwelling``, ``park``, ``yard``, ``field`` ..."""

    parcels: gpd.GeoDataFrame
    fields: Shapes


def cut_parcels(
    plan: Plan,
    seed: int,
    blocks: Numbers,
    plots: dict[str, Shapes],
    settled: Shapes,
) -> Land:
    """Return the cadastral parcels: plots as they are, fields round them.

    Parameters
    ----------
    blocks
        Corners of the polder blocks, shape (blocks, 4, 2), in metres.
    plots
        Parcels by use; those of ``yard`` are partly split in two to four.
    settled
        Areas without fields, besides the plots.
    """
    rng = stream(seed, "parcels")
    kept = dict(plots)
    kept["yard"] = _split(plots["yard"], rng)
    frame = shapely.box(*plan.origin, plan.origin[0] + plan.width, plan.origin[1] + plan.height)
    strips = shapely.intersection(_strips(plan, blocks, rng), frame)
    taken = np.concatenate([plots["yard"], plots["ribbon"], settled])
    fields = parts_of(minus(strips[shapely.area(strips) > 1], taken))[0]
    kept["field"] = fields[shapely.area(fields) > 400]  # noqa: PLR2004 - slivers in m2
    table = pd.concat(
        [pd.DataFrame({"use": use, "geometry": shapes}) for use, shapes in kept.items()],
        ignore_index=True,
    )
    return Land(gpd.GeoDataFrame(table, crs=RD), kept["field"])


def _strips(plan: Plan, blocks: Numbers, rng: np.random.Generator) -> Shapes:
    """Cut each block in rows, and each row in strips, by bilinear interpolation."""
    strips = []
    for block in blocks:
        lower_left, lower_right, upper_right, upper_left = block
        wide = float(np.hypot(*(lower_right - lower_left)))
        high = float(np.hypot(*(upper_left - lower_left)))
        v = _shares(high, plan.strip_depth, rng)
        for low, up in pairwise(v):
            u = _shares(wide, (0.65 * plan.strip_width, 1.6 * plan.strip_width), rng)
            corner = np.array([[a, b] for b in (low, up) for a in u])
            a, b = corner[:, :1], corner[:, 1:]
            place = ((1 - a) * (1 - b) * lower_left + a * (1 - b) * lower_right
                     + a * b * upper_right + (1 - a) * b * upper_left)  # fmt: skip
            count = len(u)
            strips += [place[[i, i + 1, count + i + 1, count + i]] for i in range(count - 1)]
    return np.asarray(shapely.polygons(np.array(strips)))


def _shares(length: float, between: tuple[float, float], rng: np.random.Generator) -> "list[float]":
    """Return cuts as shares of a length, leaving room for the road on both ends."""
    inner = length - 2 * _CORRIDOR
    count = max(1, round(inner / (sum(between) / 2)))
    steps = rng.uniform(between[0], between[1], count)
    cuts = _CORRIDOR + np.concatenate([[0.0], np.cumsum(steps) / steps.sum() * inner])
    return [float(cut) for cut in cuts / length]


def _split(yards: Shapes, rng: np.random.Generator) -> Shapes:
    """Split 35 % of the yards over two to four parcels, across their depth."""
    pieces: list[shapely.Polygon] = []
    for yard in yards:
        corners = shapely.get_coordinates(yard)[:4]
        count = int(rng.integers(2, 5)) if rng.random() < 0.35 else 1  # noqa: PLR2004
        cuts = [0.0, *np.sort(rng.uniform(0.25, 0.9, count - 1)), 1.0]
        for low, up in pairwise(cuts):
            left, right = corners[3] - corners[0], corners[2] - corners[1]
            pieces.append(
                shapely.Polygon(
                    [corners[0] + low * left, corners[1] + low * right,
                     corners[1] + up * right, corners[0] + up * left]
                )
            )  # fmt: skip
    return np.array(pieces, dtype=object)


def declare_crops(fields: Shapes, seed: int, idle: Shapes) -> dict[int, gpd.GeoDataFrame]:
    """Return the declared crop fields per year, each year with new ids.

    Fields beside idle yards stay declared for 85 %: a neighbour uses them.
    """
    rng = stream(seed, "crops")
    sown = shapely.buffer(fields, -2, join_style="mitre")
    sown = sown[(shapely.area(sown) > 3_000) & (shapely.get_type_id(sown) == 3)]  # noqa: PLR2004
    category = rng.choice(len(_SHARES), size=len(sown), p=_SHARES)
    forgotten = near(sown, idle, 60.0) & (rng.random(len(sown)) > 0.85)  # noqa: PLR2004
    years = {}
    for year in YEARS:
        change = rng.random(len(sown)) < 0.06  # noqa: PLR2004 - share of fields that change
        category = np.where(change, rng.choice(len(_SHARES), len(sown), p=_SHARES), category)
        grown = ~forgotten | (year == YEARS[0])
        table = _crop_rows(sown[grown], category[grown], rng)
        if year >= YEARS[2]:
            table = pd.concat([table, _landscape(sown, rng)], ignore_index=True)
        table = table.iloc[rng.permutation(len(table))].reset_index(drop=True)
        table.insert(0, "id", (np.arange(len(table)) + 1 + year * 10_000_000).astype(np.int64))
        table["jaar"] = np.int32(year)
        table["status"] = "Definitief"
        years[year] = gpd.GeoDataFrame(table, geometry="geometry", crs=RD)
    return years


def _crop_rows(
    shapes: Shapes, category: "np.ndarray[tuple[int], np.dtype[np.intp]]", rng: np.random.Generator
) -> pd.DataFrame:
    names = list(_CROPS)
    crops = [_CROPS[names[c]][int(rng.integers(len(_CROPS[names[c]])))] for c in category]
    return pd.DataFrame(
        {
            "category": [names[c] for c in category],
            "gewas": [crop[0] for crop in crops],
            "gewascode": np.array([crop[1] for crop in crops], dtype=np.int32),
            "geometry": shapes,
        }
    )


def _landscape(fields: Shapes, rng: np.random.Generator) -> pd.DataFrame:
    """Return two narrow landscape elements per field, along two of its sides."""
    shapes, kinds = [], []
    for field in fields:
        corners = shapely.get_coordinates(field.exterior)
        for side in (0, 2):
            a, b = corners[side % (len(corners) - 1)], corners[side % (len(corners) - 1) + 1]
            if math.dist(a, b) < 5:  # noqa: PLR2004 - too short for a hedge, in metres
                continue
            shapes.append(shapely.LineString([a, b]).buffer(0.8, cap_style="flat"))
            kinds.append(_LANDSCAPE[int(rng.integers(2))])
    return pd.DataFrame(
        {
            "category": "Landschapselement",
            "gewas": [kind[0] for kind in kinds],
            "gewascode": np.array([kind[1] for kind in kinds], dtype=np.int32),
            "geometry": np.array(shapes, dtype=object),
        }
    )
