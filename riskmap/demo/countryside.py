"""Yards and ribbons of houses along the roads of the polder."""

import math
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from riskmap.demo.drawing import Point, Shapes, near, rectangle, stream, unit
from riskmap.demo.plan import Plan
from riskmap.demo.polder import RuralEdge
from riskmap.demo.stock import RD, Stock

_GAPS = (230.0, 330.0, 480.0)
_RIBBON = 0.34  # of the roads inside the border; with those in towns 28 % of the polder's roads
_SPACING = 48.0  # metres between houses; about 66 after those too near a yard are left out
_FORMER = 0.34  # among places; thinning brings 110 of 350
_REUSED_AS = ("caravanstalling", "loonbedrijf", "zorgboerderij", "wonen", "atelier", "werkplaats")


@dataclass(frozen=True)
class Body:
    """One building of a yard before it is placed: u and v ranges in metres."""

    u: tuple[float, float]
    v: tuple[float, float]


@dataclass(frozen=True)
class Site:
    """Where a yard stands: its place on the road, the road's direction, its bodies."""

    base: Point
    along: Point
    street: str
    setback: float
    former: bool
    bodies: tuple[Body, ...]

    def shapes(self) -> list[shapely.Polygon]:
        """Return house and outbuildings as polygons; the house comes first."""
        return [rectangle(self.base, self.along, body.u, body.v) for body in self.bodies]


def build_yards(
    plan: Plan,
    seed: int,
    edges: tuple[RuralEdge, ...],
    stock: Stock,
    *,
    roads: Shapes,
    closed: Shapes,
) -> gpd.GeoDataFrame:
    """Build the yards and return them.

    Parameters
    ----------
    roads
        Lines no building comes near.
    closed
        Areas without yards: settlements, business and recreation parks.

    Returns
    -------
    geopandas.GeoDataFrame
        One row per yard: ``state`` (active, reused, idle), ``purpose`` (text,
        for reused yards), ``setback`` (m), ``candidates`` (places found
        before thinning), geometry is the cadastral yard.
    """
    rng = stream(seed, "yards")
    sites = _free(_candidates(plan, rng, edges), roads, closed)
    former = np.array([site.former for site in sites])
    chosen = [
        rng.permutation(np.flatnonzero(former == old))[:wanted]
        for old, wanted in ((False, plan.active_yards), (True, plan.former_yards))
    ]
    reused = ["reused"] * (plan.former_yards - plan.idle_yards)
    state = dict.fromkeys(chosen[0].tolist(), "active")
    state |= dict(zip(chosen[1].tolist(), ["idle"] * plan.idle_yards + reused, strict=False))
    rows = []
    for yard, index in enumerate(sorted(state)):
        site, now = sites[index], state[index]
        _build(site, yard, rng, stock, plan.settlements[0].name)
        purpose = str(rng.choice(_REUSED_AS)) if now == "reused" else ""
        rows.append((now, purpose, site.setback, len(sites), _outline(site, rng)))
    columns = ["state", "purpose", "setback", "candidates", "geometry"]
    return gpd.GeoDataFrame(pd.DataFrame(rows, columns=columns), crs=RD)


def _candidates(plan: Plan, rng: np.random.Generator, edges: tuple[RuralEdge, ...]) -> list[Site]:
    """Return places along the roads with gamma gaps, each with the largest yard it may get."""
    sites = []
    for edge in edges:
        along, length = unit(edge.start, edge.end)
        mean = float(rng.choice(_GAPS))
        at = rng.gamma(4, mean / 4)
        while at < length - 25:
            side = float(rng.choice([-1.0, 1.0]))
            direction = (side * along[0], side * along[1])
            base = (edge.start[0] + at * along[0], edge.start[1] + at * along[1])
            setback = float(np.exp(rng.normal(math.log(43), 0.55)))
            if rng.random() < 0.08:  # noqa: PLR2004 - 8 % of the yards lie far back
                setback = float(rng.uniform(200, 520))
            former = bool(rng.random() < _FORMER)
            bodies = _bodies(max(12.0, setback), rng, former=former)
            site = Site(base, direction, edge.street, setback, former, bodies)
            if _within(plan, site):
                sites.append(site)
            at += rng.gamma(4, mean / 4)
    return sites


def _bodies(setback: float, rng: np.random.Generator, *, former: bool) -> tuple[Body, ...]:
    """Draw the buildings of a yard; the house comes first.

    The largest barn stands beside the house with its front on the setback;
    the others follow behind in pairs, so that no gap exceeds 20 m.
    """
    count = int(rng.integers(1, 5)) if former else int(rng.integers(2, 7))
    total = float(np.exp(rng.normal(math.log(900 if former else 2_300), 0.7)))
    share = np.sort(rng.dirichlet(np.full(count, 3.0)))[::-1]
    areas = np.clip(total * share, 90, 1_800).tolist()
    footprint = float(rng.uniform(90, 220))
    front = math.sqrt(footprint * rng.uniform(1.0, 1.5))
    shelves = [[(front, footprint / front), _barn(areas[0])]]
    shelves += [[_barn(area) for area in areas[i : i + 2]] for i in range(1, count, 2)]
    bodies, v = [], setback
    for shelf in shelves:
        back, u = v + max(depth for _, depth in shelf), 0.0
        for length, depth in shelf:
            bodies.append(Body((u, u + length), (back - depth, back)))
            u += length + float(rng.uniform(6, 18))
        v = back + float(rng.uniform(6, 18))
    return tuple(bodies)


def _barn(area: float) -> tuple[float, float]:
    """Return length (20-60 m) and depth of a barn; depth grows with area."""
    length = min(60.0, max(20.0, math.sqrt(2.5 * area)))
    return length, area / length


def _within(plan: Plan, site: Site) -> bool:
    bounds = shapely.total_bounds(np.array(site.shapes())) - np.tile(plan.origin, 2)
    inside = bounds[:2].min() > 40 and bounds[2] < plan.width - 40  # noqa: PLR2004 - metres
    return bool(inside and bounds[3] < plan.height - 40)


def _free(sites: list[Site], roads: Shapes, closed: Shapes) -> list[Site]:
    """Keep the sites off roads and closed areas, then those at least 32 m from earlier ones."""
    outlines = np.array([shapely.union_all(site.shapes()).envelope for site in sites])
    hulls = np.array([shapely.union_all(site.shapes()).convex_hull for site in sites])
    good = ~near(hulls, roads, 8.0) & ~near(hulls, closed, 30.0)
    tree = shapely.STRtree(outlines)
    pairs = tree.query(outlines, predicate="dwithin", distance=32.0).T
    clash: dict[int, list[int]] = {}
    for a, b in pairs.tolist():
        if b < a and shapely.dwithin(hulls[a], hulls[b], 32.0):
            clash.setdefault(a, []).append(b)
    kept: set[int] = set()
    for index in np.flatnonzero(good).tolist():
        if not kept.intersection(clash.get(index, [])):
            kept.add(index)
    return [sites[index] for index in sorted(kept)]


def _build(site: Site, yard: int, rng: np.random.Generator, stock: Stock, place: str) -> None:
    """Build the house with its dwelling, and barns of which few have an address."""
    house, *barns = site.shapes()
    early = rng.random() < 0.4  # noqa: PLR2004 - 40 % of the houses date from before 1950
    built = int(rng.integers(1870, 1950)) if early else int(rng.integers(1950, 2015))
    number = stock.build(house, built, "yard", yard)
    stock.address(number, "woonfunctie", house.area * rng.uniform(0.9, 1.5), site.street, place)
    uses = ["", "overige gebruiksfunctie", "industriefunctie"]
    for barn in barns:
        number = stock.build(barn, _barn_year(rng, former=site.former), "yard", yard)
        use = str(rng.choice(uses, p=[0.85, 0.10, 0.05]))
        if use:
            stock.address(number, use, barn.area, site.street, place)


def _barn_year(rng: np.random.Generator, *, former: bool) -> int:
    """Former yards: 70 % in 1960-1993. Active yards: 45 % from 1994 on."""
    draw = rng.random()
    if not former:
        return int(rng.integers(1994, 2025) if draw < 0.45 else rng.integers(1935, 1994))  # noqa: PLR2004
    if draw < 0.70:  # noqa: PLR2004
        return int(rng.integers(1960, 1994))
    return int(rng.integers(1915, 1960) if draw < 0.85 else rng.integers(1994, 2015))  # noqa: PLR2004


def _outline(site: Site, rng: np.random.Generator) -> shapely.Polygon:
    """Return the cadastral yard: 2,000-12,000 m2 round the buildings, up to the road."""
    last_u = max(body.u[1] for body in site.bodies) + rng.uniform(6, 14)
    last_v = max(body.v[1] for body in site.bodies) + rng.uniform(6, 14)
    first_v = max(8.0, site.setback - rng.uniform(8, 20))
    return rectangle(site.base, site.along, (-rng.uniform(6, 14), last_u), (first_v, last_v))


def build_ribbons(
    plan: Plan,
    seed: int,
    edges: tuple[RuralEdge, ...],
    stock: Stock,
    *,
    roads: Shapes,
    closed: Shapes,
) -> Shapes:
    """Build houses along some of the rural roads and return their plots."""
    rng = stream(seed, "ribbons")
    yards = stock.shapes()
    plots, houses = [], []
    inner = [edge for edge in edges if not edge.lane and _inside(plan, _line(edge))]
    settled = rng.permutation(len(inner))[: round(_RIBBON * len(inner))]
    for edge in (inner[i] for i in np.sort(settled)):
        along, length = unit(edge.start, edge.end)
        at = 20.0 + rng.gamma(4, _SPACING / 4)
        while at < length - 20:
            side = float(rng.choice([-1.0, 1.0]))
            base = (edge.start[0] + at * along[0], edge.start[1] + at * along[1])
            direction = (side * along[0], side * along[1])
            setback, half = float(rng.uniform(15, 35)), float(rng.uniform(4, 5))
            depth = float(rng.uniform(8, 9.8))
            house = rectangle(base, direction, (-half, half), (setback, setback + depth))
            plot = rectangle(base, direction, (-11, 11), (7, setback + 30))
            at += max(30.0, float(rng.gamma(4, _SPACING / 4)))
            if _inside(plan, plot):
                houses.append((house, edge.street))
                plots.append(plot)
    shapes = np.array([house for house, _ in houses], dtype=object)
    ok = ~near(shapes, yards, 27.0) & ~near(shapes, closed, 28.0) & ~near(shapes, roads, 10.0)
    first, second = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=22.0)
    ok[first[second < first]] = False
    for index in np.flatnonzero(ok):
        house, street = houses[index]
        number = stock.build(house, int(rng.integers(1890, 2015)), "ribbon")
        area = house.area * rng.uniform(1.2, 2)
        stock.address(number, "woonfunctie", area, street, plan.settlements[0].name)
    return np.array(plots, dtype=object)[ok]


def _line(edge: RuralEdge) -> shapely.LineString:
    return shapely.LineString([edge.start, edge.end])


def _inside(plan: Plan, shape: shapely.Geometry) -> bool:
    x0, y0 = plan.origin
    return bool(shapely.box(x0, y0, x0 + plan.width, y0 + plan.height).contains(shape))
