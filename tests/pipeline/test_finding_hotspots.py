"""Hot spots of maps and of files that no riskmap made."""

import warnings
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely
from esda import Moran, Moran_Rate
from esda.smoothing import Empirical_Bayes
from libpysal.graph import Graph

from riskmap.errors import PersonDataError, ProjectError, RiskmapError, ScoringError
from riskmap.outputs.hotspots_files import write_hotspots
from riskmap.outputs.hotspots_text import hotspots_json, hotspots_lines
from riskmap.outputs.json_text import json_text
from riskmap.pipeline.finding_hotspots import find_hotspots

Textbook = Callable[[str], gpd.GeoDataFrame]


@pytest.fixture
def columbus(textbook: Textbook, tmp_path: Path) -> Path:
    """Return the neighbourhoods of Columbus as a file anywhere on earth, two rates unknown."""
    places = textbook("columbus/columbus.shp")[["NEIG", "CRIME", "INC", "geometry"]]
    places.loc[[3, 7], "CRIME"] = np.nan
    path = tmp_path / "columbus.gpkg"
    places.set_crs("EPSG:3735").to_file(path)
    return path


@pytest.fixture
def halls(tmp_path: Path) -> Path:
    """Return 300 halls as a CSV with x and y; those in one corner score high."""
    random = np.random.Generator(np.random.PCG64(11))
    xy = random.uniform((150_000, 460_000), (152_000, 462_000), (300, 2))
    score = random.uniform(0, 0.6, 300) + 0.4 * (xy < (150_700, 460_700)).all(axis=1)
    table = pd.DataFrame({"id": [f"h{n:03}" for n in range(300)], "x": xy[:, 0], "y": xy[:, 1]})
    table["score"] = score.round(4)
    table.to_csv(tmp_path / "halls.csv", index=False)
    return tmp_path / "halls.csv"


def test_a_foreign_file_with_unknown_rates(columbus: Path) -> None:
    found = find_hotspots(columbus, column="CRIME", id_column="NEIG")
    known = gpd.read_file(columbus).dropna(subset="CRIME")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the oracle warns of its own old names
        expected = Moran(known["CRIME"], Graph.build_contiguity(known, rook=False), permutations=0)
    assert found.place_clusters is not None
    assert found.place_clusters.moran.statistic == pytest.approx(expected.I, abs=1e-9)
    assert found.unknown == 2
    assert found.place_clusters.gi_star.tests == 47
    unknown = found.places[found.places["value"].isna()]
    assert len(unknown) == 2
    assert unknown[["gi_star", "hot_spot", "cluster"]].isna().all(axis=None)
    assert "Places without a value, left out: 2." in hotspots_lines(found, "en")


def test_who_is_a_neighbour_is_asked_in_words(columbus: Path) -> None:
    def means(asked: str) -> float:
        clusters = find_hotspots(columbus, column="CRIME", neighbours=asked).place_clusters
        assert clusters is not None
        return float(clusters.frame["neighbours"].mean())

    assert means("knn:5") == means("5") == 5
    assert means("rook") < means("queen")
    # Ohio South counts in feet: 30 cm; a distance is in metres all the same.
    with pytest.raises(RiskmapError, match="None of the 47 places has a neighbour"):
        means("distance:0.01")
    with pytest.raises(ProjectError, match="bishop does not say who is a neighbour"):
        means("bishop")


def test_degrees_without_a_system_are_not_taken_for_metres(
    textbook: Textbook, tmp_path: Path
) -> None:
    counties = textbook("stl/stl_hom.shp")[["FIPSNO", "HR8893", "geometry"]]
    counties.set_crs("EPSG:4326").to_file(tmp_path / "stl.geojson")  # it says so
    bare = tmp_path / "stl.shp"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a file without a system is the point
        counties.set_crs(None, allow_override=True).to_file(bare)
    with pytest.raises(ProjectError, match="--crs EPSG:4326"):
        find_hotspots(bare, column="HR8893", neighbours="distance:60000")
    told = find_hotspots(bare, column="HR8893", neighbours="distance:60000", crs="EPSG:4326")
    same = find_hotspots(tmp_path / "stl.geojson", column="HR8893", neighbours="60000m")
    assert told.place_clusters is not None
    assert same.place_clusters is not None
    assert told.place_clusters.moran == same.place_clusters.moran
    assert any("projected" in str(note) for note in told.notes)
    with pytest.raises(RiskmapError, match="longitude and latitude"):
        find_hotspots(tmp_path / "stl.geojson", column="HR8893", cells=0.5)


def test_counts_with_a_population_are_tested_as_rates(textbook: Textbook, tmp_path: Path) -> None:
    counties = textbook("sids2/sids2.shp")
    counties.set_crs("EPSG:4267").to_file(tmp_path / "sids.gpkg")
    found = find_hotspots(
        tmp_path / "sids.gpkg", column="SID74", population="BIR74", neighbours="queen"
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the oracle warns of its own old names
        graph = Graph.build_contiguity(counties, rook=False)
        expected = Moran_Rate(counties["SID74"], counties["BIR74"], graph, permutations=0)
        smoothed = Empirical_Bayes(counties["SID74"].to_numpy(), counties["BIR74"].to_numpy()).r
    assert found.place_clusters is not None
    assert found.place_clusters.moran.statistic == pytest.approx(expected.I, abs=1e-9)
    rates = counties["SID74"] / counties["BIR74"]
    assert sorted(found.places["rate"]) == pytest.approx(sorted(rates))
    assert sorted(found.places["smoothed_rate"]) == pytest.approx(sorted(np.ravel(smoothed)))


def test_points_of_a_table_and_a_grid_over_them(halls: Path) -> None:
    found = find_hotspots(halls, cells=250.0)
    table = pd.read_csv(halls).set_index("id")
    hot = found.places.index[found.places["hot_spot"] == "hot"]
    assert len(hot) > 5
    assert (table.loc[hot, "x"] < 150_900).all()
    assert (table.loc[hot, "y"] < 460_900).all()
    assert found.cells is not None
    cells = found.cells.frame
    column, row = (table[axis] // 250 for axis in ("x", "y"))
    names = "c" + column.astype(int).astype(str) + "r" + row.astype(int).astype(str)
    means = table["score"].groupby(names).mean()
    assert cells["value"].dropna().to_dict() == pytest.approx(means.to_dict())
    assert cells["places"].sum() == 300
    assert (cells["places"] == 0).eq(cells["value"].isna()).all()


def test_counting_needs_no_column(halls: Path, tmp_path: Path) -> None:
    places = pd.read_csv(halls)[["x", "y"]]
    places.to_csv(tmp_path / "points.csv", index=False)
    found = find_hotspots(
        tmp_path / "points.csv", crs="EPSG:28992", cells=250.0, cell_value="count"
    )
    assert found.place_clusters is None
    assert found.cells is not None
    # An empty cell inside counts nothing, which is known.
    assert found.cells.frame["value"].notna().all()
    assert found.cells.frame["value"].sum() == 300
    assert (found.cells.frame["value"] == 0).any()


def test_areas_of_a_file_in_another_system(halls: Path, tmp_path: Path) -> None:
    x, y = (part.ravel() for part in np.meshgrid([150_000, 151_000], [460_000, 461_000]))
    parks = gpd.GeoDataFrame(
        {"nr": ["a", "b", "c", "d"], "naam": ["Haven", "Poort", "Oost", "West"]},
        geometry=shapely.box(x, y, x + 1000, y + 1000),
        crs="EPSG:28992",
    )
    parks.to_crs("EPSG:4326").to_file(tmp_path / "parks.geojson")
    found = find_hotspots(
        halls, crs="EPSG:28992", areas=tmp_path / "parks.geojson", area_id="nr", above=0.6
    )
    assert found.areas is not None
    table = pd.read_csv(halls)
    inside = (table["x"] < 151_000) & (table["y"] < 461_000)
    first = found.areas.frame.iloc[0]
    assert (first["name"], first["rank"], first["places"]) == ("Haven", 1, inside.sum())
    assert first["above"] == (table["score"] >= 0.6)[inside].sum()
    assert first["stands_out"]
    assert "too few to say" in str(found.areas.why_none)
    same = find_hotspots(halls, areas=parks, area_id="nr", above=0.6)
    assert same.areas is not None
    assert same.areas.frame["share"].to_dict() == found.areas.frame["share"].to_dict()
    with pytest.raises(RiskmapError, match="has no column number"):
        find_hotspots(halls, areas=tmp_path / "parks.geojson", area_id="number")


def test_the_file_holds_every_table_and_opens_styled(halls: Path, tmp_path: Path) -> None:
    parks = gpd.GeoDataFrame(
        {"nr": ["a", "b"]},
        geometry=[shapely.box(150_000, 460_000, 152_000, y) for y in (461_000, 462_000)],
        crs="EPSG:28992",
    )
    found = find_hotspots(halls, crs="EPSG:28992", cells=250.0, areas=parks, area_id="nr")
    first, second = tmp_path / "one.gpkg", tmp_path / "two.gpkg"
    for path in (first, second):
        write_hotspots(found, path, "nl")
    assert first.read_bytes() == second.read_bytes()
    layers = [str(name) for name, _ in pyogrio.list_layers(first)]
    assert layers[:4] == ["places", "cells", "areas", "area_places"]
    styles = pyogrio.read_dataframe(first, layer="layer_styles", read_geometry=False)
    assert set(styles["f_table_name"]) == {"places", "cells"}
    assert styles["styleQML"].str.contains("hot_spot").all()
    places = gpd.read_file(first, layer="places").set_index("place_id")
    assert places.crs.to_epsg() == 28992
    assert places["gi_star"].to_dict() == pytest.approx(found.places["gi_star"].to_dict())
    told = pyogrio.read_info(first, layer="places")["dataset_metadata"] or {}
    assert "riskmap_hotspots" in str(told) or "riskmap_hotspots" in first.read_bytes().decode(
        "latin-1"
    )


def test_every_output_tells_counts_before_and_after(halls: Path) -> None:
    found = find_hotspots(halls)
    content = hotspots_json(found)
    assert found.place_clusters is not None
    gi = found.place_clusters.gi_star
    text = "\n".join(hotspots_lines(found, "en"))
    assert f"{gi.raw} are significant at 0.05 before correction, {gi.fdr} after" in text
    assert f"{gi.bonferroni} after Bonferroni" in text
    assert "It is no suspicion against anyone." in text
    clusters = content["place_clusters"]
    assert isinstance(clusters, dict)
    assert clusters["gi_star"]["raw"] == gi.raw
    assert len(clusters["hot"]) == gi.classes["hot"]
    assert json_text(content) == json_text(hotspots_json(find_hotspots(halls)))


def test_what_cannot_be_is_said(halls: Path, columbus: Path, tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="A level of 5"):
        find_hotspots(halls, alpha=5)
    with pytest.raises(ScoringError, match="makes no grid"):
        find_hotspots(halls, cells=0)
    with pytest.raises(RiskmapError, match="CRIMES"):
        find_hotspots(columbus, column="CRIMES")
    constant = pd.read_csv(halls).assign(score=0.3)
    constant.to_csv(tmp_path / "same.csv", index=False)
    with pytest.raises(ScoringError, match="All 300 values are the same"):
        find_hotspots(tmp_path / "same.csv")
    people = pd.read_csv(halls).assign(achternaam="Jansen")
    people.to_csv(tmp_path / "people.csv", index=False)
    with pytest.raises(PersonDataError):
        find_hotspots(tmp_path / "people.csv", column="achternaam")
    nowhere = pd.read_csv(halls)[["id", "score"]]
    nowhere.to_csv(tmp_path / "nowhere.csv", index=False)
    with pytest.raises(RiskmapError, match="holds no places on the map"):
        find_hotspots(tmp_path / "nowhere.csv")
