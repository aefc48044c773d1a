"""Made-up parks and a made-up road over the real Weesp, against plain loops."""

import math

import numpy as np
import pandas as pd
import pytest
import shapely

from riskmap.indicators.catalogue import measure
from riskmap.indicators.logistic_capacity import INDICATOR as LOGISTIC
from riskmap.indicators.mixed_residential import mixed_residential
from riskmap.indicators.park_obsolescence import park_obsolescence
from riskmap.indicators.recreation_park_profile import recreation_park_profile
from riskmap.indicators.sector_mix import sector_mix
from riskmap.locations.business_park import build_business_parks
from riskmap.locations.recreation_park import build_recreation_parks
from tests.indicators.conftest import as_layers
from tests.indicators.made_registers import make_parks, make_roads

NAN = math.nan
SIDE = 300
WEST, SOUTH = 131_100, 478_200


@pytest.fixture(scope="module")
def boxes():
    """Return every other field of a chessboard over the town, corners included once."""
    return {
        f"P{i}{j}": (
            WEST + SIDE * i,
            SOUTH + SIDE * j,
            WEST + SIDE * (i + 1),
            SOUTH + SIDE * (j + 1),
        )
        for i in range(7)
        for j in range(8)
        if (i + j) % 2
    }


def inside(box, point):
    """Tell whether a point lies in a box, by its coordinates."""
    return box[0] < point.x < box[2] and box[1] < point.y < box[3]


def on_which(boxes, shape):
    """Return the park a building stands on, None off the parks and astride a border."""
    west, south, east, north = shape.bounds
    for name, box in boxes.items():
        if box[0] < west and box[1] < south and east < box[2] and north < box[3]:
            return name
    return None


@pytest.fixture(scope="module")
def halls(weesp, boxes):
    """Return every fifth building that lies wholly on one park or on none, and its park."""
    shapes = weesp.locations.frame.geometry.iloc[::5]
    parks = {place: on_which(boxes, shape) for place, shape in shapes.items()}
    ground = shapely.union_all([shapely.box(*box) for box in boxes.values()])
    clear = {p: park for p, park in parks.items() if park or not shapes[p].intersects(ground)}
    assert sum(park is not None for park in clear.values()) > 300
    chosen = weesp.locations.frame.index.to_series().isin(list(clear))
    return weesp.locations.only(chosen), clear


def assert_same(found, of_park, parks):
    """Compare the values of places with those of the parks they stand on."""
    wanted = [NAN if park is None else of_park.get(park, NAN) for park in parks.values()]
    np.testing.assert_allclose(found.reindex(list(parks)).to_numpy(), wanted, rtol=1e-12)
    assert len({one for one in wanted if not math.isnan(one)}) > 3


def dwelling_share(points, box):
    """Return the share of dwellings among the addresses in use in a box."""
    homes = []
    for status, use, point in zip(points["status"], points["use"], points.geometry, strict=True):
        if inside(box, point) and "buiten gebruik" not in status and isinstance(use, str):
            homes.append("woonfunctie" in use.split(","))
    return sum(homes) / len(homes) if homes else NAN


def test_mixed_residential_of_buildings_and_of_parks(weesp, halls, boxes):
    locations, parks = halls
    addresses, ground = weesp.frames["addresses"], make_parks(boxes)
    share = {name: dwelling_share(addresses, box) for name, box in boxes.items()}
    assert_same(mixed_residential(locations, addresses, ground), share, parks)
    whole = build_business_parks(as_layers({"business_parks": ground}))
    found = mixed_residential(whole, addresses, ground)
    wanted = [share[place.removeprefix("business_park:")] for place in found.index]
    np.testing.assert_allclose(found.to_numpy(), wanted, rtol=1e-12)


def test_park_obsolescence(halls, boxes):
    locations, parks = halls
    chance = np.random.default_rng(32)
    facts, wanted = [], {}
    for name in boxes:
        said = chance.choice(np.array([True, False, None], object), p=[0.1, 0.1, 0.8])
        net = chance.choice([0.0, 4.0, 12.0, 20.0, NAN], p=[0.05, 0.3, 0.3, 0.3, 0.05])
        renewed = chance.choice([0.0, 1.0, 2.0, 6.0, NAN], 3, p=[0.3, 0.3, 0.25, 0.1, 0.05])
        facts.append((said, net, *renewed))
        if said is not None:
            wanted[name] = float(said)
        elif net > 0 and not any(math.isnan(one) for one in renewed):
            wanted[name] = min(sum(renewed) / net, 1.0)
    columns = ["obsolete", "net_ha", "transforming_ha", "restructuring_ha", "revitalising_ha"]
    table = pd.DataFrame(facts, index=list(boxes), columns=columns)
    table["obsolete"] = table["obsolete"].astype("boolean")
    ground = make_parks(boxes).join(table)
    assert_same(park_obsolescence(locations, ground), wanted, parks)


def test_sector_mix(halls, boxes):
    locations, parks = halls
    chance = np.random.default_rng(29)
    rows, wanted = [], {}
    for name in boxes:
        counts = {code: chance.choice([5, 8, 30, NAN], p=[0.3, 0.3, 0.35, 0.05])
                  for code in ("45.1", "4941", "46", "77", "86")}  # fmt: skip
        rows += [(name, code, count) for code, count in counts.items()]
        named = [counts["45.1"], counts["4941"], counts["77"]]
        known = [one for one in counts.values() if not math.isnan(one)]
        hidden = sum(math.isnan(one) for one in (counts["46"], counts["86"]))
        if not any(map(math.isnan, named)) and 4 * hidden <= 0.1 * sum(known):
            wanted[name] = sum(named) / sum(known)
    table = pd.DataFrame(rows, columns=["park_id", "sector", "establishments"])
    table = table.astype({"park_id": "str", "sector": "str", "establishments": float})
    assert_same(sector_mix(locations, table, make_parks(boxes)), wanted, parks)


def test_logistic_capacity_along_one_road(weesp):
    """One straight road north of town, a node every kilometre, with its ramp in the west."""
    north, ramp = 483_000.0, 129_000.0
    roads = {
        f"w{k}": ([(x, north), (x + 1000, north)], f"n{k}", f"n{k + 1}", "G", None, False)
        for k, x in enumerate(range(129_000, 137_000, 1000))
    }
    roads["ramp"] = ([(ramp, north), (ramp, north + 300)], "n0", "top", "R", None, True)
    layers = as_layers(weesp.frames | {"roads": make_roads(roads)})
    values, applies, _ = measure(LOGISTIC, weesp.locations, layers)
    buildings, addresses = weesp.frames["buildings"], weesp.frames["addresses"]
    industrial = {}
    for status, use, homes in addresses[["status", "use", "pandidentificatie"]].itertuples(
        index=False
    ):
        if isinstance(use, str) and "industriefunctie" in use and "buiten gebruik" not in status:
            industrial |= dict.fromkeys((home.strip() for home in homes.split(",")), True)
    wanted = {}
    for name, shape in buildings.geometry[list(industrial.keys() & set(buildings.index))].items():
        if shape.area >= 1500:
            top = max(shapely.get_coordinates(shape).tolist(), key=lambda xy: xy[1])
            km = (top[0] - ramp) / 1000
            access = 1.0 if km <= 2 else 0.75 if km <= 5 else 0.5 if km <= 9 else 0.25
            wanted[f"building:{name}"] = shape.area * access
    assert len(wanted) > 20
    assert set(applies.index[applies]) == set(wanted)
    found = values.dropna()
    assert found.to_dict() == pytest.approx(wanted, rel=1e-12)
    rates = {round(found[n] / buildings.area[n.removeprefix("building:")], 2) for n in found.index}
    assert len(rates) >= 2


@pytest.fixture(scope="module")
def resorts(weesp, boxes):
    """Return the fields as recreation parks with real buildings, and parcels of 60 m by hand."""
    lots = {
        f"K{i:03}{j:03}": (WEST + 60 * i, SOUTH + 60 * j, WEST + 60 * i + 60, SOUTH + 60 * j + 60)
        for i in range(35)
        for j in range(40)
        if (i + j) % 3
    }
    parcels = make_parks(lots).rename_axis("parcel_id")
    frames = {"recreation_parks": make_parks(boxes), "parcels": parcels}
    layers = as_layers(frames | {n: weesp.frames[n] for n in ("buildings", "addresses")})
    return build_recreation_parks(layers), lots


def line(value, low, high):
    """Return 0 up to low, 1 from high, a straight line between."""
    return min(max((value - low) / (high - low), 0.0), 1.0)


@pytest.mark.parametrize("with_residence", [False, True])
def test_recreation_park_profile(weesp, boxes, resorts, with_residence):
    locations, lots = resorts
    buildings, addresses = weesp.frames["buildings"], weesp.frames["addresses"]
    built_up = make_parks({"kom": (126_000, 470_000, 127_900, 490_000)})
    chance = np.random.default_rng(37)
    lived = pd.DataFrame({"units": 40.0, "lived_in": chance.choice([1, 6, 30, NAN], len(boxes))},
                         index=list(boxes))  # fmt: skip
    found = recreation_park_profile(
        locations, addresses, buildings, built_up, lived, with_residence=with_residence
    )
    members = locations.members.groupby(["location_id", "role"])["member_id"].agg(list)

    known = 0
    for name, box in boxes.items():
        place = f"recreation_park:{name}"
        parts = [line((box[0] - 127_900) / 1000, 1, 4)]
        years = buildings["year_built"].reindex(members.get((place, "building"), [])).dropna()
        if len(years):
            parts.append(line(sum(y < 1985 for y in years) / len(years), 0.3, 0.8))
        use = addresses.loc[members.get((place, "address"), []), ["use", "status"]]
        words = [
            set(u.split(",")) if isinstance(u, str) else None
            for u, s in zip(use["use"], use["status"], strict=True)
            if "buiten gebruik" not in s
        ]
        units = (
            None
            if None in words
            else sum(bool(w & {"woonfunctie", "logiesfunctie"}) for w in words)
        )
        own = sum(box[0] <= w < box[2] and box[1] <= s < box[3] for w, s, *_ in lots.values())
        if units and own:
            parts.append(line(own / units, 0.3, 0.9))
        if with_residence and not math.isnan(lived["lived_in"][name]):
            parts.append(line(lived["lived_in"][name] / 40, 0.05, 0.30))
        wanted = sum(parts) / len(parts) if len(parts) >= 2 else NAN
        assert found[place] == pytest.approx(wanted, nan_ok=True)
        known += not math.isnan(wanted)
    assert known > 15
    assert found.nunique() > 10
