"""Ground truth: which places are cases, and which only look like one.

No indicator may read this. Cases lie far denser than in reality, so that
tests have power; `riskmap.toml` says so on every output.
"""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from scipy.spatial import cKDTree

from riskmap.demo.access import road_access
from riskmap.demo.drawing import Numbers, Shapes, ramp, stream
from riskmap.demo.parks import park_area
from riskmap.demo.plan import Plan, Recreation

_BLIND = 0.20  # share of the cases no indicator can see
_NOISE = 0.9
_TRADED = ("kantoorfunctie", "winkelfunctie", "woonfunctie")
_OLD_PARK = 1985
Rows = npt.NDArray[np.intp]
_LANE_FIRST = 10_000.0  # metres, more than any place lies from an address


@dataclass(frozen=True)
class Town:
    """What planting needs to know, all by row number."""

    plan: Plan
    seed: int
    buildings: gpd.GeoDataFrame
    addresses: pd.DataFrame
    roads: pd.DataFrame
    yards: gpd.GeoDataFrame


def plant(town: Town) -> pd.DataFrame:
    """Return the planted cases and the decoys.

    Returns
    -------
    pandas.DataFrame
        ``kind`` (rural, park_building, box_row, clubhouse, dump_spot),
        ``role`` (planted, decoy), ``building`` (row number of the main
        building, -1 for a dump spot), ``explanation``, ``x``, ``y``.
    """
    rng = stream(town.seed, "planting")
    rural = _rural(town, rng)
    boxes = _box_rows(town, rng)
    parks, clubs = _park_buildings(town, rng)
    found = pd.concat([rural, parks, boxes, clubs, _dump_spots(town, rng)], ignore_index=True)
    return found.reset_index(drop=True)


def plant_places(town: Town, parks: tuple[Recreation, ...], venues: Rows) -> pd.DataFrame:
    """Return cases of the other themes, planted after all others with a stream of their own.

    Parameters
    ----------
    parks
        All recreation parks; a case is an old one with a plot for every unit.
    venues
        Row numbers of the addresses that are a venue.
    """
    rng, plan = stream(town.seed, "planting places"), town.plan
    home = town.addresses["building"].to_numpy()
    empty = town.addresses["vacant"].to_numpy(dtype=float)[venues]
    inns = home[venues[draw(rng, 0.5 * empty, plan.venue_cases)]]
    use = town.addresses["use"].str.split(",").str[0].isin(_TRADED).to_numpy()
    town_rows = (town.buildings["part"] == "town").to_numpy()[home]
    traded = np.setdiff1d(home[use & town_rows], home[venues])
    sold = traded[rng.permutation(len(traded))[: plan.transfer_cases]]
    worn = [park for park in parks if park.parcels > 1 and park.year < _OLD_PARK]
    middle = np.array([park_area(park, plan).centroid for park in worn])
    camps = pd.DataFrame(
        {
            "kind": "recreation_park", "role": "planted", "building": -1, "explanation": "",
            "x": shapely.get_x(middle), "y": shapely.get_y(middle),
        }
    )  # fmt: skip
    rows = [
        _rows(town, kind, np.sort(cases), ["planted"] * len(cases), [""] * len(cases))
        for kind, cases in (("venue", inns), ("transfer", sold))
    ]
    return pd.concat([*rows, camps], ignore_index=True)


def draw(
    rng: np.random.Generator, latent: Numbers, cases: int
) -> "np.ndarray[tuple[int], np.dtype[np.intp]]":
    """Draw cases: 80 % with a chance that grows as exp(2 latent), 20 % uniformly."""
    blind = round(_BLIND * cases)
    seen = np.argsort(-(2 * latent + rng.gumbel(size=len(latent))), kind="stable")[: cases - blind]
    rest = np.setdiff1d(np.arange(len(latent)), seen)
    return np.sort(np.concatenate([seen, rng.permutation(rest)[:blind]]))


def yard_conditions(town: Town) -> pd.DataFrame:
    """Return what makes a yard suitable, each from 0 to 1, per yard."""
    buildings, yards = town.buildings, town.yards
    own = buildings[buildings["part"] == "yard"]
    footprint = own.area
    addressed = own.index.isin(town.addresses["building"])
    spare = footprint.where(~addressed, 0.0).groupby(own["owner"]).sum()
    spare = spare.reindex(yards.index, fill_value=0.0)
    place = shapely.centroid(yards.geometry.to_numpy())
    branch, way = road_access(town.roads, place)
    return pd.DataFrame(
        {
            "idle": (yards["state"] == "idle").astype(float),
            "isolation": ramp(_to_neighbour(town, place), 80, 300),
            "dead_end": ramp(branch, 100, 600),
            "capacity": ramp(spare.to_numpy(), 250, 1_000),
            "screening": stream(town.seed, "screening").random(len(yards)),
            "access": ramp(way, 9, 2),
            "setback": ramp(yards["setback"].to_numpy(), 60, 200),
        },
        index=yards.index,
    )


def _to_neighbour(town: Town, place: Shapes) -> Numbers:
    """Return the distance in metres from each yard to the nearest address of another."""
    home = town.addresses["building"].to_numpy()
    points = shapely.get_coordinates(shapely.centroid(town.buildings.geometry.to_numpy()[home]))
    in_yard = (town.buildings["part"] == "yard").to_numpy()
    owner = np.where(in_yard, town.buildings["owner"], -1)[home]
    distance, other = cKDTree(points).query(shapely.get_coordinates(place), k=12)
    foreign = owner[other] != np.arange(len(place))[:, None]
    nearest: Numbers = np.where(foreign, distance, np.inf).min(axis=1)
    return np.minimum(nearest, 5_000.0)


def yard_suitability(town: Town) -> Numbers:
    """Return how suitable every yard is, as the cases were drawn by, without the noise."""
    weight = {"idle": 1.7, "isolation": 1.0, "dead_end": 0.8, "capacity": 0.6,
              "screening": 0.6, "access": 0.5, "setback": 0.4}  # fmt: skip
    found: Numbers = (yard_conditions(town) * pd.Series(weight)).sum(axis=1).to_numpy()
    return found


def _rural(town: Town, rng: np.random.Generator) -> pd.DataFrame:
    seen = yard_suitability(town)
    latent = seen + rng.normal(0, _NOISE, len(seen))
    cases = draw(rng, latent, town.plan.rural_cases)
    likely = np.argsort(-seen, kind="stable")
    decoys = likely[~np.isin(likely, cases)][: town.plan.decoys]
    main = _first_building(town, "yard").loc[np.concatenate([cases, decoys])].to_numpy()
    words = [""] * len(cases) + [_explanation(town.yards.iloc[i], rng) for i in decoys]
    roles = ["planted"] * len(cases) + ["decoy"] * len(decoys)
    return _rows(town, "rural", main, roles, words)


def _explanation(yard: pd.Series, rng: np.random.Generator) -> str:
    if yard["state"] == "reused":
        return str(yard["purpose"])
    if yard["state"] == "active":
        return "melkveebedrijf met lange oprit"
    return str(rng.choice(["te koop, wordt beheerd", "verbouwing loopt", "caravanstalling",
                           "werkplaats", "atelier", "zorgboerderij in oprichting"]))  # fmt: skip


def _first_building(town: Town, part: str) -> pd.Series:
    """Return the main building (the first built) per owner."""
    own = town.buildings[town.buildings["part"] == part]
    first = own["owner"].drop_duplicates()
    return pd.Series(first.index.to_numpy(), index=first.to_numpy()).sort_index()


def _park_buildings(town: Town, rng: np.random.Generator) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Plant in park buildings, and in old, small, single halls (clubhouse-like)."""
    halls = town.buildings[town.buildings["part"] == "park"]
    found = town.addresses.groupby("building").agg(
        units=("use", "size"), empty=("vacant", "mean"), use=("use", "first")
    )
    found = found.reindex(halls.index)
    area = halls.area.to_numpy()
    branch, _ = road_access(town.roads, shapely.centroid(halls.geometry.to_numpy()))
    latent = (
        1.5 * found["empty"].to_numpy() + 1.0 * ramp(np.log1p(found["units"].to_numpy()), 1.6, 3.4)
        + 0.8 * ramp(branch, 0, 300) + 0.8 * ramp(halls["year"].to_numpy(), 2_005, 1_975)
        + rng.normal(0, _NOISE, len(halls))
    )  # fmt: skip
    plain = found["use"].isin(["industriefunctie", "overige gebruiksfunctie"]).to_numpy()
    small = (area > 150) & (area < 900) & (found["units"].to_numpy() == 1) & plain  # noqa: PLR2004
    clubs = np.argsort(-np.where(small, latent, -np.inf), kind="stable")
    clubs = clubs[: town.plan.clubhouse_cases]
    rest = np.setdiff1d(np.arange(len(halls)), clubs)
    cases = rest[draw(rng, latent[rest], town.plan.park_cases)]
    number = halls.index.to_numpy()
    return (
        _rows(town, "park_building", number[cases], ["planted"] * len(cases), [""] * len(cases)),
        _rows(town, "clubhouse", number[clubs], ["planted"] * len(clubs), [""] * len(clubs)),
    )


def _box_rows(town: Town, rng: np.random.Generator) -> pd.DataFrame:
    """Plant in all box complexes first, then in garage rows."""
    rows = np.concatenate(
        [_first_building(town, "box").to_numpy(), rng.permutation(_first_building(town, "garage"))]
    )[: town.plan.box_cases]
    return _rows(town, "box_row", rows, ["planted"] * len(rows), [""] * len(rows))


def _dump_spots(town: Town, rng: np.random.Generator) -> pd.DataFrame:
    """Choose dead ends that lie far from any address: lanes first, other roads if need be."""
    kinds = np.array([road.kind for road in town.roads["road"]])
    ends = town.roads[["node_from", "node_to"]].to_numpy()
    degree = np.bincount(ends.ravel())
    blind = (degree[ends] == 1).any(axis=1) & ~np.isin(kinds, ("motorway", "ramp"))
    lanes = np.flatnonzero(blind)
    which = np.where(degree[ends[lanes, 0]] == 1, 0, -1)
    tips = shapely.get_point(town.roads["line"].to_numpy()[lanes], which)
    homes = town.buildings.geometry.to_numpy()[town.addresses["building"].unique()]
    clear = shapely.distance(tips, homes[shapely.STRtree(homes).nearest(tips)])
    clear += np.where(kinds[lanes] == "lane", _LANE_FIRST, 0) + rng.uniform(0, 50, len(clear))
    far = np.argsort(-clear, kind="stable")
    tips = tips[far][: town.plan.dump_cases]
    return pd.DataFrame(
        {
            "kind": "dump_spot", "role": "planted", "building": -1, "explanation": "",
            "x": shapely.get_x(tips), "y": shapely.get_y(tips),
        }
    )  # fmt: skip


def _rows(
    town: Town, kind: str, building: Shapes, role: list[str], explanation: list[str]
) -> pd.DataFrame:
    middle = shapely.centroid(town.buildings.geometry.to_numpy()[building])
    return pd.DataFrame(
        {
            "kind": kind, "role": role, "building": building, "explanation": explanation,
            "x": shapely.get_x(middle), "y": shapely.get_y(middle),
        }
    )  # fmt: skip
