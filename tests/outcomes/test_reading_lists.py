"""Ranked lists of many tools: what is recognised, what is refused, what stays unknown."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from pyproj import Geod
from shapely import Point, box

from riskmap.errors import InputError, PersonDataError, ProjectError
from riskmap.outcomes import read_places

FRAME = pd.DataFrame({"id": ["b", "a", "c"], "score": [0.5, 0.9, 0.5], "other": [1, 2, 3]})


def csv(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_id_and_score_are_recognised_in_every_table(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"list.{ending}"
    writer = {"csv": FRAME.to_csv, "xlsx": FRAME.to_excel, "parquet": FRAME.to_parquet}
    writer[ending](path, index=False)
    found = read_places(path)
    assert found.frame["score"].to_dict() == {"a": 0.9, "b": 0.5, "c": 0.5}
    assert (found.source, found.ranked_by, found.numbered) == (f"list.{ending}", "score", False)
    assert list(found.frame.columns) == ["score", "area_m2", "geometry"]


@pytest.mark.parametrize("ending", ["gpkg", "geojson", "shp", "parquet"])
def test_places_on_the_map_come_along_in_every_format(tmp_path: Path, ending: str) -> None:
    squares = [box(155_000 + 100 * n, 463_000, 155_010 + 100 * n, 463_020) for n in range(3)]
    path, frame = tmp_path / f"list.{ending}", gpd.GeoDataFrame(FRAME, geometry=squares, crs=28992)
    if ending == "parquet":
        frame.to_parquet(path)
    else:
        frame.to_crs(4326 if ending == "geojson" else 28992).to_file(path)
    found = read_places(path).frame
    assert found.crs.to_epsg() == 28992, "degrees in the Netherlands become RD New"
    assert found["area_m2"].to_numpy() == pytest.approx([200.0] * 3, rel=1e-3)
    assert found.geometry["b"].centroid.distance(squares[0].centroid) < 0.01


def test_decimal_commas_and_a_rank_of_the_dutch_way(tmp_path: Path) -> None:
    path = csv(tmp_path / "l.csv", "Locatie;Prioriteit;Oppervlakte_ha\nx;0,25;1,5\ny;0,75;\n")
    found = read_places(path).frame
    assert found["score"].to_dict() == {"x": 0.25, "y": 0.75}
    assert found.loc["x", "area_m2"] == 15_000
    assert np.isnan(found.loc["y", "area_m2"])
    ranked = read_places(csv(tmp_path / "r.csv", "pand_id;rangnummer\n0001;2\n0002;1\n"))
    assert ranked.frame["score"].to_dict() == {"0001": -2.0, "0002": -1.0}
    assert ranked.ranked_by == "rangnummer"


def test_thousands_of_the_english_way(tmp_path: Path) -> None:
    path = csv(tmp_path / "l.csv", 'id,score\na,"1,234.5"\nb,"2,000,000"\nc,7\n')
    assert read_places(path).frame["score"].to_list() == [1234.5, 2e6, 7.0]


def test_where_rank_and_score_agree_the_score_orders_so_that_ties_stay(tmp_path: Path) -> None:
    text = "id,rank,score\na,1,0.9\nb,2,0.5\nc,3,0.5\nd,,0.95\n"
    found = read_places(csv(tmp_path / "l.csv", text))
    assert found.ranked_by == "score"
    assert found.frame["score"].to_dict() == {
        "a": 0.9,
        "b": 0.5,
        "c": 0.5,
        "d": pytest.approx(np.nan, nan_ok=True),
    }


def test_where_they_disagree_the_rank_orders_unless_it_may_count_rows(tmp_path: Path) -> None:
    text = "id,{},score\na,1,0.1\nb,2,0.5\n"
    assert read_places(csv(tmp_path / "l.csv", text.format("rank"))).frame["score"].to_list() == [
        -1,
        -2,
    ]
    assert read_places(csv(tmp_path / "n.csv", text.format("nr"))).frame["score"].to_list() == [
        0.1,
        0.5,
    ]


def test_options_name_any_column_whatever_its_capitals(tmp_path: Path) -> None:
    path = csv(tmp_path / "l.csv", "Cel,kde_2024,km2,baseline,team\n7,3,2,5,north\n8,4,1,6,south\n")
    found = read_places(path, id="cel", score="KDE_2024", area="km2", also=["baseline", "team"])
    assert found.frame["score"].to_dict() == {"7": 3.0, "8": 4.0}
    assert found.frame["area_m2"].to_list() == [2e6, 1e6]
    assert found.frame["baseline"].to_list() == [5.0, 6.0]
    assert found.frame["team"].to_list() == ["north", "south"]


def test_unknown_and_infinite_scores_are_unranked_and_counted(tmp_path: Path) -> None:
    found = read_places(csv(tmp_path / "l.csv", "id,score\na,0.5\nb,inf\nc,\nd,high\ne,NaN\n"))
    assert found.frame["score"].notna().to_dict() == dict(
        zip("abcde", [True] + [False] * 4, strict=True)
    )
    assert "Places that the list does not rank: 4." in map(str, found.notes)


def test_a_list_of_shapes_and_scores_is_numbered_by_its_rows(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame({"pred": [0.2, 0.4]}, geometry=[Point(0, 0), Point(1, 1)], crs=32633)
    frame.to_file(tmp_path / "l.gpkg")
    found = read_places(tmp_path / "l.gpkg")
    assert found.numbered
    assert found.frame["score"].to_dict() == {"1": 0.2, "2": 0.4}
    assert found.frame["area_m2"].isna().all()
    assert found.frame.crs.to_epsg() == 32633


def test_areas_abroad_are_those_on_the_ellipsoid(tmp_path: Path) -> None:
    cells = [box(-75.2, 39.9, -75.19, 39.91), box(10.0, 60.0, 10.02, 60.01)]
    frame = gpd.GeoDataFrame({"id": ["a", "b"], "pred": [1, 2]}, geometry=cells, crs=4326)
    frame.to_file(tmp_path / "l.geojson")
    frame.to_crs(3857).to_file(tmp_path / "l.gpkg")
    globe = Geod(ellps="WGS84")
    true = [abs(globe.geometry_area_perimeter(cell)[0]) for cell in cells]
    for name in ("l.geojson", "l.gpkg"):
        found = read_places(tmp_path / name).frame
        assert found["area_m2"].to_numpy() == pytest.approx(true, rel=1e-4), name
    feet = frame.to_crs(2272)  # Pennsylvania South in feet: 0.3048006 m
    feet.iloc[:1].to_file(tmp_path / "f.gpkg")
    assert read_places(tmp_path / "f.gpkg").frame["area_m2"].to_numpy() == pytest.approx(
        true[:1], rel=1e-3
    )


def test_points_come_from_coordinates_and_shapes_from_text(tmp_path: Path) -> None:
    lonlat = read_places(csv(tmp_path / "a.csv", "id,score,lat,lon\na,1,41.9,-87.6\nb,2,,\n")).frame
    assert lonlat.crs.to_epsg() == 4326
    assert (lonlat.geometry["a"].x, lonlat.geometry["a"].y) == (-87.6, 41.9)
    assert lonlat.geometry["b"] is None
    dutch = read_places(csv(tmp_path / "b.csv", "id;score;rd_x;rd_y\na;1;155000,5;463000\n")).frame
    assert dutch.crs.to_epsg() == 28992
    assert dutch.geometry["a"].x == 155000.5
    plane = read_places(csv(tmp_path / "c.csv", "id,score,x,y\na,1,10,20\n"))
    assert plane.frame.crs is None
    named = read_places(tmp_path / "c.csv", crs="EPSG:32616")
    assert named.frame.crs.to_epsg() == 32616
    text = 'id,score,wkt\na,1,"POLYGON ((0 0, 2 0, 2 3, 0 3, 0 0))"\n'
    drawn = read_places(csv(tmp_path / "d.csv", text)).frame
    assert drawn["area_m2"].to_list() == [6.0]


def test_a_place_twice_is_an_error_that_counts(tmp_path: Path) -> None:
    path = csv(tmp_path / "l.csv", "id,score\na,1\na,2\nb,3\n")
    with pytest.raises(InputError, match="same place more than once in 2 rows"):
        read_places(path)
    with pytest.raises(InputError, match="is empty in 1 rows"):
        read_places(csv(tmp_path / "e.csv", "id,score\na,1\n,2\n"))


def test_a_code_of_something_larger_is_no_id(tmp_path: Path) -> None:
    columns = {"gemeentecode": ["GM1", "GM1"], "pred": [1, 2]}
    frame = gpd.GeoDataFrame(columns, geometry=[Point(0, 0), Point(1, 1)], crs=32633)
    frame.to_file(tmp_path / "l.gpkg")
    assert read_places(tmp_path / "l.gpkg").numbered
    with pytest.raises(InputError, match="more than once"):
        read_places(tmp_path / "l.gpkg", id="gemeentecode")


def test_an_id_a_spreadsheet_shortened_is_refused(tmp_path: Path) -> None:
    for text in ("9.90110000001231E+15", '"9,9E+15"'):
        path = csv(tmp_path / "l.csv", f"pand_id,score\n{text},1\n")
        with pytest.raises(InputError, match="shortened the ids in column pand_id"):
            read_places(path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id,speed\na,1\n", "known as a rank or a score"),
        ("id,score\na,high\n", "Column score of l.csv holds no numbers"),
    ],
)
def test_a_list_without_an_order_says_which_columns_it_has(
    tmp_path: Path, text: str, said: str
) -> None:
    with pytest.raises(InputError, match=said):
        read_places(csv(tmp_path / "l.csv", text))


def test_a_column_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no column hits. It has: id, score"):
        read_places(csv(tmp_path / "l.csv", "id,score\na,1\n"), also=["hits"])
    with pytest.raises(ProjectError, match="one order"):
        read_places(tmp_path / "l.csv", rank="id", score="score")


def test_persons_are_refused_where_asked_for_and_never_read_elsewhere(tmp_path: Path) -> None:
    numbers = ["111222333", "123456782", "232262536", "999990007"]  # all pass the 11-test
    frame = pd.DataFrame({"id": list("abcd"), "score": range(4), "owner_name": "x", "n1": numbers})
    frame.to_csv(tmp_path / "l.csv", index=False)
    assert list(read_places(tmp_path / "l.csv").frame.columns) == ["score", "area_m2", "geometry"]
    for asked in ({"also": ["owner_name"]}, {"id": "owner_name"}, {"id": "n1"}):
        with pytest.raises(PersonDataError, match="about persons"):
            read_places(tmp_path / "l.csv", **asked)


def test_tables_of_one_file_are_told_apart(tmp_path: Path) -> None:
    for name, score in (("north", 1), ("south", 2)):
        frame = gpd.GeoDataFrame({"id": ["a"], "score": [score]}, geometry=[Point(0, 0)], crs=32633)
        frame.to_file(tmp_path / "l.gpkg", layer=name)
    with pytest.raises(InputError, match="2 tables"):
        read_places(tmp_path / "l.gpkg")
    assert read_places(tmp_path / "l.gpkg", table="south").frame["score"].to_list() == [2]
    with pytest.raises(InputError, match="no table east"):
        read_places(tmp_path / "l.gpkg", table="east")


def test_the_order_of_the_rows_changes_nothing(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame(FRAME, geometry=[box(n, 0, n + 1, 1) for n in range(3)], crs=28992)
    frame.to_parquet(tmp_path / "a.parquet")
    frame.iloc[[2, 0, 1]].to_parquet(tmp_path / "b.parquet")
    first, second = (read_places(tmp_path / f"{name}.parquet").frame for name in "ab")
    pd.testing.assert_frame_equal(first.drop(columns="geometry"), second.drop(columns="geometry"))
    assert shapely.equals(first.geometry.to_numpy(), second.geometry.to_numpy()).all()


def test_an_option_decides_between_degrees_and_plane_coordinates(tmp_path: Path) -> None:
    path = csv(tmp_path / "l.csv", "id,score,x,y,lon,lat\na,1,155000,463000,5.387,52.155\n")
    as_told = read_places(path).frame.geometry["a"]
    assert as_told.distance(Point(155_000, 463_000)) < 50, "degrees in the Netherlands become RD"
    plane = read_places(path, crs="EPSG:28992").frame.geometry["a"]
    assert (plane.x, plane.y) == (155_000, 463_000)
    only = csv(tmp_path / "d.csv", "id,score,lon,lat\na,1,-87.6,41.9\n")
    assert read_places(only, crs="EPSG:4269").frame.crs.to_epsg() == 4269
    assert read_places(only, crs="EPSG:32616").frame.crs.to_epsg() == 4326
    metres = csv(tmp_path / "m.csv", "id,score,lon,lat\na,1,448000,4639000\n")
    assert read_places(metres).frame.crs is None
    assert read_places(metres, crs="EPSG:32616").frame.crs.to_epsg() == 32616
