"""The polder: a grid of straight roads with gaps, dead-end lanes and a motorway."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from riskmap.demo.drawing import Numbers, Point, Shapes, stream, unit
from riskmap.demo.names import StreetNames
from riskmap.demo.network import Network, Road
from riskmap.demo.plan import Plan

_BEYOND = 900.0  # the grid goes on outside, so that the border makes no false dead ends
_DROP_NORTH_SOUTH = 0.22
_DROP_EAST_WEST = 0.08
_LANES = 0.30
_CLEAR = 400.0  # metres between the motorway and roads along it


@dataclass(frozen=True)
class RuralEdge:
    """A stretch of rural road along which yards and houses stand."""

    start: Point
    end: Point
    street: str
    lane: bool


@dataclass(frozen=True)
class Polder:
    """The roads of the countryside and the blocks between them."""

    network: Network
    edges: tuple[RuralEdge, ...]
    blocks: Numbers  # (blocks, 4 corners, 2), counter-clockwise, metres


def draw_polder(plan: Plan, seed: int, names: StreetNames) -> Polder:
    """Draw grid, lanes, motorway and ramps of one municipality."""
    rng = stream(seed, "polder")
    nodes = _nodes(plan, rng)
    network = Network()
    edges = []
    for start, end, road in _grid(plan, rng, nodes, names):
        network.add(start, end, road)
        edges.append(RuralEdge(start, end, road.street, lane=False))
    _motorway(plan, network, nodes)
    edges += _lanes(plan, rng, network, edges, names)
    corners = np.stack([nodes[:-1, :-1], nodes[1:, :-1], nodes[1:, 1:], nodes[:-1, 1:]], axis=2)
    return Polder(network, tuple(edges), corners.reshape(-1, 4, 2))


def _cuts(rng: np.random.Generator, fixed: list[float], mean: float) -> Numbers:
    """Return positions between fixed ones, about `mean` apart."""
    cuts = [fixed[0]]
    for low, high in pairwise(fixed):
        count = max(1, round((high - low) / mean))
        steps = rng.uniform(0.85, 1.15, count)
        cuts += list(low + np.cumsum(steps) / steps.sum() * (high - low))
    return np.array(cuts)


def _nodes(plan: Plan, rng: np.random.Generator) -> Numbers:
    """Return the grid nodes, shape (columns, rows, 2); roads cross the motorway at the exits."""
    x = _cuts(rng, [-_BEYOND, *plan.exits, plan.width + _BEYOND], 1_900)
    y = _cuts(rng, [-_BEYOND, plan.height + _BEYOND], 1_550)
    off = y - plan.motorway_y
    y = np.where(np.abs(off) < _CLEAR, plan.motorway_y + np.copysign(_CLEAR, off), y)
    nodes = np.stack(np.meshgrid(x, y, indexing="ij"), axis=2)
    nodes[1:-1, 1:-1] += rng.uniform(-110, 110, nodes[1:-1, 1:-1].shape)
    placed: Numbers = np.round(nodes + np.array(plan.origin), 2)
    return placed


def _grid(
    plan: Plan, rng: np.random.Generator, nodes: Numbers, names: StreetNames
) -> list[tuple[Point, Point, Road]]:
    """Return the roads that remain after dropping some; only the largest connected part."""
    columns, rows = nodes.shape[:2]
    number = np.arange(columns * rows).reshape(columns, rows)
    provincial = int(np.argmin(np.abs(nodes[:, 0, 0] - plan.origin[0] - 0.62 * plan.width)))
    kept: list[tuple[int, int, Road]] = []
    for i in range(columns):
        road = Road(names.rural(), "G", "rural")
        if i == provincial:
            road = Road(road.street, "P", "rural", number="N799")
        elif i == columns - 2:
            road = Road(road.street, "W", "rural")
        crossing = bool(np.isclose(nodes[i, 0, 0] - plan.origin[0], plan.exits).any())
        safe = i in {0, columns - 1, provincial} or crossing
        drop = rng.random(rows - 1) < _DROP_NORTH_SOUTH
        kept += [(number[i, j], number[i, j + 1], road) for j in range(rows - 1)
                 if safe or not drop[j]]  # fmt: skip
    for j in range(rows):
        road = Road(names.rural(), "W" if j == 1 else "G", "rural")
        drop = rng.random(columns - 1) < _DROP_EAST_WEST
        kept += [(number[i, j], number[i + 1, j], road) for i in range(columns - 1)
                 if j in {0, rows - 1} or not drop[i]]  # fmt: skip
    flat = nodes.reshape(-1, 2)
    chosen = _largest([(a, b) for a, b, _ in kept], len(flat))
    return [
        (tuple(flat[a].tolist()), tuple(flat[b].tolist()), road)
        for (a, b, road), inside in zip(kept, chosen, strict=True)
        if inside
    ]


def _largest(links: list[tuple[int, int]], nodes: int) -> "list[bool]":
    ends = np.array(links)
    graph = coo_array((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(nodes, nodes))
    part = connected_components(graph, directed=False)[1]
    return list(part[ends[:, 0]] == np.argmax(np.bincount(part)))


def _motorway(plan: Plan, network: Network, nodes: Numbers) -> None:
    """Add two carriageways, and four ramps per exit to the road that crosses there."""
    left, right = float(nodes[0, 0, 0]) - 3_000, float(nodes[-1, 0, 0]) + 3_000
    middle = plan.origin[1] + plan.motorway_y
    for side, direction in ((15.0, "T"), (-15.0, "H")):
        y = middle + side
        stops = [left]
        for place in plan.exits:
            x = plan.origin[0] + place
            stops += [x - 420, x + 420]
            local = network.join((x, middle + 8 * side))
            entering, leaving = ((x - 420, y), (x + 420, y)) if side > 0 else (
                (x + 420, y), (x - 420, y))  # fmt: skip
            network.add(leaving, local, Road("", "R", "ramp", "A799", "AFR", "H"))
            network.add(local, entering, Road("", "R", "ramp", "A799", "OPR", "H"))
        stops.append(right)
        for start, end in pairwise(stops):
            network.add((start, y), (end, y), Road("", "R", "motorway", "A799", "HR", direction))


def _lanes(
    plan: Plan,
    rng: np.random.Generator,
    network: Network,
    edges: list[RuralEdge],
    names: StreetNames,
) -> list[RuralEdge]:
    """Return dead-end lanes that leave the grid near its nodes and meet no other road."""
    lanes: list[RuralEdge] = []
    seen: Shapes = np.concatenate([network.lines(), network.lines(local=False)])
    for edge in edges:
        if rng.random() > _LANES:
            continue
        along, length = unit(edge.start, edge.end)
        at = rng.uniform(0.15, 0.45) * length
        side = rng.choice([-1.0, 1.0])
        reach = rng.uniform(250, 1_100)
        foot = (edge.start[0] + at * along[0], edge.start[1] + at * along[1])
        end = (foot[0] - side * along[1] * reach, foot[1] + side * along[0] * reach)
        if not _inside(plan, end):
            continue
        beyond = shapely.LineString([_step(foot, end, 5), _step(end, foot, -60)])
        if shapely.intersects(seen, beyond).any():
            continue
        start = network.join(foot)
        end = (round(end[0], 2), round(end[1], 2))
        road = Road(names.rural(), "G", "lane")
        network.add(start, end, road)
        lanes.append(RuralEdge(start, end, road.street, lane=True))
        seen = np.append(seen, shapely.LineString([start, end]))
    return lanes


def _step(start: Point, end: Point, metres: float) -> Point:
    along, _ = unit(start, end)
    return start[0] + metres * along[0], start[1] + metres * along[1]


def _inside(plan: Plan, place: Point, margin: float = 150.0) -> bool:
    x, y = place[0] - plan.origin[0], place[1] - plan.origin[1]
    return margin < x < plan.width - margin and margin < y < plan.height - margin
