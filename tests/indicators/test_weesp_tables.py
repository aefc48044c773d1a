"""Made-up municipal tables on the real buildings and addresses of Weesp, against plain loops.

Which address lies in which building is read from the register's own file here.
"""

import bisect
import math

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from riskmap.indicators.business_turnover import business_turnover
from riskmap.indicators.low_woz_per_m2 import low_woz_per_m2
from riskmap.indicators.registrations_per_address import registrations_per_address
from riskmap.indicators.transfer_frequency import transfer_frequency
from riskmap.indicators.venue_exposure import INDICATOR as VENUE
from riskmap.indicators.venue_exposure import venue_exposure
from riskmap.locations.address import build_addresses

NAN = math.nan
CHANCE = 31


@pytest.fixture(scope="module")
def raw(shared_data):
    """Return the addresses of the file, every column as it is written, by id."""
    file = shared_data / "weesp-bag-2021" / "weesp_actueel_afgeleid.gpkg"
    frame = gpd.read_file(file, layer="verblijfsobject", ignore_geometry=True)
    return {row["identificatie"]: row for row in frame.to_dict("records")}


@pytest.fixture(scope="module")
def held(weesp, raw):
    """Return per location the addresses that exist now and name its building."""
    found = {place: [] for place in weesp.locations.frame.index}
    for name in weesp.frames["addresses"].index:
        for building in str(raw[name]["pandidentificatie"]).split(","):
            if f"building:{building.strip()}" in found:
                found[f"building:{building.strip()}"].append(name)
    return found


def uses(row):
    """Return the uses of an address, none when the register gives none."""
    text = row["gebruiksdoel"]
    return {word.strip() for word in text.split(",")} if isinstance(text, str) else None


def assert_same(found, wanted, least):
    """Compare a Series with a dict of the same places; at least so many are known."""
    expected = pd.Series(wanted, dtype=float).reindex(found.index)
    np.testing.assert_allclose(found.to_numpy(), expected.to_numpy(), rtol=1e-12)
    assert expected.notna().sum() >= least
    assert expected.nunique() > 3


@pytest.mark.parametrize("offices", ["with", "without", "only"])
@pytest.mark.parametrize("per", ["address", "100m2"])
def test_registrations_per_address(weesp, raw, held, offices, per):
    chance = np.random.default_rng(CHANCE)
    index = weesp.frames["addresses"].index[::3]
    written = chance.choice([0, 2, 5, 8, 40], len(index))
    few = (written > 0) & (written < 5)
    table = pd.DataFrame(
        {"establishments": np.where(few, NAN, written.astype(float)), "suppressed": few}, index
    )
    count = dict(zip(index, written.tolist(), strict=True))
    wanted = {}
    for place, names in held.items():
        counted = []
        for name in names:
            office = "kantoorfunctie" in (uses(raw[name]) or set())
            if name in count and (offices == "with" or office == (offices == "only")):
                counted.append(name)
        if per == "address":
            wanted[place] = max((count[name] for name in counted), default=NAN)
            continue
        size = {name: raw[name]["oppervlakte"] for name in counted}
        exact = [n for n in counted if count[n] != 2 and size[n] not in {None, 1, 999999}]
        floor = sum(size[name] for name in exact)
        wanted[place] = 100 * sum(count[name] for name in exact) / floor if floor else NAN
    found = registrations_per_address(
        weesp.locations, weesp.frames["addresses"], table, per=per, offices=offices
    )
    assert_same(found, wanted, 40)


def test_transfer_frequency(weesp, held):
    chance = np.random.default_rng(CHANCE)
    sold = [*weesp.frames["addresses"].index[::4], *weesp.frames["buildings"].index[::5]]
    sales = {name: chance.choice([0, 1, 2, 5, NAN]) for name in sold}
    abc = {name: chance.choice(["yes", "no", "unknown"]) for name in sold}
    table = pd.DataFrame(
        {
            "transfers_20y": pd.Series(sales, dtype=float),
            "abc_6m": pd.Series(abc).map({"yes": True, "no": False}).astype("boolean"),
        }
    )
    wanted = {}
    for place, names in held.items():
        figures = []
        for name in {*names, place.removeprefix("building:")} & set(sold):
            number = sales[name]
            if abc[name] == "yes":
                number = (2.0 if math.isnan(number) else max(number, 2.0)) + 0.9
            if not math.isnan(number):
                figures.append(number)
        wanted[place] = max(figures, default=NAN)
    assert_same(transfer_frequency(weesp.locations, table), wanted, 1000)


def exposure_of(row, own, licence_free):
    """Return the guide's formula over what is known of one venue."""
    parts = []
    if not math.isnan(row["changes_5y"]):
        parts.append((0.4, min(max((row["changes_5y"] - 1) / 3, 0.0), 1.0)))
    if licence_free and row["licence_free"] is True:
        parts.append((0.3, 1.0))
    elif own is not None:
        fits = own & {"bijeenkomstfunctie", "logiesfunctie", "winkelfunctie"}
        parts.append((0.3, 0.0 if fits else 1.0))
    if not math.isnan(row["survey_score"]):
        parts.append((0.3, row["survey_score"]))
    weight = sum(w for w, _ in parts)
    return sum(w * s for w, s in parts) / weight if len(parts) > 1 else NAN


@pytest.mark.parametrize("licence_free", [False, True])
def test_venue_exposure_of_buildings_and_of_addresses(weesp, raw, held, licence_free):
    chance = np.random.default_rng(CHANCE)
    meeting = [n for n in weesp.frames["addresses"].index if "bijeenkomst" in str(uses(raw[n]))]
    listed = [*meeting, *weesp.frames["addresses"].index[::40]]
    listed = list(dict.fromkeys(listed))
    table = pd.DataFrame(
        {
            "kind": "café",
            "changes_5y": chance.choice([0.0, 1.0, 2.0, 3.0, 6.0, NAN], len(listed)),
            "licence_free": pd.array(
                chance.choice(np.array([True, False, None], object), len(listed)), "boolean"
            ),
            "survey_score": chance.choice([0.0, 0.25, 1.0, NAN], len(listed)),
        },
        index=pd.Index(listed, name="address_id"),
    )
    exposure = {
        name: exposure_of(row, uses(raw[name]), licence_free) for name, row in table.iterrows()
    }
    of_building = {
        place: np.nanmax([NAN, NAN, *(exposure[n] for n in names if n in exposure)])
        if any(not math.isnan(exposure.get(n, NAN)) for n in names)
        else NAN
        for place, names in held.items()
    }
    addresses = weesp.frames["addresses"]
    found = venue_exposure(weesp.locations, table, addresses, licence_free=licence_free)
    assert_same(found, of_building, 100)
    applies = VENUE.applies(weesp.locations, table, addresses)
    assert applies.to_dict() == {p: any(n in exposure for n in names) for p, names in held.items()}
    own_places = build_addresses(weesp.layers())
    each = venue_exposure(own_places, table, addresses, licence_free=licence_free)
    single = {place: exposure.get(place.removeprefix("address:"), NAN) for place in each.index}
    assert_same(each, single, 100)


def test_low_woz_per_m2(weesp, raw, held):
    chance = np.random.default_rng(CHANCE)
    valued = {}
    for place, names in list(held.items())[::3]:
        if names and uses(raw[names[0]]):
            use = min(uses(raw[names[0]]))
            valued[place] = (use, float(chance.choice([450, 550, 750, 1250, 1450])))
    known = pd.DataFrame.from_dict(valued, orient="index", columns=["use", "eur_per_m2"])
    table = known.set_axis(known.index.str.removeprefix("building:"))
    sorted_of = {
        use: sorted(v for u, v in valued.values() if u == use) for use in set(known["use"])
    }
    wanted = {}
    for place, (use, value) in valued.items():
        same = sorted_of[use]
        dearer = len(same) - bisect.bisect_right(same, value)
        wanted[place] = dearer / (len(same) - 1) if len(same) >= 10 else NAN
    assert any(len(same) < 10 for same in sorted_of.values())
    assert_same(low_woz_per_m2(weesp.locations, table), wanted, 1000)


def test_business_turnover_by_cell(weesp):
    chance = np.random.default_rng(CHANCE)
    rows = {}
    for east in range(1299, 1356):
        for north in range(4768, 4825):
            if (east + north) % 3:
                moves = chance.choice([0, 5, 9, NAN], 2)
                rows[f"E{east}N{north}"] = (*moves, chance.choice([9, 10, 40]), 3.0)
    columns = ["arrivals", "departures", "stock", "years"]
    table = pd.DataFrame.from_dict(rows, orient="index", columns=columns, dtype=float)
    wanted = {}
    for place, point in weesp.locations.frame.geometry.representative_point().items():
        row = rows.get(f"E{int(point.x) // 100}N{int(point.y) // 100}")
        there = row is not None and row[2] >= 10
        wanted[place] = (row[0] + row[1]) / (2 * row[2] * 3) if there else NAN
    assert_same(business_turnover(weesp.locations, table), wanted, 1000)
