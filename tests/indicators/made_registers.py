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


def tables(addresses: gpd.GeoDataFrame, buildings: gpd.GeoDataFrame) -> dict[str, pd.DataFrame]:
    """Return the municipal tables of the village, with gaps."""
    chance = np.random.default_rng(27)

    def some(index: pd.Index, values: list[object]) -> list[object]:
        return [values[number] for number in chance.integers(0, len(values), len(index))]

    listed, sold, valued = addresses.index[::2], addresses.index[::3], buildings.index[::2]
    counts = pd.Series(some(listed, [5, 9, 30, None]), index=listed, dtype=float)
    cells = [f"E{x}N{y}" for x in range(1500, 1521) for y in range(4700, 4709) if (x + y) % 3]
    moves = pd.DataFrame(chance.integers(5, 20, (len(cells), 2)), index=cells, dtype=float)
    venues = addresses.index[::5]
    survey = pd.Series(some(venues, [0.0, 0.4, 1.0, None]), index=venues, dtype=float)
    return {
        "registrations": pd.DataFrame(
            {"establishments": counts, "suppressed": counts.isna() & (np.arange(len(counts)) > 9)}
        ),
        "turnover": moves.set_axis(["arrivals", "departures"], axis="columns").assign(
            stock=chance.integers(6, 60, len(cells)).astype(float), years=3.0
        ),
        "sectors": pd.DataFrame(
            {
                "park_id": ["west", "west", "middle", "middle"],
                "sector": ["45", "56", "45", "49"],
                "establishments": [10.0, 30.0, 20.0, 20.0],
            },
            index=pd.Index([f"row{n}" for n in range(4)], dtype="str"),
        ).astype({"park_id": "str", "sector": "str"}),
        "property_values": pd.DataFrame(
            {
                "eur_per_m2": pd.Series(some(valued, [250, 600, 900, None]), valued, dtype=float),
                "use": pd.Series(some(valued, ["kantoor", "industrie"]), valued, dtype="str"),
            }
        ),
        "transfers": pd.DataFrame(
            {
                "transfers_20y": pd.Series(some(sold, [0, 2, 4, None]), sold, dtype=float),
                "abc_6m": pd.Series(some(sold, [True, False, None]), sold, dtype="boolean"),
            }
        ),
        "venues": pd.DataFrame(
            {
                "kind": pd.Series("café", index=venues, dtype="str"),
                "changes_5y": pd.Series(some(venues, [0, 2, 5, None]), venues, dtype=float),
                "licence_free": pd.Series(some(venues, [True, False]), venues, dtype="boolean"),
                "survey_score": survey,
            }
        ),
    }
