"""What the BGT says of the ground: surfaces, plants and fences round yards and halls."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from riskmap.demo.conditions import Conditions
from riskmap.demo.drawing import Numbers, Shapes, minus, parts_of, stream
from riskmap.demo.facts import Facts, Flags, frame_rows
from riskmap.demo.plan import CODE
from riskmap.demo.registers import rounded

HALL_M2 = (150, 900)  # a hall of one user that may have a yard of its own
_SIDES = (0.25, 0.5, 0.75)  # screening from which a next side of a yard is planted
_HEDGE = (1.0, 4.5)  # metres from the border of the yard
_KINDS = ("houtwal", "loofbos", "struiken")
_FRONT_YARD = 9.0  # metres of paving before a hall without a closed yard


def terrain_frames(facts: Facts, found: Conditions) -> dict[str, gpd.GeoDataFrame]:
    """Return the three terrain tables of the BGT, by table name."""
    return {
        "bgt_onbegroeidterreindeel": _surfaces(facts, found),
        "bgt_begroeidterreindeel": _vegetation(facts, found),
        "bgt_scheiding": _barriers(facts, found),
    }


def halls(facts: Facts) -> tuple[Flags, Shapes]:
    """Return which buildings are halls of one user on a park, and the plot of every building.

    A building without a plot has None.
    """
    low, high = HALL_M2
    alone = (facts.part == "park") & (facts.units == 1)
    fits = alone & (facts.area >= low) & (facts.area <= high)
    plots = np.full(len(facts.part), None, dtype=object)
    hit, plot = shapely.STRtree(facts.plots).query(
        shapely.points(facts.middle), predicate="intersects"
    )
    plots[hit] = facts.plots[plot]
    return fits & (plots != None), plots  # noqa: E711 - element by element


def yard_ground(facts: Facts) -> Shapes:
    """Return the ground in use of every yard: the front 70 % of the cadastral yard."""
    return _slices(facts, 0.0, 0.7)


def new_ground(facts: Facts) -> Shapes:
    """Return the grass at the back of every yard, with 20 m of the field behind it.

    Where a yard is extended it was dug up, which the BGT does not know yet.
    """
    return _slices(facts, 0.7, 1.0, beyond=20.0)


def _slices(facts: Facts, low: float, high: float, beyond: float = 0.0) -> Shapes:
    """Return the part of each cadastral yard between two shares of its depth."""
    corners = shapely.get_coordinates(facts.town.yards.geometry.to_numpy()).reshape(-1, 5, 2)
    first, second, third, fourth = (corners[:, i] for i in range(4))
    deep = np.linalg.norm(fourth - first, axis=1)[:, None]
    left, right = (fourth - first), (third - second)
    top = high + beyond / deep
    ring = np.stack(
        [first + low * left, second + low * right, second + top * right, first + top * left],
        axis=1,
    )
    found: Shapes = shapely.polygons(ring)
    return found


def _surfaces(facts: Facts, found: Conditions) -> gpd.GeoDataFrame:
    rng = stream(facts.seed, "surfaces")
    ground = yard_ground(facts)
    built = facts.town.buildings.geometry.to_numpy()
    fits, plots = halls(facts)
    closed = np.flatnonzero(fits & found.buildings["closed"].to_numpy())
    paved = rng.random(len(fits)) < 0.6  # noqa: PLR2004 - the others stand on grass
    other = np.flatnonzero(fits & ~found.buildings["closed"].to_numpy() & paved)
    front = shapely.buffer(built[other], _FRONT_YARD, join_style="mitre")
    open_front = shapely.intersection(front, plots[other])
    shapes = np.concatenate([ground, plots[closed], open_front])
    covers = np.concatenate(
        [
            rng.choice(["erf", "half verhard"], len(ground), p=[0.75, 0.25]),
            rng.choice(["gesloten verharding", "erf"], len(closed)),
            np.full(len(other), "open verharding"),
        ]
    )
    bare, origin = parts_of(minus(shapes, built))
    return _bgt(facts, "surfaces", bare, fysiek_voorkomen=covers[origin],
                plus_fysiek_voorkomen="waardeOnbekend")  # fmt: skip


def _vegetation(facts: Facts, found: Conditions) -> gpd.GeoDataFrame:
    """Return hedgerows along the front and sides of screened yards, more where more screened."""
    rng = stream(facts.seed, "hedges")
    corners = shapely.get_coordinates(facts.town.yards.geometry.to_numpy()).reshape(-1, 5, 2)
    screening = found.yards["screening"].to_numpy()
    kind = rng.choice(_KINDS, len(screening), p=[0.6, 0.2, 0.2])
    shapes, kinds = [], []
    # The front first: that is where the road is. Then left, then right; the fields lie behind.
    for share, (a, b) in zip(_SIDES, ((0, 1), (3, 0), (1, 2)), strict=True):
        rows = np.flatnonzero(screening > share)
        shapes.append(_strips(corners[rows, a], corners[rows, b]))
        kinds.append(kind[rows])
    built = facts.town.buildings.geometry.to_numpy()
    roads = shapely.buffer(facts.town.roads["line"].to_numpy(), 3.0)
    left, origin = parts_of(minus(np.concatenate(shapes), np.concatenate([built, roads])))
    words = np.concatenate(kinds)[origin]
    return _bgt(facts, "vegetation", left, fysiek_voorkomen=words,
                plus_fysiek_voorkomen="waardeOnbekend")  # fmt: skip


def _strips(start: Numbers, end: Numbers) -> Shapes:
    """Return a strip along the outside of each side from `start` to `end`, counter-clockwise."""
    along = end - start
    along = along / np.linalg.norm(along, axis=1)[:, None]
    out = np.stack([along[:, 1], -along[:, 0]], axis=1)
    near, far = _HEDGE
    ring = np.stack([start + near * out, start + far * out, end + far * out, end + near * out], 1)
    found: Shapes = shapely.polygons(ring)
    return found


def _barriers(facts: Facts, found: Conditions) -> gpd.GeoDataFrame:
    """Return fences round nine tenths of a closed yard, and some along one side of others."""
    rng = stream(facts.seed, "fences")
    fits, plots = halls(facts)
    closed = fits & found.buildings["closed"].to_numpy()
    one_side = fits & ~closed & (rng.random(len(fits)) < 0.3)  # noqa: PLR2004
    rows = np.flatnonzero(closed | one_side)
    share = np.where(closed[rows], rng.uniform(0.82, 0.96, len(rows)),
                     rng.uniform(0.05, 0.2, len(rows)))  # fmt: skip
    rings = shapely.get_exterior_ring(plots[rows])
    lines = [
        shapely.LineString(_until(shapely.get_coordinates(ring), part * ring.length))
        for ring, part in zip(rings, share.tolist(), strict=True)
    ]
    kind = rng.choice(["hek", "muur"], len(rows), p=[0.85, 0.15])
    return _bgt(facts, "fences", np.array(lines, dtype=object), bgt_type=kind,
                plus_type="waardeOnbekend")  # fmt: skip


def _until(corners: Numbers, length: float) -> Numbers:
    """Return the first `length` metres of a line of corners."""
    steps = np.linalg.norm(np.diff(corners, axis=0), axis=1)
    passed = np.concatenate([[0.0], np.cumsum(steps)])
    last = int(np.searchsorted(passed, length)) - 1
    share = (length - passed[last]) / steps[last]
    end = corners[last] + share * (corners[last + 1] - corners[last])
    found: Numbers = np.concatenate([corners[: last + 1], end[None]])
    return found


def _bgt(facts: Facts, stage: str, shapes: Shapes, **own: object) -> gpd.GeoDataFrame:
    """Return a table of the BGT: one in forty has an older version, a few lie at another level."""
    rng, count = stream(facts.seed, f"bgt {stage}"), len(shapes)
    frame = frame_rows(
        lokaal_id=[f"G{CODE}.{stage[0]}{n:031x}" for n in range(count)],
        bronhouder=f"G{CODE}",
        tijdstip_registratie="2019-03-01T00:00:00",
        eind_registratie=np.full(count, None, dtype=object),
        relatieve_hoogteligging=np.where(rng.random(count) < 0.005, 1, 0).astype("int32"),  # noqa: PLR2004
        bgt_status="bestaand",
        plus_status="geenWaarde",
        in_onderzoek=False,
        lv_publicatiedatum="2019-03-02T00:00:00",
        **own,
        geometry=rounded(shapes),
    )
    ended = frame.iloc[np.sort(rng.permutation(count)[: max(1, count // 40)])].copy()
    ended["tijdstip_registratie"] = "2016-05-01T00:00:00"
    ended["eind_registratie"] = "2019-03-01T00:00:00"
    joined = pd.concat([frame, ended], ignore_index=True)
    return gpd.GeoDataFrame(joined, geometry="geometry", crs=frame.crs)
