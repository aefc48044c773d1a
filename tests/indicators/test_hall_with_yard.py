"""Halls with a closed yard: by hand, and point by point on the real BGT of Otterlo."""

import re
import zipfile

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from scipy import ndimage

from riskmap.indicators.catalogue import measure
from riskmap.indicators.hall_with_yard import INDICATOR, hall_with_yard
from riskmap.locations.locations import Locations

RD = "EPSG:28992"
EVERYWHERE = shapely.box(0, 0, 300_000, 620_000)


def words(column, *rows):
    """Return a layer: (geometry, word)."""
    texts = pd.Series([row[1] for row in rows], dtype="str")
    return gpd.GeoDataFrame({column: texts}, geometry=[row[0] for row in rows], crs=RD)


def case(make, *, surfaces, barriers=(), neighbours=None, use_parcels=None, addresses=1):
    """Return the outcome for a hall of 20 by 20 m at (100, 100)."""
    made = make(
        {"h": (100, 100, 20, 20, 1980, None, None)} | (neighbours or {}),
        [("building:h", "building", "h", 1.0), ("building:h", "parcel", "p", 1.0)]
        + [("building:h", "address", f"v{k}", 1.0) for k in range(addresses)],
        {f"v{k}": (110 + k, 110, None, 90, None) for k in range(addresses)}
        | {
            f"w{name}": (row[0] + 1, row[1] + 1, None, 90, None)
            for name, row in (neighbours or {}).items()
            if not name.startswith("shed")
        },
        kind="building",
    )
    values = hall_with_yard(
        made.locations,
        made.frames["buildings"],
        made.frames["addresses"],
        words("cover", *surfaces),
        words("kind", *barriers),
        use_parcels,
    )
    return values.iloc[0]


BESIDE = shapely.box(120, 100, 140, 120)  # 20 by 20 m against the hall's east wall
FENCE = shapely.LineString([(120, 100), (140, 100), (140, 120)])


def test_a_yard_counts_by_the_part_of_its_outline_that_is_closed(make):
    surfaces = [(BESIDE, "erf")]
    # The hall's wall is 20 of 80 m, and a metre further at both ends.
    assert case(make, surfaces=surfaces) == pytest.approx(400 * 22 / 80, rel=0.01)
    # Two sides fenced: 60 m, and a metre of the open side at either end.
    fenced = case(make, surfaces=surfaces, barriers=[(FENCE, "hek")])
    assert fenced == pytest.approx(400 * 62 / 80, rel=0.01)
    quay = case(make, surfaces=surfaces, barriers=[(FENCE, "kademuur")])
    assert quay == pytest.approx(400 * 22 / 80, rel=0.01)
    far = [(shapely.affinity.translate(FENCE, 1.5, -1.5), "hek")]
    assert case(make, surfaces=surfaces, barriers=far) == pytest.approx(400 * 22 / 80, rel=0.01)


def test_a_barrier_of_unknown_kind_is_a_fence_and_one_a_metre_and_a_half_away_is_none(make):
    known = case(make, surfaces=[(BESIDE, "erf")], barriers=[(FENCE, "hek")])
    unsaid = case(make, surfaces=[(BESIDE, "erf")], barriers=[(FENCE, None)])
    assert unsaid == known > 250
    beside = shapely.LineString([(120, 98.5), (140, 98.5)])
    far = case(make, surfaces=[(BESIDE, "erf")], barriers=[(beside, "hek")])
    assert far == case(make, surfaces=[(BESIDE, "erf")])


@pytest.mark.parametrize("cover", ["erf", "half verhard", "gesloten verharding"])
def test_ground_of_other_cover_or_not_connected_is_no_yard(make, cover):
    closed = [(EVERYWHERE, "muur")]
    assert case(make, surfaces=[(BESIDE, cover)], barriers=closed) == pytest.approx(400, rel=1e-3)
    lane = shapely.box(123, 100, 140, 120)
    assert case(make, surfaces=[(lane, cover)], barriers=closed) == 0
    assert case(make, surfaces=[(BESIDE, "open verharding")], barriers=closed) == 0
    joined = [(shapely.box(120, 100, 130, 120), cover), (shapely.box(130, 100, 140, 120), "erf")]
    assert case(make, surfaces=joined, barriers=closed) == pytest.approx(400, rel=1e-3)


def test_it_ends_at_the_reach_at_a_neighbour_and_at_the_parcel(make):
    closed = [(EVERYWHERE, "muur")]
    strip = [(shapely.box(120, 105, 200, 115), "erf")]
    assert case(make, surfaces=strip, barriers=closed) == pytest.approx(250, rel=0.01)
    nearby = {"n": (140, 100, 30, 20, 1980, None, None)}
    half = case(make, surfaces=strip, barriers=closed, neighbours=nearby)
    assert half == pytest.approx(100, rel=0.02)
    shed = {"shed": (140, 100, 5, 20, 1980, None, None)}
    beyond = case(make, surfaces=strip, barriers=closed, neighbours=shed)
    assert beyond == pytest.approx(200, rel=0.01)  # what lies behind the shed is cut off
    parcels = gpd.GeoDataFrame(index=["p"], geometry=[shapely.box(90, 90, 126, 130)], crs=RD)
    assert case(make, surfaces=strip, barriers=closed, use_parcels=parcels) == pytest.approx(60)


def test_ground_of_unknown_cover_is_unknown_and_only_single_halls_of_that_size_count(make):
    assert np.isnan(case(make, surfaces=[(BESIDE, "erf"), (shapely.box(99, 90, 100, 99), None)]))
    assert np.isnan(case(make, surfaces=[(BESIDE, "erf")], addresses=2))
    assert np.isnan(case(make, surfaces=[(BESIDE, "erf")], addresses=0))
    sizes = {
        "s": (0, 0, 14.9, 10),
        "t": (50, 0, 15, 10),
        "u": (100, 0, 30, 30),
        "v": (200, 0, 31, 30),
    }
    made = make(
        {name: (*box, 1980, None, None) for name, box in sizes.items()},
        [
            (f"building:{name}", role, member, 1.0)
            for name in sizes
            for role, member in (("building", name), ("address", f"a{name}"))
        ],
        {f"a{name}": (box[0] + 1, 1, None, 90, None) for name, box in sizes.items()},
        kind="building",
    )
    layers = made.layers(
        surfaces=words("cover", (shapely.box(0, 10, 300, 20), "erf")),
        barriers=words("kind", (EVERYWHERE, "muur")),
    )
    _, applies, _ = measure(INDICATOR, made.locations, layers)
    assert applies.tolist() == [False, True, True, False]


@pytest.fixture(scope="module")
def halls(otterlo, shared_data):
    """Return the buildings of Otterlo with one address and 150-900 m2, ground and fences."""
    buildings, addresses = otterlo.frames["buildings"], otterlo.frames["addresses"]
    pairs = gpd.sjoin(addresses[["geometry"]], buildings[["geometry"]], predicate="within")
    held = pairs.groupby("index_right" if "index_right" in pairs else "building_id").size()
    names = held.index[(held == 1) & buildings.area[held.index].between(150, 900)]
    home = pairs.iloc[:, -1]
    members = [(f"building:{n}", "building", n, 1.0) for n in names]
    members += [(f"building:{n}", "address", a, 1.0) for a, n in home.items() if n in set(names)]
    frame = gpd.GeoDataFrame(
        {"label": ""},
        index=pd.Index([f"building:{n}" for n in sorted(names)], name="location_id"),
        geometry=buildings.geometry[sorted(names)].to_numpy(),
        crs=RD,
    )
    table = pd.DataFrame(members, columns=["location_id", "role", "member_id", "share"])
    file = shared_data / "otterlo-rural" / "bgt_otterlo_vlakken_afgeleid.gpkg"
    ground = gpd.read_file(file, layer="onbegroeidterreindeel")
    ground = ground[ground["eindRegistratie"].isna()]
    surfaces = words("cover", *zip(ground.geometry, ground["bgt-fysiekVoorkomen"], strict=True))
    return Locations("building", frame, table), surfaces, _fences(shared_data)


def _fences(shared_data):
    """Return the lines of the raw file that were not ended, read with a pattern."""
    with zipfile.ZipFile(shared_data / "otterlo-rural" / "bgt_otterlo.zip") as archive:
        name = next(n for n in archive.namelist() if n.endswith("bgt_scheiding.gml"))
        text = archive.read(name).decode("utf-8")
    rows = []
    for thing in text.split("<cityObjectMember>")[1:]:
        if "eindRegistratie" in thing or "LineString" not in thing:
            continue
        numbers = np.array(re.search(r"posList[^>]*>([^<]+)<", thing)[1].split(), dtype=float)
        rows.append(
            (
                shapely.LineString(numbers.reshape(-1, 2)),
                re.search(r"bgt-type[^>]*>([^<]+)<", thing)[1],
            )
        )
    return words("kind", *rows)


def _area_by_points(hall, allowed, buildings, others, step=0.5):
    """Return the yard's area by asking every point of a grid, and which points join."""
    west, south, east, north = hall.buffer(25).bounds
    x, y = np.meshgrid(np.arange(west, east, step), np.arange(south, north, step))
    points = shapely.points(x, y)
    far = shapely.distance(points, hall)
    mask = (
        (far <= 25) & shapely.intersects(points, allowed) & ~shapely.intersects(points, buildings)
    )
    for other in others:
        mask &= far <= shapely.distance(points, other)
    label, _ = ndimage.label(mask)
    joined = np.unique(label[mask & (far <= 0.5)])
    return np.isin(label, joined[joined > 0]).sum() * step**2


def test_its_area_equals_that_of_all_points_of_a_grid_on_the_real_ground_of_otterlo(halls, otterlo):
    locations, surfaces, _ = halls
    buildings, addresses = otterlo.frames["buildings"], otterlo.frames["addresses"]
    closed = words("kind", (EVERYWHERE, "muur"))
    values = hall_with_yard(locations, buildings, addresses, surfaces, closed)
    covers = surfaces["cover"].isin(["erf", "half verhard", "gesloten verharding"])
    homes = buildings[buildings.intersects(addresses.union_all())]
    chosen = locations.frame.index[::5]
    assert len(chosen) > 10
    for place in chosen:
        hall = locations.frame.geometry[place]
        window = hall.buffer(60)
        allowed = surfaces.geometry[covers & surfaces.intersects(window)].union_all()
        near = buildings.geometry[buildings.intersects(window)]
        others = [s for s in homes.geometry[homes.intersects(window)] if not s.equals(hall)]
        wanted = _area_by_points(hall, allowed, near.union_all(), others)
        assert values[place] == pytest.approx(wanted, rel=0.05, abs=20), place
    assert values[chosen].gt(200).sum() > 5


def test_fences_of_otterlo_never_close_more_than_walls_all_round(halls, otterlo):
    locations, surfaces, fences = halls
    buildings, addresses = otterlo.frames["buildings"], otterlo.frames["addresses"]
    closed = words("kind", (EVERYWHERE, "muur"))
    most = hall_with_yard(locations, buildings, addresses, surfaces, closed)
    found = hall_with_yard(locations, buildings, addresses, surfaces, fences)
    least = hall_with_yard(locations, buildings, addresses, surfaces, fences.iloc[:0])
    assert (found <= most + 1e-6).all()
    assert (found >= least - 1e-6).all()
    assert (found > least + 1).any()
