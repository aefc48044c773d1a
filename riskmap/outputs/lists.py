"""The inspection list as the files people open: CSV, XLSX and GeoPackage."""

import datetime as dt
import io
from collections.abc import Callable, Mapping
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from riskmap.geo import RD
from riskmap.inspection import InspectionList
from riskmap.language import Language, translator
from riskmap.outputs.styles import list_style
from riskmap.outputs.webmap.words import value_words
from riskmap.writing import write_bytes, write_csv, write_geopackage

# The register's own status words, so that a filled list can be read back.
OUTCOMES = ("bevestigd", "ontkracht", "aangepakt", "verhoogd_toezicht", "gepland")

_TEXT_WIDTHS: Mapping[str, int] = {
    "reasons": 60,
    "missing": 32,
    "ordinary_explanations": 60,
    "label": 28,
    "location_id": 30,
    "parcels": 24,
    "notice": 44,
    "theme": 20,
}
# Columns of the contract that no run fills yet.
_FILLED_IN = ("outcome", "visited_on", "basis")
_LATER = frozenset(
    {"top_k_probability", "rank_low", "rank_high", "last_visit", "due", "group", "group_rank"}
)
_NUMBERS: Mapping[str, str] = {"x": "metre", "y": "metre", "lon": "degree", "lat": "degree"}
_LONGEST = 32_767  # characters a cell can hold; more would be lost without a word


def write_list_csv(listed: InspectionList, path: Path, *, overwrite: bool = False) -> None:
    """Write the list as CSV: UTF-8, comma, decimal dot, nothing above the header."""
    write_csv(listed.rows, path, overwrite=overwrite)


def write_list_geopackage(
    listed: InspectionList, path: Path, language: Language, *, overwrite: bool = False
) -> None:
    """Write the list as points in RD New that open styled in QGIS."""
    points = gpd.points_from_xy(listed.rows["x"], listed.rows["y"], crs=RD)
    frame = gpd.GeoDataFrame(listed.rows, geometry=points, crs=RD)
    write_geopackage(
        {"inspection_list": frame},
        path,
        metadata={"riskmap_notes": "\n".join(listed.notes)},
        styles={"inspection_list": list_style(language)},
        overwrite=overwrite,
    )


def write_list_xlsx(
    listed: InspectionList,
    scores: pd.DataFrame,
    path: Path,
    *,
    language: Language,
    date: dt.date,
    overwrite: bool = False,
) -> None:
    """Write the list as a workbook: filters, frozen header, outcome drop-down.

    Parameters
    ----------
    listed
        The list for the first sheet.
    scores
        All scored locations, for the second sheet.
    date
        Stands in the workbook's properties, so that the same run gives the
        same bytes.
    """
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(content, options)
    translate = translator(language)
    created = dt.datetime(date.year, date.month, date.day, tzinfo=dt.UTC).replace(tzinfo=None)
    book.set_properties({"title": translate("Inspection list"), "created": created})
    formats = _formats(book)
    words = value_words(translate)
    rows = _with_outcome(_in_words(listed.rows, words))
    chance = (listed.rows["selection"] == "random").tolist()
    sheet = book.add_worksheet(translate("List"))
    _fill(sheet, rows, formats, headings(translate) | {"rank": translate("No.")})
    _mark_chance(sheet, rows, chance, formats)
    _outcome_choice(sheet, rows, formats, translate)
    _page(sheet, translate)
    _fill(
        book.add_worksheet(translate("All scores")),
        _in_words(scores, words),
        formats,
        headings(translate),
    )
    notes = book.add_worksheet(translate("Read this first"))
    notes.set_column(0, 0, 110, formats["cell"])
    for number, note in enumerate(listed.notes):
        notes.write_string(number, 0, note, formats["cell"])
    book.close()
    write_bytes(content.getvalue(), path, overwrite=overwrite)


def _formats(book: xlsxwriter.Workbook) -> dict[str, Format]:
    return {
        "head": book.add_format({"bold": True, "bg_color": "#1f3b57", "font_color": "white",
                                "text_wrap": True, "valign": "top", "border": 1}),
        "cell": book.add_format({"valign": "top", "text_wrap": True}),
        "fill": book.add_format({"valign": "top", "bg_color": "#fff7d6", "border": 1}),
        "score": book.add_format({"valign": "top", "num_format": "0.000"}),
        "metre": book.add_format({"valign": "top", "num_format": "0.0"}),
        "degree": book.add_format({"valign": "top", "num_format": "0.000000"}),
        "chance": book.add_format({"valign": "top", "text_wrap": True, "bold": True,
                                   "bg_color": "#dbe9f6"}),
        "day": book.add_format({"valign": "top", "bg_color": "#fff7d6", "border": 1,
                                "num_format": "yyyy-mm-dd"}),
    }  # fmt: skip


def headings(translate: Callable[[str], str]) -> dict[str, str]:
    """Return the heading a planner reads above each public column."""
    return {
        "rank": translate("Rank by opportunity"),
        "location_id": translate("Location"),
        "selection": translate("Selected by"),
        "visit_type": translate("Visit type"),
        "priority": translate("Priority"),
        "opportunity": translate("Opportunity"),
        "risk": translate("Risk"),
        "coverage": translate("Coverage"),
        "top_k_probability": translate("Chance of a place on the list"),
        "rank_low": translate("Rank at best"),
        "rank_high": translate("Rank at worst"),
        "reasons": translate("Why this place"),
        "missing": translate("Unknown here"),
        "ordinary_explanations": translate("Ordinary explanations"),
        "municipality": translate("Municipality"),
        "parcels": translate("Cadastral parcels"),
        "label": translate("Place"),
        "lon": translate("Longitude"),
        "lat": translate("Latitude"),
        "last_visit": translate("Last visit"),
        "due": translate("Due"),
        "theme": translate("Theme"),
        "notice": translate("Please note"),
        "outcome": translate("Outcome"),
        "visited_on": translate("Visited on"),
        "basis": translate("Basis"),
        "kind": translate("Kind"),
        "top_factors": translate("Main factors"),
        "class": translate("Class (thirds of this run)"),
        "priority_rank": translate("Rank by priority"),
        "not_applicable": translate("Does not apply"),
        "group": translate("Group"),
        "group_rank": translate("Rank inside the group"),
        "selection_probability": translate("Selection probability"),
        "group_priority_rank": translate("Rank inside the group, by priority"),
    }


def _in_words(rows: pd.DataFrame, words: Mapping[str, Mapping[str, str]]) -> pd.DataFrame:
    """Put words for codes: the workbook is for people, the CSV is for programs."""
    shown = rows.copy()
    for name in ("selection", "visit_type", "kind"):
        if name in shown:
            shown[name] = [words[name].get(code, code) for code in shown[name].tolist()]
    if "class" in shown:
        levels = words["level"]
        shown["class"] = [
            "-".join(levels.get(level, level) for level in str(code).split("-"))
            for code in shown["class"].tolist()
        ]
    return shown


def _with_outcome(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows as a planner reads them: number, place, what to fill in, why, the rest."""
    filled = rows.copy()
    for column in _FILLED_IN:
        filled[column] = pd.Series(pd.NA, index=rows.index, dtype="string")
    first = ["rank", "label", *_FILLED_IN, "theme", "reasons", "ordinary_explanations"]
    return filled[[*first, *(name for name in filled.columns if name not in first)]]


def _fill(
    sheet: Worksheet, rows: pd.DataFrame, formats: Mapping[str, Format], heads: Mapping[str, str]
) -> None:
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(len(rows), 1), len(rows.columns) - 1)
    for column, name in enumerate(rows.columns):
        # A column no run computes yet is there, and does not stand in the way.
        hidden = {"hidden": name in _LATER and bool(rows[name].isna().all())}
        sheet.write_string(0, column, heads.get(name, str(name)), formats["head"])
        sheet.set_column(column, column, _TEXT_WIDTHS.get(str(name), 13), None, hidden)
        shape = formats[_NUMBERS.get(str(name), "score")]
        for line, value in enumerate(rows[name].tolist(), start=1):
            _cell(sheet, line, column, value, (formats["cell"], shape))


def _cell(
    sheet: Worksheet, line: int, column: int, value: object, shapes: tuple[Format, Format]
) -> None:
    plain, number = shapes
    if value is None or value is pd.NA or (isinstance(value, float) and not np.isfinite(value)):
        sheet.write_blank(line, column, None, plain)
    elif isinstance(value, float):
        sheet.write_number(line, column, round(value, 6), number)
    elif isinstance(value, int):
        sheet.write_number(line, column, value, plain)
    else:
        text = str(value)
        short = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
        sheet.write_string(line, column, short, plain)


def _mark_chance(
    sheet: Worksheet, rows: pd.DataFrame, chance: list[bool], formats: Mapping[str, Format]
) -> None:
    """Make the places drawn by chance stand out: they are the measure of all others."""
    column = list(rows.columns).index("selection")
    for line, (drawn, word) in enumerate(zip(chance, rows["selection"], strict=True), start=1):
        if drawn:
            sheet.write_string(line, column, str(word), formats["chance"])


def _outcome_choice(
    sheet: Worksheet,
    rows: pd.DataFrame,
    formats: Mapping[str, Format],
    translate: Callable[[str], str],
) -> None:
    place = {name: number for number, name in enumerate(rows.columns)}
    last = max(len(rows), 1)
    for line in range(1, len(rows) + 1):
        sheet.write_blank(line, place["outcome"], None, formats["fill"])
        sheet.write_blank(line, place["visited_on"], None, formats["day"])
        sheet.write_blank(line, place["basis"], None, formats["fill"])
    sheet.data_validation(1, place["outcome"], last, place["outcome"],
        {"validate": "list", "source": list(OUTCOMES),
         "error_title": translate("Outcome"),
         "error_message": translate("Choose one of the words in the list.")})  # fmt: skip
    sheet.data_validation(1, place["visited_on"], last, place["visited_on"],
        {"validate": "date", "criteria": ">=", "value": dt.date(2000, 1, 1),
         "error_message": translate("Write a date, for example 2026-03-31.")})  # fmt: skip


def _page(sheet: Worksheet, translate: Callable[[str], str]) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    # An ampersand starts a code in a footer; the sentence is ours and holds none.
    footer = translate(
        "A score shows the opportunity of a place. It is no suspicion against anyone."
    )
    sheet.set_footer("&L" + footer + "&R&P / &N")
