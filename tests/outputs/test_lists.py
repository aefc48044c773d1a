"""The inspection list as CSV, XLSX and GeoPackage, read back with other tools."""

import csv
import datetime as dt
import sqlite3
import time
from xml.etree import ElementTree as ET

import openpyxl
import pandas as pd
import pyogrio
import pytest

from riskmap.inspection import COLUMNS, InspectionList, plan
from riskmap.outputs.list_files import WRITERS
from riskmap.outputs.lists import write_list_csv, write_list_geopackage, write_list_xlsx
from riskmap.outputs.summary import summary
from riskmap.project import InspectionSettings

DAY = dt.date(2026, 1, 1)
STATUS_WORDS = "bevestigd,ontkracht,aangepakt,verhoogd_toezicht,gepland"
ROWS = [(2 * n / 40, 100 * n / 40, 100 * (n % 3) / 2) for n in range(40)]


@pytest.fixture(scope="module")
def scored(small_map):
    return small_map(ROWS)


@pytest.fixture(scope="module")
def listed(scored):
    return plan([scored], InspectionSettings(capacity=20, random_share=0.2), "nl")


@pytest.fixture(scope="module")
def workbook(tmp_path_factory, scored, listed):
    path = tmp_path_factory.mktemp("list") / "list.xlsx"
    write_list_xlsx(listed, summary(scored), path, language="nl", date=DAY)
    return openpyxl.load_workbook(path)


def with_texts(listed, texts) -> InspectionList:
    """Return a list whose labels, ids and reasons are these texts."""
    rows = pd.concat([listed.rows] * 1).head(len(texts)).copy()
    for column in ("label", "location_id", "reasons", "parcels", "municipality", "notice"):
        rows[column] = list(texts)
    return InspectionList(rows, listed.notes)


def column(sheet, heading):
    heads = [cell.value for cell in sheet[1]]
    return [row[heads.index(heading)] for row in sheet.iter_rows(min_row=2)]


def test_the_csv_has_the_columns_of_the_contract_and_nothing_above_them(listed, tmp_path):
    write_list_csv(listed, tmp_path / "list.csv")
    data = (tmp_path / "list.csv").read_bytes()
    assert not data.startswith(b"\xef\xbb\xbf")
    text = data.decode("utf-8")
    with (tmp_path / "list.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == list(COLUMNS)
    assert len(rows) == 21
    assert {len(row) for row in rows} == {len(COLUMNS)}
    assert "\r" not in text
    first = dict(zip(rows[0], rows[1], strict=True))
    assert float(first["opportunity"]) == pytest.approx(
        listed.rows["opportunity"].iloc[0], abs=1e-6
    )
    assert first["municipality"] == "0351"
    assert (first["risk"], first["due"]) == ("", "")


def test_the_csv_never_starts_a_text_with_what_a_spreadsheet_runs(listed, hostile, tmp_path):
    write_list_csv(with_texts(listed, hostile), tmp_path / "list.csv")
    with (tmp_path / "list.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row, text in zip(rows, hostile, strict=True):
        assert row["label"].lstrip("'") == text.replace("\r", "\n")
        assert not row["label"].startswith(("=", "+", "-", "@"))


def test_the_workbook_has_filters_a_frozen_header_and_all_scores(workbook, scored):
    sheet, scores, notes = workbook.worksheets
    assert (sheet.freeze_panes, scores.freeze_panes) == ("C2", "C2")
    assert sheet.auto_filter.ref == sheet.dimensions
    assert scores.auto_filter.ref == scores.dimensions
    assert scores.max_row == len(scored.frame) + 1
    best = scored.frame.sort_values("rank")["location_id"].tolist()
    assert [cell.value for cell in column(scores, "Locatie")] == best
    assert "verdenking" in notes["A1"].value


def test_headings_are_dutch_words_and_cover_the_contract_and_three_to_fill_in(workbook):
    heads = [cell.value for cell in workbook.worksheets[0][1]]
    assert len(heads) == len(set(heads)) == len(COLUMNS) + 3
    assert {"Nr.", "Plek", "Locatie", "Waarom deze plek", "Uitkomst", "Bezocht op"} <= set(heads)
    assert [head for head in heads if "_" in head] == []


def test_the_outcome_is_chosen_from_the_words_of_the_register(workbook):
    sheet = workbook.worksheets[0]
    choices = {v.type: v for v in sheet.data_validations.dataValidation}
    letter = column(sheet, "Uitkomst")[0].column_letter
    assert choices["list"].formula1 == f'"{STATUS_WORDS}"'
    assert str(choices["list"].sqref) == f"{letter}2:{letter}21"
    assert choices["list"].showErrorMessage
    assert {cell.value for cell in column(sheet, "Uitkomst")} == {None}
    assert column(sheet, "Bezocht op")[0].number_format == "yyyy-mm-dd"


def test_rows_drawn_by_chance_are_marked_in_words_and_colour(workbook, listed):
    cells = column(workbook.worksheets[0], "Selectiegrond")
    random = (listed.rows["selection"] == "random").tolist()
    colours = [cell.fill.fgColor.rgb if cell.fill.fill_type else None for cell in cells]
    assert [colour is not None for colour in colours] == random
    assert len({cell.value for cell in cells}) == 2


def test_figures_are_numbers_and_ids_are_text(workbook, listed):
    sheet = workbook.worksheets[0]
    found = [cell.value for cell in column(sheet, "Gelegenheid")]
    assert found == pytest.approx(listed.rows["opportunity"].tolist(), abs=1e-6)
    assert {cell.number_format for cell in column(sheet, "Gelegenheid")} == {"0.000"}
    assert {cell.data_type for cell in column(sheet, "Gemeente")} == {"s"}
    assert {cell.value for cell in column(sheet, "Gemeente")} == {"0351"}


def test_columns_no_run_fills_yet_are_there_and_hidden(workbook):
    sheet = workbook.worksheets[0]
    hidden = set()
    for group in sheet.column_dimensions.values():
        if group.hidden:
            hidden |= {sheet.cell(1, n).value for n in range(group.min, group.max + 1)}
    assert len(hidden) == 7
    assert "Laatste bezoek" in hidden
    assert not {"Uitkomst", "Rang", "Plek"} & hidden


def test_ids_of_sixteen_digits_keep_every_digit(listed, small_map, tmp_path):
    ids = ["0457100000054140", "9999999999999999"]
    write_list_xlsx(with_texts(listed, ids), summary(small_map(ROWS)), tmp_path / "a.xlsx",
                    language="nl", date=DAY)  # fmt: skip
    cells = column(openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0], "Locatie")
    assert [(cell.value, cell.data_type) for cell in cells] == [(name, "s") for name in ids]


def test_no_text_in_a_workbook_is_a_formula_or_a_link(listed, hostile, small_map, tmp_path):
    texts = [text.replace("\x00", "") for text in hostile]
    write_list_xlsx(with_texts(listed, texts), summary(small_map(ROWS)), tmp_path / "a.xlsx",
                    language="nl", date=DAY)  # fmt: skip
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            assert {cell.data_type for cell in row} <= {"s", "n"}
            assert {cell.hyperlink for cell in row} == {None}
    shown = [cell.value for cell in column(book.worksheets[0], "Plek")]
    assert shown[:7] == texts[:7]
    assert shown[9:11] == texts[9:11]


def test_a_text_longer_than_a_cell_is_shortened_and_not_lost(listed, small_map, tmp_path):
    write_list_xlsx(with_texts(listed, ["x" * 40_000]), summary(small_map(ROWS)),
                    tmp_path / "a.xlsx", language="nl", date=DAY)  # fmt: skip
    cell = column(openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0], "Plek")[0]
    assert len(cell.value) == 32_767
    assert cell.value.endswith("x…")


def test_an_empty_list_is_still_a_workbook(listed, small_map, tmp_path):
    empty = InspectionList(listed.rows.head(0), listed.notes)
    write_list_xlsx(empty, summary(small_map(ROWS)), tmp_path / "a.xlsx", language="nl", date=DAY)
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0].max_row == 1


@pytest.mark.parametrize("ending", WRITERS)
def test_the_same_list_gives_the_same_bytes_a_second_later(ending, scored, listed, tmp_path):
    WRITERS[ending](listed, [scored], tmp_path / f"a{ending}")
    time.sleep(1.2)
    WRITERS[ending](listed, [scored], tmp_path / f"b{ending}")
    assert (tmp_path / f"a{ending}").read_bytes() == (tmp_path / f"b{ending}").read_bytes()


def test_the_geopackage_holds_points_in_rd_with_a_style_of_its_own(listed, hostile, tmp_path):
    path = tmp_path / "list.gpkg"
    write_list_geopackage(with_texts(listed, hostile), path, "nl")
    info = pyogrio.read_info(path, layer="inspection_list")
    assert (info["crs"], info["geometry_type"]) == ("EPSG:28992", "Point")
    with sqlite3.connect(path) as opened:
        labels = [row[0] for row in opened.execute("SELECT label FROM inspection_list")]
        styles = list(
            opened.execute(
                "SELECT f_table_name, f_geometry_column, useAsDefault, styleQML FROM layer_styles"
            )
        )
        place = opened.execute("SELECT column_name FROM gpkg_geometry_columns").fetchone()[0]
    opened.close()
    assert labels[0] == hostile[0]
    assert labels[3] == hostile[3]
    assert [style[:3] for style in styles] == [("inspection_list", place, 1)]
    assert ET.fromstring(styles[0][3].split("\n", 1)[1]).tag == "qgis"  # noqa: S314 (our own)
