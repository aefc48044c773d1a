"""The whole municipality in memory: built, planted, and told as registers."""

from collections.abc import Mapping
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from riskmap.demo import areas
from riskmap.demo.countryside import build_ribbons, build_yards
from riskmap.demo.drawing import Numbers, Shapes, stream
from riskmap.demo.faults import older_roads, plant_bag_faults
from riskmap.demo.land import Land, cut_parcels, declare_crops
from riskmap.demo.names import StreetNames
from riskmap.demo.parks import Plot, build_park, build_recreation, lay_streets, park_area
from riskmap.demo.plan import PLANS, Plan, Size
from riskmap.demo.planting import Town, plant
from riskmap.demo.polder import Polder, draw_polder
from riskmap.demo.registers import bag_frames, land_frame, road_frame, truth_frame
from riskmap.demo.settlements import Built, build_settlement
from riskmap.demo.stock import Stock
from riskmap.demo.tables import police_grid, registration_table, true_vacancy, vacancy_table


@dataclass(frozen=True)
class Municipality:
    """Waterveen in memory, with the columns and words of the real registers.

    Attributes
    ----------
    layers
        By table name, for example ``pand`` or ``brp_gewas_2025``; geometry in
        EPSG:28992, except ``basisteams`` (EPSG:4326).
    tables
        ``leegstand`` and ``inschrijvingen``.
    truth
        Planted cases and decoys: ``pand_id``, ``kind``, ``role``,
        ``explanation``, ``x``, ``y``. No indicator may read it.
    yards
        Every yard as it was built: ``pand_id`` of the house, ``state``,
        ``purpose``, ``setback`` (m), geometry is the cadastral yard. Truth,
        too: it is not written to disk.
    candidates
        Places for a yard before thinning.
    """

    size: Size
    seed: int
    layers: Mapping[str, gpd.GeoDataFrame]
    tables: Mapping[str, pd.DataFrame]
    truth: pd.DataFrame
    yards: gpd.GeoDataFrame
    candidates: int


@dataclass(frozen=True)
class _Ground:
    """Everything built, by row number, before the registers describe it."""

    polder: Polder
    roads: pd.DataFrame
    built: list[Built]
    yards: gpd.GeoDataFrame
    stock: Stock
    land: Land


def generate(size: Size = "mini", seed: int = 1) -> Municipality:
    """Make the demo municipality in memory.

    Rasters are not made yet; nothing is written.

    Parameters
    ----------
    size
        ``mini`` is 6 x 6 km, ``full`` 14 x 12 km.
    seed
        The same seed gives the same municipality.
    """
    plan = PLANS[size]
    ground = _build(plan, seed)
    buildings, addresses = ground.stock.buildings(), ground.stock.addresses()
    addresses["vacant"] = true_vacancy(plan, seed, buildings, addresses, ground.yards)
    truth = plant(Town(plan, seed, buildings, addresses, ground.roads, ground.yards))
    panden, objects = bag_frames(seed, buildings, addresses)
    idle = np.flatnonzero(ground.yards["state"] == "idle")
    known = truth_frame(truth, panden)
    ids = objects["identificatie"]
    tables = {
        "leegstand": vacancy_table(seed, buildings, addresses, ids),
        "inschrijvingen": registration_table(plan, seed, buildings, addresses, ids),
    }
    rural = truth[(truth["kind"] == "rural") & (truth["role"] == "planted")]
    layers = dict(
        zip(
            ("pand", "verblijfsobject"),
            plant_bag_faults(plan, seed, buildings, idle, (panden, objects)),
            strict=True,
        )
    )
    layers |= _other_layers(plan, seed, ground, shapely.get_coordinates(objects.geometry))
    layers["risico"] = police_grid(plan, seed, rural[["x", "y"]].to_numpy())
    yards, candidates = _yards_with_ids(ground.yards, buildings, panden)
    return Municipality(size, seed, layers, tables, known, yards, candidates)


def _build(plan: Plan, seed: int) -> _Ground:
    """Lay out roads, then settlements, parks, yards, ribbons and parcels."""
    names, stock = StreetNames(stream(seed, "names")), Stock()
    polder = draw_polder(plan, seed, names)
    network = polder.network
    rural = network.lines()
    built = [
        build_settlement(town, plan, seed, network, names, stock=stock) for town in plan.settlements
    ]
    plots = [lay_streets(park, plan, seed, network, names) for park in plan.parks]
    used: list[Plot] = []
    for number in range(len(plan.parks)):
        used += build_park(number, plots[number], plan, seed, stock, roads=rural)
    leisure = [build_recreation(park, plan, seed, names, stock) for park in plan.recreation]
    network.connect()
    table = network.table()
    closed = np.array(
        [place.area for place in built]
        + [park_area(park, plan) for park in plan.parks]
        + [park_area(park, plan) for park in plan.recreation],
        dtype=object,
    )
    lines = table["line"].to_numpy()
    yards = build_yards(plan, seed, polder.edges, stock, roads=lines, closed=closed)
    ribbons = build_ribbons(plan, seed, polder.edges, stock, roads=lines, closed=closed)
    shapes: dict[str, Shapes] = {
        "dwelling": np.concatenate([place.plots for place in built]),
        "park": np.array([plot.shape() for plot in used], dtype=object),
        "leisure": np.concatenate(leisure),
        "yard": yards.geometry.to_numpy(),
        "ribbon": ribbons,
    }
    land = cut_parcels(plan, seed, polder.blocks, shapes, closed)
    return _Ground(polder, table, built, yards, stock, land)


def _other_layers(
    plan: Plan, seed: int, ground: _Ground, homes: Numbers
) -> dict[str, gpd.GeoDataFrame]:
    """Return every layer but the BAG and the police layer."""
    roads = road_frame(plan, ground.roads)
    idle = ground.yards[ground.yards["state"] == "idle"].geometry.to_numpy()
    middle = ground.yards.geometry.iloc[0].centroid
    hamlet = (round(middle.x, 2), round(middle.y, 2))
    layers = {
        "perceel": land_frame(ground.land),
        "wegvakken": roads,
        "wegvakken_2012": older_roads(roads),
        "ibis": areas.work_locations(plan),
        "top10nl_plaats_vlak": areas.top10nl_places(ground.built, hamlet),
        "top10nl_functioneel_gebied_vlak": areas.top10nl_functional(plan),
        "gemeentegebied": areas.municipalities(plan),
        "basisteams": areas.team_areas(plan),
        "buurten": areas.neighbourhoods(plan, ground.built, homes),
    }
    for year, crops in declare_crops(ground.land.fields, seed, idle).items():
        layers[f"brp_gewas_{year}"] = crops
    return layers


def _yards_with_ids(
    yards: gpd.GeoDataFrame, buildings: gpd.GeoDataFrame, panden: gpd.GeoDataFrame
) -> tuple[gpd.GeoDataFrame, int]:
    """Return the yards with the BAG id of their house, and the places before thinning."""
    own = buildings[buildings["part"] == "yard"]
    house = own["owner"].drop_duplicates()
    named = yards.drop(columns="candidates")
    named.insert(0, "pand_id", panden["identificatie"].to_numpy()[house.index])
    return named, int(yards["candidates"].iloc[0])
