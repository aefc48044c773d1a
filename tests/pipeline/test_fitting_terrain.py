"""riskmap fit with factors: from files of any make to a folder, through the command line too."""

import json
import sqlite3
from contextlib import closing

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from riskmap.commands.listing import figures_of, files_of
from riskmap.errors import InputError, ProjectError
from riskmap.notebook import fit
from riskmap.outputs.fit_page import fit_json, fit_page
from riskmap.outputs.fit_text import fit_summary
from riskmap.outputs.json_text import json_text
from riskmap.pipeline.evaluating import OutcomeColumns
from riskmap.pipeline.fitting_places import read_fitting_places
from riskmap.pipeline.fitting_terrain import fit_terrain_files, write_fitted

LON, LAT = -79.4, 43.7  # Toronto: far from RD New
SMALL = {"cell_m": 100, "distances": (100.0, 200.0, 300.0), "kernel": "proximity", "folds": 4}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a folder with an area, two factors and dated incidents, in longitude and latitude."""
    target = tmp_path_factory.mktemp("terrain")
    draw = np.random.Generator(np.random.PCG64(12))
    zone = gpd.GeoSeries([shapely.Point(LON, LAT)], crs=4326).estimate_utm_crs()
    middle = gpd.GeoSeries([shapely.Point(LON, LAT)], crs=4326).to_crs(zone)[0]
    corner = np.array([middle.x, middle.y])

    def written(shapes, name, **columns):
        frame = gpd.GeoDataFrame(columns, geometry=shapes, crs=zone)
        frame.to_crs(4326).to_file(target / name)

    written([shapely.Point(middle).buffer(1300)], "area.geojson")
    bars = corner + draw.uniform(-1500, 1500, (25, 2))
    idle = corner + draw.uniform(-1500, 1500, (25, 2))
    written(shapely.points(bars), "bars.gpkg", tenant_of=["A. Person"] * 25)
    written(shapely.points(idle), "idle.geojson", what=["x"] * 25)
    spots = corner + draw.uniform(-1400, 1400, (20_000, 2))
    near = shapely.distance(shapely.multipoints(bars), shapely.points(spots)) <= 200
    kept = spots[draw.random(len(spots)) < np.where(near, 0.08, 0.012)]
    days = pd.Timestamp("2023-01-01") + pd.to_timedelta(draw.integers(0, 365, len(kept)), unit="D")
    degrees = gpd.GeoSeries(shapely.points(kept), crs=zone).to_crs(4326)
    table = pd.DataFrame({"lon": degrees.x, "lat": degrees.y, "date": days.strftime("%Y-%m-%d")})
    table.to_csv(target / "incidents.csv", index=False)
    return target


@pytest.fixture(scope="module")
def fitted(folder):
    files = {"bars": folder / "bars.gpkg", "idle": folder / "idle.geojson"}
    return fit_terrain_files(folder / "area.geojson", folder / "incidents.csv", files, **SMALL)


def test_foreign_files_in_degrees_give_the_planted_factor(fitted) -> None:
    assert fitted.table["factor"].tolist() == ["bars"]
    assert fitted.table["distance_m"].tolist() == [200]
    # 0.08 / 0.012 = 6.7, a little less because cells at the edge of 200 m are mixed
    assert 4 < fitted.table["rrv"].iloc[0] < 8
    notes = [note.text() for note in fitted.notes]
    assert any("projected to EPSG:32617" in note for note in notes)
    assert fitted.places.crs.to_epsg() == 32617
    assert fitted.places["area_m2"].sum() == pytest.approx(np.pi * 1300**2, rel=0.01)


def test_outcomes_are_counted_where_they_lie(fitted, folder) -> None:
    table = pd.read_csv(folder / "incidents.csv")
    points = gpd.GeoSeries(gpd.points_from_xy(table["lon"], table["lat"]), crs=4326).to_crs(32617)
    inside = sum(fitted.places.geometry.intersects(point).any() for point in points)
    assert fitted.places["found"].sum() == inside
    assert fitted.outside == len(table) - inside
    assert set(fitted.checks["order"]) == {"model", "last_period", "area"}


def test_the_same_files_give_the_same_bytes(fitted, folder) -> None:
    files = {"bars": folder / "bars.gpkg", "idle": folder / "idle.geojson"}
    again = fit_terrain_files(folder / "area.geojson", folder / "incidents.csv", files, **SMALL)
    assert json_text(fit_json(again)) == json_text(fit_json(fitted))
    assert fit_page(again, "en") == fit_page(fitted, "en")


def test_a_folder_with_a_report_figures_and_a_styled_map(fitted, tmp_path) -> None:
    write_fitted(fitted, tmp_path / "out", "en")
    written = gpd.read_file(tmp_path / "out" / "terrain.gpkg", layer="terrain")
    assert written["rrs"].to_numpy() == pytest.approx(fitted.places["rrs"].to_numpy())
    assert written["place_id"].tolist() == fitted.places.index.tolist()
    with closing(sqlite3.connect(tmp_path / "out" / "terrain.gpkg")) as opened:
        (style,) = opened.execute("SELECT styleQML FROM layer_styles").fetchone()
    assert '"rrs"' in style.replace("&quot;", '"')
    figures = json.loads((tmp_path / "out" / "fit.json").read_text("utf-8"))
    assert figures["model"][0]["rrv"] == pytest.approx(np.exp(figures["model"][0]["coefficient"]))
    assert len(figures["profile"]) == 6
    report = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert "no suspicion" in report
    assert "no probability" in report
    assert "need not be a cause" in report
    write_fitted(fitted, tmp_path / "out", "nl", overwrite=True)


def test_no_value_of_a_factor_but_its_place_is_read(fitted, tmp_path) -> None:
    write_fitted(fitted, tmp_path / "out", "en")
    content = b"".join(file.read_bytes() for file in (tmp_path / "out").iterdir())
    assert b"A. Person" not in content
    assert b"tenant_of" not in content


def test_ready_places_with_a_table_of_counts(fitted, folder, tmp_path) -> None:
    """The cells of another tool and a count per id give the model the points gave."""
    cells = fitted.places.reset_index()[["place_id", "geometry"]].rename(columns={"place_id": "code"})  # noqa: E501  # fmt: skip
    cells.to_parquet(tmp_path / "cells.parquet")
    counts = pd.DataFrame({"code": fitted.places.index, "n": fitted.places["found"].to_numpy()})
    counts[counts["n"] > 0].to_csv(tmp_path / "counts.csv", index=False)
    files = {"bars": folder / "bars.gpkg", "idle": folder / "idle.geojson"}
    other = fit_terrain_files(
        tmp_path / "cells.parquet", tmp_path / "counts.csv", files, **SMALL, id_column="code",
        columns=OutcomeColumns(id="code", found="n", kind="incidents"),
    )  # fmt: skip
    assert other.table["rrv"].tolist() == pytest.approx(fitted.table["rrv"].tolist())
    assert other.checks["check"].unique().tolist() == ["blocks"]
    assert any("no last-period count" in note.text() for note in other.notes)


def test_points_are_places_without_an_area(folder, tmp_path) -> None:
    grid = read_fitting_places(folder / "area.geojson", cell_m=100).frame
    middles = grid.geometry.centroid.to_numpy()
    points = gpd.GeoDataFrame({"code": grid.index}, geometry=middles, crs=grid.crs)
    points.to_file(tmp_path / "points.gpkg")
    found = read_fitting_places(tmp_path / "points.gpkg", id_column="code")
    assert found.frame["area_m2"].isna().all()
    assert found.area is None
    assert sorted(found.frame.index) == sorted(grid.index)


def test_several_polygons_are_one_area_unless_they_are_said_to_be_places(tmp_path) -> None:
    boxes = [shapely.box(x, 0, x + 100, 100) for x in (0, 100, 200)]
    gpd.GeoDataFrame(geometry=boxes, crs=28992).to_file(tmp_path / "boxes.gpkg")
    one = read_fitting_places(tmp_path / "boxes.gpkg", cell_m=50)
    assert len(one.frame) == 12
    assert any("--ready" in note.text() for note in one.notes)
    assert len(read_fitting_places(tmp_path / "boxes.gpkg", ready=True).frame) == 3


def test_feet_become_metres(tmp_path) -> None:
    area = gpd.GeoDataFrame(geometry=[shapely.box(987_000, 190_000, 997_000, 200_000)], crs=2263)
    area.to_file(tmp_path / "feet.gpkg")
    found = read_fitting_places(tmp_path / "feet.gpkg", cell_m=200)
    assert found.frame["area_m2"].sum() == pytest.approx(3048**2, rel=0.001)


def test_degrees_without_a_system_are_asked_about(tmp_path) -> None:
    table = pd.DataFrame({"wkt": ["POLYGON ((5 52, 5.1 52, 5.1 52.1, 5 52))"]})
    table.to_csv(tmp_path / "area.csv", index=False)
    with pytest.raises(InputError, match="look like degrees"):
        read_fitting_places(tmp_path / "area.csv")
    assert len(read_fitting_places(tmp_path / "area.csv", crs="EPSG:4326", cell_m=500).frame) > 10


def test_a_factor_nowhere_near_is_a_clear_error(folder, tmp_path) -> None:
    gpd.GeoDataFrame(geometry=[shapely.Point(5, 52)], crs=4326).to_file(tmp_path / "far.gpkg")
    with pytest.raises(InputError, match=r"No feature of far.gpkg lies within 300 m"):
        fit_terrain_files(
            folder / "area.geojson",
            folder / "incidents.csv",
            {"far": tmp_path / "far.gpkg"},
            **SMALL,
        )


def test_without_factors_or_with_one_named_twice_it_stops(folder) -> None:
    with pytest.raises(ProjectError, match="at least one factor"):
        fit_terrain_files(folder / "area.geojson", folder / "incidents.csv", {})
    one = {"bars": folder / "bars.gpkg"}
    with pytest.raises(ProjectError, match="raising and as lowering"):
        fit_terrain_files(folder / "area.geojson", folder / "incidents.csv", one, protective=one)
    with pytest.raises(ProjectError, match="twice"):
        files_of(["a=x.gpkg", "a=y.gpkg"], "--factor")
    assert figures_of("100, 200.5", "--distances") == (100, 200.5)


def test_the_summary_tells_the_model_and_its_limits(fitted) -> None:
    said = fit_summary(fitted, "en")
    assert "bars" in said[0]
    assert any(line.strip().startswith("bars: near, 200 m") for line in said)
    assert any("no probability" in line for line in said)
    assert not any("p-value 0" in line for line in said)


def test_a_notebook_needs_three_lines(folder) -> None:
    files = {"bars": folder / "bars.gpkg"}
    result = fit(folder / "area.geojson", folder / "incidents.csv", factors=files, **SMALL)
    assert result.table["factor"].tolist() == ["bars"]
    assert "Risk terrain model" in result.page


def test_the_command_line_writes_and_prints(folder, tmp_path, python) -> None:
    asked = [
        "-m", "riskmap", "fit", folder / "area.geojson", folder / "incidents.csv",
        "--factor", f"bars={folder / 'bars.gpkg'}", "--distances", "100,200,300",
        "--kernel", "proximity", "--folds", 4, "-o", tmp_path / "out", "--json",
    ]  # fmt: skip
    done = python(*asked)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["model"][0]["factor"] == "bars"
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == [
        "fit.json", "manifest.json", "report.html", "terrain.gpkg",
    ]  # fmt: skip
    assert python(*asked).returncode == 1
    assert python(*asked, "--overwrite").returncode == 0
