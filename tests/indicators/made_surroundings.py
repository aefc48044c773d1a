"""What lies round the made village: green, water, zones and a border, by chance."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

RD = "EPSG:28992"
WEST, SOUTH, EAST, NORTH = 149_900.0, 469_800.0, 152_200.0, 471_000.0
KINDS = ("loofbos", "houtwal", "bomenrij", "heg", "grasland overig", "groenvoorziening")


def surroundings() -> dict[str, gpd.GeoDataFrame]:
    """Return the layers vegetation, water, guardianship and national_border."""
    chance = np.random.default_rng(61)
    corners = chance.uniform((WEST, SOUTH), (EAST, NORTH), (90, 2))
    sides = chance.uniform(5, 60, (90, 2))
    green = _layer("vegetation_id", shapely.box(*corners.T, *(corners + sides).T))
    green["kind"] = pd.Series(chance.choice(KINDS, 90), index=green.index, dtype="str")
    canals = [shapely.LineString([(WEST, y), (EAST, y + 40)]) for y in (469_990, 470_300, 470_700)]
    water = _layer("water_id", np.array(canals, dtype=object))
    water["navigable"] = pd.array([True, None, False], dtype="boolean")
    zones = _layer("zone_id", np.array([shapely.box(WEST, SOUTH, 150_700, 470_500)]))
    border = _layer(
        "border_id", np.array([shapely.LineString([(EAST + 5_000, 0), (EAST + 6_000, 900_000)])])
    )
    return {
        "vegetation": green,
        "water": water,
        "guardianship": zones,
        "national_border": border,
    }


def _layer(index: str, shapes: np.ndarray) -> gpd.GeoDataFrame:
    ids = pd.Index([f"{index[0]}{number:03}" for number in range(len(shapes))], name=index)
    return gpd.GeoDataFrame(index=ids.astype("str"), geometry=shapes, crs=RD)
