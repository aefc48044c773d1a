"""Outcomes of many tools: words, counts, points; unknown is never zero."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import Point

from riskmap.errors import InputError, PersonDataError, ProjectError
from riskmap.outcomes import read_outcomes


def csv(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("word", "found"),
    [
        *((word, 1.0) for word in ("bevestigd", "Aangepakt", "verhoogd_toezicht", "ja", "TRUE")),
        *((word, 1.0) for word in ("yes", "1", "Fail", "hit", "nazorg")),
        *((word, 0.0) for word in ("ontkracht", "nee", "false", "0", "Pass", "0,0", "no")),
        *((word, np.nan) for word in ("niet_gezien", "not seen", "Niet waargenomen", "onbekend")),
        *(("3", 3.0), ("2,5", 2.5), ("Pass w/ Conditions", 0.0), ("No Entry", np.nan)),
    ],
)
def test_words_and_counts_become_found(tmp_path: Path, word: str, found: float) -> None:
    path = csv(tmp_path / "o.csv", f"id;uitkomst;datum\na;{word};2026-01-31\n")
    read = read_outcomes(path).frame["found"].to_list()
    assert read == pytest.approx([found], nan_ok=True)


def test_a_visit_of_the_register_with_all_it_says(tmp_path: Path) -> None:
    text = (
        "location_id;visited_on;selection;outcome;found_by;probability\n"
        "yard:1;2026-02-01;random;bevestigd;discovered;0,05\n"
        "yard:2;03-02-2026;score;ontkracht;discovered;\n"
        "yard:3;20260204;signal;niet_gezien;reported;\n"
        "yard:4;;score;gepland;;\n"
        "yard:5;;score;;;\n"
    )
    read = read_outcomes(csv(tmp_path / "o.csv", text))
    frame = read.frame
    assert frame["place_id"].to_list() == ["yard:1", "yard:2", "yard:3"]
    assert frame["found"].to_list() == pytest.approx([1, 0, np.nan], nan_ok=True)
    assert frame["date"].dt.strftime("%Y-%m-%d").to_list() == [
        "2026-02-01",
        "2026-02-03",
        "2026-02-04",
    ]
    assert frame["selection"].to_list() == ["random", "score", "signal"]
    assert frame["origin"].to_list() == ["discovered", "discovered", "reported"]
    assert frame["probability"].to_list() == pytest.approx([0.05, np.nan, np.nan], nan_ok=True)
    assert read.kind == "visits"
    assert "Rows of places where nobody has been yet, left out: 2." in map(str, read.notes)


def test_words_of_the_workbook_people_fill_in(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {
            "Nr.": [1, 2, 3], "Plek": "x", "Uitkomst": ["bevestigd", "ontkracht", None],
            "Bezocht op": pd.to_datetime(["2026-03-02", "2026-03-03", None]),
            "Locatie": ["yard:1", "yard:2", "yard:3"],
            "Selectiegrond": ["op score", "door loting", "opvolging"],
            "Prioriteit": [0.9, 0.8, 0.7],
        }
    )  # fmt: skip
    frame.to_excel(tmp_path / "list.xlsx", index=False)
    read = read_outcomes(tmp_path / "list.xlsx").frame
    assert read["place_id"].to_list() == ["yard:1", "yard:2"]
    assert read["found"].to_list() == [1, 0]
    assert read["selection"].to_list() == ["score", "random"]
    assert read["date"].dt.day.to_list() == [2, 3]


def test_points_without_a_column_of_outcomes_are_incidents(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame({"kind": ["x", "y"]}, geometry=[Point(1, 2), Point(3, 4)], crs=32616)
    frame.to_file(tmp_path / "o.gpkg")
    read = read_outcomes(tmp_path / "o.gpkg")
    assert read.kind == "incidents"
    assert read.frame["found"].to_list() == [1, 1]
    assert read.frame["place_id"].isna().all()
    text = "Date,Latitude,Longitude\n01/15/2014 11:30:00 PM,41.9,-87.6\n01/02/2014,41.8,-87.7\n"
    table = read_outcomes(csv(tmp_path / "c.csv", text))
    assert table.frame.crs.to_epsg() == 4326
    assert table.frame["date"].dt.strftime("%m-%d").to_list() == ["01-15", "01-02"]
    assert "Dates of column Date were read month first." in map(str, table.notes)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("id,count\na,3\nb,1\n", "incidents"),
        ("id,count\na,3\nb,0\n", "visits"),
        ("id,found,selection\na,1,random\n", "visits"),
        ("id\na\na\n", "incidents"),
    ],
)
def test_visits_and_incidents_are_told_apart_and_said(tmp_path: Path, text: str, kind: str) -> None:
    read = read_outcomes(csv(tmp_path / "o.csv", text))
    assert read.kind == kind
    assert any(f"The rows are {kind}" in str(note) for note in read.notes)
    other = "visits" if kind == "incidents" else "incidents"
    assert read_outcomes(tmp_path / "o.csv", kind=other).kind == other


@pytest.mark.parametrize(
    ("written", "day"),
    [
        *(("2025-03-04", "2025-03-04"), ("04-03-2025", "2025-03-04"), ("20250304", "2025-03-04")),
        *(("4/3/2025", "2025-03-04"), ("2025-03-04T10:00:00Z", "2025-03-04")),
        *(("2025", "2025-01-01"), ("2025-03", "2025-03-01"), ("202503", "2025-03-01")),
        *(("13/04/2025", "2025-04-13"), ("04/13/2025", "2025-04-13")),
    ],
)
def test_dates_of_every_writing(tmp_path: Path, written: str, day: str) -> None:
    read = read_outcomes(csv(tmp_path / "o.csv", f"id,count,date\na,1,{written}\n"))
    assert str(read.frame["date"].iloc[0].date()) == day


def test_dates_nobody_can_read_are_unknown_and_counted(tmp_path: Path) -> None:
    read = read_outcomes(csv(tmp_path / "o.csv", "id,count,date\na,1,spring\nb,1,2025-01-01\n"))
    assert read.frame["date"].isna().to_list() == [True, False]
    assert any("could not be read: 1" in str(note) for note in read.notes)


@pytest.mark.parametrize("text", ["id,outcome\na,perhaps\nb,1\n", "id,outcome\na,-1\nb,1\n"])
def test_an_outcome_nobody_understands_is_an_error(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError, match="nobody understands in 1 rows"):
        read_outcomes(csv(tmp_path / "o.csv", text), found="outcome")


def test_a_status_of_another_kind_does_not_make_points_an_error(tmp_path: Path) -> None:
    path = csv(tmp_path / "o.csv", "status,lon,lat\nfiled,1,2\narchived,3,4\n")
    assert read_outcomes(path).frame["found"].to_list() == [1, 1]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("speed\n1\n", "no ids, places or outcomes"),
        ("id,outcome\na,\nb,\n", "no outcome yet"),
        ("id,outcome,selection,probability\na,1,random,5\n", "chances outside 0 to 1"),
    ],
)
def test_a_file_without_outcomes_is_one_sentence(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_outcomes(csv(tmp_path / "o.csv", text))


def test_a_prediction_beside_outcomes_is_no_chance_of_selection(tmp_path: Path) -> None:
    read = read_outcomes(csv(tmp_path / "o.csv", "id,outcome,probability\na,1,0.7\n"))
    assert read.frame["probability"].isna().all()


def test_persons_are_refused(tmp_path: Path) -> None:
    path = csv(tmp_path / "o.csv", "id,outcome,bsn\na,1,111222333\n")
    assert len(read_outcomes(path).frame) == 1
    with pytest.raises(PersonDataError, match="bsn"):
        read_outcomes(path, id="bsn")
    mails = csv(tmp_path / "m.csv", "id,outcome\njan@x.nl,1\nan@y.nl,0\n")
    with pytest.raises(PersonDataError, match="id"):
        read_outcomes(mails)


def test_a_named_origin_is_no_origin_of_persons(tmp_path: Path) -> None:
    path = csv(tmp_path / "o.csv", "id,outcome,origin\na,1,reported\n")
    assert read_outcomes(path, origin="origin").frame["origin"].to_list() == ["reported"]


def test_a_word_of_their_own_means_found_where_an_option_says_so(tmp_path: Path) -> None:
    path = csv(tmp_path / "o.csv", "id,verdict\na,Type II\nb,Type I\nc,\n")
    read = read_outcomes(path, found="verdict", positive="Type II")
    assert read.frame["found"].to_list() == [1, 0]
    with pytest.raises(InputError, match="is type ii"):
        read_outcomes(path, found="verdict", positive="type ii")


def test_coordinates_of_any_name(tmp_path: Path) -> None:
    path = csv(tmp_path / "o.csv", "east_m,north_m\n10,20\n")
    read = read_outcomes(path, x="east_m", y="north_m", crs="EPSG:32616")
    assert read.frame.geometry.iloc[0].equals(Point(10, 20))
    assert read.frame.crs.to_epsg() == 32616
    degrees = csv(tmp_path / "d.csv", "longitude,latitude,x,y\n-87,41,1,2\n")
    assert read_outcomes(degrees, x="longitude", y="latitude").frame.crs.to_epsg() == 4326
    with pytest.raises(ProjectError, match="both columns"):
        read_outcomes(path, x="east_m")
