"""Indicators of buildings on business parks, again from Waterveen's own files."""

import bisect
import math

import pytest

from tests.indicators.demo_files import NAN, Files, assert_same, count, number

THEME = "business_parks"


@pytest.fixture(scope="module")
def files(waterveen):
    """Return the files of the mini demo, and what its run wrote."""
    return Files(waterveen)


def by_park(files, found, of_park):
    """Give every building what was worked out for its park."""
    return {name: of_park.get(files.park_of(name), NAN) for name in found.index}


def test_park_vacancy_share_comes_from_the_table_of_parks(files):
    found = files.written(THEME, "park_vacancy_share", "building")
    of_park = {}
    for name, row in files.table("leegstand_terreinen", "rin_nummer").iterrows():
        empty, total = count(row["vbo_leeg"]), number(row["vbo_totaal"])
        of_park[name] = empty / total if total >= 10 else NAN
    assert any(math.isnan(one) for one in of_park.values())
    assert_same(found, by_park(files, found, of_park), 50)


def test_registrations_per_address_takes_the_most_and_two_for_a_hidden_count(files):
    table = files.table("inschrijvingen", "vbo_id")["n_vestigingen"].to_dict()
    offices = files.addresses["gebruiksdoel"].str.contains("kantoorfunctie").fillna(value=False)
    for criterion, wanted_office in (("registrations_per_address", False),
                                     ("registrations_in_offices", True)):  # fmt: skip
        found = files.written(THEME, criterion, "building")
        wanted = {}
        for name in found.index:
            chosen = [n for n in files.at[name] if offices[n] == wanted_office and n in table]
            counts = [2.0 if table[n].startswith("<") else number(table[n]) for n in chosen]
            wanted[name] = max((2.0 if 0 < c < 5 else c for c in counts), default=NAN)
        assert_same(found, wanted, 4)
        has = {name for name in files.ground(THEME).index
               if any(offices[n] == wanted_office for n in files.at[name])}  # fmt: skip
        assert set(found.index) == has


def test_units_without_address_is_footprint_per_address_of_the_listed_buildings(files):
    units = {n: number(row) for n, row in files.table("units", "pand_id")["n_units"].items()}
    found = files.written(THEME, "units_without_address", "building")
    wanted = {}
    for name in files.ground(THEME).index:
        area = files.buildings.geometry[name].area
        if units.get(name, 0) > 1 and area >= 400:
            own = len(files.in_use(files.at[name]))
            wanted[name] = area / max(own, 1) if own < units[name] else 0.0
    assert set(found.index) == set(wanted)
    assert_same(found, wanted, 5)


def test_business_turnover_takes_the_cell_and_then_the_park(files):
    rates = {}
    for name, row in files.table("verloop", "gebied_id").iterrows():
        moved, stock = count(row["n_in"]) + count(row["n_uit"]), count(row["n_bestand"])
        rates[name] = moved / (2 * stock * number(row["jaren"])) if stock >= 10 else NAN
    found = files.written(THEME, "business_turnover", "building")
    wanted = {}
    for name in found.index:
        point = files.buildings.geometry[name].representative_point()
        cell = rates.get(f"E{int(point.x // 100)}N{int(point.y // 100)}", NAN)
        wanted[name] = rates.get(files.park_of(name), NAN) if math.isnan(cell) else cell
    assert_same(found, wanted, 50)
    assert found.nunique() > 3


def test_sector_mix_is_unknown_where_a_listed_sector_is_hidden(files):
    rows = files.table("branches")
    of_park = {}
    for name, part in rows.groupby("rin_nummer"):
        counts = {r["sbi"]: count(r["n_vestigingen"]) for _, r in part.iterrows()}
        listed = [c for code, c in counts.items() if code in {"45", "77"}]
        known = [c for c in counts.values() if not math.isnan(c)]
        hidden = len(counts) - len(known)
        sure = not any(map(math.isnan, listed)) and 4 * hidden <= 0.1 * sum(known)
        of_park[name] = sum(listed) / sum(known) if sure else NAN
    found = files.written(THEME, "sector_mix", "building")
    assert found.isna().any()
    assert_same(found, by_park(files, found, of_park), 50)


def test_connection_gap_is_one_less_active_connections_per_address_of_the_postcode(files):
    active = {}
    for _, row in files.table("aansluitingen").iterrows():
        assert row["POSTCODE_VAN"] == row["POSTCODE_TOT"]
        if row["PRODUCTSOORT"] == "ELK":
            lines = number(row["AANSLUITINGEN_AANTAL"]) * number(row["FYSIEKE_STATUS_PERC"]) / 100
            active[row["POSTCODE_VAN"]] = active.get(row["POSTCODE_VAN"], 0.0) + lines
    postcode = files.addresses["postcode"]
    there = postcode.value_counts()
    gap = {c: max(1 - a / there[c], 0.0) for c, a in active.items() if c in there}
    found = files.written(THEME, "connection_gap", "building")
    wanted = {}
    for name in found.index:
        own = [gap.get(postcode[n], NAN) for n in files.at[name]]
        wanted[name] = sum(own) / len(own)
    assert_same(found, wanted, 50)
    assert found.nunique() > 3


def test_low_woz_per_m2_is_the_share_of_the_same_use_that_is_dearer(files):
    values = {}
    for name, row in files.table("woz", "pand_id").iterrows():
        if row["gebruiksklasse"] and row["woz_eur_m2"]:
            low, high = row["woz_eur_m2"].split("-")
            values[name] = (row["gebruiksklasse"], (float(low) + float(high)) / 2)
    same = {}
    for use, value in values.values():
        bisect.insort(same.setdefault(use, []), value)
    wanted = {}
    for name, (use, value) in values.items():
        others = same[use]
        dearer = len(others) - bisect.bisect_right(others, value)
        wanted[name] = dearer / (len(others) - 1) if len(others) >= 10 else NAN
    for theme, least in ((THEME, 20), ("real_estate", 300)):
        found = files.written(theme, "low_woz_per_m2", "building")
        assert_same(found, {name: wanted.get(name, NAN) for name in found.index}, least)


def test_park_obsolescence_is_the_answer_of_ibis_or_its_hectares(files):
    of_park = {}
    for name, row in files.parks.iterrows():
        said = str(row["Verouderd"]).strip().upper()
        renewed = row["HA_TRANSF"] + row["HA_HERPROF"] + row["HA_ZREVIT"]
        share = min(renewed / row["HA_NETTO"], 1.0)
        of_park[name] = {"JA": 1.0, "NEE": 0.0}.get(said, share)
    found = files.written(THEME, "park_obsolescence", "building")
    assert_same(found, by_park(files, found, of_park), 50)
    assert found.nunique() == 2


def test_mixed_residential_counts_every_address_on_the_park(files):
    of_park = {}
    for name, park in files.parks.geometry.items():
        inside = files.addresses[files.addresses.intersects(park)]
        own = inside.loc[files.in_use(list(inside.index)), "gebruiksdoel"].dropna()
        of_park[name] = sum("woonfunctie" in use for use in own) / len(own)
    found = files.written(THEME, "mixed_residential", "building")
    assert_same(found, by_park(files, found, of_park), 50)
    assert found.max() > 0
