"""A made-up region in EPSG:28992 to measure on: no real place, one seed, same bytes.

Villages (discs of small lots) in a countryside of large ones, about 0.42 ha a
parcel and seven in ten in a village, as in the Netherlands; 1.1 buildings and
0.6 address points a parcel.
"""

import argparse
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import rasterio
import shapely
from rasterio.transform import from_origin
from scipy.ndimage import gaussian_filter
from scipy.spatial import cKDTree

CRS = "EPSG:28992"
LEFT, BOTTOM = 130_000.0, 440_000.0
LOT_M = 24.0
HEX_SIDE_M = 288.675  # hexagons of 500 m between opposite sides
PIXEL_M = 10
LARGE_LOT_M2 = 3_000
YARDS = 0.22  # share of the country lots with buildings
EXTRA_ADDRESSES = 0.06  # share of the other buildings with an address
NOTCHED = 0.3  # share of the buildings with a corner left out
LOCAL_ROADS = 0.6  # share of the local grid that is there
FIELD_M2 = (500, 150_000)
REDRAWN = 0.2  # share of the fields that a year draws anew


@dataclass(frozen=True)
class Ground:
    """The square of land, its villages and the source of chance."""

    side: float
    centres: np.ndarray
    radii: np.ndarray
    rng: np.random.Generator

    @property
    def box(self) -> shapely.Polygon:
        """Return the square as a polygon."""
        return shapely.box(LEFT, BOTTOM, LEFT + self.side, BOTTOM + self.side)

    def scatter(self, step: float, loose: float, free: float) -> np.ndarray:
        """Return points on a loose grid, at least `free` metres from any village."""
        return self._outside(
            _loose_grid(np.array([LEFT, BOTTOM]), self.side, step, loose, self.rng), free
        )

    def _outside(self, points: np.ndarray, free: float) -> np.ndarray:
        far, village = cKDTree(self.centres).query(points)
        return points[far > self.radii[village] + free]


def _loose_grid(
    corner: np.ndarray, side: float, step: float, loose: float, rng: np.random.Generator
) -> np.ndarray:
    steps = np.arange(step / 2, side, step)
    grid = corner + np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2)
    return grid + rng.uniform(-loose, loose, grid.shape) * step


def ground(parcels: int, seed: int) -> Ground:
    """Lay out the villages: about 1500 lots each, in the cells of a coarse grid."""
    rng = np.random.default_rng(seed)
    side = float(np.ceil(np.sqrt(parcels * 4200.0) / 1000) * 1000)
    villages = max(2, round(0.7 * parcels / 1500))
    across = int(np.ceil(np.sqrt(villages)))
    cell = side / across
    spots = np.stack(np.meshgrid(*[np.arange(across) + 0.5] * 2), axis=-1).reshape(-1, 2) * cell
    spots = rng.permutation(spots)[:villages] + rng.uniform(-0.1, 0.1, (villages, 2)) * cell
    radii = rng.uniform(0.75, 1.25, villages)
    radii *= np.sqrt(0.7 * parcels * LOT_M**2 / np.pi / (radii**2).sum())
    return Ground(side, spots + np.array([LEFT, BOTTOM]), radii, rng)


def make_parcels(land: Ground, count: int) -> tuple[gpd.GeoDataFrame, np.ndarray]:
    """Return the lots and the seed point of each; the column `rural` tells them apart."""
    lots = [
        grid[np.hypot(*(grid - centre).T) < radius]
        for centre, radius in zip(land.centres, land.radii, strict=True)
        for grid in [_loose_grid(centre - radius, 2 * radius, LOT_M, 0.22, land.rng)]
    ]
    village = np.concatenate(lots)
    rest = max(100, count - len(village))
    step = np.sqrt((land.side**2 - (np.pi * land.radii**2).sum()) / rest)
    country = land.scatter(step, 0.3, 0.3 * step)
    points = np.concatenate([village, country])
    rural = np.arange(len(points)) >= len(village)
    inside = (points > [LEFT + 1, BOTTOM + 1]) & (points < np.array([LEFT, BOTTOM]) + land.side - 1)
    points, rural = points[inside.all(axis=1)], rural[inside.all(axis=1)]
    cells = shapely.voronoi_polygons(shapely.multipoints(points), extend_to=land.box, ordered=True)
    cells = shapely.intersection(shapely.get_parts(cells)[: len(points)], land.box)
    area = shapely.area(cells)
    # More vertices along the borders, as cadastral ones have.
    cells = shapely.segmentize(cells, np.sqrt(area) / np.where(area > LARGE_LOT_M2, 3.0, 1.6))
    frame = {"parcel_id": np.arange(len(cells)).astype(str), "rural": rural}
    return gpd.GeoDataFrame(frame, geometry=cells, crs=CRS), points


def make_buildings(
    land: Ground, parcels: gpd.GeoDataFrame, points: np.ndarray
) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Return houses, sheds and barns, and the address points in them."""
    rng, rural = land.rng, parcels["rural"].to_numpy()
    number = np.where(rural, 0, rng.poisson(1.25, len(rural)))
    yard = rural & (rng.random(len(rural)) < YARDS)
    number[yard] = 2 + rng.poisson(1.6, yard.sum())
    lot = np.repeat(np.arange(len(rural)), np.minimum(number, 8))
    first = np.r_[True, lot[1:] != lot[:-1]]
    barn = rural[lot] & ~first
    count = len(lot)
    width = np.where(first, rng.uniform(7, 12, count), rng.uniform(2.5, 5, count))
    depth = np.where(first, rng.uniform(8, 15, count), rng.uniform(3, 7, count))
    width = np.where(barn, rng.uniform(14, 30, count), width)
    depth = np.where(barn, rng.uniform(25, 80, count), depth)
    spread = np.sqrt(parcels.area.to_numpy()[lot]) * np.where(first, 0.09, 0.26)
    middle = points[lot] + rng.uniform(-1, 1, (count, 2)) * spread[:, None]
    footprint = _footprints(middle, width, depth, rng)
    use = np.where(first, "woonfunctie", np.where(barn, "industriefunctie", "overig"))
    buildings = gpd.GeoDataFrame({"use": use}, geometry=footprint, crs=CRS)
    addressed = first | (rng.random(count) < EXTRA_ADDRESSES)
    door = middle[addressed] + rng.uniform(-0.4, 0.4, (addressed.sum(), 2))
    addresses = gpd.GeoDataFrame(
        {"dwelling": first[addressed]}, geometry=shapely.points(door), crs=CRS
    )
    return buildings, addresses


def _footprints(
    middle: np.ndarray, width: np.ndarray, depth: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Return turned rectangles, three in ten with a corner left out; seven vertices each."""
    plain = np.array([(-1, -1), (1, -1), (1, 1), (0.4, 1), (-0.4, 1), (-1, 1), (-1, -1)]) / 2
    notched = np.array([(-1, -1), (1, -1), (1, 0.2), (0, 0.2), (0, 1), (-1, 1), (-1, -1)]) / 2
    base = np.where((rng.random(len(middle)) < NOTCHED)[:, None, None], notched, plain)
    base = base * np.stack([width, depth], axis=1)[:, None]
    turn = rng.uniform(0, np.pi, len(middle))
    cosine, sine = np.cos(turn)[:, None], np.sin(turn)[:, None]
    x = base[..., 0] * cosine - base[..., 1] * sine
    y = base[..., 0] * sine + base[..., 1] * cosine
    return shapely.polygons(np.stack([x, y], axis=-1) + middle[:, None])


def make_roads(land: Ground) -> gpd.GeoDataFrame:
    """Return winding roads in stretches of 500 m: main ones 2.5 km apart, local ones 400 m."""
    stretches, kinds = [], []
    along = np.arange(0, land.side + 1, 50.0)
    for spacing, kind in ((2500.0, "main"), (400.0, "local")):
        for offset in np.arange(spacing / 2, land.side, spacing):
            for across in (False, True):
                wave = land.rng.normal(0, 4, len(along)).cumsum()
                road = np.stack(
                    [along, offset + wave - np.linspace(0, wave[-1], len(along))], axis=1
                )
                road = (road[:, ::-1] if across else road) + np.array([LEFT, BOTTOM])
                parts = [road[k : k + 11] for k in range(0, len(road) - 1, 10)]
                kept = [p for p in parts if kind == "main" or land.rng.random() < LOCAL_ROADS]
                stretches += [shapely.LineString(part) for part in kept]
                kinds += [kind] * len(kept)
    return gpd.GeoDataFrame({"kind": kinds}, geometry=stretches, crs=CRS)


def make_areas(land: Ground) -> dict[str, gpd.GeoDataFrame]:
    """Return business parks beside the villages, crop fields, and police hexagons."""
    rng, count = land.rng, len(land.centres)
    turn = np.linspace(0, 2 * np.pi, 25)[:-1]
    side = rng.uniform(0, 2 * np.pi, count)
    middle = land.centres + np.stack([np.cos(side), np.sin(side)], 1) * (land.radii + 250)[:, None]
    far = rng.uniform(200, 420, (count, 1)) * rng.uniform(0.75, 1.15, (count, 24))
    outline = np.stack([far * np.cos(turn), far * np.sin(turn)], axis=-1) + middle[:, None]
    seeds = shapely.multipoints(land.scatter(205.0, 0.35, 120))
    fields = shapely.get_parts(shapely.voronoi_polygons(seeds, extend_to=land.box))
    fields = shapely.intersection(shapely.buffer(fields, -4, quad_segs=2), land.box)
    area = shapely.area(fields)
    fields = shapely.segmentize(fields[(area > FIELD_M2[0]) & (area < FIELD_M2[1])], 30.0)
    columns, rows = np.meshgrid(
        np.arange(-1, land.side / (1.5 * HEX_SIDE_M) + 1), np.arange(-1, land.side / 500 + 1)
    )
    x, y = LEFT + 1.5 * HEX_SIDE_M * columns, BOTTOM + 500 * (rows + columns % 2 / 2)
    corner = HEX_SIDE_M * np.exp(1j * np.arange(6) * np.pi / 3)
    ring = np.stack([x.reshape(-1, 1) + corner.real, y.reshape(-1, 1) + corner.imag], axis=-1)
    risk = {"risk": rng.gamma(2.0, 1.0, len(ring))}
    return {
        "parks": gpd.GeoDataFrame(geometry=shapely.polygons(outline), crs=CRS),
        "crops": gpd.GeoDataFrame(geometry=fields, crs=CRS),
        "hexes": gpd.GeoDataFrame(risk, geometry=shapely.polygons(ring), crs=CRS),
    }


def make_surroundings(land: Ground, crops: gpd.GeoDataFrame) -> dict[str, gpd.GeoDataFrame]:
    """Return fields of three years, most of them unchanged, ditches, woods and towns."""
    rng, shapes = land.rng, crops.geometry.to_numpy()
    years = [shapes]
    for _ in range(2):
        redrawn = rng.random(len(shapes)) < REDRAWN
        smaller = shapely.buffer(shapes, -1, join_style="mitre")
        years.append(np.where(redrawn, smaller, years[-1]))
    year = np.repeat([2023, 2024, 2025], len(shapes))
    spots = land.scatter(180.0, 0.4, 40)
    rings = rng.uniform(8, 60, (len(spots), 1)) * rng.uniform(0.5, 1.2, (len(spots), 16))
    turn = np.linspace(0, 2 * np.pi, 17)[:-1]
    woods = np.stack([rings * np.cos(turn), rings * np.sin(turn)], axis=-1) + spots[:, None]
    along = np.arange(-3, 4)[:, None] * 40.0
    heading = rng.uniform(0, np.pi, (len(spots), 1, 1))
    ditches = np.concatenate([along * np.cos(heading), along * np.sin(heading)], axis=-1)
    ditches = ditches + spots[::-1, None] + rng.normal(0, 3, ditches.shape)
    towns = shapely.buffer(shapely.points(land.centres), land.radii, quad_segs=32)
    return {
        "fields": gpd.GeoDataFrame({"year": year}, geometry=np.concatenate(years), crs=CRS),
        "ditches": gpd.GeoDataFrame(geometry=shapely.linestrings(ditches), crs=CRS),
        "woods": gpd.GeoDataFrame(geometry=shapely.polygons(woods), crs=CRS),
        "towns": gpd.GeoDataFrame(geometry=towns, crs=CRS),
    }


def make_region(parcels: int, folder: Path, seed: int = 7) -> None:
    """Write all layers of a region of about `parcels` parcels into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    land = ground(parcels, seed)
    lots, points = make_parcels(land, parcels)
    buildings, addresses = make_buildings(land, lots, points)
    layers = {"parcels": lots, "buildings": buildings, "addresses": addresses}
    layers |= {"roads": make_roads(land), **make_areas(land)}
    layers |= make_surroundings(land, layers["crops"])
    for name, frame in layers.items():
        frame.to_parquet(folder / f"{name}.parquet", compression="zstd")
    size = int(land.side / PIXEL_M)
    noise = gaussian_filter(land.rng.normal(size=(size, size)).astype("float32"), 3)
    profile = {"driver": "GTiff", "height": size, "width": size, "count": 1, "dtype": "float32"}
    place = from_origin(LEFT, BOTTOM + land.side, PIXEL_M, PIXEL_M)
    with rasterio.open(
        folder / "greenness.tif",
        "w",
        **profile,
        crs=CRS,
        transform=place,
        nodata=-9999.0,
        tiled=True,
        compress="deflate",
    ) as raster:
        raster.write(noise / noise.std(), 1)
    vertices = shapely.get_num_coordinates(lots.geometry.array).mean()
    sizes = ", ".join(f"{len(frame)} {name}" for name, frame in layers.items())
    print(f"{sizes}; {vertices:.1f} vertices a parcel; {land.side / 1000:.0f} km square")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parcels", type=int)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    make_region(options.parcels, options.folder)
