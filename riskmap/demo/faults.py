"""The faults real registers have, planted on purpose."""

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from riskmap.demo.drawing import Shapes, stream
from riskmap.demo.plan import Plan

PREFIX = "NL.IMBAG.Pand."
_FILLER_YEAR, _NO_YEAR = 1005, 9999
_NO_AREA, _TOKEN_AREA = 999_999, 1
Rows = npt.NDArray[np.intp]


def plant_bag_faults(
    plan: Plan,
    seed: int,
    buildings: gpd.GeoDataFrame,
    idle: Rows,
    bag: tuple[gpd.GeoDataFrame, gpd.GeoDataFrame],
) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Return both BAG tables with dummies, ended uses, broken shapes and doubled rows.

    Parameters
    ----------
    buildings
        The same rows as the table `pand`, with their part and owner.
    idle
        Numbers of the idle yards: the one disused building stands on one.
    bag
        The tables `pand` and `verblijfsobject`.
    """
    rng = stream(seed, "faults")
    panden, addresses = bag[0].copy(), bag[1].copy()
    part = buildings["part"].to_numpy()
    spots = rng.permutation(np.flatnonzero(np.isin(part, ("town", "shed", "ribbon"))))
    panden.loc[spots[:12], "bouwjaar"] = _FILLER_YEAR
    panden.loc[spots[12:14], "bouwjaar"] = _NO_YEAR
    _end_of_life(plan, rng, buildings, idle, panden, others=spots[14:60])
    shapes = panden.geometry.to_numpy().copy()
    shapes[spots[60:63]] = [_bow_tie(shape) for shape in shapes[spots[60:63]]]
    panden = panden.set_geometry(shapes, crs=panden.crs)
    some = rng.permutation(len(addresses))
    addresses.loc[some[:3], "oppervlakte"] = _NO_AREA
    addresses.loc[some[3:8], "oppervlakte"] = _TOKEN_AREA
    addresses = addresses.set_geometry(
        _displaced(addresses.geometry.to_numpy(), some[8:18], rng), crs=addresses.crs
    )
    _two_buildings(part, panden, addresses)
    doubled = panden.iloc[np.sort(spots[70:72])]
    panden = pd.concat([panden, doubled], ignore_index=True)
    panden["identificatie"] = PREFIX + panden["identificatie"]
    return panden, addresses


def _end_of_life(
    plan: Plan,
    rng: np.random.Generator,
    buildings: gpd.GeoDataFrame,
    idle: Rows,
    panden: gpd.GeoDataFrame,
    *,
    others: Rows,
) -> None:
    """Give 30 buildings a demolition permit, 40 % of them on idle yards; disuse one."""
    free = (panden["aantal_verblijfsobjecten"] == 0).to_numpy()
    on_idle = (buildings["part"] == "yard") & buildings["owner"].isin(idle)
    barns = rng.permutation(np.flatnonzero(on_idle.to_numpy() & free))
    there = round(0.4 * plan.demolition_permits)
    rows = np.concatenate([barns[1 : there + 1], others[: plan.demolition_permits - there]])
    panden.loc[rows, "status"] = "Sloopvergunning verleend"
    panden.loc[barns[0], "status"] = "Pand buiten gebruik"


def _bow_tie(shape: shapely.Polygon) -> shapely.Polygon:
    """Return the rectangle with two corners in the wrong order: an invalid polygon."""
    a, b, c, d = shapely.get_coordinates(shape)[:4]
    return shapely.Polygon([a, b, d, c])


def _displaced(points: Shapes, rows: Rows, rng: np.random.Generator) -> Shapes:
    """Return the points, those of `rows` 30 to 60 m off: outside their building."""
    moved = points.copy()
    turn, reach = rng.uniform(0, 2 * np.pi, len(rows)), rng.uniform(30, 60, len(rows))
    shift = np.stack([np.cos(turn), np.sin(turn)], axis=1) * reach[:, None]
    places = np.round(shapely.get_coordinates(points[rows]) + shift, 3)
    moved[rows] = shapely.points(places)
    return moved


def _two_buildings(
    part: npt.NDArray[np.object_], panden: gpd.GeoDataFrame, addresses: gpd.GeoDataFrame
) -> None:
    """Let four shops lie in two buildings: their ids stand comma-joined in one column."""
    town = np.flatnonzero(part == "town")
    inside = addresses["pand_identificatie"].isin(panden["identificatie"].to_numpy()[town[:-1]])
    shops = addresses.index[inside & addresses["gebruiksdoel"].str.startswith("winkelfunctie")][:4]
    row = pd.Series(panden.index, index=panden["identificatie"])
    for shop in shops:
        own = addresses.loc[shop, "pand_identificatie"]
        beside = panden["identificatie"].iloc[int(row[own]) + 1]
        addresses.loc[shop, "pand_identificatie"] = f"{own},{beside}"


def older_roads(roads: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the roads as an edition of 2012 has them: capitals, and ``#`` for empty."""
    old = {
        "wvk_id": "WVK_ID", "jte_id_beg": "JTE_ID_BEG", "jte_id_end": "JTE_ID_END",
        "wegbehsrt": "WEGBEHSRT", "wegnummer": "WEGNUMMER", "bst_code": "BAANSUBSRT",
        "rijrichtng": "RIJRICHTNG", "stt_naam": "STT_NAAM", "gme_id": "GME_ID",
    }  # fmt: skip
    table = roads[[*old, "geometry"]].rename(columns=old)
    for column in ("WEGNUMMER", "STT_NAAM"):
        table[column] = table[column].where(table[column].notna(), "#")
    return table[table["WEGBEHSRT"] != "G"].reset_index(drop=True)
