"""The script an analyst writes with plain GeoPandas: the peer of `measured.py`.

Each indicator the usual way: joins, buffers, overlays, loops over sight lines,
and for the raster a loop over polygons that takes the pixels whose centre is
inside, and once exactextract.
"""

from collections.abc import Callable

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from affine import Affine
from exactextract import exact_extract
from exactextract.raster import NumPyRasterSource
from meter import Answers, Region, main, some_yards
from rasterio.features import geometry_mask


def nearest_dwelling(region: Region) -> Answers:
    """Distance from a parcel's dwellings to the nearest dwelling elsewhere."""
    parcels, addresses = region.frames["parcels"], region.frames["addresses"]
    dwellings = addresses[addresses.dwelling]
    dwellings = gpd.sjoin(dwellings, parcels[["parcel_id", "geometry"]], predicate="within")
    dwellings = dwellings[["parcel_id", "geometry"]]
    pairs = gpd.sjoin_nearest(
        dwellings,
        dwellings,
        exclusive=True,
        distance_col="distance",
        lsuffix="own",
        rsuffix="other",
    )
    pairs = pairs[pairs.parcel_id_own != pairs.parcel_id_other]
    return {"distance": _per_parcel(parcels, pairs.groupby("parcel_id_own").distance.min())}


def addresses_500(region: Region) -> Answers:
    """Addresses within 500 m of the parcel's middle."""
    parcels, addresses = region.frames["parcels"], region.frames["addresses"]
    circles = parcels[["parcel_id"]].set_geometry(parcels.centroid.buffer(500))
    pairs = gpd.sjoin(addresses[["geometry"]], circles, predicate="within")
    return {"count": _per_parcel(parcels, pairs.groupby("parcel_id").size()).fillna(0)}


def main_road(region: Region) -> Answers:
    """Distance to the nearest main road."""
    parcels, roads = region.frames["parcels"], region.frames["roads"]
    pairs = gpd.sjoin_nearest(
        parcels, roads.loc[roads.kind == "main", ["geometry"]], distance_col="distance"
    )
    return {"distance": _per_parcel(parcels, pairs.groupby("parcel_id").distance.min())}


def buildings(region: Region) -> Answers:
    """Built share and largest barn, by the buildings whose middle is in the parcel."""
    parcels, blocks = region.frames["parcels"], region.frames["buildings"]
    middles = blocks.assign(area=blocks.area, geometry=blocks.centroid)
    pairs = gpd.sjoin(middles, parcels[["parcel_id", "geometry"]], predicate="within")
    built = _per_parcel(parcels, pairs.groupby("parcel_id").area.sum()).fillna(0)
    barns = pairs[pairs.use == "industriefunctie"].groupby("parcel_id").area.max()
    return {
        "share": built / parcels.area.to_numpy(),
        "barn": _per_parcel(parcels, barns).fillna(0),
    }


def overlays(region: Region) -> Answers:
    """Share of the parcel in a business park, and in a crop field."""
    parcels = region.frames["parcels"]
    answers = {}
    for name in ("parks", "crops"):
        common = gpd.overlay(
            parcels[["parcel_id", "geometry"]],
            region.frames[name][["geometry"]],
            how="intersection",
            keep_geom_type=True,
        )
        square_m = common.area.groupby(common.parcel_id).sum()
        answers[name] = _per_parcel(parcels, square_m).fillna(0) / parcels.area.to_numpy()
    return answers


def greenness(region: Region) -> Answers:
    """Mean of the raster over the parcel: pixels whose centre is inside."""
    parcels, place = region.frames["parcels"], region.transform
    means = []
    for parcel, (left, bottom, right, top) in zip(
        parcels.geometry, parcels.bounds.values, strict=True
    ):
        first = int(max((left - place.c) // place.a, 0)), int(max((top - place.f) // place.e, 0))
        last = int((right - place.c) // place.a) + 1, int((bottom - place.f) // place.e) + 1
        values = region.raster[first[1] : last[1], first[0] : last[0]]
        corner = place * Affine.translation(*first)
        inside = geometry_mask([parcel], values.shape, corner, invert=True)
        chosen = values[inside & ~np.isnan(values)]
        means.append(chosen.mean() if chosen.size else np.nan)
    return {"mean": np.array(means)}


def police_area(region: Region) -> Answers:
    """Mean risk of the police areas over the parcel, by surface."""
    parcels = region.frames["parcels"]
    common = gpd.overlay(
        parcels[["parcel_id", "geometry"]],
        region.frames["hexes"],
        how="intersection",
        keep_geom_type=True,
    )
    common["square_m"] = common.area
    common["weighted"] = common.square_m * common.risk
    sums = common.groupby("parcel_id")[["square_m", "weighted"]].sum()
    return {"mean": _per_parcel(parcels, sums.weighted / sums.square_m)}


def farmed_ring(region: Region) -> Answers:
    """Share of a ring of 250 m round the lot that was farmed, mean of three years."""
    yards = region.frames["parcels"].iloc[some_yards(region)]
    rings = yards[["parcel_id"]].set_geometry(yards.buffer(250).difference(yards.geometry))
    fields = region.frames["fields"]
    shares = []
    for year in sorted(fields.year.unique()):
        common = gpd.overlay(rings, fields[fields.year == year], keep_geom_type=True)
        square_m = common.area.groupby(common.parcel_id).sum()
        shares.append(_per_parcel(rings, square_m).fillna(0) / rings.area.to_numpy())
    return {"share": np.mean(shares, axis=0)}


def sight_lines(region: Region) -> Answers:
    """Share of 24 lines from the roads within 300 m that meet a wood."""
    yards = region.frames["parcels"].iloc[some_yards(region)].geometry
    points = []
    for road in region.frames["roads"].geometry:
        count = int(np.ceil(road.length / 5))
        points += [road.interpolate((k + 0.5) * road.length / count) for k in range(count)]
    posts = gpd.GeoSeries(points, crs=yards.crs)
    woods = region.frames["woods"].geometry
    shares = []
    for yard, middle in zip(yards, yards.centroid, strict=True):
        near = np.sort(posts.sindex.query(yard, predicate="dwithin", distance=300))
        chosen = min(len(near), 24)
        met = 0
        for k in range(chosen):
            post = posts.iloc[near[int((k + 0.5) * len(near) / chosen)]]
            line = shapely.LineString([post, middle])
            met += len(woods.sindex.query(line, predicate="intersects")) > 0
        shares.append(met / chosen if chosen else np.nan)
    return {"share": np.array(shares)}


def water(region: Region) -> Answers:
    """Distance to the nearest ditch."""
    parcels = region.frames["parcels"]
    pairs = gpd.sjoin_nearest(parcels, region.frames["ditches"], distance_col="distance")
    return {"distance": _per_parcel(parcels, pairs.groupby("parcel_id").distance.min())}


def town_edge(region: Region) -> Answers:
    """Distance from the lot's middle to the edge of the towns, negative inside."""
    middles = region.frames["parcels"].centroid
    town = region.frames["towns"].union_all()
    metres = middles.distance(town.boundary)
    return {"distance": metres.where(~middles.within(town), -metres)}


def raster_source(region: Region) -> NumPyRasterSource:
    """Return the region's raster as exactextract takes it."""
    height, width = region.raster.shape
    place = region.transform
    return NumPyRasterSource(
        region.raster,
        xmin=place.c,
        xmax=place.c + width * place.a,
        ymin=place.f + height * place.e,
        ymax=place.f,
        nodata=np.nan,
    )


def exact_greenness(region: Region) -> Answers:
    """Mean of the raster over the parcel: every pixel by the part of it inside."""
    source, parcels = raster_source(region), region.frames["parcels"]
    found = exact_extract(source, parcels, ["mean"], output="pandas", strategy="raster-sequential")
    return {"mean": found["mean"]}


def _per_parcel(parcels: gpd.GeoDataFrame, known: pd.Series) -> pd.Series:
    return known.reindex(parcels.parcel_id).reset_index(drop=True)


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
    "i12 exact mean of the raster": exact_greenness,
}

if __name__ == "__main__":
    main(INDICATORS)
