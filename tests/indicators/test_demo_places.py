"""Indicators of yards, halls, venues and recreation parks, again from Waterveen's own files."""

import datetime as dt
import math

import geopandas as gpd
import pytest

from tests.indicators.demo_files import NAN, Files, assert_same, day, line, number

REFERENCE = dt.date(2026, 1, 1)
VENUE_USES = ("bijeenkomstfunctie", "logiesfunctie", "winkelfunctie")
FARM = {"actief": 0.0, "vergunning": 1.0, "geen dieren": 3.0}


@pytest.fixture(scope="module")
def files(waterveen):
    """Return the files of the mini demo, and what its run wrote."""
    return Files(waterveen)


@pytest.fixture(scope="module")
def built(files):
    """Return per yard the buildings that lie wholly in its outline."""
    yards = files.ground("rural")
    tree = files.buildings.sindex
    return {
        name: list(files.buildings.index[tree.query(yard.buffer(0.01), predicate="contains")])
        for name, yard in yards.items()
    }


def test_farm_cessation_is_what_the_table_says_of_the_yard(files, built):
    classes = {}
    for _, row in files.table("agrarische_status").iterrows():
        since = day(row["sinds"])
        if "ingetrokken" in row["status"] or "gestopt" in row["status"]:
            assert since is not None
            recent = (REFERENCE - since).days / 365.25 < 8
            one = 4.0 if recent else 2.0
        else:
            one = FARM[row["status"]]
        for name in (row["pand_id"], row["vbo_id"]):
            classes[name] = max(one, classes.get(name, 0.0))
    found = files.written("rural", "farm_cessation", "yard")
    wanted = {}
    for yard, names in built.items():
        own = [*names, *(a for name in names for a in files.at.get(name, []))]
        told = [classes[name] for name in own if name in classes]
        if told:
            wanted[yard] = max(told)
    assert_same(found[found.index.isin(list(wanted))], wanted, 50)
    assert len(set(wanted.values())) >= 2


def test_asbestos_roof_is_the_suspect_part_of_the_footprint_of_sheds(files, built):
    suspect = {"niet verdacht": 0.0, "deels verdacht": 0.5, "verdacht": 1.0}
    roofs = {
        n: suspect.get(k, NAN) for n, k in files.table("dakenkaart", "pand_id")["klasse"].items()
    }
    found = files.written("rural", "asbestos_roof", "yard")
    wanted, none = {}, set()
    for yard, names in built.items():
        size = {n: files.buildings.geometry[n].area for n in names if n not in files.at}
        sheds = [n for n, area in size.items() if area >= 40]
        if not sheds:
            none.add(yard)
            continue
        under = sum(size[n] * roofs.get(n, NAN) for n in sheds)
        wanted[yard] = under / sum(size[n] for n in sheds)
    assert set(found.index) == set(wanted)
    assert none == files.left_out("rural", "asbestos_roof")
    assert_same(found, wanted, 60)


def test_guardianship_zone_holds_half_of_the_place_and_is_in_force(files):
    zones = gpd.read_file(files.data / "gebieden.gpkg", layer="kvo_zones")
    from_day, to_day = (zones[c].astype(str).str[:10] for c in ("geldig_van", "geldig_tot"))
    today = REFERENCE.isoformat()
    ended = to_day.str.match(r"\d{4}") & (to_day < today)
    ground = zones[(from_day <= today) & ~ended].union_all()
    for theme, kind in (("rural", "yard"), ("business_parks", "building")):
        shapes = files.ground(theme)
        found = files.written(theme, "guardianship_zone", kind)
        if kind == "building":
            shapes = files.buildings.geometry.reindex(shapes.index)
        wanted = {n: float(s.intersection(ground).area >= s.area / 2) for n, s in shapes.items()}
        assert_same(found, wanted, 80)
    assert found.nunique() == 2


def test_transfer_frequency_takes_the_most_transferred_object(files):
    table = {}
    for name, row in files.table("overdrachten", "object_id").iterrows():
        sales = number(row["n_overdrachten_20j"])
        flagged = row["abc_6mnd"].strip().lower() == "ja"
        table[name] = max(sales, 2.0) + 0.9 if flagged else sales
    found = files.written("real_estate", "transfer_frequency", "building")
    wanted = {}
    for name in found.index:
        own = [table[n] for n in (name, *files.at.get(name, [])) if n in table]
        wanted[name] = max((one for one in own if not math.isnan(one)), default=NAN)
    assert_same(found, wanted, 300)
    assert found.nunique() > 4


def test_venue_exposure_of_every_listed_address(files):
    found = files.written("hospitality", "venue_exposure", "address")
    table = files.table("horeca", "locatie_id")
    wanted = {}
    for name, row in table.iterrows():
        use = files.addresses["gebruiksdoel"].get(name)
        parts = [(0.4, line(number(row["aantal_wisselingen_5j"]), 1, 4))]
        if isinstance(use, str):
            parts.append((0.3, 0.0 if any(one in use for one in VENUE_USES) else 1.0))
        parts.append((0.3, number(row["schouw_score"])))
        known = [(w, s) for w, s in parts if not math.isnan(s)]
        wanted[name] = sum(w * s for w, s in known) / sum(w for w, _ in known)
    assert_same(found, wanted, 5)
    assert found.nunique() > 3


def test_recreation_park_profile_of_every_park(files):
    found = files.written("recreation_parks", "recreation_park_profile", "recreation_park")
    towns = gpd.read_file(files.data / "top10nl.gpkg", layer="top10nl_plaats_vlak")
    town = towns[towns["bebouwdekom"].str.lower().isin(["ja", "true", "1"])].union_all()
    lots = gpd.read_file(files.data / "brk-percelen.gpkg", layer="perceel")
    shapes = files.ground("recreation_parks")
    points = files.buildings.representative_point()
    wanted = {}
    for name in found.index:
        park = shapes[name]
        parts = [line(park.distance(town) / 1000, 1, 4)]
        homes = [n for n in files.buildings.index[points.intersects(park)] if n in files.at]
        years = files.buildings["bouwjaar"][homes]
        years = years[(years > 1200) & (years < 2027)]
        if len(years):
            parts.append(line((years < 1985).mean(), 0.3, 0.8))
        inside = files.addresses[files.addresses.intersects(park)]
        use = inside.loc[files.in_use(list(inside.index)), "gebruiksdoel"]
        units = use.str.contains("logiesfunctie|woonfunctie").sum()
        # Parcels of which the larger part lies in the park.
        own = (lots.intersection(park).area > lots.area / 2).sum()
        if units and own:
            parts.append(line(own / units, 0.3, 0.9))
        wanted[name] = sum(parts) / len(parts)
    assert_same(found, wanted, 3)
    assert found.nunique() == 3


def test_logistic_capacity_is_footprint_times_access_by_the_written_distance(files):
    found = files.written("storage_transport", "logistic_capacity", "building")
    km = files.written("storage_transport", "motorway_ramp_distance", "building")
    wanted = {}
    for name in km.index:
        area = files.buildings.geometry[name].area
        use = files.addresses.loc[files.in_use(files.at.get(name, [])), "gebruiksdoel"]
        if area >= 1500 and use.str.contains("industriefunctie").any():
            access = next(
                (a for most, a in ((2, 1), (5, 0.75), (9, 0.5)) if km[name] <= most), 0.25
            )
            wanted[name] = area * access
    assert set(found.index) == set(wanted)
    assert_same(found, wanted, 5)


def test_built_up_edge_and_water_frontage_are_plain_distances(files):
    towns = gpd.read_file(files.data / "top10nl.gpkg", layer="top10nl_plaats_vlak")
    town = towns[towns["bebouwdekom"].str.lower().isin(["ja", "true", "1"])].union_all()
    found = files.written("clubhouses", "built_up_edge", "building")
    wanted = {}
    for name in found.index:
        point = files.buildings.geometry[name].representative_point()
        metres = point.distance(town.boundary)
        wanted[name] = -metres if point.within(town) else metres
    assert_same(found, wanted, 30)
    assert found.min() < 0 < found.max()
    water = gpd.read_file(files.data / "top10nl.gpkg", layer="top10nl_waterdeel_vlak")
    class_of = water["vaarwegklasse"].fillna("").str.strip()
    boats = water[(class_of != "") & (class_of.str.lower() != "geen")].union_all()
    found = files.written("rural", "water_frontage", "yard")
    shapes = files.ground("rural")
    assert_same(found, {n: shapes[n].distance(boats) for n in found.index}, 50)


def test_administrative_vacancy_is_years_over_the_addresses_by_floor_area(files):
    years = {}
    for name, row in files.table("leegstand", "vbo_id").iterrows():
        told = number(row["jaren_leeg"])
        if math.isnan(told):
            told = (REFERENCE - day(row["leeg_sinds"])).days / 365.25
        years[name] = max(told, years.get(name, 0.0))
    found = files.written("real_estate", "administrative_vacancy", "building")
    wanted = {}
    for name in found.index:
        own = files.at.get(name, [])
        floor = files.addresses["oppervlakte"][own].astype(float)
        floor = floor.mask((floor <= 1) | (floor >= 999_999))
        told = [years.get(one, 0.0) for one in own]
        if own and floor.notna().all():
            wanted[name] = sum(t * f for t, f in zip(told, floor, strict=True)) / floor.sum()
        elif own and not any(told):
            wanted[name] = 0.0
    kept = found[found.index.isin(list(wanted))]
    assert_same(kept, wanted, 700)
    assert kept.nunique() > 20
