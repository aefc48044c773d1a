"""The whole municipality in memory: built, planted, and told as registers."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from riskmap.demo import areas
from riskmap.demo.campsites import build_campsites, crops_without, cut_out, place_campsites
from riskmap.demo.conditions import Conditions, draw_conditions, venue_rows
from riskmap.demo.countryside import build_ribbons, build_yards
from riskmap.demo.counts import all_registrations, municipal_tables, told_registrations
from riskmap.demo.districts import district_frames, with_inhabitants
from riskmap.demo.drawing import Numbers, Shapes, stream
from riskmap.demo.facts import Facts
from riskmap.demo.faults import PREFIX, older_roads, plant_bag_faults
from riskmap.demo.land import YEARS, Land, cut_parcels, declare_crops
from riskmap.demo.names import StreetNames
from riskmap.demo.operators import small_users
from riskmap.demo.parks import Plot, build_park, build_recreation, lay_streets, park_area
from riskmap.demo.plan import PLANS, Plan, Recreation, Size
from riskmap.demo.planting import Town, plant, plant_places
from riskmap.demo.polder import draw_polder
from riskmap.demo.registers import bag_frames, land_frame, road_frame, truth_frame
from riskmap.demo.settlements import Built, build_settlement
from riskmap.demo.signals import planted_signals
from riskmap.demo.stock import Stock
from riskmap.demo.streets import in_pieces
from riskmap.demo.tables import police_grid, registration_table, true_vacancy, vacancy_table
from riskmap.demo.terrain import terrain_frames
from riskmap.demo.waters import canal, water_frames


@dataclass(frozen=True)
class Municipality:
    """Waterveen in memory, with the columns and words of the real registers.

    Attributes
    ----------
    layers
        By table name, for example ``pand`` or ``brp_gewas_2025``; geometry in
        EPSG:28992, except ``basisteams`` (EPSG:4326).
    tables
        Municipal tables such as ``leegstand``, and ``aansluitingen`` of the
        grid operator.
    truth
        Planted cases and decoys: ``pand_id``, ``kind``, ``role``,
        ``explanation``, ``x``, ``y``. No indicator may read it.
    yards
        Every yard as it was built: ``pand_id`` of the house, ``state``,
        ``purpose``, ``setback`` (m), geometry is the cadastral yard. Truth,
        too: it is not written to disk.
    candidates
        Places for a yard before thinning.
    signals
        What is truly so, per indicator that a theme weighs: ``indicator``,
        ``of`` (yard, building, address or park), ``object_id``, ``planted``;
        see `planted_signals`. It is not written to disk.
    facts, conditions
        What registers and images are told from. Not written either.
    """

    size: Size
    seed: int
    layers: Mapping[str, gpd.GeoDataFrame]
    tables: Mapping[str, pd.DataFrame]
    truth: pd.DataFrame
    yards: gpd.GeoDataFrame
    candidates: int
    signals: pd.DataFrame
    facts: Facts
    conditions: Conditions


@dataclass(frozen=True)
class _Ground:
    """Everything built, by row number, before the registers describe it."""

    plan: Plan
    roads: pd.DataFrame
    built: list[Built]
    yards: gpd.GeoDataFrame
    stock: Stock
    land: Land
    campsites: tuple[Recreation, ...]
    late: Stock


def generate(size: Size = "mini", seed: int = 1) -> Municipality:
    """Make the demo municipality in memory.

    Images are drawn by `summer_images` and `night_image`; nothing is written.

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
    town = Town(plan, seed, buildings, addresses, ground.roads, ground.yards)
    bag = bag_frames(seed, buildings, addresses)
    crops, forgotten = _crops(ground, seed)
    facts = _facts(ground, town, bag, forgotten)
    found = draw_conditions(facts)
    rural = facts.truth[(facts.truth["kind"] == "rural") & (facts.truth["role"] == "planted")]
    layers = _bag_layers(facts, ground, bag) | crops
    layers |= _other_layers(facts, ground, shapely.get_coordinates(bag[1].geometry))
    layers |= terrain_frames(facts, found) | water_frames(facts) | district_frames(facts, found)
    layers["risico"] = police_grid(plan, seed, rural[["x", "y"]].to_numpy())
    yards, candidates = _yards_with_ids(ground.yards, buildings, bag[0])
    firms = all_registrations(facts, found, _large_registrations(facts))
    return Municipality(
        size=size,
        seed=seed,
        layers=layers,
        tables=_tables(facts, found, firms),
        truth=truth_frame(facts.truth, bag[0]),
        yards=yards,
        candidates=candidates,
        signals=planted_signals(facts, found, _status(layers["pand"], bag[0]), firms),
        facts=facts,
        conditions=found,
    )


def _facts(
    ground: _Ground,
    town: Town,
    bag: tuple[gpd.GeoDataFrame, gpd.GeoDataFrame],
    forgotten: Shapes,
) -> Facts:
    """Plant the cases and gather what is true, for those who tell it."""
    parks = (*town.plan.recreation, *ground.campsites)
    parcels = ground.land.parcels
    before = Facts(
        town=town,
        truth=plant(town),
        building_ids=bag[0]["identificatie"].to_numpy(),
        address_ids=bag[1]["identificatie"].to_numpy(),
        plots=parcels.geometry.to_numpy()[(parcels["use"] == "park").to_numpy()],
        built_up=np.array([place.area for place in ground.built], dtype=object),
        campsites=ground.campsites,
        fields=ground.land.fields,
        forgotten=forgotten,
    )
    more = plant_places(town, parks, venue_rows(before))
    return replace(before, truth=pd.concat([before.truth, more], ignore_index=True))


def _bag_layers(
    facts: Facts, ground: _Ground, bag: tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]
) -> dict[str, gpd.GeoDataFrame]:
    """Return the BAG with its faults; what stands on the campsites comes behind, without."""
    idle = np.flatnonzero(ground.yards["state"] == "idle")
    faulty = plant_bag_faults(facts.plan, facts.seed, facts.town.buildings, idle, bag)
    late = ground.late
    panden, objects = bag_frames(facts.seed, late.buildings(), late.addresses(), behind=bag)
    panden["identificatie"] = PREFIX + panden["identificatie"]
    pairs = zip(("pand", "verblijfsobject"), faulty, (panden, objects), strict=True)
    return {name: _below(first, last) for name, first, last in pairs}


def _below(first: gpd.GeoDataFrame, last: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    joined = pd.concat([first, last], ignore_index=True)
    return gpd.GeoDataFrame(joined.astype(first.dtypes.drop("geometry").to_dict()), crs=first.crs)


def _crops(ground: _Ground, seed: int) -> tuple[dict[str, gpd.GeoDataFrame], Shapes]:
    """Return the crop fields per year, and the fields nobody declares after the first year."""
    idle = ground.yards[ground.yards["state"] == "idle"].geometry.to_numpy()
    years = declare_crops(ground.land.fields, seed, idle)
    first, second = (years[year].geometry.to_numpy() for year in YEARS[:2])
    gone = ~np.isin(shapely.to_wkb(first), shapely.to_wkb(second))
    camps = _areas(ground.campsites, ground.plan)
    cut = {f"brp_gewas_{year}": crops_without(crops, camps) for year, crops in years.items()}
    return cut, first[gone]


def _areas(parks: tuple[Recreation, ...], plan: Plan) -> Shapes:
    return np.array([park_area(park, plan) for park in parks], dtype=object)


def _status(panden: gpd.GeoDataFrame, built: gpd.GeoDataFrame) -> npt.NDArray[np.object_]:
    """Return the status of every building that was built, with the planted ends of life."""
    told = panden.drop_duplicates("identificatie").set_index("identificatie")["status"]
    found: npt.NDArray[np.object_] = told.reindex(PREFIX + built["identificatie"]).to_numpy()
    return found


def _large_registrations(facts: Facts) -> pd.DataFrame:
    town, ids = facts.town, pd.Series(facts.address_ids)
    return registration_table(facts.plan, facts.seed, town.buildings, town.addresses, ids)


def _tables(facts: Facts, found: Conditions, firms: pd.DataFrame) -> dict[str, pd.DataFrame]:
    seed, town, ids = facts.seed, facts.town, pd.Series(facts.address_ids)
    return {
        "leegstand": vacancy_table(seed, town.buildings, town.addresses, ids),
        "inschrijvingen": told_registrations(firms),
        "aansluitingen": small_users(facts),
        **municipal_tables(facts, found),
    }


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
    towns = np.array([place.area for place in built], dtype=object)
    camps = place_campsites(
        plan, seed, stock, roads=lines, built_up=towns, closed=np.append(closed, canal(plan))
    )
    late, parcels = build_campsites(camps, plan, seed, names)
    land = cut_out(land, _areas(camps, plan), parcels)
    return _Ground(plan, table, built, yards, stock, land, camps, late)


def _other_layers(facts: Facts, ground: _Ground, homes: Numbers) -> dict[str, gpd.GeoDataFrame]:
    """Return parcels, roads, work locations, places, borders, teams and neighbourhoods."""
    plan = facts.plan
    roads = road_frame(plan, in_pieces(ground.roads))
    middle = ground.yards.geometry.iloc[0].centroid
    hamlet = (round(middle.x, 2), round(middle.y, 2))
    around = areas.neighbourhoods(plan, ground.built, homes)
    return {
        "perceel": land_frame(ground.land),
        "wegvakken": roads,
        "wegvakken_2012": older_roads(roads),
        "ibis": areas.work_locations(plan),
        "top10nl_plaats_vlak": areas.top10nl_places(ground.built, hamlet),
        "top10nl_functioneel_gebied_vlak": areas.top10nl_functional(plan, ground.campsites),
        "gemeentegebied": areas.municipalities(plan),
        "basisteams": areas.team_areas(plan),
        "buurten": with_inhabitants(around, facts.seed),
    }


def _yards_with_ids(
    yards: gpd.GeoDataFrame, buildings: gpd.GeoDataFrame, panden: gpd.GeoDataFrame
) -> tuple[gpd.GeoDataFrame, int]:
    """Return the yards with the BAG id of their house, and the places before thinning."""
    own = buildings[buildings["part"] == "yard"]
    house = own["owner"].drop_duplicates()
    named = yards.drop(columns="candidates")
    named.insert(0, "pand_id", panden["identificatie"].to_numpy()[house.index])
    return named, int(yards["candidates"].iloc[0])
