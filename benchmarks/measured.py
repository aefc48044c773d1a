"""The same indicators with riskmap's measures: the peer of `plain.py`."""

from collections.abc import Callable

import numpy as np
import shapely
from meter import Answers, Region, main, some_yards

from riskmap.measures.containing import containing_polygon
from riskmap.measures.counts import count_within
from riskmap.measures.edges import signed_distance
from riskmap.measures.nearest import nearest_distance
from riskmap.measures.overlap import overlaps
from riskmap.measures.share import area_weighted_mean, share_covered
from riskmap.measures.sight import points_along, screened, spread_within
from riskmap.measures.years import parts_by_years
from riskmap.measures.zonal import zonal_mean


def nearest_dwelling(region: Region) -> Answers:
    """Distance from a parcel's dwellings to the nearest dwelling elsewhere."""
    parcels = region.geometries("parcels")
    dwellings = region.geometries("addresses")[region.frames["addresses"].dwelling.to_numpy()]
    parcel = containing_polygon(shapely.get_coordinates(dwellings), parcels)
    dwellings, parcel = dwellings[parcel >= 0], parcel[parcel >= 0]
    distance = nearest_distance(dwellings, dwellings, _pairs_of_one_parcel(parcel))
    least = np.full(len(parcels), np.nan)
    np.fmin.at(least, parcel, distance)
    return {"distance": least}


def addresses_500(region: Region) -> Answers:
    """Addresses within 500 m of the parcel's middle."""
    middles = shapely.get_coordinates(shapely.centroid(region.geometries("parcels")))
    addresses = shapely.get_coordinates(region.geometries("addresses"))
    return {"count": count_within(middles, addresses, 500.0)}


def main_road(region: Region) -> Answers:
    """Distance to the nearest main road."""
    main_roads = region.geometries("roads")[(region.frames["roads"].kind == "main").to_numpy()]
    return {"distance": nearest_distance(region.geometries("parcels"), main_roads)}


def buildings(region: Region) -> Answers:
    """Built share and largest barn, by the buildings whose middle is in the parcel."""
    parcels, blocks = region.geometries("parcels"), region.geometries("buildings")
    parcel = containing_polygon(shapely.get_coordinates(shapely.centroid(blocks)), parcels)
    area, inside = shapely.area(blocks), parcel >= 0
    built = np.bincount(parcel[inside], area[inside], len(parcels))
    inside &= (region.frames["buildings"].use == "industriefunctie").to_numpy()
    barn = np.zeros(len(parcels))
    np.maximum.at(barn, parcel[inside], area[inside])
    return {"share": built / shapely.area(parcels), "barn": barn}


def overlays(region: Region) -> Answers:
    """Share of the parcel in a business park, and in a crop field."""
    parcels = region.geometries("parcels")
    return {name: share_covered(parcels, region.geometries(name)) for name in ("parks", "crops")}


def greenness(region: Region) -> Answers:
    """Mean of the raster over the parcel: every pixel by the part of it inside."""
    mean, _ = zonal_mean(region.geometries("parcels"), region.raster, region.transform)
    return {"mean": mean}


def police_area(region: Region) -> Answers:
    """Mean risk of the police areas over the parcel, by surface."""
    hexes, risk = region.geometries("hexes"), region.frames["hexes"].risk.to_numpy()
    mean, _ = area_weighted_mean(region.geometries("parcels"), hexes, risk)
    return {"mean": mean}


def farmed_ring(region: Region) -> Answers:
    """Share of a ring of 250 m round the lot that was farmed, mean of three years."""
    yards, fields = region.geometries("parcels")[some_yards(region)], region.frames["fields"]
    rings = shapely.difference(shapely.buffer(yards, 250.0, quad_segs=16), yards)
    parts, years = parts_by_years(fields.geometry.to_numpy(), fields["year"].to_numpy())
    pairs = overlaps(rings, parts)
    square_m = np.bincount(pairs.geometry, pairs.square_m * years[pairs.area], len(rings))
    return {"share": square_m / shapely.area(rings) / fields["year"].nunique()}


def sight_lines(region: Region) -> Answers:
    """Share of 24 lines from the roads within 300 m that meet a wood."""
    yards = region.geometries("parcels")[some_yards(region)]
    points = points_along(region.geometries("roads"), 5.0)
    yard, point = spread_within(yards, points, 300.0, 24)
    middles = shapely.get_coordinates(shapely.centroid(yards))
    hidden = screened(points[point], middles[yard], region.geometries("woods"))
    count = np.bincount(yard, minlength=len(yards))
    met = np.bincount(yard, hidden, len(yards))
    return {"share": np.divide(met, count, out=np.full(len(yards), np.nan), where=count > 0)}


def water(region: Region) -> Answers:
    """Distance to the nearest ditch."""
    lots = region.geometries("parcels")
    return {"distance": nearest_distance(lots, region.geometries("ditches"))}


def town_edge(region: Region) -> Answers:
    """Distance from the lot's middle to the edge of the towns, negative inside."""
    middles = shapely.get_coordinates(shapely.centroid(region.geometries("parcels")))
    return {"distance": signed_distance(middles, region.geometries("towns"))}


def _pairs_of_one_parcel(parcel: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return every pair of dwellings on the same parcel, each with itself too."""
    order = np.argsort(parcel, kind="stable")
    _, first, counts = np.unique(parcel[order], return_index=True, return_counts=True)
    group = np.repeat(np.arange(len(first)), counts)
    each = np.repeat(np.arange(len(parcel)), counts[group])
    within = np.arange(len(each)) - np.searchsorted(each, each)
    return order[each], order[first[group[each]] + within]


INDICATORS: dict[str, Callable[[Region], Answers]] = {
    "i1 nearest other dwelling": nearest_dwelling,
    "i2 addresses within 500 m": addresses_500,
    "i3 nearest main road": main_road,
    "i4 built share, largest barn": buildings,
    "i5 overlap with parks and crops": overlays,
    "i6 mean of a 10 m raster": greenness,
    "i7 police area, by surface": police_area,
    "i8 farmed ring, three years": farmed_ring,
    "i9 sight lines through woods": sight_lines,
    "i10 nearest water": water,
    "i11 edge of the built-up area": town_edge,
    "i12 exact mean of the raster": greenness,
}

if __name__ == "__main__":
    main(INDICATORS)
