"""Towns and villages: streets, terraced rows, shops, offices and garage rows."""

from dataclasses import dataclass

import numpy as np
import shapely

from riskmap.demo.drawing import Numbers, Point, Shapes, near, rectangle, stream
from riskmap.demo.names import StreetNames
from riskmap.demo.network import Network, Road
from riskmap.demo.plan import Plan, Settlement
from riskmap.demo.stock import Stock

BLOCK = (170.0, 104.0)  # street to street, metres
_UNIT = 30.0  # five terraced houses, or one larger building
_FRONT = 12.0  # street axis to front wall
_PLOT = 26.0  # depth of a plot
_SHED = 0.62  # of the houses; brings buildings without address to about 42 %
_LIVED_ABOVE = 0.3  # of the shops and venues


@dataclass(frozen=True)
class Slot:
    """Room for one row of houses along a street."""

    base: Point
    along: Point
    street: str
    distance: float


@dataclass(frozen=True)
class Built:
    """What a settlement leaves behind for the maps of others."""

    place: str
    area: shapely.Geometry
    plots: Shapes
    dwellings: int


def build_settlement(
    town: Settlement, plan: Plan, seed: int, network: Network, names: StreetNames, *, stock: Stock
) -> Built:
    """Draw one settlement into network and stock."""
    rng = stream(seed, f"settlement {town.name}")
    roads = network.lines()
    slots, middles = _streets(town, plan, rng, network, names)
    footprints = np.array([_row(slot, 0, _UNIT, 6, 24) for slot in slots])
    free = ~near(footprints, roads, 9.0)
    slots = [slot for slot, ok in zip(slots, free, strict=True) if ok]
    chosen = _choose(slots, town, rng)
    plots, dwellings = _fill(town, slots, chosen, rng, stock)
    garages = _garages(town, middles, roads, rng, stock)
    taken = np.concatenate(
        [np.array([_row(slots[i], 0, _UNIT, 0, _PLOT) for i in chosen]), garages]
    )
    area = shapely.buffer(shapely.buffer(shapely.union_all(taken), 55), -35)
    return Built(town.name, _largest(area), np.array(plots, dtype=object), dwellings)


def _streets(
    town: Settlement, plan: Plan, rng: np.random.Generator, network: Network, names: StreetNames
) -> tuple[list[Slot], list[Point]]:
    """Add a street grid within two sigma and return room for rows, and the middles of blocks."""
    centre = np.array([plan.origin[0] + town.x, plan.origin[1] + town.y])
    reach = 1.9 * town.sigma
    half = int(reach / BLOCK[0]) + 1, int(reach / BLOCK[1]) + 1
    shift = rng.uniform(-0.5, 0.5, 2)
    x = centre[0] + (np.arange(-half[0], half[0] + 1) + shift[0]) * BLOCK[0]
    y = centre[1] + (np.arange(-half[1], half[1] + 1) + shift[1]) * BLOCK[1]
    inside = np.hypot(x[:, None] - centre[0], y[None, :] - centre[1]) <= reach
    crossing = [names.town() for _ in x]
    long = [names.town() for _ in y]
    slots: list[Slot] = []
    middles: list[Point] = []
    for i in range(len(x)):
        for j in range(len(y)):
            if i + 1 < len(x) and inside[i, j] and inside[i + 1, j]:
                network.add(_at(x[i], y[j]), _at(x[i + 1], y[j]), Road(long[j], "G", "street"))
                slots += _slots(x[i], y[j], long[j], centre)
            if j + 1 < len(y) and inside[i, j] and inside[i, j + 1]:
                network.add(_at(x[i], y[j]), _at(x[i], y[j + 1]), Road(crossing[i], "G", "street"))
                if i + 1 < len(x) and inside[i + 1, j] and inside[i + 1, j + 1]:
                    middles.append(_at(x[i] + BLOCK[0] / 2, y[j] + BLOCK[1] / 2))
    return slots, middles


def _at(x: float, y: float) -> Point:
    return round(float(x), 2), round(float(y), 2)


def _slots(x: float, y: float, street: str, centre: Numbers) -> list[Slot]:
    """Return four rows on either side of one block's street."""
    slots = []
    for place in range(4):
        start = x + 15.0 + place * (_UNIT + 6.0)
        distance = float(np.hypot(start + _UNIT / 2 - centre[0], y - centre[1]))
        slots.append(Slot((start, y), (1.0, 0.0), street, distance))
        slots.append(Slot((start + _UNIT, y), (-1.0, 0.0), street, distance))
    return slots


def _choose(slots: list[Slot], town: Settlement, rng: np.random.Generator) -> list[int]:
    """Choose rows with a chance that falls off normally from the centre (Gumbel draw)."""
    distance = np.array([slot.distance for slot in slots])
    key = -(distance**2) / (2 * town.sigma**2) + rng.gumbel(size=len(slots))
    others = -(-town.shops // 5) - (-town.venues // 3) + town.offices + town.public
    wanted = town.dwellings // 5 + others
    return sorted(np.argsort(-key, kind="stable")[:wanted].tolist())


def _fill(
    town: Settlement, slots: list[Slot], chosen: list[int], rng: np.random.Generator, stock: Stock
) -> tuple[list[shapely.Polygon], int]:
    """Build the rows: shops in the centre, offices and public buildings further out."""
    by_distance = sorted(chosen, key=lambda i: slots[i].distance * rng.uniform(0.7, 1.3))
    kinds = ["shop"] * -(-town.shops // 5) + ["venue"] * -(-town.venues // 3)
    mixed = ["office"] * town.offices + ["public"] * town.public
    dwelling_rows = len(chosen) - len(kinds) - len(mixed)
    flats = round(0.05 * dwelling_rows * 5 / 15)
    mixed += ["flats"] * flats + ["houses"] * (dwelling_rows - flats)
    weight = np.array([{"houses": 0.0, "flats": 0.6}.get(kind, 0.9) for kind in mixed])
    order = np.argsort(-(weight + rng.random(len(mixed))), kind="stable")
    kinds += [mixed[i] for i in order]
    left = {"shop": town.shops, "venue": town.venues, "houses": town.dwellings}
    plots: list[shapely.Polygon] = []
    for kind, index in zip(kinds, by_distance, strict=True):
        slot = slots[index]
        if kind == "houses":
            plots += _houses(slot, left, rng, stock, town.name)
        elif kind == "flats":
            left["houses"] -= _flats(slot, min(left["houses"], 15), rng, stock, town.name)
            plots.append(_row(slot, 0, _UNIT, 6, 6 + _PLOT))
        else:
            _other(kind, slot, left, rng, stock, place=town.name)
            plots.append(_row(slot, 0, _UNIT, 6, 6 + _PLOT))
    return plots, town.dwellings - left["houses"]


def _row(slot: Slot, u0: float, u1: float, v0: float, v1: float) -> shapely.Polygon:
    return rectangle(slot.base, slot.along, (u0, u1), (v0, v1))


def _houses(
    slot: Slot, left: dict[str, int], rng: np.random.Generator, stock: Stock, place: str
) -> list[shapely.Polygon]:
    """Build five houses of 6 x 9 m, some with a shed too small to be a box."""
    year = _year(rng)
    plots = []
    for house in range(min(5, left["houses"])):
        left["houses"] -= 1
        u = 6.0 * house
        depth = rng.uniform(8.4, 9.6)
        number = stock.build(_row(slot, u, u + 6, _FRONT, _FRONT + depth), year, "town")
        stock.address(number, "woonfunctie", 6 * depth * rng.uniform(1.6, 2.4), slot.street, place)
        if rng.random() < _SHED:
            shed = _row(
                slot, u + 0.4, u + 0.4 + rng.uniform(2.2, 3), 6 + _PLOT - 3.6, 6 + _PLOT - 0.3
            )
            stock.build(shed, year + int(rng.integers(0, 12)), "shed")
        plots.append(_row(slot, u, u + 6, 6, 6 + _PLOT))
    return plots


def _flats(slot: Slot, homes: int, rng: np.random.Generator, stock: Stock, place: str) -> int:
    number = stock.build(_row(slot, 0, _UNIT, _FRONT, _FRONT + 12), _year(rng), "town")
    for _ in range(homes):
        stock.address(number, "woonfunctie", rng.uniform(45, 95), slot.street, place)
    return homes


def _other(
    kind: str,
    slot: Slot,
    left: dict[str, int],
    rng: np.random.Generator,
    stock: Stock,
    *,
    place: str,
) -> None:
    """Build shops, venues, an office or a public building."""
    year = _year(rng)
    if kind in {"shop", "venue"}:
        units = min(5 if kind == "shop" else 3, left[kind])
        width = _UNIT / max(units, 1)
        use = "winkelfunctie" if kind == "shop" else "bijeenkomstfunctie"
        for index in range(units):
            shape = _row(slot, index * width, (index + 1) * width, _FRONT, _FRONT + 15)
            both = ",woonfunctie" if rng.random() < _LIVED_ABOVE else ""
            number = stock.build(shape, year, "town")
            stock.address(number, use + both, rng.uniform(60, 200), slot.street, place)
        left[kind] -= units
        return
    public = ("onderwijsfunctie", "bijeenkomstfunctie", "gezondheidszorgfunctie", "sportfunctie")
    use = "kantoorfunctie" if kind == "office" else public[int(rng.integers(4))]
    number = stock.build(_row(slot, 0, _UNIT - 4, _FRONT, _FRONT + 14), year, "town")
    stock.address(number, use, rng.uniform(250, 900), slot.street, place)


def _garages(
    town: Settlement, middles: list[Point], roads: Shapes, rng: np.random.Generator, stock: Stock
) -> Shapes:
    """Build rows of 12 to 30 garages without an address in the middle of blocks."""
    built: list[shapely.Polygon] = []
    for index in rng.permutation(len(middles)):
        if len(built) == town.garage_rows:
            break
        x, y = middles[index]
        boxes = int(rng.integers(12, 31))
        start = (x - 1.6 * boxes, y - 3.0)
        whole = rectangle(start, (1.0, 0.0), (0, 3.2 * boxes), (0, 6))
        if near(np.array([whole]), roads, 9.0)[0]:
            continue
        year = int(rng.integers(1958, 1985))
        for box in range(boxes):
            shape = rectangle(start, (1.0, 0.0), (3.2 * box, 3.2 * box + 3.2), (0, 6))
            stock.build(shape, year, "garage", len(built))
        built.append(whole)
    return np.array(built, dtype=object)


def _year(rng: np.random.Generator) -> int:
    """Draw a year from the national shares: 1.9 % before 1900, 13 / 56 / 26 % after."""
    early, late = ((1750, 1900), (1900, 1950), (1950, 2000), (2000, 2025))[
        int(rng.choice(4, p=[0.04, 0.14, 0.56, 0.26]))
    ]
    return int(rng.integers(early, late))


def _largest(area: shapely.Geometry) -> shapely.Geometry:
    """Return the largest part without its holes: the built-up area."""
    parts = shapely.get_parts(area)
    return shapely.Polygon(parts[np.argmax(shapely.area(parts))].exterior)
