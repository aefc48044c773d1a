"""Municipal tables: columns and words as municipalities write them, and small counts kept out."""

import json
from dataclasses import asdict
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskmap.errors import LayerError
from riskmap.layers.catalogue import registers
from riskmap.layers.layer import Access
from riskmap.layers.municipal_tables import counts
from riskmap.layers.register import Treatment

VBO = [f"04570100000000{n:02d}" for n in range(1, 10)]
PAND = [f"04571000000000{n:02d}" for n in range(1, 10)]

# layer -> the columns of the domain guide, with one value each
GUIDE = {
    "registrations": {"vbo_id": VBO[0], "n_vestigingen": "12"},
    "turnover": {
        "cel_id": "E1309N4805",
        "in": "6",
        "uit": "7",
        "bestand": "40",
        "jaren": "3",
    },
    "sectors": {"rin_nummer": "201101", "sbi": "45", "n_vestigingen": "12"},
    "park_vacancy": {"rin_nummer": "201101", "vbo_totaal": "40", "vbo_leeg": "6"},
    "property_values": {"pand_id": PAND[0], "woz_eur_m2": "500-750", "gebruik": "industrie"},
    "transfers": {"object_id": VBO[0], "n_overdrachten_20j": "5", "abc_6mnd": "ja"},
    "venues": {
        "locatie_id": VBO[0],
        "type": "Cafe",
        "aantal_wisselingen_5j": "2",
        "vergunningvrij": "nee",
        "schouw_score": "0,5",
    },
    "farm_status": {"vbo_id": VBO[0], "status": "vergunning ingetrokken", "sinds": "2021"},
    "roofs": {"pand_id": PAND[0], "klasse": "verdacht"},
    "unit_lists": {"pand_id": PAND[0], "aantal_units": "7"},
    "permits": {"vergunning_id": "OV-1", "pand_id": PAND[0], "datum": "31-12-2024"},
}


@pytest.mark.parametrize("name", GUIDE)
def test_the_columns_of_the_guide_are_recognised(name, read):
    layer = read(name, pd.DataFrame([GUIDE[name]]), "table.csv")
    assert layer.edition
    assert layer.frame.notna().to_numpy().all() or name in {"farm_status", "permits"}
    assert len(layer.frame) == 1
    assert layer.access is Access.MUNICIPAL
    assert list(layer.frame.columns) == list(registers()[name].result)


@pytest.mark.parametrize("name", GUIDE)
def test_the_canonical_names_are_columns_as_well(name, read):
    register = registers()[name]
    edition = register.editions[0]
    spelled = {
        canonical: value
        for written, value in GUIDE[name].items()
        for canonical, words in edition.columns.items()
        if written in (canonical, *words)
    }
    assert len(spelled) == len(GUIDE[name])
    layer = read(name, pd.DataFrame([spelled]), "table.csv")
    assert layer.edition == edition.name


def test_a_small_count_of_establishments_is_unknown_and_marked(read, counted):
    written = ["0", "1", "4", "5", "<5", "1-4", "minder dan 5", "-1", ""]
    table = pd.DataFrame({"vbo_id": VBO, "n_vestigingen": written})
    layer = read("registrations", table, "counts.csv")
    known = layer.frame["establishments"].tolist()
    assert known[0] == 0.0
    assert known[3] == 5.0
    assert np.isnan([known[n] for n in (1, 2, 4, 5, 6, 7, 8)]).all()
    suppressed = [False, True, True, False, True, True, True, False, False]
    assert layer.frame["suppressed"].tolist() == suppressed
    assert counted(layer, "Counts of column {column} from 1 to 4") == 2
    assert counted(layer, "Counts of column {column} that were suppressed") == 3
    assert counted(layer, "Values of column {column} that are no count") == 1


@given(
    number=st.integers(1, 4), style=st.sampled_from(["{}", "{}.0", "{},0", " {} ", "0{}", "{}.00"])
)
@settings(max_examples=40, deadline=None)
def test_no_spelling_of_a_small_count_passes(number, style):
    treatment = Treatment("registrations", "a.csv", date(2026, 1, 1))
    found, suppressed = counts(pd.Series([style.format(number)]), "establishments", treatment)
    assert found.isna().all()
    assert suppressed.all()


@pytest.mark.parametrize("small", [1, 2, 3, 4])
def test_tables_that_differ_in_small_counts_only_give_the_same_layer(small, read):
    """What cannot be told apart cannot be worked out from any output."""

    def layers(n: int) -> list[object]:
        tables = {
            "registrations": {"vbo_id": VBO[:2], "n_vestigingen": [str(n), "9"]},
            "turnover": {
                "cel_id": ["a", "b"],
                "erbij": [str(n), "9"],
                "eraf": ["8", str(n)],
                "bestand": [str(n), "40"],
                "jaren": ["3", "3"],
            },
            "sectors": {
                "rin_nummer": ["1", "1", "1"],
                "sbi": ["G", "H", "totaal"],
                "n_vestigingen": [str(n), "20", str(20 + n)],
            },
            "park_vacancy": {
                "rin_nummer": ["1", "2"],
                "vbo_totaal": [str(n + 5), "40"],
                "vbo_leeg": [str(n), "6"],
            },
        }
        found = []
        for name, table in tables.items():
            layer = read(name, pd.DataFrame(table), f"{name}.csv")
            notes = [note.text() for note in layer.report.notes]
            found.append(
                (layer.frame.to_csv(), notes, asdict(layer.report)["matched"], layer.sha256)
            )
        return found

    assert json.dumps(layers(small)) == json.dumps(layers(3))


def test_a_hash_with_which_small_counts_could_be_tried_out_is_withheld(read):
    table = pd.DataFrame({"vbo_id": VBO[:2], "n_vestigingen": ["<5", "9"]})
    assert len(read("registrations", table, "a.csv").sha256) == 64
    assert read("registrations", table.replace("<5", "3"), "b.csv").sha256 == ""


def test_a_row_of_totals_is_left_out(read, counted):
    table = pd.DataFrame(
        {
            "rin_nummer": ["7"] * 6,
            "sectie": ["G", "45 Autohandel", "1", "49.41", "Totaal", "?"],
            "n_vestigingen": ["10", "11", "12", "13", "46", "5"],
        }
    )
    layer = read("sectors", table, "s.csv")
    assert layer.frame["sector"].tolist() == ["01", "45", "49.41", "G"]
    assert layer.frame["establishments"].tolist() == [12.0, 11.0, 13.0, 10.0]
    assert layer.frame.index[0] == "7-01"
    assert counted(layer, "Rows of totals") == 1
    assert counted(layer, "Rows without a code") == 1


def test_parks_with_fewer_than_ten_addresses_are_unknown(read, counted):
    table = pd.DataFrame(
        {
            "rin_nummer": list("abcdefg"),
            "vbo_totaal": ["9", "10", "20", "", "40", "40", "40"],
            "vbo_leeg": ["0", "5", "21", "5", "4", "<5", "0"],
        }
    )
    layer = read("park_vacancy", table, "p.csv")
    known = [False, True, False, False, False, False, True]  # a count from 1 to 4 is unknown too
    assert layer.frame["vacant"].notna().tolist() == known
    assert layer.frame["addresses"].notna().tolist() == [*known[:4], True, True, True]
    assert counted(layer, "Business parks with fewer than") == 1
    assert counted(layer, "Business parks with more vacant") == 1


@pytest.mark.parametrize(
    ("written", "euros"),
    [
        *(("500-750", 625.0), ("500 tot 750", 625.0), ("€ 500 - € 750", 625.0), ("612,5", 612.5)),
        *(("612.50", 612.5), ("1.250", 1250.0), ("1.000-1.500", 1250.0), ("<250", 125.0)),
        *(("2000+", 2000.0), ("vanaf 2.000", 2000.0), ("1.250,50", 1250.5), ("750 euro/m2", 750.0)),
    ],
)
def test_a_band_of_values_stands_for_its_middle(written, euros, read):
    table = pd.DataFrame({"pand_id": PAND[:1], "woz_eur_m2": [written]})
    assert read("property_values", table, "w.csv").frame["eur_per_m2"].tolist() == [euros]


def test_values_that_are_no_value_are_unknown_and_counted(read, counted):
    table = pd.DataFrame({"rin_nummer": ["1", "2", "3"], "woz_band": ["0", "hoog", "100-200"]})
    layer = read("property_values", table, "w.csv")
    assert layer.frame["eur_per_m2"].isna().tolist() == [True, True, False]
    assert layer.frame["use"].isna().all()
    assert counted(layer, "Values of column {column} that could not be read") == 1


@pytest.mark.parametrize(
    ("word", "state"),
    [
        *(("Vergunning ingetrokken", "withdrawn"), ("intrekking 2019", "withdrawn")),
        *(("gestopt", "stopped"), ("Beëindigd", "stopped"), ("niet meer actief", "stopped")),
        *(("inactief", "stopped"), ("geen dieren", "no_animals"), ("actief", "active")),
        *(("vergunning, geen dieren", "no_animals"), ("vergunning", "permit")),
        *(("permit", "permit"), ("in bedrijf", "active"), ("niet gestopt", None), ("?", None)),
    ],
)
def test_status_words_of_farms(word, state, read):
    table = pd.DataFrame({"pand_id": PAND[:1], "status": [word]})
    found = read("farm_status", table, "f.csv").frame["state"].iloc[0]
    assert found == state if state else pd.isna(found)


def test_a_farm_may_have_several_rows_and_its_years_are_dates(read, counted):
    table = pd.DataFrame(
        {
            "vbo_id": [VBO[0], VBO[0], VBO[1], "", VBO[0]],
            "status": ["vergunning", "gestopt", "gestopt", "gestopt", "vergunning"],
            "sinds": ["2004", "01-07-2020", "2031", "2020", "2004"],
        }
    )
    layer = read("farm_status", table, "f.csv")
    assert len(layer.frame) == 3
    days = layer.frame.set_index("state")["since"]
    assert days["permit"] == pd.Timestamp("2004-01-01")
    assert days["stopped"].dropna().tolist() == [pd.Timestamp("2020-07-01")]
    years = layer.frame.set_index("since")["years_since"]
    # 2020-07-01 to 2026-01-01: 184 days, then 2021 through 2025 with one leap day.
    assert years[pd.Timestamp("2020-07-01")] == pytest.approx((184 + 5 * 365 + 1) / 365.25)
    assert years[pd.NaT] != years[pd.NaT]
    assert counted(layer, "Dates after the reference date") == 1
    assert counted(layer, "Rows without") == 1


def test_farms_without_any_object_are_refused(read):
    with pytest.raises(LayerError, match="pand_id"):
        read("farm_status", pd.DataFrame({"status": ["gestopt"]}), "f.csv")


def test_the_survey_is_the_share_of_yes_among_what_was_seen(read):
    table = pd.DataFrame(
        {
            "vbo_id": VBO[:3],
            "schouw_hek_dicht": ["ja", "nee", "niet gezien"],
            "ramen_afgeplakt": ["ja", "niet gezien", ""],
            "geur": ["nee", "nee", "niet gezien"],
            "gebruik_klopt": ["nee", "ja", "niet gezien"],  # no is the sign here
        }
    )
    found = read("venues", table, "v.csv").frame["survey_score"]
    assert found.iloc[0] == 3 / 4
    assert found.iloc[1] == 0.0
    assert np.isnan(found.iloc[2])


@pytest.mark.parametrize(
    ("word", "share"),
    [
        *(("Verdacht", 1.0), ("niet verdacht", 0.0), ("onverdacht", 0.0), ("0,4", 0.4)),
        *(("40%", 0.4), ("deels", 0.5), ("onbekend", None), ("1.5", None)),
    ],
)
def test_classes_of_roofs(word, share, read):
    table = pd.DataFrame({"pand_id": PAND[:1], "klasse": [word]})
    found = read("roofs", table, "d.csv").frame["suspect"].iloc[0]
    assert np.isnan(found) if share is None else found == share


def test_one_permit_for_several_buildings_keeps_them_all(read):
    table = pd.DataFrame(
        {
            "zaaknummer": ["Z1", "Z1", "Z1", "Z2"],
            "pand_id": ["NL.IMBAG.Pand." + PAND[0], PAND[1], PAND[1], ""],
            "datum": ["2020-01-01"] * 4,
        }
    )
    layer = read("permits", table, "p.csv")
    assert layer.frame["building_id"].tolist() == PAND[:2]
    assert layer.frame.index.tolist() == ["Z1", "Z1~2"]


@pytest.mark.parametrize("name", ["registrations", "transfers", "unit_lists", "roofs", "venues"])
def test_ids_are_mended_and_contradictions_refused(name, read):
    row = dict(GUIDE[name])
    column = next(iter(row))
    right = row[column]
    spelled = [f"NL.IMBAG.Object.{right}", str(int(right))]
    layer = read(name, pd.DataFrame([{**row, column: one} for one in spelled]), "t.csv")
    assert layer.frame.index.tolist() == [right]
    other = list(row)[1]
    against = [{**row, other: value} for value in ("9", "0")]
    with pytest.raises(LayerError, match="share their"):
        read(name, pd.DataFrame(against), "t.csv")
