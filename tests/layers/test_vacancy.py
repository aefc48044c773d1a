"""The municipal vacancy table: Dutch dates and decimals, doubles, contradictions."""

from datetime import date

import pandas as pd
import pytest

from riskmap.errors import LayerError, PersonDataError
from riskmap.layers.layer import Access

IDS = ["0457010000000001", "0457010000000002", "0457010000000003"]


def test_years_are_counted_from_the_date_to_the_day_of_the_run(read):
    table = pd.DataFrame({"vbo_id": IDS, "leeg_sinds": ["01-01-2024", "2025-07-02", ""]})
    layer = read("vacancy", table, "leeg.csv")
    assert layer.frame["years_vacant"].tolist()[:2] == pytest.approx([731 / 365.25, 183 / 365.25])
    assert pd.isna(layer.frame["years_vacant"].iloc[2])
    assert layer.frame["vacant_since"].tolist()[0] == pd.Timestamp("2024-01-01")
    assert layer.access is Access.MUNICIPAL


def test_decimal_commas_are_read_and_said(read):
    table = pd.DataFrame({"vbo_id": IDS, "jaren_leeg": ["0,75", "1,5", "10"]})
    layer = read("vacancy", table, "leeg.csv")
    assert layer.frame["years_vacant"].tolist() == [0.75, 1.5, 10.0]
    assert any("decimal commas" in note.template for note in layer.report.notes)


def test_ids_that_lost_their_zero_still_match(read):
    table = pd.DataFrame({"vbo_id": [457010000000001], "jaren_leeg": [2]})
    assert read("vacancy", table, "leeg.csv", sep=",").frame.index.tolist() == IDS[:1]


def test_the_same_row_twice_is_one_row_but_a_contradiction_is_an_error(read):
    same = pd.DataFrame({"vbo_id": [IDS[0], IDS[0], IDS[1]], "jaren_leeg": ["1", "1", "2"]})
    assert len(read("vacancy", same, "a.csv").frame) == 2
    against = same.assign(jaren_leeg=["1", "3", "2"])
    with pytest.raises(LayerError, match="2 rows"):
        read("vacancy", against, "b.csv")


def test_a_date_after_the_reference_date_is_unknown_and_counted(read):
    table = pd.DataFrame({"vbo_id": IDS[:1], "leeg_sinds": ["2027-01-01"]})
    layer = read("vacancy", table, "leeg.csv", reference_date=date(2026, 1, 1))
    assert layer.frame["years_vacant"].isna().all()
    assert any("after the reference date" in note.template for note in layer.report.notes)


def test_a_table_without_date_or_years_is_refused(read):
    with pytest.raises(LayerError, match="leeg_sinds"):
        read("vacancy", pd.DataFrame({"vbo_id": IDS, "opmerking": ["x"] * 3}), "leeg.csv")


def test_a_table_with_the_names_of_occupants_is_refused(read):
    table = pd.DataFrame({"vbo_id": IDS, "jaren_leeg": ["1"] * 3, "bewoner": ["J. Jansen"] * 3})
    with pytest.raises(PersonDataError) as caught:
        read("vacancy", table, "leeg.csv")
    assert "Jansen" not in str(caught.value)


def test_ids_that_a_spreadsheet_shortened_are_refused_for_what_they_are(read):
    table = pd.DataFrame({"vbo_id": ["4,57E+14", "4,57E+14"], "jaren_leeg": ["1", "2"]})
    with pytest.raises(LayerError, match="spreadsheet shortened the ids in column") as told:
        read("vacancy", table, "leeg.csv")
    assert "as text" in told.value.next_step.text()
