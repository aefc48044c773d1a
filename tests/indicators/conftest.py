"""Places made by hand and by chance, with everything the real registers do wrong."""

from collections.abc import Callable

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from riskmap.layers.layer import Layer, Layers
from riskmap.locations.building import build_buildings
from riskmap.locations.locations import Kind, Locations
from riskmap.locations.yard import build_yards
from tests.indicators.made_farmland import farmland, large_halls
from tests.indicators.made_images import village_images
from tests.indicators.made_places import Frames, Made, as_layers
from tests.indicators.made_registers import (
    TERRAIN,
    areas,
    make_parks,
    make_roads,
    tables,
    village_roads,
)
from tests.indicators.made_surroundings import surroundings

RD = "EPSG:28992"
MEMBER_COLUMNS = ["location_id", "role", "member_id", "share"]
_GONE_OR_TO_COME = "gesloopt|gerealiseerd|onrechte|Bouw|gevormd|ingetrokken"


def make_buildings(rows: dict[str, tuple[object, ...]]) -> gpd.GeoDataFrame:
    """Return buildings: id -> (x, y, width, height, year, status, use)."""
    frame = pd.DataFrame.from_dict(
        {name: row[4:] for name, row in rows.items()},
        orient="index",
        columns=["year_built", "status", "use"],
    )
    boxes = [shapely.box(x, y, x + w, y + h) for x, y, w, h, *_ in rows.values()]
    frame = frame.astype({"year_built": float, "status": "str", "use": "str"})
    return gpd.GeoDataFrame(frame.rename_axis("building_id"), geometry=boxes, crs=RD)


def make_addresses(rows: dict[str, tuple[object, ...]]) -> gpd.GeoDataFrame:
    """Return addresses: id -> (x, y, use, floor area, status)."""
    frame = pd.DataFrame.from_dict(
        {name: row[2:] for name, row in rows.items()},
        orient="index",
        columns=["use", "floor_area_m2", "status"],
    )
    points = [shapely.Point(row[0], row[1]) for row in rows.values()]
    frame = frame.astype({"use": "str", "floor_area_m2": float, "status": "str"})
    return gpd.GeoDataFrame(frame.rename_axis("address_id"), geometry=points, crs=RD)


def make_locations(
    kind: Kind, buildings: gpd.GeoDataFrame, members: list[tuple[str, str, str, float]]
) -> Locations:
    """Return locations with these members, drawn as the hull of their buildings."""
    table = pd.DataFrame(members, columns=MEMBER_COLUMNS)
    shapes = {}
    for name, rows in table.groupby("location_id"):
        own = rows.loc[rows["role"].isin(["building", "outbuilding"]), "member_id"]
        parts = buildings.geometry.reindex(own).dropna()
        shapes[name] = shapely.convex_hull(shapely.union_all(parts.to_numpy()))
    frame = gpd.GeoDataFrame(
        {"label": "", "municipality": None, "parcels": ""},
        index=pd.Index(sorted(shapes), name="location_id"),
        geometry=[shapes[name] for name in sorted(shapes)],
        crs=RD,
    )
    return Locations(kind, frame, table)


STATUSES = ["Pand in gebruik"] * 6 + ["Verbouwing pand", "Sloopvergunning verleend"]
RARE = ["Pand buiten gebruik", None]
USES = ["woonfunctie", "industriefunctie", "kantoorfunctie", "industriefunctie,woonfunctie"]
IN_USE = ["Verblijfsobject in gebruik"] * 6 + ["Verblijfsobject buiten gebruik", None]


@pytest.fixture(scope="session")
def village() -> Made:
    """Return 45 yards by chance: unknowns, shared members, boxes, dead ends and ramps."""
    chance = np.random.default_rng(20)
    buildings: dict[str, tuple[object, ...]] = {}
    addresses: dict[str, tuple[object, ...]] = {}
    members: list[tuple[str, str, str, float]] = []
    for place in range(45):
        yard = f"yard:{place:03d}"
        x, y = 150_000 + 230 * (place % 9), 470_000 + 190 * (place // 9)
        x, y = x + chance.uniform(0, 60), y + chance.uniform(0, 60)
        for number in range(chance.integers(1, 5)):
            name = f"0001100000{place:03d}{number:03d}"
            width, height = chance.uniform(4, 25, 2)
            year = np.nan if chance.random() < 0.2 else float(chance.integers(1900, 2020))
            status = chance.choice(STATUSES) if chance.random() < 0.9 else chance.choice(RARE)
            buildings[name] = (x + 30 * number, y, width, height, year, status, None)
            held = int(chance.choice([0, 0, 1, 1, 5]))
            for unit in range(held):
                address = f"0001010000{place:02d}{number:02d}{unit:02d}"
                use = None if chance.random() < 0.08 else chance.choice(USES)
                area = np.nan if chance.random() < 0.1 else float(chance.integers(20, 400))
                point = (x + 30 * number + 0.5 * unit, y + 1.5)
                addresses[address] = (*point, use, area, chance.choice(IN_USE))
                members.append((yard, "address", address, 1.0))
            role = "building" if held else "outbuilding"
            members.append((yard, role, name, float(chance.choice([1, 1, 1, 0.4]))))
    members.append(("yard:044", "address", next(iter(addresses)), 0.5))
    for box in range(14):
        name = f"000110000009{box:04d}"
        buildings[name] = (150_500 + 4 * box, 469_900, 3.5, 5, 1975, "Pand in gebruik", None)
        members.append(("yard:002" if box < 2 else "yard:003", "outbuilding", name, 1.0))
    halls, units, more = large_halls()
    buildings, addresses, members = buildings | halls, addresses | units, members + more
    frames: Frames = {"buildings": make_buildings(buildings).sort_index()}
    frames["addresses"] = make_addresses(addresses).sort_index()
    frames["roads"] = village_roads(chance)
    frames["vacancy"] = _vacancy(chance, frames["addresses"].index[::3])
    frames |= areas() | tables(frames["addresses"], frames["buildings"])
    frames |= village_images()
    frames |= surroundings() | farmland(frames["buildings"], frames["addresses"])
    return Made(make_locations("yard", frames["buildings"], members), frames)


def _vacancy(chance: np.random.Generator, chosen: "pd.Index[str]") -> pd.DataFrame:
    years = chance.uniform(0, 5, len(chosen)).round(2)
    years[::7] = np.nan
    return pd.DataFrame({"years_vacant": years}, index=chosen)


@pytest.fixture(scope="session")
def make() -> Callable[..., Made]:
    """Return a builder of one small case: kind, buildings, addresses and members."""

    def build(
        buildings: dict[str, tuple[object, ...]],
        members: list[tuple[str, str, str, float]],
        addresses: dict[str, tuple[object, ...]] | None = None,
        roads: dict[str, tuple[object, ...]] | None = None,
        kind: Kind = "yard",
    ) -> Made:
        frames: Frames = {
            "buildings": make_buildings(buildings),
            "addresses": make_addresses(addresses or {}),
        }
        if roads:
            frames["roads"] = make_roads(roads)
        return Made(make_locations(kind, frames["buildings"], members), frames)

    return build


@pytest.fixture(scope="session")
def parks() -> Callable[..., gpd.GeoDataFrame]:
    """Return the maker of parks."""
    return make_parks


@pytest.fixture(scope="session")
def terrain() -> gpd.GeoDataFrame:
    """Return parks that hold the west, the middle, the east and nothing of the made village."""
    return make_parks(TERRAIN)


@pytest.fixture(scope="session")
def built_and_bare(make) -> Made:
    """Return a parcel with a building in use, and a bare one."""
    return make(
        {"a": (0, 0, 9, 9, 1970, "Pand in gebruik", None)},
        [("parcel:a", "building", "a", 1.0), ("parcel:b", "parcel", "p", 1.0)],
        kind="parcel",
    )


@pytest.fixture(scope="session")
def weesp(shared_data) -> Made:
    """Return every building of Weesp that exists now, straight from the derived file."""
    file = shared_data / "weesp-bag-2021" / "weesp_actueel_afgeleid.gpkg"
    buildings = gpd.read_file(file, layer="pand").set_index("identificatie").sort_index()
    buildings = buildings[~buildings["status"].str.contains(_GONE_OR_TO_COME)].copy()
    buildings["year_built"] = buildings["bouwjaar"].astype(float)
    buildings["use"] = pd.Series(pd.NA, index=buildings.index, dtype="str")
    points = gpd.read_file(file, layer="verblijfsobject").set_index("identificatie").sort_index()
    points = points[~points["status"].str.contains(_GONE_OR_TO_COME)].copy()
    points["floor_area_m2"] = points["oppervlakte"].astype(float).replace([1.0, 999999.0], np.nan)
    addresses = points.rename(columns={"gebruiksdoel": "use"})
    pairs = points["pandidentificatie"].str.split(",").explode().str.strip().dropna()
    links = pd.DataFrame({"address_id": pairs.index.astype("str"), "building_id": pairs.to_numpy()})
    layers = Layers(
        {
            "buildings": Layer("buildings", buildings, "weesp"),
            "addresses": Layer("addresses", addresses, "weesp", links=links),
        }
    )
    frames: Frames = {"buildings": buildings, "addresses": addresses}
    return Made(build_buildings(layers), frames)


@pytest.fixture(scope="session")
def otterlo(shared_data) -> Made:
    """Return the yards of Otterlo with BGT road surfaces; uses and years are unknown there."""
    file = shared_data / "otterlo-rural" / "bgt_otterlo_vlakken_afgeleid.gpkg"
    buildings = _current(gpd.read_file(file, layer="pand"))
    buildings = buildings[buildings["bgt-status"] == "bestaand"]
    dummy = buildings["identificatieBAGPND"].duplicated(keep=False)
    buildings["building_id"] = buildings["identificatieBAGPND"].mask(dummy, buildings["lokaalID"])
    buildings = buildings.set_index("building_id").sort_index()[["geometry"]]
    buildings = buildings.assign(year_built=np.nan, status="bestaand")
    buildings["use"] = _unknown_text(buildings)
    roads = _current(gpd.read_file(file, layer="wegdeel")).set_index("lokaalID").sort_index()
    roads = roads[
        (roads["relatieveHoogteligging"].astype(int) == 0) & (roads["function"] != "inrit")
    ]
    roads = roads.rename(columns={"function": "road_class"})[["road_class", "geometry"]]
    for column in ("node_from", "node_to", "authority"):
        roads[column] = _unknown_text(roads)
    points = gpd.read_file(shared_data / "otterlo-rural" / "dutch_addresses_28992.gpkg")
    points = points.set_index(points["id"].astype("str")).sort_index()[["geometry"]]
    points = points.cx[179_000:182_800, 454_800:459_100]
    points["floor_area_m2"] = np.nan
    for column in ("use", "status", "street", "number"):
        points[column] = _unknown_text(points)
    frames: Frames = {"buildings": buildings, "addresses": points, "roads": roads}
    return Made(build_yards(as_layers(frames)), frames)


@pytest.fixture(scope="session")
def wageningen(shared_data) -> Made:
    """Return 1,000 buildings of Wageningen and the NWB segments around them."""
    folder = shared_data / "wageningen"
    buildings = gpd.read_file(folder / "bag-wfs" / "Buildings.gml")
    buildings["building_id"] = buildings["identificatie"].astype("str").str.zfill(16)
    buildings = buildings.set_index("building_id").sort_index()[["geometry"]]
    buildings["geometry"] = shapely.force_2d(buildings.geometry.to_numpy())
    raw = gpd.read_file(folder / "nwb-wfs" / "Roads.gml")
    roads = gpd.GeoDataFrame(
        {
            "node_from": raw["jte_id_beg"].astype("str"),
            "node_to": raw["jte_id_end"].astype("str"),
            "authority": raw["wegbehsrt"],
            "road_class": pd.Series(pd.NA, index=raw.index, dtype="str"),
            "ramp": pd.Series(pd.NA, index=raw.index, dtype="boolean"),
        },
        geometry=raw.geometry,
    ).set_index(raw["wvk_id"].astype("str"))
    members = [(f"building:{name}", "building", name, 1.0) for name in buildings.index]
    frames: Frames = {"buildings": buildings, "roads": roads}
    return Made(make_locations("building", buildings, members), frames)


def _unknown_text(frame: gpd.GeoDataFrame) -> "pd.Series[str]":
    return pd.Series(np.nan, index=frame.index, dtype="str")


def _current(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return frame[frame["eindRegistratie"].isna()].copy()


@pytest.fixture(scope="session")
def anchor_of() -> Callable[[Made, str], shapely.Geometry]:
    """Return a function that finds the anchor of one location by sorting its buildings."""

    def anchor(made: Made, place: str) -> shapely.Geometry:
        buildings = made.frames["buildings"].geometry
        rows = made.locations.members
        rows = rows[(rows["location_id"] == place) & rows["role"].str.endswith("building")]
        order = sorted(
            (row.role != "outbuilding", -buildings[row.member_id].area * row.share, row.member_id)
            for row in rows.itertuples()
        )
        return buildings[order[0][2]]

    return anchor
