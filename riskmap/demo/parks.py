"""Business parks with halls, units, an office and box complexes; recreation parks."""

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely

from riskmap.demo.drawing import Point, Shapes, near, rectangle, stream
from riskmap.demo.names import StreetNames
from riskmap.demo.network import Network, Road
from riskmap.demo.plan import BusinessPark, Plan, Recreation
from riskmap.demo.stock import Stock

EAST: Point = (1.0, 0.0)
_BOX = 3.2
_BIG_PLOT = 118.0  # wide enough for a hall of more than 12,000 m2


@dataclass
class Plot:
    """A plot along a park street: base corner, width, depth and its street."""

    base: Point
    width: float
    depth: float
    street: str
    use: str = "hall"
    units: int = 1

    def shape(self) -> shapely.Polygon:
        """Return the plot as a polygon."""
        return rectangle(self.base, EAST, (0, self.width), (0, self.depth))


def park_area(park: BusinessPark | Recreation, plan: Plan) -> shapely.Polygon:
    """Return the outline of a business or recreation park."""
    base = (plan.origin[0] + park.x, plan.origin[1] + park.y)
    return rectangle(base, EAST, (0, park.width), (0, park.height))


def lay_streets(
    park: BusinessPark, plan: Plan, seed: int, network: Network, names: StreetNames
) -> list[Plot]:
    """Add the park's streets to the network and return its plots."""
    rng = stream(seed, f"park streets {park.rin}")
    left, low = plan.origin[0] + park.x, plan.origin[1] + park.y
    cross = names.town()
    rows = max(1, round(park.height / park.pitch))
    pitch = park.height / rows
    levels = [round(low + (row + 0.5) * pitch, 2) for row in range(rows)]
    for lower, upper in pairwise(levels):
        network.add((left + 20, lower), (left + 20, upper), Road(cross, "G", "park"))
    for level in sorted({levels[0], levels[-1]}):  # two entrances, where there are two streets
        corner = (left + 20, level)
        network.add(corner, network.join(corner, skip="park"), Road(cross, "G", "link"))
    widths = (60.0, 110.0) if park.big_halls else (24.0, 70.0)
    plots: list[Plot] = []
    for row, level in enumerate(levels):
        street = names.town()
        network.add((left + 20, level), (left + park.width - 15, level), Road(street, "G", "park"))
        for side in (0, 1):
            base_y = level + 7 if side else level - pitch / 2 + 2
            first = park.boxes if row == 0 and side == 0 else 0
            base, depth = (left + 32, base_y), pitch / 2 - 9
            plots += _plots(rng, base, park, depth, street, widths=widths, boxes=first)
    return plots


def _plots(
    rng: np.random.Generator,
    base: Point,
    park: BusinessPark,
    depth: float,
    street: str,
    *,
    widths: tuple[float, float],
    boxes: int,
) -> list[Plot]:
    """Cut one side of a street into plots; the box complex comes first."""
    plots: list[Plot] = []
    x, end = base[0], base[0] + park.width - 40
    if boxes:
        width = _BOX * math.ceil(boxes / _box_rows(boxes)) + 6
        plots.append(Plot(base, width, depth, street, "boxes", boxes))
        x += width + 2
    while x + widths[0] < end:
        width = min(float(rng.uniform(*widths)), end - x)
        if park.big_halls and not plots:
            width = _BIG_PLOT
        plots.append(Plot((x, base[1]), width, depth, street))
        x += width + 2
    return plots


def _box_rows(boxes: int) -> int:
    return 4 if boxes >= 48 else 2  # noqa: PLR2004 - a complex of 48 boxes fills two aisles


def build_park(
    number: int, plots: list[Plot], plan: Plan, seed: int, stock: Stock, *, roads: Shapes
) -> list[Plot]:
    """Build halls, multi-unit buildings, the office and the boxes; return the plots used."""
    park = plan.parks[number]
    rng = stream(seed, f"park {park.rin}")
    free = ~near(np.array([plot.shape() for plot in plots]), roads, 3.0)
    used = [plot for plot, ok in zip(plots, free, strict=True) if ok or plot.use == "boxes"]
    _deal_units(park, [plot for plot in used if plot.use == "hall"], rng)
    for plot in used:
        if plot.use == "boxes":
            _boxes(plot, plan, number, rng, stock)
        else:
            _hall(plot, plan, number, rng, stock)
    return used


def _deal_units(park: BusinessPark, halls: list[Plot], rng: np.random.Generator) -> None:
    """Give the halls their addresses: 12 % are multi-unit, the sum is the park's figure."""
    if park.office:
        halls[len(halls) // 2].use, halls[len(halls) // 2].units = "office", park.office
    for plot in sorted(halls, key=lambda plot: -plot.width)[: park.big_halls]:
        plot.use = "big hall"
    plain = [plot for plot in halls if plot.use == "hall"]
    for index in rng.permutation(len(plain))[: max(1, round(0.12 * len(plain)))]:
        plain[index].units, plain[index].use = int(rng.integers(4, 31)), "units"
    multi = [plot for plot in plain if plot.use == "units"]
    spare = park.addresses - sum(plot.units for plot in halls)
    if park.boxes_addressed:
        spare -= park.boxes
    while spare:
        room = [p for p in multi if (p.units < 30 if spare > 0 else p.units > 4)]  # noqa: PLR2004
        if not room:
            extra = next((plot for plot in plain if plot.use == "hall"), None)
            if spare < 0 or extra is None:
                break
            extra.use = "units"
            multi.append(extra)
            continue
        room[int(rng.integers(len(room)))].units += 1 if spare > 0 else -1
        spare -= 1 if spare > 0 else -1


def _hall(plot: Plot, plan: Plan, number: int, rng: np.random.Generator, stock: Stock) -> None:
    """Build one building on a plot, with its addresses."""
    park, place = plan.parks[number], plan.settlements[0].name
    room = (plot.width - 4) * (plot.depth - 8)
    want = float(np.exp(rng.normal(math.log(650), 0.7)))
    if plot.use in {"units", "office"}:
        want = max(want, plot.units * rng.uniform(30, 60))
    big = plot.use == "big hall"
    area = 12_400.0 if big else min(max(want, 180), 0.9 * room)
    depth = plot.depth - 4 if big else min(plot.depth - 4, max(11.0, math.sqrt(0.7 * area)))
    width = min(plot.width - 2, area / depth)
    shape = rectangle(plot.base, EAST, (1, 1 + width), (2, 2 + depth))
    year = min(2024, max(park.year - 3, round(rng.normal(park.year + 6, 7))))
    building = stock.build(shape, year, "park", number)
    if plot.use in {"units", "office"}:
        use = "kantoorfunctie" if plot.use == "office" else "industriefunctie"
        for _ in range(plot.units):
            small = rng.uniform(14, 40) if plot.use == "office" else rng.uniform(60, 180)
            stock.address(building, use, small, plot.street, place)
        return
    use = str(rng.choice(["industriefunctie", "kantoorfunctie", "winkelfunctie",
                          "overige gebruiksfunctie", "industriefunctie,kantoorfunctie"],
                         p=[0.55, 0.08, 0.10, 0.12, 0.15]))  # fmt: skip
    if plot.use == "hall" and rng.random() < park.dwellings:
        use = "industriefunctie,woonfunctie"
    stock.address(building, use, width * depth * rng.uniform(0.9, 1.2), plot.street, place)


def _boxes(plot: Plot, plan: Plan, number: int, rng: np.random.Generator, stock: Stock) -> None:
    """Build rows of boxes back to back, aisles of 6 m between the pairs."""
    park, place = plan.parks[number], plan.settlements[0].name
    rows = _box_rows(plot.units)
    per_row = math.ceil(plot.units / rows)
    deep = float(rng.uniform(6.0, 7.2))
    for box in range(plot.units):
        row, place_in_row = divmod(box, per_row)
        u = 2 + _BOX * place_in_row
        v = 2 + row * deep + (row + 1) // 2 * 6.0
        shape = rectangle(plot.base, EAST, (u, u + _BOX), (v, v + deep))
        building = stock.build(shape, park.year + 8, "box", number)
        if park.boxes_addressed:
            use = "overige gebruiksfunctie"
            stock.address(building, use, _BOX * deep, plot.street, place)


def build_recreation(
    park: Recreation, plan: Plan, seed: int, names: StreetNames, stock: Stock
) -> Shapes:
    """Build the registered units of a recreation park and return its cadastral parcels."""
    rng = stream(seed, f"recreation {park.name}")
    area = park_area(park, plan)
    street = names.town()
    across = max(1, math.floor(park.width / 38)) if park.units else 0
    part = "bungalow" if park.kind == "bungalowpark" else "chalet"
    base = (plan.origin[0] + park.x, plan.origin[1] + park.y)
    spots = rng.permutation(across * math.floor(park.height / 38))[: park.registered]
    for spot in np.sort(spots):
        row, column = divmod(int(spot), across)
        u, v = 12 + 38 * column, 12 + 38 * row
        shape = rectangle(base, EAST, (u, u + rng.uniform(6, 9)), (v, v + rng.uniform(6, 9)))
        building = stock.build(shape, park.year + int(rng.integers(0, 9)), part)
        stock.address(building, "logiesfunctie", shape.area, street, plan.settlements[0].name)
    if park.parcels == 1:
        return np.array([area], dtype=object)
    columns = max(1, round(math.sqrt(park.parcels * park.width / park.height)))
    rows = math.ceil(park.parcels / columns)
    size = park.width / columns, park.height / rows
    return np.array(
        [
            rectangle(
                base, EAST, (i * size[0], (i + 1) * size[0]), (j * size[1], (j + 1) * size[1])
            )
            for j in range(rows)
            for i in range(columns)
        ][: park.parcels],
        dtype=object,
    )
