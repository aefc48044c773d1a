"""Recreation parks that find their own place, after everything else was built."""

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from riskmap.demo.drawing import Shapes, minus, near, parts_of, stream
from riskmap.demo.land import Land
from riskmap.demo.names import StreetNames
from riskmap.demo.parks import build_recreation, park_area
from riskmap.demo.plan import Plan, Recreation
from riskmap.demo.stock import RD, Stock

_TRIES = 600
_EDGE = 60.0  # metres from the border, and from any building
_ROAD = 12.0
_REACH = 160.0  # a park has a road within reach


def place_campsites(
    plan: Plan, seed: int, stock: Stock, *, roads: Shapes, built_up: Shapes, closed: Shapes
) -> tuple[Recreation, ...]:
    """Return the parks where they found room: remote from the villages, or near one.

    Parameters
    ----------
    stock
        What was built; no park comes near it.
    roads
        A park lies beside one, on none.
    built_up
        Areas a remote park keeps away from.
    closed
        Areas without parks, besides the buildings.
    """
    rng, taken = stream(seed, "campsites"), np.concatenate([stock.shapes(), closed])
    found: list[Recreation] = []
    village = shapely.union_all(built_up)
    for camp in plan.campsites:
        room = np.array([plan.width - camp.width, plan.height - camp.height]) - 2 * _EDGE
        corners = np.round(_EDGE + rng.random((_TRIES, 2)) * room)
        tries = [camp.at(*corner) for corner in corners.tolist()]
        areas = np.array([park_area(park, plan) for park in tries])
        free = ~near(areas, taken, _EDGE) & ~near(areas, roads, _ROAD) & near(areas, roads, _REACH)
        away = shapely.distance(areas, village) * (1 if camp.remote else -1)
        best = int(np.argmax(np.where(free, away, -np.inf)))
        found.append(tries[best])
        taken = np.append(taken, areas[best])
    return tuple(found)


def build_campsites(
    parks: tuple[Recreation, ...], plan: Plan, seed: int, names: StreetNames
) -> tuple[Stock, Shapes]:
    """Return what stands on the parks, in a stock of its own, and their parcels."""
    stock = Stock()
    plots = [build_recreation(park, plan, seed, names, stock) for park in parks]
    return stock, np.concatenate(plots)


def cut_out(land: Land, areas: Shapes, plots: Shapes) -> Land:
    """Return the parcels with the parks cut out of the fields, and their own plots behind."""
    table = land.parcels
    field = (table["use"] == "field").to_numpy()
    left = minus(table.geometry.to_numpy()[field], areas)
    parts, origin = parts_of(left)
    largest = pd.Series(shapely.area(parts)).groupby(origin).idxmax()
    shapes = table.geometry.to_numpy().copy()
    shapes[np.flatnonzero(field)[largest.index]] = parts[largest]
    kept = np.ones(len(table), dtype=bool)
    kept[np.setdiff1d(np.flatnonzero(field), np.flatnonzero(field)[largest.index])] = False
    rest = np.setdiff1d(np.arange(len(parts)), largest)
    more = pd.DataFrame(
        {
            "use": ["field"] * len(rest) + ["leisure"] * len(plots),
            "geometry": np.concatenate([parts[rest], plots]),
        }
    )
    same = pd.DataFrame({"use": table["use"], "geometry": shapes})[kept]
    joined = pd.concat([same, more], ignore_index=True)
    return replace(land, parcels=gpd.GeoDataFrame(joined, geometry="geometry", crs=RD))


def crops_without(crops: gpd.GeoDataFrame, areas: Shapes) -> gpd.GeoDataFrame:
    """Return the crop fields without the parks; what is left of one field stays one field."""
    left = minus(crops.geometry.to_numpy(), areas)
    flat = shapely.get_type_id(left) == shapely.GeometryType.POLYGON
    keep = flat & (shapely.area(left) > 0)
    return gpd.GeoDataFrame(crops.set_geometry(left, crs=crops.crs)[keep].reset_index(drop=True))
