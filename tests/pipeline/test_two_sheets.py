"""A workbook with the list on one sheet and the outcomes on another: ids still are ids."""

import openpyxl

from riskmap.pipeline.evaluating import ListColumns, OutcomeColumns, read_both


def test_two_sheets_of_one_workbook_are_matched_by_id(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "list"
    for row in (["id", "score"], ["b", 2.0], ["a", 1.0], ["c", 0.5]):
        book.active.append(row)
    found = book.create_sheet("visits")
    for row in (["id", "found"], ["a", 1], ["b", 0]):
        found.append(row)
    book.save(tmp_path / "both.xlsx")
    path = tmp_path / "both.xlsx"

    both = read_both(
        path,
        path,
        columns=ListColumns(table="list"),
        outcome_columns=OutcomeColumns(table="visits"),
    )

    frame = both.matched.frame
    assert frame.loc["a", "found"] == 1
    assert frame.loc["b", "found"] == 0
    assert frame["found"].isna()["c"]
