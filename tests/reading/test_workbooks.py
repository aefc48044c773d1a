"""Workbooks as people make them, and workbooks that want something else than to be read."""

import datetime as dt
import io
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from riskmap.errors import InputError
from riskmap.reading import describe, read_features, read_table


def write(path: Path, *rows: list[object], sheet: str = "List") -> Path:
    """Write rows with openpyxl, which nothing of riskmap reads with."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for row in rows:
        page.append(row)
    book.save(path)
    return path


def changed(path: Path, edit: Callable[[dict[str, bytes]], None]) -> Path:
    """Write a workbook again with other members."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    edit(members)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_every_value_is_text_as_a_person_reads_it(tmp_path: Path) -> None:
    noon = dt.datetime.fromisoformat("2025-03-01T12:30")
    night = dt.datetime.fromisoformat("2024-12-31")
    path = write(
        tmp_path / "list.xlsx",
        ["id", "score", "count", "day", "moment", "yes", "word", "gone"],
        ["0363100012165120", 0.25, 12, dt.date(2025, 3, 1), noon, True,
         "NA", None],
        ["b", 3.0, 1000000, night, dt.time(9, 5), False, " x ", None],
    )  # fmt: skip
    frame = read_table(path)
    assert frame.iloc[0].to_list()[:7] == [
        *("0363100012165120", "0.25", "12", "2025-03-01", "2025-03-01 12:30:00", "true", "NA"),
    ]
    assert frame.iloc[1].to_list()[:7] == [
        *("b", "3", "1000000", "2024-12-31", "09:05:00", "false", " x "),
    ]
    assert frame["gone"].isna().all()
    assert {str(kind) for kind in frame.dtypes} == {"string"}


def test_an_id_that_was_a_number_of_sixteen_digits_shows_that_it_lost_some(tmp_path: Path) -> None:
    path = write(tmp_path / "list.xlsx", ["id", "n"], [9901100000012309, 363100012165120])
    # A spreadsheet keeps fifteen digits: the first number is no id any more, the second is.
    assert read_table(path).iloc[0].to_list() == ["9.90110000001231E+15", "363100012165120"]


def test_a_title_and_empty_rows_above_and_between_do_not_matter(tmp_path: Path) -> None:
    path = write(
        tmp_path / "list.xlsx",
        ["Places of this quarter"], [], ["id", "rank"], ["a", 1], [], ["b", 2], [None, None],
    )  # fmt: skip
    frame = read_table(path)
    assert list(frame.columns) == ["id", "rank"]
    assert frame["id"].to_list() == ["a", "b"]


def test_a_table_that_does_not_start_in_the_first_column(tmp_path: Path) -> None:
    path = tmp_path / "moved.xlsx"
    book = xlsxwriter.Workbook(path)
    page = book.add_worksheet()
    for row, values in enumerate((["id", "rank"], ["a", 1]), start=4):
        page.write_row(row, 2, values)
    book.close()
    assert read_table(path).to_dict("list") == {"id": ["a"], "rank": ["1"]}


def test_the_first_visible_sheet_with_a_header_is_read_and_others_by_name(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    book = xlsxwriter.Workbook(path)
    book.add_worksheet("empty")
    hidden = book.add_worksheet("hidden")
    hidden.write_row(0, 0, ["secret", "x"])
    hidden.hide()
    for name in ("first", "second"):
        page = book.add_worksheet(name)
        page.write_row(0, 0, ["id", name])
        page.write_row(1, 0, ["a", 1])
    book.close()
    assert list(read_table(path).columns) == ["id", "first"]
    assert list(read_table(path, table="second").columns) == ["id", "second"]
    assert [(table.name, table.columns) for table in describe(path)] == [
        ("first", ("id", "first")),
        ("second", ("id", "second")),
    ]
    with pytest.raises(InputError, match="no sheet third"):
        read_table(path, table="third")


def test_only_columns_that_are_asked_for_come_back(tmp_path: Path) -> None:
    path = write(tmp_path / "list.xlsx", ["id", "rank", "name"], ["a", 1, "x"])
    assert list(read_table(path, columns=["rank", "id"]).columns) == ["rank", "id"]
    with pytest.raises(InputError, match="has no column score"):
        read_table(path, columns=["score"])


def test_a_workbook_holds_no_places_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        read_features(write(tmp_path / "list.xlsx", ["id", "rank"], ["a", 1]))


@pytest.mark.parametrize(
    "rows",
    [[], [["", None]], [["id", "id", "rank"], ["a", "b", 1]]],
    ids=["nothing", "blank", "twice"],
)
def test_a_sheet_without_a_usable_header_is_one_sentence(
    tmp_path: Path, rows: list[list[object]]
) -> None:
    with pytest.raises(InputError):
        read_table(write(tmp_path / "list.xlsx", *rows))


def good(folder: Path) -> Path:
    return write(folder / "list.xlsx", ["id", "rank"], *([f"a{n}", n] for n in range(200)))


def with_member(folder: Path, name: str, content: bytes) -> Path:
    return changed(good(folder), lambda members: members.update({name: content}))


def truncated(folder: Path) -> Path:
    path = good(folder)
    path.write_bytes(path.read_bytes()[:-400])
    return path


def broken_member(folder: Path) -> Path:
    path = good(folder)
    content = bytearray(path.read_bytes())
    place = content.find(b"xl/worksheets/sheet1.xml") + 60
    content[place] ^= 0xFF
    path.write_bytes(content)
    return path


def older_workbook(folder: Path) -> Path:
    path = folder / "list.xlsx"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 4096)
    return path


def other_zip(folder: Path) -> Path:
    path = folder / "list.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("register.xml", "<a/>")
    return path


def binary_workbook(folder: Path) -> Path:
    def edit(members: dict[str, bytes]) -> None:
        members["xl/workbook.bin"] = members.pop("xl/workbook.xml")

    return changed(good(folder), edit)


def bomb(folder: Path) -> Path:
    zeros = b" " * (300 * 1024 * 1024)
    return with_member(folder, "xl/media/image1.png", zeros)


def lying_bomb(folder: Path) -> Path:
    """Give a member whose header promises ten bytes."""
    path = with_member(folder, "xl/x.xml", b" " * 5_000_000)
    true, told = ((size).to_bytes(4, "little") for size in (5_000_000, 10))
    content = path.read_bytes().replace(true, told)
    path.write_bytes(content)
    return path


def far_cell(folder: Path) -> Path:
    """Give two cells at opposite corners: a full grid of seventeen thousand million cells."""
    sheet = (
        b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/'
        b'2006/main"><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576">'
        b'<c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    )
    return with_member(folder, "xl/worksheets/sheet1.xml", sheet)


def unplaced_cells(folder: Path) -> Path:
    """Give as large a grid by cells that do not say where they are."""
    sheet = (
        b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/'
        b'2006/main"><sheetData><row>' + b"<c><v>1</v></c>" * 16_000 + b"</row>"
        + b"<row/>" * 900_000 + b"<row><c><v>1</v></c></row></sheetData></worksheet>"
    )  # fmt: skip
    return with_member(folder, "xl/worksheets/sheet1.xml", sheet)


def entities(folder: Path) -> Path:
    def edit(members: dict[str, bytes]) -> None:
        strings = (
            b'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/passwd">]><sst/>'
        )
        members["xl/sharedStrings.xml"] = strings

    return changed(good(folder), edit)


def links(folder: Path) -> Path:
    target = b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    return with_member(folder, "xl/externalLinks/externalLink1.xml", target)


def members_twice(folder: Path) -> Path:
    path = good(folder)
    content = io.BytesIO(path.read_bytes())
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(content, "a") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", "<worksheet/>")
    path.write_bytes(content.getvalue())
    return path


def renamed_csv(folder: Path) -> Path:
    path = folder / "list.xlsx"
    path.write_text("id,rank\na,1\n")
    return path


def unlisted_sheet(folder: Path) -> Path:
    def edit(members: dict[str, bytes]) -> None:
        del members["xl/worksheets/sheet1.xml"]

    return changed(good(folder), edit)


@pytest.mark.parametrize(
    "make",
    [
        *(truncated, broken_member, older_workbook, other_zip, binary_workbook, bomb, lying_bomb),
        *(far_cell, unplaced_cells, entities, links, members_twice, renamed_csv, unlisted_sheet),
    ],
    ids=lambda make: make.__name__,
)
def test_a_hostile_workbook_is_one_sentence_and_a_next_step(
    tmp_path: Path, make: Callable[[Path], Path]
) -> None:
    path = make(tmp_path)
    with pytest.raises(InputError) as told:
        read_table(path)
    sentence, step = str(told.value.problem), str(told.value.next_step)
    assert "list.xlsx" in sentence
    assert sentence.count(".") == 2, sentence  # one in the name, one at the end
    assert step.endswith(".")


def test_a_locked_or_older_workbook_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="password"):
        read_table(older_workbook(tmp_path))


def test_a_capital_ending_is_a_workbook_too(tmp_path: Path) -> None:
    path = good(tmp_path)
    shutil.move(path, tmp_path / "LIST.XLSX")
    assert len(read_table(tmp_path / "LIST.XLSX")) == 200
