"""What more is known of the made village: fields, ground, fences, farms, roofs, units, power."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

RD = "EPSG:28992"
WEST, SOUTH, EAST, NORTH = 149_900.0, 469_800.0, 152_400.0, 471_000.0
COVERS = ("erf", "half verhard", "gesloten verharding", "open verharding", "zand")
STATES = ("withdrawn", "stopped", "no_animals", "permit", "active", None)
Rows = dict[str, tuple[object, ...]]
Frames = dict[str, gpd.GeoDataFrame | pd.DataFrame]


def farmland(buildings: gpd.GeoDataFrame, addresses: gpd.GeoDataFrame) -> Frames:
    """Return what hangs on the village's buildings and addresses, and what lies round them."""
    chance = np.random.default_rng(73)
    addresses = addresses.assign(postcode=postcodes(addresses))
    fields = _layer("crop_field", _boxes(chance, 160, (40, 160)))
    fields["category"] = _words(chance, ("Grasland", "Bouwland", "Natuurterrein"), fields.index)
    fields["year"] = chance.choice([2023.0, 2024.0], len(fields))
    ground = _layer("surface", shapely.buffer(buildings.geometry.to_numpy()[::2], 9.0))
    ground["cover"] = _words(chance, COVERS, ground.index)
    fences = _layer("barrier", shapely.boundary(ground.geometry.to_numpy()[::2]))
    fences["kind"] = _words(chance, ("hek", "muur", "kademuur"), fences.index)
    return {
        "addresses": addresses,
        "crop_fields": fields,
        "surfaces": ground,
        "barriers": fences,
        **_of_buildings(chance, buildings),
        **_of_addresses(chance, addresses),
        "park_vacancy": pd.DataFrame(
            {"addresses": [50.0, 40.0], "vacant": [4.0, 2.0]},
            index=pd.Index(["west", "middle"], name="park_id"),
        ),
    }


def large_halls() -> tuple[Rows, Rows, list[tuple[str, str, str, float]]]:
    """Return two large halls with nothing east of them: buildings, addresses and members."""
    halls, units, members = {}, {}, []
    for place, width in ((8, 50), (17, 65)):
        yard = f"yard:{place:03d}"
        hall, unit = f"0001100000{place:03d}900", f"0001010000{place:02d}9900"
        x, y = 152_060.0, 470_000.0 + 190 * (place // 9)
        halls[hall] = (x, y, width, 40, 1999, "Pand in gebruik", None)
        units[unit] = (x + 1, y + 1, "industriefunctie", 1800, None)
        members += [(yard, "building", hall, 1.0), (yard, "address", unit, 1.0)]
    return halls, units, members


def postcodes(addresses: gpd.GeoDataFrame) -> "pd.Series[str]":
    """Return a postcode per address; one in twenty is unknown."""
    codes = [None if k % 20 == 7 else f"09{10 + k // 9}AA" for k in range(len(addresses))]
    return pd.Series(codes, index=addresses.index, dtype="str")


def _of_buildings(chance: np.random.Generator, buildings: gpd.GeoDataFrame) -> Frames:
    names = buildings.index.to_numpy()
    suspect = pd.Series(chance.choice([0.0, 0.5, 1.0], len(names)), index=buildings.index)
    units = pd.Series(chance.integers(1, 12, len(names)).astype(float), index=buildings.index)
    units.iloc[::9] = np.nan
    permits = gpd.GeoDataFrame(
        {"animals": chance.choice([0.0, 40.0, np.nan], 20)},
        index=pd.Index([f"p{k:02d}" for k in range(20)], name="permit_id"),
        geometry=shapely.centroid(buildings.geometry.to_numpy()[:60:3]),
        crs=RD,
    )
    return {
        "roofs": suspect[chance.random(len(names)) < 0.9].to_frame("suspect"),
        "unit_lists": units.to_frame("units"),
        "livestock": permits,
    }


def _of_addresses(chance: np.random.Generator, addresses: gpd.GeoDataFrame) -> Frames:
    chosen = addresses.index[::4]
    farms = pd.DataFrame(
        {
            "address_id": chosen.to_numpy(),
            "building_id": pd.Series([None] * len(chosen), dtype="str"),
            "state": chance.choice(np.array(STATES, dtype=object), len(chosen)),
            "years_since": chance.uniform(0, 20, len(chosen)).round(1),
        }
    ).rename_axis("farm_row")
    farms.loc[::6, "years_since"] = np.nan
    codes = sorted(set(addresses["postcode"].dropna()))[:-2]
    power = pd.DataFrame(
        {
            "postcode_from": codes,
            "postcode_to": codes,
            "product": "ELK",
            "connections": chance.integers(2, 14, len(codes)).astype(float),
            "active_share": chance.uniform(0.5, 1.0, len(codes)),
        }
    ).rename_axis("connection_row")
    return {"farm_status": farms.astype({"state": "str"}), "connections": power}


def _boxes(chance: np.random.Generator, count: int, sides: tuple[float, float]) -> np.ndarray:
    corners = chance.uniform((WEST, SOUTH), (EAST, NORTH), (count, 2))
    return shapely.box(*corners.T, *(corners + chance.uniform(*sides, (count, 2))).T)


def _words(
    chance: np.random.Generator, words: tuple[str, ...], index: "pd.Index[str]"
) -> "pd.Series[str]":
    return pd.Series(chance.choice(words, len(index)), index=index, dtype="str")


def _layer(name: str, shapes: np.ndarray) -> gpd.GeoDataFrame:
    ids = pd.Index([f"{name}{k:03d}" for k in range(len(shapes))], name=f"{name}_id", dtype="str")
    return gpd.GeoDataFrame(index=ids, geometry=shapes, crs=RD)
