"""Registers for the made village: roads, parks and municipal tables, by chance."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

RD = "EPSG:28992"
Box = tuple[float, float, float, float]
TERRAIN: dict[str, Box] = {
    "west": (149_900, 469_800, 150_600, 471_000),
    "middle": (150_600, 469_800, 151_300, 471_000),
    "east": (151_300, 469_800, 151_500, 471_000),
    "empty": (160_000, 480_000, 160_100, 480_100),
}


def make_parks(boxes: dict[str, Box], **columns: object) -> gpd.GeoDataFrame:
    """Return parks: id -> (west, south, east, north); columns as they are given."""
    ids = pd.Index(list(boxes), name="park_id", dtype="str")
    shapes = [shapely.box(*box) for box in boxes.values()]
    return gpd.GeoDataFrame(columns, index=ids, geometry=shapes, crs=RD)


def make_roads(rows: dict[str, tuple[object, ...]]) -> gpd.GeoDataFrame:
    """Return roads: id -> (coordinates, node from, node to, authority, class, ramp)."""
    columns = ["node_from", "node_to", "authority", "road_class", "ramp"]
    frame = pd.DataFrame.from_dict(
        {name: row[1:] for name, row in rows.items()}, orient="index", columns=columns
    )
    frame = frame.astype(dict.fromkeys(columns[:4], "str") | {"ramp": "boolean"})
    lines = [shapely.LineString(row[0]) for row in rows.values()]
    return gpd.GeoDataFrame(frame.rename_axis("road_id"), geometry=lines, crs=RD)


def village_roads(chance: np.random.Generator) -> gpd.GeoDataFrame:
    """Return a grid of streets with gaps, lanes, a motorway with ramps and a cycle path."""
    rows: dict[str, tuple[object, ...]] = {}

    def add(
        one: tuple[int, int], other: tuple[int, int], *facts: object, ramp: bool = False
    ) -> None:
        ends = [(150_000 + 310 * i, 469_850 + 260 * j) for i, j in (one, other)]
        name = f"{600 + len(rows)}"
        rows[name] = (ends, f"n{one[0]}_{one[1]}", f"n{other[0]}_{other[1]}", *facts, ramp)

    for i in range(7):
        for j in range(5):
            if chance.random() < 0.7:
                add((i, j), (i + 1, j), "G", None)
            if chance.random() < 0.7:
                add((i, j), (i, j + 1), chance.choice(["G", "W"]), "RB")
    for i in range(-1, 8):
        add((i, -1), (i + 1, -1), "R", "HR")
    add((2, -1), (2, 0), "R", "OPR", ramp=True)
    add((3, 2), (4, 3), "G", "fietspad")
    add((20, 20), (21, 20), "G", None)
    return make_roads(rows)


def business_parks() -> gpd.GeoDataFrame:
    """Return the parks of the village with what IBIS says of them."""
    hectares = {"transforming_ha": 1.0, "restructuring_ha": 2.0, "revitalising_ha": 0.0}
    return make_parks(
        TERRAIN,
        obsolete=pd.array([True, None, False, None], dtype="boolean"),
        net_ha=[20.0, 15.0, np.nan, np.nan],
        **{name: [size] * 4 for name, size in hectares.items()},
    )


def holiday_parks() -> gpd.GeoDataFrame:
    """Return recreation parks in the rows of the village: its buildings are their units."""
    rows = {
        f"r{row}": (149_990, 469_990 + 190 * row, 152_500, 470_150 + 190 * row) for row in range(5)
    }
    return make_parks(rows)


def areas() -> dict[str, gpd.GeoDataFrame]:
    """Return the parks of the village, and the town to its north."""
    return {
        "business_parks": business_parks(),
        "recreation_parks": holiday_parks(),
        "built_up": make_parks({"town": (150_000, 472_500, 152_000, 474_000)}),
    }


def some(index: pd.Index, values: list[object], seed: int, dtype: str = "float64") -> pd.Series:
    """Return one of these values for every id, by chance; None is unknown."""
    chosen = np.random.default_rng(seed).integers(0, len(values), len(index))
    return pd.Series([values[number] for number in chosen], index=index, dtype=dtype)


def tables(addresses: gpd.GeoDataFrame, buildings: gpd.GeoDataFrame) -> dict[str, pd.DataFrame]:
    """Return the municipal tables of the village, with gaps."""
    listed, sold, valued = addresses.index[::2], addresses.index[::3], buildings.index[::2]
    counts = some(listed, [5, 9, 30, None], 1)
    few = counts.isna() & (np.arange(len(counts)) > 9)
    values = {
        "eur_per_m2": some(valued, [250, 600, 900, None], 2),
        "use": some(valued, ["kantoor", "industrie"], 3, "str"),
    }
    sales = {
        "transfers_20y": some(sold, [0, 2, 4, None], 4),
        "abc_6m": some(sold, [True, False, None], 5, "boolean"),
    }
    return {
        "registrations": pd.DataFrame({"establishments": counts, "suppressed": few}),
        "turnover": _turnover(),
        "sectors": _sectors(),
        "property_values": pd.DataFrame(values),
        "transfers": pd.DataFrame(sales),
        "venues": _venues(addresses.index[::5]),
    }


def _turnover() -> pd.DataFrame:
    cells = [f"E{x}N{y}" for x in range(1500, 1521) for y in range(4700, 4709) if (x + y) % 3]
    chance = np.random.default_rng(27)
    moves = pd.DataFrame(
        chance.integers(5, 20, (len(cells), 2)), cells, ["arrivals", "departures"], dtype=float
    )
    return moves.assign(stock=chance.integers(6, 60, len(cells)).astype(float), years=3.0)


def _sectors() -> pd.DataFrame:
    rows = [("west", "45", 10), ("west", "56", 30), ("middle", "45", 20), ("middle", "49", 20)]
    frame = pd.DataFrame(
        rows,
        index=pd.Index([f"row{number}" for number in range(len(rows))], dtype="str"),
        columns=["park_id", "sector", "establishments"],
    )
    return frame.astype({"park_id": "str", "sector": "str", "establishments": float})


def _venues(index: pd.Index) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "kind": pd.Series("café", index=index, dtype="str"),
            "changes_5y": some(index, [0, 2, 5, None], 6),
            "licence_free": some(index, [True, False], 7, "boolean"),
            "survey_score": some(index, [0.0, 0.4, 1.0, None], 8),
        }
    )
